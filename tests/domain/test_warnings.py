"""What is accepted and said to deserve a second look."""

from datetime import date

import pytest

from tracker.domain.codes import StepKind
from tracker.domain.dates import PartialDate
from tracker.domain.figures import Position
from tracker.domain.money import Money
from tracker.domain.warnings import Terms, outgrown, over_ceiling, overdrawn, payment_outside

pytestmark = pytest.mark.once


def dated(signed: str = "", start: str = "", end: str = "") -> Terms:
    def read(text: str) -> PartialDate | None:
        return PartialDate.parse(text) if text else None

    return Terms(read(signed), read(start), read(end), None)


@pytest.mark.parametrize(
    ("agreement", "day", "outside"),
    [
        (dated(), "1999-01-01", False),
        (dated(start="2004"), "2003-12-31", True),
        (dated(start="2004"), "2004-01-01", False),
        (dated(signed="2004-03"), "2004-02-29", True),
        (dated(signed="2004-03", start="2004-01-01"), "2004-02-29", False),
        (dated(end="2004-06"), "2004-06-30", False),
        (dated(end="2004-06"), "2004-07-01", True),
        (dated(start="in spring", end="first two years"), "1999-01-01", False),
    ],
)
def test_a_payment_outside_its_agreements_time_is_told(agreement: Terms, day: str, outside: bool) -> None:  # noqa: FBT001
    assert payment_outside(agreement, date.fromisoformat(day)) == outside


@pytest.mark.parametrize(
    ("paid", "ceiling", "over"),
    [
        (Money(100, "USD"), Money(100, "USD"), False),
        (Money(101, "USD"), Money(100, "USD"), True),
        (Money(101, "USD"), Money(100, "EUR"), False),
        (Money(101, "USD"), None, False),
        (None, Money(100, "USD"), False),
    ],
)
def test_a_ceiling_is_passed_only_in_its_own_currency(paid: Money | None, ceiling: Money | None, over: bool) -> None:  # noqa: FBT001
    assert over_ceiling(paid, ceiling) == over


@pytest.mark.parametrize(
    ("position", "pairs"),
    [
        (Position(pledged=100, committed=100, received=100), []),
        (Position(received=100), []),
        (Position(committed=100, received=101), [(StepKind.received, StepKind.committed)]),
        (Position(pledged=100, received=101), [(StepKind.received, StepKind.pledged)]),
        (Position(announced=1, pledged=2, received=1), [(StepKind.pledged, StepKind.announced)]),
    ],
)
def test_a_stronger_step_that_outgrows_the_weaker_one_is_told(
    position: Position, pairs: list[tuple[StepKind, StepKind]]
) -> None:
    assert outgrown(position) == pairs


def test_more_withdrawn_than_was_promised_is_told() -> None:
    assert overdrawn(Position(pledged=100, withdrawn=101))
    assert not overdrawn(Position(pledged=100, withdrawn=100))
    assert not overdrawn(Position(pledged=100))
    assert overdrawn(Position(received=100, withdrawn=1))
