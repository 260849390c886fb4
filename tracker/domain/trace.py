"""From need to delivery: what was delivered or paid of what was needed, each unit once, and what is left.

Needs are findings, in a unit (shelters, latrines) or in a currency's minor units; supplies are deliveries and the
money of projects. None is "not stated" and never becomes zero; units and currencies are never mixed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.ranges import Range


@dataclass(frozen=True)
class Need:
    """What a finding asks for; `unit` is the word that is counted, or a currency."""

    key: int
    unit: str
    size: Range


@dataclass(frozen=True)
class Supply:
    """So much of a unit, for these needs: those that the recommendation it answers answers."""

    key: int
    unit: str
    quantity: int
    needs: tuple[int, ...]


@dataclass(frozen=True)
class Met:
    """How a need stands: what came of it (None: nothing is recorded), what is left of it, what went beyond it."""

    supplied: int | None
    left: Range
    over: int = 0


def same_unit(words: str) -> str:
    """A unit as it is compared: "Tents " and "tents" are one, in any case."""
    return " ".join(words.split()).casefold()


def met(needs: Sequence[Need], supplies: Iterable[Supply]) -> dict[int, Met]:
    """How each need stands, by its key.

    Each unit supplied counts once: for the needs that it answers, in their order, up to their low bound first, then
    up to their high one; what is beyond all of them is over-delivery of the first. A supply that can go to fewer
    needs goes first.
    """
    by_key = {need.key: need for need in needs}
    given: dict[int, int] = {}
    pieces = _pieces(by_key, supplies)
    for bound in (_lowest, _highest):
        for piece in pieces:
            for key in piece.needs:
                piece.hand(given, key, bound(by_key[key]))
    for piece in pieces:
        given[piece.needs[0]] = given.get(piece.needs[0], 0) + piece.left
    return {need.key: _standing(need, given.get(need.key)) for need in needs}


@dataclass
class _Piece:
    left: int
    needs: list[int]

    def hand(self, given: dict[int, int], key: int, bound: int | None) -> None:
        """Give to a need up to a bound; None is none."""
        had = given.get(key, 0)
        taken = self.left if bound is None else max(min(self.left, bound - had), 0)
        given[key], self.left = had + taken, self.left - taken


def _pieces(needs: Mapping[int, Need], supplies: Iterable[Supply]) -> list[_Piece]:
    """What can go to needs of its own unit, that with the fewest first."""
    fitting = [
        _Piece(one.quantity, [key for key in dict.fromkeys(one.needs) if key in needs and needs[key].unit == one.unit])
        for one in supplies
    ]
    return sorted((piece for piece in fitting if piece.needs), key=lambda piece: len(piece.needs))


def _lowest(need: Need) -> int:
    return need.size.low or 0


def _highest(need: Need) -> int | None:
    return need.size.high


def _standing(need: Need, supplied: int | None) -> Met:
    size, came = need.size, supplied or 0
    left = Range(
        None if size.low is None else max(size.low - came, 0), None if size.high is None else max(size.high - came, 0)
    )
    return Met(supplied, left, 0 if size.high is None else max(came - size.high, 0))


def together(sizes: Iterable[Range]) -> Range:
    """The sum of ranges of one unit: a bound is known only where it is known of all of them."""
    lows, highs = [], []
    for size in sizes:
        lows.append(size.low)
        highs.append(size.high)
    return Range(_sum(lows), _sum(highs))


def _sum(bounds: Sequence[int | None]) -> int | None:
    known = [bound for bound in bounds if bound is not None]
    return sum(known) if known and len(known) == len(bounds) else None
