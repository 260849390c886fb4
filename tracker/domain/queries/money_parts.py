"""What a project or fund needs, what was paid to partners, what ledgers report: as pages list it and people edit it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import SQLModel, col

from tracker.domain.codes import RecordKind, Role
from tracker.domain.dates import PartialDate
from tracker.domain.models import Expenditure, Payment, Record, Requirement
from tracker.domain.money import Money
from tracker.domain.queries import funding
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.funding import Named
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import visible_as

_OWNER = sa.bindparam("owner_id", type_=sa.Integer)


@dataclass(frozen=True)
class MoneyPart:
    """A requirement, payment or expenditure; what a kind lacks is None. An amount of None is "not stated"."""

    kind: RecordKind
    id: int
    version: int
    amount: Money | None
    period: PartialDate | None = None
    day: date | None = None
    organisation_id: int | None = None
    agreement_id: int | None = None
    project_id: int | None = None
    words: str | None = None
    reference: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class MoneyParts:
    """The parts of a record by kind, in the order of their days; `names` of what they name, as far as one may know."""

    requirements: list[MoneyPart] = field(default_factory=list)
    payments: list[MoneyPart] = field(default_factory=list)
    expenditures: list[MoneyPart] = field(default_factory=list)
    names: dict[int, Named] = field(default_factory=dict)


def of_project(session: Session, reader: Reader, project_id: int) -> MoneyParts:
    """What a project needs, what partners were paid for it, what was spent: one query, and one for names if needed."""
    return _load(session, reader, "project_id", project_id)


def of_fund(session: Session, reader: Reader, fund_id: int) -> MoneyParts:
    """What a fund needs, and what was spent of it."""
    return _load(session, reader, "fund_id", fund_id)


def of_agreement(session: Session, reader: Reader, agreement_id: int) -> MoneyParts:
    """What partners were paid under an agreement."""
    return _load(session, reader, "agreement_id", agreement_id)


def _load(session: Session, reader: Reader, owner: str, owner_id: int) -> MoneyParts:
    viewer = reader.viewer
    statement = _parts(owner, viewer.role, known=viewer.user_id is not None)
    rows = session.execute(statement, {"owner_id": owner_id, "viewer_id": viewer.user_id})
    found: dict[RecordKind, list[MoneyPart]] = {}
    for row in rows:
        part = _part(row)
        found.setdefault(part.kind, []).append(part)
    payments = found.get(RecordKind.payment, [])
    named = {key for part in payments for key in (part.organisation_id, part.agreement_id)}
    return MoneyParts(
        requirements=found.get(RecordKind.requirement, []),
        payments=payments,
        expenditures=found.get(RecordKind.expenditure, []),
        names=funding.names_of(session, viewer, reader.language, named),
    )


_TABLES: tuple[tuple[RecordKind, type[SQLModel]], ...] = (
    (RecordKind.requirement, Requirement),
    (RecordKind.payment, Payment),
    (RecordKind.expenditure, Expenditure),
)
_NOTHINGS: dict[str, Any] = {
    "period": sa.cast(sa.null(), sa.String),
    "sorted_by": sa.cast(sa.null(), sa.Date),
    "day": sa.cast(sa.null(), sa.Date),
    "organisation_id": sa.cast(sa.null(), sa.Integer),
    "agreement_id": sa.cast(sa.null(), sa.Integer),
    "project_id": sa.cast(sa.null(), sa.Integer),
    "words": sa.cast(sa.null(), sa.String),
    "reference": sa.cast(sa.null(), sa.String),
    "note": sa.cast(sa.null(), sa.Text),
}
"""Typed nothings for the columns that a table lacks, which PostgreSQL wants in a union."""


@cache
def _parts(owner: str, role: Role, *, known: bool) -> Statement:
    """Built once and kept: to build it takes far longer than to send it."""
    arms = [_arm(kind, table, owner, role, known=known) for kind, table in _TABLES if hasattr(table, owner)]
    union = sa.union_all(*arms).subquery()
    return sa.select(union).order_by(union.c.kind, union.c.sorted_by.is_(None), union.c.sorted_by, union.c.id)


def _arm(kind: RecordKind, table: Any, owner: str, role: Role, *, known: bool) -> Statement:  # noqa: ANN401 - any table
    columns = {"kind": sa.literal(kind.value), "id": table.id, "version": table.version}
    columns |= {"amount_minor": table.amount_minor, "currency": table.currency, **_NOTHINGS, **_OWN[kind]}
    own = aliased(Record, flat=True)
    return (
        sa.select(*(column.label(name) for name, column in columns.items()))
        .join(own, col(own.id) == table.id)
        .join(Record, col(Record.id) == own.parent_id)
        .where(getattr(table, owner) == _OWNER, col(own.archived_at).is_(None), visible_as(role, known=known))
    )


_OWN: dict[RecordKind, dict[str, Any]] = {
    RecordKind.requirement: {
        "period": col(Requirement.period_stated),
        "sorted_by": col(Requirement.period_earliest),
    },
    RecordKind.payment: {
        "sorted_by": col(Payment.day),
        "day": col(Payment.day),
        "organisation_id": col(Payment.organisation_id),
        "agreement_id": col(Payment.agreement_id),
        "project_id": col(Payment.project_id),
        "reference": col(Payment.reference),
        "note": col(Payment.note),
    },
    RecordKind.expenditure: {
        "period": col(Expenditure.period_stated),
        "sorted_by": sa.func.coalesce(col(Expenditure.period_earliest), col(Expenditure.closed_day)),
        "day": col(Expenditure.closed_day),
        "words": col(Expenditure.ledger),
        "reference": col(Expenditure.reference),
        "note": col(Expenditure.note),
    },
}


def _part(row: Any) -> MoneyPart:  # noqa: ANN401 - a row of the union
    stated = row.amount_minor is not None and row.currency is not None
    return MoneyPart(
        kind=RecordKind(row.kind),
        id=row.id,
        version=row.version,
        amount=Money(row.amount_minor, row.currency) if stated else None,
        period=PartialDate.parse(row.period) if row.period else None,
        day=row.day,
        organisation_id=row.organisation_id,
        agreement_id=row.agreement_id,
        project_id=row.project_id,
        words=row.words,
        reference=row.reference,
        note=row.note,
    )
