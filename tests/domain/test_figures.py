"""Figures of money: each unit once, a pledge never funding, nothing computed from what is not stated."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import figures
from tracker.domain.codes import Deadline, StepKind
from tracker.domain.dates import PartialDate
from tracker.domain.figures import Ladder, Position, Standing

pytestmark = pytest.mark.once

amounts = st.integers(0, 10**12)
stated = st.none() | amounts
positions = st.builds(Position, stated, stated, stated, stated, stated)
standing_positions = st.builds(Position, stated, stated, stated, stated, st.none())
ladders = st.builds(Ladder, amounts, amounts, amounts, amounts)


def whole(steps: Ladder) -> int:
    return steps.announced + steps.pledged + steps.committed + steps.received


@given(positions, amounts)
def test_adding_a_pledge_never_changes_what_is_funded(position: Position, more: int) -> None:
    added = replace(position, pledged=(position.pledged or 0) + more)
    assert figures.funded(figures.ladder(added)) == figures.funded(figures.ladder(position))


@given(positions, amounts)
def test_adding_an_announcement_changes_neither_what_is_funded_nor_what_is_pledged(
    position: Position, more: int
) -> None:
    added = figures.ladder(replace(position, announced=(position.announced or 0) + more))
    before = figures.ladder(position)
    assert (figures.funded(added), added.pledged) == (figures.funded(before), before.pledged)


@given(standing_positions)
def test_the_ladder_counts_each_unit_of_money_once_at_its_strongest(position: Position) -> None:
    steps = figures.ladder(position)
    strongest = max(
        amount or 0 for amount in (position.announced, position.pledged, position.committed, position.received)
    )
    assert whole(steps) == figures.promised(steps) == strongest
    assert steps.received == (position.received or 0)
    assert figures.funded(steps) == max(position.committed or 0, position.received or 0)


@given(positions)
def test_no_rung_is_below_zero_and_a_withdrawal_never_takes_what_was_received(position: Position) -> None:
    steps = figures.ladder(position)
    assert min(steps.announced, steps.pledged, steps.committed) >= 0
    assert steps.received == (position.received or 0)


@given(standing_positions, amounts)
def test_an_unstated_withdrawal_takes_the_strongest_promises_first(position: Position, withdrawn: int) -> None:
    before, after = figures.ladder(position), figures.ladder(replace(position, withdrawn=withdrawn))
    taken = [before.committed - after.committed, before.pledged - after.pledged, before.announced - after.announced]
    assert sum(taken) == min(withdrawn, whole(before) - before.received)
    assert after.committed == 0 or taken[1:] == [0, 0]
    assert after.pledged == 0 or taken[2] == 0


@given(standing_positions, amounts, st.sampled_from(["announced", "pledged", "committed"]))
def test_a_stated_withdrawal_lowers_its_kind_and_all_weaker_ones(position: Position, taken: int, kind: str) -> None:
    back = replace(position, withdrawn=taken, **{f"withdrawn_{kind}": taken})
    kinds = ["announced", "pledged", "committed"]
    lower = kinds[: kinds.index(kind) + 1]
    by_hand = replace(position, **{name: max((getattr(position, name) or 0) - taken, 0) for name in lower})
    assert figures.ladder(back) == figures.ladder(by_hand)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_commitment_taken_back_leaves_no_pledge_of_the_same_money(sum_: int, rest: int) -> None:
    stood = Position(pledged=sum_ + rest, committed=sum_, withdrawn=sum_, withdrawn_committed=sum_)
    assert figures.ladder(stood) == Ladder(pledged=rest)


def test_a_pledge_taken_back_leaves_what_was_committed() -> None:
    assert figures.ladder(Position(pledged=100, committed=60, withdrawn=40, withdrawn_pledged=40)) == Ladder(
        committed=60
    )


def test_money_that_is_returned_is_less_received() -> None:
    steps = [(StepKind.received, None, 100), (StepKind.received, None, -30)]
    assert figures.ladder(figures.position_of(steps)) == Ladder(received=70)


@given(standing_positions)
def test_a_contribution_of_corrections_only_is_the_negative_of_its_opposite(position: Position) -> None:
    sums = (position.announced, position.pledged, position.committed, position.received)
    opposite = Position(*(None if amount is None else -amount for amount in sums))
    assert figures.ladder(opposite) == -figures.ladder(position)


step_facts = st.lists(
    st.tuples(
        st.sampled_from(StepKind), st.none() | st.sampled_from(StepKind), st.none() | st.integers(-(10**9), 10**9)
    )
)


@given(step_facts)
def test_a_position_is_the_sums_of_its_steps(steps: list[tuple[StepKind, StepKind | None, int | None]]) -> None:
    found = figures.position_of(steps)
    for kind in StepKind:
        assert getattr(found, kind) == figures.total([amount for own, _, amount in steps if own == kind])
    for promise in ("announced", "pledged", "committed"):
        back = [amount for own, of, amount in steps if own == StepKind.withdrawn and of == promise]
        assert getattr(found, f"withdrawn_{promise}") == figures.total(back)


@given(positions, positions)
def test_standing_of_several_is_the_sum_of_each(one: Position, other: Position) -> None:
    lines = [(position, figures.ladder(position)) for position in (one, other)]
    together = figures.standing(lines)
    apart = [figures.standing([line]) for line in lines]
    for name in ("announced", "pledged", "committed", "received", "funded"):
        assert getattr(together, name) == figures.total([getattr(each, name) for each in apart])


@given(st.lists(positions, max_size=4))
def test_what_no_contribution_states_is_not_stated(lines: list[Position]) -> None:
    found = figures.standing([(position, figures.ladder(position)) for position in lines])
    for name in ("announced", "pledged", "committed", "received"):
        assert (getattr(found, name) is None) == all(getattr(position, name) is None for position in lines)
    assert (found.funded is None) == (found.committed is None and found.received is None)


def test_a_pledge_that_became_a_commitment_and_was_paid_in_part_is_one_sum() -> None:
    position = Position(pledged=500, committed=500, received=200)
    assert figures.ladder(position) == Ladder(0, 0, 300, 200)
    assert figures.standing([(position, figures.ladder(position))]) == Standing(None, 0, 300, 200, 500)


@given(ladders, st.lists(amounts, max_size=6))
def test_spread_keeps_the_totals(steps: Ladder, parts: list[int]) -> None:
    shares = figures.spread(steps, parts)
    assert len(shares) == len(parts)
    assert [whole(share) <= part for share, part in zip(shares, parts, strict=True)] == [True] * len(parts)
    assert sum(map(whole, shares)) == min(sum(parts), whole(steps))
    for name in ("announced", "pledged", "committed", "received"):
        assert sum(getattr(share, name) for share in shares) <= getattr(steps, name)


@given(ladders, st.lists(amounts, min_size=1, max_size=5), st.data())
def test_splitting_an_allocation_changes_no_total(steps: Ladder, parts: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(parts) - 1))
    cut = data.draw(st.integers(0, parts[at]))
    halves = [*parts[:at], cut, parts[at] - cut, *parts[at + 1 :]]
    before, after = figures.spread(steps, parts), figures.spread(steps, halves)
    assert after[at] + after[at + 1] == before[at]
    assert after[:at] + after[at + 2 :] == before[:at] + before[at + 1 :]


@given(ladders, st.lists(amounts, min_size=1, max_size=5))
def test_weaker_money_is_given_out_only_when_the_stronger_is_gone(steps: Ladder, parts: list[int]) -> None:
    given_out = sum(figures.spread(steps, parts), Ladder())
    if given_out.pledged:
        assert (given_out.received, given_out.committed) == (steps.received, steps.committed)
    if given_out.announced:
        assert given_out.pledged == steps.pledged


@given(ladders, st.lists(amounts, max_size=5))
def test_what_is_not_allocated_and_what_is_make_the_whole(steps: Ladder, parts: list[int]) -> None:
    assert figures.unallocated(steps, parts) + sum(parts) == figures.promised(steps) == whole(steps)


@given(st.none() | amounts)
def test_without_a_requirement_there_is_no_coverage(funded: int | None) -> None:
    assert figures.coverage(funded, None) is None
    assert figures.coverage(funded, 0) is None
    assert figures.gap(funded, None) is None
    assert figures.over_funding(funded, None) == 0


@pytest.mark.parametrize(
    ("funded", "required", "percent"),
    [
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 2000, "0.1"),
        (5, 10_000, "0.1"),
        (4, 10_000, "0.0"),
        (0, 100, "0.0"),
        (100, 100, "100.0"),
        (150, 100, "150.0"),
        (12_25, 100_00, "12.3"),
    ],
)
def test_coverage_has_one_decimal_half_up_and_may_exceed_a_hundred(funded: int, required: int, percent: str) -> None:
    assert figures.coverage(funded, required) == Decimal(percent)


def test_coverage_of_what_is_not_stated_is_none() -> None:
    assert figures.coverage(None, 100) is None


@given(amounts, st.integers(1, 10**12))
def test_gap_and_over_funding_are_never_both_there(funded: int, required: int) -> None:
    gap, over = figures.gap(funded, required), figures.over_funding(funded, required)
    assert gap is not None
    assert (gap - over, min(gap, over)) == (required - funded, 0)


@given(st.lists(stated, max_size=5))
def test_a_total_of_nothing_stated_is_not_stated(parts: list[int | None]) -> None:
    known = [part for part in parts if part is not None]
    assert figures.total(parts) == (sum(known) if known else None)


@pytest.mark.parametrize(
    ("due", "done", "tended", "confirmed", "stands"),
    [
        ("2003", True, True, True, Deadline.done),
        (None, False, True, True, Deadline.none),
        ("first two years", False, True, True, Deadline.none),
        ("2026-11-23", False, True, True, Deadline.ahead),
        ("end 2026", False, False, False, Deadline.ahead),
        ("2026-11-22", False, True, True, Deadline.late),
        ("2003", False, True, False, Deadline.to_be_confirmed),
        ("2003", False, False, False, Deadline.as_reported),
        ("2003", False, False, True, Deadline.as_reported),
    ],
)
def test_a_date_is_late_only_when_somebody_tends_the_project_and_confirmed_it(
    due: str | None, *, done: bool, tended: bool, confirmed: bool, stands: Deadline
) -> None:
    read = PartialDate.parse(due) if due else None
    today = date(2026, 11, 23)
    assert figures.deadline(read, done=done, tended=tended, confirmed=confirmed, today=today) == stands
