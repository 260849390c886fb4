"""What an organisation gave and what it was used for, and what was paid to it as a partner."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.models import Contribution, Payment
from tracker.domain.money import Money
from tracker.domain.queries import breakdown, funding, funding_cells, linked, outlays, paging, rates, sums
from tracker.domain.queries.breakdown import Parts
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.funding import Asked, ContributionLine, Named
from tracker.domain.queries.outlays import Payments
from tracker.domain.queries.paging import Some
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.sums import Gift, Totals


@dataclass(frozen=True)
class GivenLine:
    """A contribution and the projects it goes to. `rest` is None where it is not stated or would tell what is hidden."""

    line: ContributionLine
    uses: tuple[tuple[Named, Money], ...]
    rest: Money | None


@dataclass(frozen=True)
class GivenPage:
    """All that an organisation gave, what it comes to by currency, and what was paid to it."""

    lines: Some[GivenLine]
    totals: Totals
    payments: Payments
    exchange: Exchange


def by_organisation(session: Session, reader: Reader, organisation_id: int) -> GivenPage:
    """What this person may know of an organisation's money: eleven queries, whatever its number of lines.

    Of more contributions than a page holds the first are shown; `totals` are of all.
    """
    viewer, language, own = reader.viewer, reader.language, col(Contribution.donor_id) == organisation_id
    exchange = rates.exchange(session)
    cells = funding_cells.read(session, viewer, Asked(), exchange, own)
    total = sum(cell.number for cell in cells.all)
    rows = linked.rows(session, viewer, Contribution, own, most=paging.shown(total))
    keys = [row.id or 0 for row in rows]
    gifts = [sums.gift(row) for row in rows]
    allocated = breakdown.parts(session, viewer, keys)
    names = funding.names_of(session, viewer, language, allocated.seen)
    lines = funding.lines(session, viewer, language, rows, exchange)
    return GivenPage(
        lines=Some([_line(line, gift, allocated, names) for line, gift in zip(lines, gifts, strict=True)], total),
        totals=funding_cells.totals(cells),
        payments=outlays.payments(session, reader, col(Payment.organisation_id) == organisation_id),
        exchange=exchange,
    )


def _line(line: ContributionLine, gift: Gift, allocated: Parts, names: dict[int, Named]) -> GivenLine:
    parts = list(allocated.allocations.get(gift.id, ()))
    currency = gift.currency or ""
    uses = tuple((names[project], Money(amount, currency)) for project, amount in parts if project in names)
    rest = None
    if line.money and len(uses) == len(parts):
        rest = Money(figures.unallocated(gift.ladder, [amount for _, amount in parts]), currency)
    return GivenLine(line, uses, rest)
