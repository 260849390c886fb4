"""A brief's money in US dollars, by the same figures as the funding page, and the stored rates it was made with.

Each piece of money is converted at the rate of its own month; where one has none, the sum has none.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from tracker.briefs.detail_lines import Dollars
from tracker.briefs.reader import Reader, live
from tracker.domain import figures
from tracker.domain.codes import StepKind
from tracker.domain.figures import Ladder, Piece
from tracker.domain.models import Contribution
from tracker.domain.queries.sums import FUNDED

Shared = tuple[Contribution, Ladder, AbstractSet[int | None] | None]
"""A contribution, where its money stands, and the projects whose part of it counts (None: all of it counts)."""


def dollars(reader: Reader, currency: str, shared: Iterable[Shared]) -> Dollars | None:
    """What contributions of one currency come to in dollars; None for dollars, and where no rate is stored at all."""
    exchange = reader.scope.beside.exchange
    if currency == figures.DOLLAR or not exchange.rates:
        return None
    pieces = [piece for one in shared for piece in _pieces(reader, *one)]
    parts = [[one for one in pieces if one.kind in kinds] for kinds in (FUNDED, (StepKind.pledged,))]
    funded, pledged = (exchange.dollars(currency, part) for part in parts)
    found = [one for one in (funded, pledged) if one]
    rates = dict.fromkeys(rate for one in found for rate in one.rates)
    old = any(one.is_old for one in found)
    return Dollars(
        funded=funded.amount if funded else None,
        pledged=pledged.amount if pledged else None,
        old=old,
        marks=tuple(reader.book.rate(rate, old=old) for rate in rates),
    )


def _pieces(reader: Reader, gift: Contribution, ladder: Ladder, here: AbstractSet[int | None] | None) -> list[Piece]:
    """The dated pieces of the money that counts, as the steps up to the day leave them."""
    steps = [one for one in live(gift.steps) if not one.on_earliest or one.on_earliest <= reader.today]
    dated = [
        Piece(one.kind, one.amount_minor, one.on_earliest, one.on_latest)
        for one in steps
        if one.amount_minor is not None
    ]
    whole = figures.pieces(ladder, dated)
    if here is None:
        return whole
    parts = sorted(live(gift.allocations), key=lambda one: one.id or 0)
    shares, _ = figures.cut(whole, [one.amount_minor for one in parts])
    return [piece for one, share in zip(parts, shares, strict=True) if one.project_id in here for piece in share]
