"""Funds: what they need, what came, and how far that covers the need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import FundKind, FundState, RecordKind
from tracker.domain.dates import PartialDate
from tracker.domain.models import Contribution, Fund, Programme, Record, Requirement
from tracker.domain.money import Money
from tracker.domain.queries import dossier, funding, linked, texts
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.funding import ContributionLine, CurrencyLine, Named
from tracker.domain.queries.linked import live
from tracker.domain.queries.texts import Said
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
    """A fund with everything its page shows."""

    row: Fund
    line: FundLine
    summary: Said | None
    programmes: tuple[Named, ...]
    contributions: list[ContributionLine]
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
    around = dossier.load(session, reader, fund, beside=(), territory_ids=())
    given = _contributions(session, viewer, fund.id)
    sums = [funding.sums_of(row) for row in given]
    return FundPage(
        row=fund,
        line=line(fund, requirements_of(session, [fund.id]).get(fund.id, []), sums, around.texts),
        summary=around.say(fund, "summary"),
        programmes=_programmes(session, viewer, language, fund.id),
        contributions=funding.lines(session, viewer, language, given),
        dossier=around,
    )


def cover(currency: str, requirements: Sequence[Requirement], positions: Sequence[figures.Position]) -> Cover:
    """Compare what is asked in one currency with what stands in it."""
    asked = figures.total([row.amount_minor for row in requirements])
    stands = funding.currency_line(currency, positions)
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
    fund: Fund, requirements: Sequence[Requirement], given: Sequence[Sequence[Any]], said: texts.Texts
) -> FundLine:
    """A fund as a list shows it; `given` are the sums of its contributions (`funding.POSITION_COLUMNS`)."""
    return FundLine(
        id=fund.id or 0,
        code=fund.record.code or "",
        name=said.on(fund, "name") or Said(fund.name, "en"),
        kind=fund.kind,
        state=fund.state,
        state_stated=said.on(fund, "state_stated"),
        covers=_covers(requirements, given),
        without_amount=funding.summed(given).without_amount,
    )


def _covers(requirements: Sequence[Requirement], given: Iterable[Sequence[Any]]) -> tuple[Cover, ...]:
    stands = funding.positions(given)
    asked: dict[str, list[Requirement]] = {}
    for row in requirements:
        if row.currency:
            asked.setdefault(row.currency, []).append(row)
    return tuple(
        cover(currency, asked.get(currency, []), stands.get(currency, [])) for currency in sorted({*asked, *stands})
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


def _contributions(session: Session, viewer: Viewer, fund_id: int) -> Sequence[Contribution]:
    return session.scalars(
        sa.select(Contribution)
        .join(Record, col(Record.id) == Contribution.id)
        .where(live(viewer), col(Contribution.fund_id) == fund_id)
        .order_by(col(Contribution.id))
    ).all()


def _programmes(session: Session, viewer: Viewer, language: str, fund_id: int) -> tuple[Named, ...]:
    rows = session.execute(
        sa.select(col(Programme.id), col(Record.code), col(Programme.name))
        .join(Record, col(Record.id) == Programme.id)
        .where(live(viewer), col(Programme.fund_id) == fund_id)
        .order_by(col(Programme.name))
    ).all()
    said = texts.load(session, language, [key for key, _, _ in rows])
    return tuple(Named(code or "", said.of(key, "name", name) or Said(name, "en")) for key, code, name in rows)
