"""Every figure of money, one function each. Pages, lists, briefs and downloads all call these.

Amounts are whole minor units of one currency; None is "not stated" and never becomes zero. Currencies are kept
apart: a figure is computed per currency, and nothing here converts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tracker.domain.codes import Deadline
from tracker.domain.dates import PartialDate


@dataclass(frozen=True)
class Position:
    """A contribution's sums per kind of step. Each step is an increment of the same money, not more money.

    None: no step of that kind states an amount.
    """

    announced: int | None = None
    pledged: int | None = None
    committed: int | None = None
    received: int | None = None
    withdrawn: int | None = None


@dataclass(frozen=True)
class Ladder:
    """Where each unit of money stands now, once: only announced, only pledged, committed and not yet received, received."""

    announced: int = 0
    pledged: int = 0
    committed: int = 0
    received: int = 0

    def __add__(self, other: "Ladder") -> "Ladder":
        return Ladder(
            self.announced + other.announced,
            self.pledged + other.pledged,
            self.committed + other.committed,
            self.received + other.received,
        )


def ladder(position: Position) -> Ladder:
    """Take the steps apart so that a pledge that became a commitment is the same money, not more.

    Formula: received; committed = max(committed - received, 0); pledged = what exceeds both; announced = what
    exceeds all three. What was withdrawn leaves the weakest promise first. Source of the rule: OCHA Financial
    Tracking Service, where each unit of money counts once, at its strongest.
    """
    received = position.received or 0
    committed = max(position.committed or 0, received)
    pledged = max(position.pledged or 0, committed)
    announced = max(position.announced or 0, pledged)
    rungs = [announced - pledged, pledged - committed, committed - received]
    left = position.withdrawn or 0
    for step, amount in enumerate(rungs):
        taken = min(left, amount)
        rungs[step], left = amount - taken, left - taken
    return Ladder(rungs[0], rungs[1], rungs[2], received)


def funded(steps: Ladder) -> int:
    """Funded = received + committed and not yet received. A pledge is never funding (FTS)."""
    return steps.received + steps.committed


def coverage(funded_minor: int | None, required_minor: int | None) -> Decimal | None:
    """Coverage = funded / required, in per cent with one decimal, half up; may exceed 100.

    None without a stated requirement above zero, or where nothing is stated of the funding.
    """
    if funded_minor is None or not required_minor or required_minor < 0:
        return None
    return (Decimal(funded_minor) * 100 / Decimal(required_minor)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def gap(funded_minor: int | None, required_minor: int | None) -> int | None:
    """Gap = required - funded; None without a requirement; never below zero (see `over_funding`)."""
    if required_minor is None:
        return None
    return max(required_minor - (funded_minor or 0), 0)


def over_funding(funded_minor: int | None, required_minor: int | None) -> int:
    """Over-funding = funded - required where that is above zero."""
    if required_minor is None:
        return 0
    return max((funded_minor or 0) - required_minor, 0)


def promised(steps: Ladder) -> int:
    """All that stands of a contribution, whatever its step: what may be allocated."""
    return steps.announced + steps.pledged + steps.committed + steps.received


def unallocated(steps: Ladder, parts: Sequence[int]) -> int:
    """What of a contribution has not been given to a project yet; negative when too much was."""
    return promised(steps) - sum(parts)


def spread(steps: Ladder, parts: Sequence[int]) -> list[Ladder]:
    """Each allocation's own ladder: allocations take the strongest money first, in their order.

    Splitting an allocation in two that follow each other changes no total. What exceeds the contribution
    counts nowhere.
    """
    left = [steps.received, steps.committed, steps.pledged, steps.announced]
    shares = []
    for part in parts:
        wanted, taken = max(part, 0), [0, 0, 0, 0]
        for rung, amount in enumerate(left):
            taken[rung] = min(wanted, amount)
            left[rung] -= taken[rung]
            wanted -= taken[rung]
        shares.append(Ladder(announced=taken[3], pledged=taken[2], committed=taken[1], received=taken[0]))
    return shares


def total(amounts: Sequence[int | None]) -> int | None:
    """The sum of what is stated; None where nothing is."""
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated) if stated else None


@dataclass(frozen=True)
class Standing:
    """What contributions of one currency come to, each unit of money once; None: none of them states such a step."""

    announced: int | None = None
    pledged: int | None = None
    committed: int | None = None
    received: int | None = None
    funded: int | None = None


def standing(lines: Sequence[tuple[Position, Ladder]]) -> Standing:
    """Sum contributions of one currency: each with what it states, and its ladder (or the share of it that counts).

    A rung that no contribution states stays None; funded is None where neither commitment nor receipt is stated.
    """
    sums = Ladder()
    for _, steps in lines:
        sums += steps
    positions = [position for position, _ in lines]
    committed = any(position.committed is not None for position in positions)
    received = any(position.received is not None for position in positions)
    return Standing(
        announced=sums.announced if any(position.announced is not None for position in positions) else None,
        pledged=sums.pledged if any(position.pledged is not None for position in positions) else None,
        committed=sums.committed if committed else None,
        received=sums.received if received else None,
        funded=funded(sums) if committed or received else None,
    )


def deadline(
    due: PartialDate | None,
    *,
    done: bool,
    tended: bool,
    confirmed: bool,
    today: date,
) -> Deadline:
    """How a milestone's or undertaking's date stands today.

    Late only when its whole period has passed, the project is `tended` (has a manager or an update), and a person
    set or confirmed the date since. A passed date that nobody confirmed reads "to be confirmed"; one of a record
    that nobody manages yet stands as it was reported.
    """
    if done:
        return Deadline.done
    if due is None or due.latest is None:
        return Deadline.none
    if due.latest >= today:
        return Deadline.ahead
    if not tended:
        return Deadline.as_reported
    return Deadline.late if confirmed else Deadline.to_be_confirmed
