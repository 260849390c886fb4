"""Money taken apart into dated pieces: to sum it by year, to age it, to convert each piece at the rate of its day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.codes import StepKind
from tracker.domain.figures.ladder import Ladder

RUNGS = (StepKind.received, StepKind.committed, StepKind.pledged, StepKind.announced)
"""The strongest first: the order in which allocations take money."""


@dataclass(frozen=True)
class Piece:
    """Money that stands on one rung since one step: its amount, the days the step's date can mean (None: no day)."""

    kind: StepKind
    amount: int
    earliest: date | None = None
    latest: date | None = None


def pieces(ladder: Ladder, steps: Iterable[Piece]) -> list[Piece]:
    """What stands on each rung, by the steps that it came from: the strongest rung first, in each the oldest first.

    Where a rung holds less than was once stated (a pledge was committed, a part was withdrawn), the oldest promises
    are taken to be the ones that were kept: what stands is of the newest. What bears no day counts as the newest.
    The pieces of a rung always add up to the rung.
    """
    given = list(steps)
    return [piece for kind in RUNGS for piece in _standing(kind, getattr(ladder, kind), given)]


def _standing(kind: StepKind, amount: int, steps: Iterable[Piece]) -> list[Piece]:
    stated = sorted((step for step in steps if step.kind == kind), key=_age)
    if sum(step.amount for step in stated) == amount:
        return stated
    found, left = list[Piece](), amount
    for step in reversed(stated):
        taken = min(max(step.amount, 0), max(left, 0))
        found += [Piece(kind, taken, step.earliest, step.latest)] if taken else []
        left -= taken
    found += [Piece(kind, left)] if left else []
    return found[::-1]


def _age(step: Piece) -> date:
    return step.earliest or date.max


def ladder_of(parts: Iterable[Piece]) -> Ladder:
    """The rungs that pieces add up to."""
    sums = dict.fromkeys(RUNGS, 0)
    for piece in parts:
        sums[piece.kind] += piece.amount
    return Ladder(**{kind.value: amount for kind, amount in sums.items()})


def cut(whole: Sequence[Piece], parts: Sequence[int]) -> tuple[list[list[Piece]], list[Piece]]:
    """The pieces that each allocation takes, as `ladder.spread` does it, and those that are left."""
    rungs = ladder_of(whole)
    left = [piece for kind in RUNGS for piece in _positive(kind, getattr(rungs, kind), whole)]
    shares = []
    for part in parts:
        share, wanted, rest = list[Piece](), max(part, 0), list[Piece]()
        for piece in left:
            taken = min(wanted, max(piece.amount, 0))
            wanted -= taken
            share += [replace(piece, amount=taken)] if taken else []
            rest += [replace(piece, amount=piece.amount - taken)] if piece.amount != taken else []
        shares.append(share)
        left = rest
    return shares, left


def _positive(kind: StepKind, amount: int, whole: Iterable[Piece]) -> list[Piece]:
    """A rung's pieces with its corrections taken off the oldest of them."""
    return _standing(kind, amount, [piece for piece in whole if piece.amount > 0])


def year(piece: Piece) -> int | None:
    """The calendar year that the piece's date lies in; None without a day, or where it can mean several years."""
    if piece.earliest is None or piece.latest is None or piece.earliest.year != piece.latest.year:
        return None
    return piece.earliest.year


def biennium(piece: Piece) -> int | None:
    """The first year of the United Nations budget period (2002-2003, 2004-2005: from an even year on) it lies in."""
    if piece.earliest is None or piece.latest is None:
        return None
    first, last = (day.year - day.year % 2 for day in (piece.earliest, piece.latest))
    return first if first == last else None
