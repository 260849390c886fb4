"""Money that goes out: payments to partners, and expenditures as ledgers report them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.models import Entity, Expenditure, Payment
from tracker.domain.money import Money
from tracker.domain.queries import funding, linked
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.funding import Named


@dataclass(frozen=True)
class PaymentLine:
    """One payment. A name that this reader may not know is None."""

    id: int
    day: date
    organisation: Named | None
    agreement: Named | None
    project: Named | None
    amount: Money | None
    reference: str | None
    note: str | None


@dataclass(frozen=True)
class Payments:
    """Payments in the order of their days, and what they come to by currency; `rows` are where their sources hang."""

    lines: tuple[PaymentLine, ...] = ()
    paid: tuple[Money, ...] = ()
    rows: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class Expenditures:
    """What ledgers report in the order of their periods, and what it comes to by currency."""

    rows: tuple[Expenditure, ...] = ()
    spent: tuple[Money, ...] = ()


def payments(session: Session, reader: Reader, where: sa.ColumnElement[bool]) -> Payments:
    """The payments that fulfil a condition and that this person may know of: two queries."""
    rows = linked.rows(session, reader.viewer, Payment, where, order=(col(Payment.day),))
    names = funding.names_of(session, reader.viewer, reader.language, _named(rows))
    return Payments(
        lines=tuple(
            PaymentLine(
                id=row.id or 0,
                day=row.day,
                organisation=names.get(row.organisation_id),
                agreement=names.get(row.agreement_id or 0),
                project=names.get(row.project_id or 0),
                amount=row.amount,
                reference=row.reference,
                note=row.note,
            )
            for row in rows
        ),
        paid=tuple(_by_currency([row.amount for row in rows], figures.paid)),
        rows=tuple(rows),
    )


def expenditures(session: Session, reader: Reader, where: sa.ColumnElement[bool]) -> Expenditures:
    """The expenditures that fulfil a condition and that this person may know of: one query."""
    order = (col(Expenditure.period_earliest), col(Expenditure.closed_day))
    rows = linked.rows(session, reader.viewer, Expenditure, where, order=order)
    return Expenditures(tuple(rows), tuple(_by_currency([row.amount for row in rows], figures.spent)))


def _named(rows: Sequence[Payment]) -> set[int | None]:
    return {key for row in rows for key in (row.organisation_id, row.agreement_id, row.project_id)}


def _by_currency(
    amounts: Iterable[Money | None], figure: Callable[[Sequence[int | None]], int | None]
) -> Iterable[Money]:
    found: dict[str, list[int | None]] = {}
    for amount in amounts:
        if amount is not None:
            found.setdefault(amount.currency, []).append(amount.minor)
    for currency in sorted(found):
        whole = figure(found[currency])
        if whole is not None:
            yield Money(whole, currency)
