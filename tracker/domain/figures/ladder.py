"""Where money stands: each unit of it once, at its strongest."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from tracker.domain.codes import StepKind
from tracker.domain.figures.cover import total

PROMISES = (StepKind.announced, StepKind.pledged, StepKind.committed)
"""What a withdrawal can take back. A received amount that is returned is a negative received step."""


@dataclass(frozen=True)
class Position:
    """A contribution's sums per kind of step. Each step is an increment of the same money, not more money.

    None: no step of that kind states an amount. `withdrawn` is all that was withdrawn, `withdrawn_…` the parts of it
    that were said to take back an announcement, a pledge, a commitment.
    """

    announced: int | None = None
    pledged: int | None = None
    committed: int | None = None
    received: int | None = None
    withdrawn: int | None = None
    withdrawn_announced: int | None = None
    withdrawn_pledged: int | None = None
    withdrawn_committed: int | None = None


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

    def __neg__(self) -> "Ladder":
        return Ladder(-self.announced, -self.pledged, -self.committed, -self.received)


Line = tuple[Position, Ladder]
"""A contribution in a sum: what it states, and its ladder (or the share of it that counts)."""


def position_of(steps: Iterable[tuple[StepKind, StepKind | None, int | None]]) -> Position:
    """A contribution's sums from its steps: kind, the kind of promise that a withdrawal takes back, amount."""
    found: dict[str, list[int | None]] = {}
    for kind, takes_back, amount in steps:
        found.setdefault(kind.value, []).append(amount)
        if kind == StepKind.withdrawn and takes_back in PROMISES:
            found.setdefault(f"withdrawn_{takes_back}", []).append(amount)
    return Position(**{name: total(amounts) for name, amounts in found.items()})


def ladder(position: Position) -> Ladder:
    """Take the steps apart so that a pledge that became a commitment is the same money, not more.

    Formula: received; committed = max(committed - received, 0); pledged = what exceeds both; announced = what
    exceeds all three. Source of the rule: OCHA Financial Tracking Service, where each unit of money counts once, at
    its strongest. A withdrawal said to take back a kind lowers that kind and all weaker ones, which are the same
    money. One that says nothing takes the strongest money not yet received first, so that no promise can raise what
    is funded. A contribution of nothing but corrections (no sum above zero) is the negative of its opposite.
    """
    sums = [position.announced or 0, position.pledged or 0, position.committed or 0, position.received or 0]
    if min(sums) < 0 and max(sums) <= 0:
        opposite = ladder(Position(*(-amount for amount in sums)))
        return -opposite
    base = max(sums[3], 0)
    back = [position.withdrawn_announced or 0, position.withdrawn_pledged or 0, position.withdrawn_committed or 0]
    committed = max(sums[2] - back[2], base)
    pledged = max(sums[1] - back[2] - back[1], committed)
    announced = max(sums[0] - sum(back), pledged)
    rungs = [committed - base, pledged - committed, announced - pledged]
    left = (position.withdrawn or 0) - sum(back)
    for rung, amount in enumerate(rungs):
        taken = max(min(left, amount), 0)
        rungs[rung], left = amount - taken, left - taken
    return Ladder(rungs[2], rungs[1], rungs[0], sums[3])


def funded(steps: Ladder) -> int:
    """Funded = received + committed and not yet received. A pledge is never funding (FTS)."""
    return steps.received + steps.committed


def promised(steps: Ladder) -> int:
    """All that stands of a contribution, whatever its step: what may be allocated."""
    return sum(astuple(steps))


def unallocated(steps: Ladder, parts: Sequence[int]) -> int:
    """Unallocated = promised - allocations: what no project was given yet; negative when too much was."""
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
            taken[rung] = min(wanted, max(amount, 0))
            left[rung] -= taken[rung]
            wanted -= taken[rung]
        shares.append(Ladder(announced=taken[3], pledged=taken[2], committed=taken[1], received=taken[0]))
    return shares


def announced(lines: Sequence[Line]) -> int | None:
    """Announced, and nothing stronger yet: an intention, not even a pledge; None where no line states one."""
    return _rung(lines, StepKind.announced)


def pledged(lines: Sequence[Line]) -> int | None:
    """Pledged and not yet committed (FTS: non-binding); None where no line states a pledge."""
    return _rung(lines, StepKind.pledged)


def committed(lines: Sequence[Line]) -> int | None:
    """Committed and not yet received (FTS: contractual obligation); None where no line states a commitment."""
    return _rung(lines, StepKind.committed)


def received(lines: Sequence[Line]) -> int | None:
    """Received (FTS: paid contribution), less what was returned; None where no line states a receipt."""
    return _rung(lines, StepKind.received)


def _rung(lines: Sequence[Line], kind: StepKind) -> int | None:
    if all(getattr(position, kind) is None for position, _ in lines):
        return None
    return sum(int(getattr(steps, kind)) for _, steps in lines)


@dataclass(frozen=True)
class Standing:
    """What contributions of one currency come to, each unit of money once; None: none of them states such a step."""

    announced: int | None = None
    pledged: int | None = None
    committed: int | None = None
    received: int | None = None
    funded: int | None = None


def standing(lines: Sequence[Line]) -> Standing:
    """Sum contributions of one currency; funded is None where neither commitment nor receipt is stated."""
    due, there = committed(lines), received(lines)
    stated = due is not None or there is not None
    return Standing(
        announced=announced(lines),
        pledged=pledged(lines),
        committed=due,
        received=there,
        funded=sum(funded(steps) for _, steps in lines) if stated else None,
    )
