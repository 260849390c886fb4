"""What contributions come to: the figure that pages and briefs share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import figures
from tracker.domain.figures import Ladder, Position, Standing

AMOUNTS = st.none() | st.integers(0, 10**12)
POSITIONS = st.builds(Position, announced=AMOUNTS, pledged=AMOUNTS, committed=AMOUNTS, received=AMOUNTS)
pytestmark = pytest.mark.once


def lines(*positions: Position) -> list[tuple[Position, Ladder]]:
    return [(position, figures.ladder(position)) for position in positions]


def test_a_pledge_is_shown_and_is_no_funding() -> None:
    assert figures.standing(lines(Position(pledged=1_500_000_000))) == Standing(pledged=1_500_000_000)


def test_what_nothing_states_is_not_stated() -> None:
    assert figures.standing([]) == Standing()


def test_a_pledge_that_was_paid_counts_once() -> None:
    found = figures.standing(lines(Position(pledged=100, committed=80, received=50)))
    assert found == Standing(pledged=20, committed=30, received=50, funded=80)


@given(st.lists(POSITIONS, max_size=6))
def test_each_sum_is_the_sum_of_the_ladders(positions: list[Position]) -> None:
    found = figures.standing(lines(*positions))
    steps = sum((figures.ladder(position) for position in positions), Ladder())
    assert (found.received or 0) == steps.received
    assert (found.committed or 0) + (found.received or 0) == (found.funded or 0)


@given(POSITIONS)
def test_a_rung_is_none_exactly_where_no_step_of_its_kind_is_stated(position: Position) -> None:
    found = figures.standing(lines(position))
    for rung in ("announced", "pledged", "committed", "received"):
        assert (getattr(found, rung) is None) == (getattr(position, rung) is None)
