"""Funds: what they need, what came, and how far that covers the need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import ContributionKind, FundKind, FundState, RecordKind
from tracker.domain.dates import PartialDate
from tracker.domain.models import Allocation, Contribution, Expenditure, Fund, Payment, Programme, Record, Requirement
from tracker.domain.money import Money
from tracker.domain.queries import dossier, funding, funding_cells, linked, outlays, paging, rates, sums, texts
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.funding import Asked, ContributionLine, Named
from tracker.domain.queries.funding_cells import Cells
from tracker.domain.queries.linked import live
from tracker.domain.queries.outlays import Expenditures, Payments
from tracker.domain.queries.paging import Some
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.sums import CurrencyLine
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import known_to, visible_to
from tracker.domain.queries.visibility import stands as standing
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class Cover:
    """One currency of a fund: asked (None is "not stated", never zero), what stands, and how the two compare.

    `over` is what came beyond the need; `periods` the times that the need is stated for.
    """

    currency: str
    asked: Money | None
    periods: tuple[PartialDate, ...]
    money: CurrencyLine
    gap: Money | None
    over: Money | None
    coverage: Decimal | None


@dataclass(frozen=True)
class FundLine:
    """A fund in a list; `without_amount` counts its contributions that state no amount."""

    id: int
    code: str
    name: Said
    kind: FundKind
    state: FundState
    state_stated: Said | None
    covers: tuple[Cover, ...]
    without_amount: int


@dataclass(frozen=True)
class FundPage:
    """A fund with everything its page shows. `unallocated` by currency; `payments` are those out of its contributions."""

    row: Fund
    line: FundLine
    summary: Said | None
    programmes: tuple[Named, ...]
    contributions: Some[ContributionLine]
    unallocated: dict[str, Money | None]
    payments: Payments
    expenditures: Expenditures
    exchange: Exchange
    dossier: Dossier


def live_funds(session: Session, viewer: Viewer) -> Sequence[Fund]:
    """All funds that this person may know of, by name: one query."""
    return session.scalars(
        sa.select(Fund)
        .join(Record, col(Record.id) == Fund.id)
        .where(live(viewer))
        .order_by(col(Fund.name), col(Fund.id))
    ).all()


def by_code(session: Session, reader: Reader, code: str) -> FundPage | None:
    """The fund with this code, if this person may know of it."""
    viewer, language = reader.viewer, reader.language
    fund = linked.one(session, viewer, Fund, RecordKind.fund, code)
    if fund is None or fund.id is None:
        return None
    exchange, into = rates.exchange(session), col(Contribution.fund_id) == fund.id
    cells = funding_cells.read(session, viewer, Asked(), exchange, into)
    total = sum(cell.number for cell in cells.all)
    given = linked.rows(session, viewer, Contribution, into, most=paging.shown(total))
    mine = sa.select(col(Contribution.id)).where(into, known_to(viewer, col(Contribution.id)))
    paid = outlays.payments(session, reader, col(Payment.contribution_id).in_(mine))
    sums_of = funding_cells.totals(cells)
    around = dossier.load(session, reader, fund, beside=paid.rows, territory_ids=())
    return FundPage(
        row=fund,
        line=line(
            fund,
            requirements_of(session, [fund.id]).get(fund.id, []),
            {line.currency: line for line in sums_of.currencies},
            sums_of.without_amount,
            around.texts,
        ),
        summary=around.say(fund, "summary"),
        programmes=_programmes(session, viewer, language, fund.id),
        contributions=Some(funding.lines(session, viewer, language, given, exchange), total),
        unallocated=_rests(session, viewer, cells, into),
        payments=paid,
        expenditures=outlays.expenditures(session, reader, col(Expenditure.fund_id) == fund.id),
        exchange=exchange,
        dossier=around,
    )


def _rests(session: Session, viewer: Viewer, cells: Cells, into: sa.ColumnElement[bool]) -> dict[str, Money | None]:
    """What no project was given yet, by currency; None where a part is for a project that this reader may not know of."""
    stands = {
        code: sum(cell.reaches["meant"] for cell in own) for code, own in funding_cells.by_currency(cells.all).items()
    }
    project = sa.select(sa.literal(1)).select_from(Record).where(col(Record.id) == Allocation.project_id)
    may = project.where(visible_to(viewer)).correlate_except(Record).exists()
    hidden = sa.func.sum(sa.case((may, 0), else_=1))
    rows = session.execute(
        sa.select(col(Contribution.currency), sa.func.sum(col(Allocation.amount_minor)), hidden)
        .join(Contribution, col(Contribution.id) == Allocation.contribution_id)
        .where(
            into,
            funding_cells.STATED,
            col(Contribution.kind) == ContributionKind.money,
            known_to(viewer, col(Contribution.id)),
            standing(col(Allocation.id)),
        )
        .group_by(col(Contribution.currency))
    )
    given = {code: None if unknown else int(amount) for code, amount, unknown in rows}
    return {
        code: None if (taken := given.get(code, 0)) is None else Money(whole - taken, code)
        for code, whole in stands.items()
    }


def cover(requirements: Sequence[Requirement], stands: CurrencyLine) -> Cover:
    """Compare what is asked in one currency with what stands in it."""
    asked, currency = figures.required([row.amount_minor for row in requirements]), stands.currency
    funded = stands.funded.minor if stands.funded else None
    over = figures.over_funding(funded, asked)
    missing = figures.gap(funded, asked)
    return Cover(
        currency=currency,
        asked=None if asked is None else Money(asked, currency),
        periods=tuple(row.period for row in requirements if row.period),
        money=stands,
        gap=None if missing is None else Money(missing, currency),
        over=Money(over, currency) if over else None,
        coverage=figures.coverage(funded, asked),
    )


def line(
    fund: Fund,
    requirements: Sequence[Requirement],
    stands: Mapping[str, CurrencyLine],
    without_amount: int,
    said: texts.Texts,
) -> FundLine:
    """A fund as a list shows it; `stands`: what came, by currency."""
    return FundLine(
        id=fund.id or 0,
        code=fund.record.code or "",
        name=said.on(fund, "name") or Said(fund.name, "en"),
        kind=fund.kind,
        state=fund.state,
        state_stated=said.on(fund, "state_stated"),
        covers=_covers(requirements, stands),
        without_amount=without_amount,
    )


def _covers(requirements: Sequence[Requirement], stands: Mapping[str, CurrencyLine]) -> tuple[Cover, ...]:
    asked: dict[str, list[Requirement]] = {}
    for row in requirements:
        if row.currency:
            asked.setdefault(row.currency, []).append(row)
    return tuple(
        cover(asked.get(code, []), stands[code] if code in stands else sums.line(code, ()))
        for code in sorted({*asked, *stands})
    )


def requirements_of(session: Session, fund_ids: Sequence[int | None]) -> dict[int, list[Requirement]]:
    """What funds need, by fund: one query."""
    rows = session.scalars(
        sa.select(Requirement)
        .join(Record, col(Record.id) == Requirement.id)
        .where(col(Requirement.fund_id).in_(fund_ids), col(Record.archived_at).is_(None))
        .order_by(col(Requirement.period_earliest), col(Requirement.id))
    ).all()
    found: dict[int, list[Requirement]] = {}
    for row in rows:
        found.setdefault(row.fund_id or 0, []).append(row)
    return found


def _programmes(session: Session, viewer: Viewer, language: str, fund_id: int) -> tuple[Named, ...]:
    rows = session.execute(
        sa.select(col(Programme.id), col(Record.code), col(Programme.name))
        .join(Record, col(Record.id) == Programme.id)
        .where(live(viewer), col(Programme.fund_id) == fund_id)
        .order_by(col(Programme.name))
    ).all()
    said = texts.load(session, language, [key for key, _, _ in rows])
    return tuple(Named(code or "", said.of(key, "name", name) or Said(name, "en")) for key, code, name in rows)
