"""Stored rates of exchange: the list, one, and what amounts are converted with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.figures import Converted, Piece, StoredRate
from tracker.domain.models import Rate, Record
from tracker.domain.queries import paging
from tracker.domain.queries.paging import Page
from tracker.domain.queries.remembered import recall


@dataclass(frozen=True)
class Exchange:
    """The stored rates by currency, in the order of their days."""

    rates: Mapping[str, Sequence[StoredRate]] = field(default_factory=dict)

    def dollars(self, currency: str, parts: Sequence[Piece]) -> Converted | None:
        """Money in dollars; None where no stored rate holds for a part of it."""
        return figures.converted(currency, parts, self.rates.get(currency, ()))

    def by(self, day: date) -> "Exchange":
        """The rates that were in force on the day or before it."""
        begun = {currency: [rate for rate in rates if rate.day <= day] for currency, rates in self.rates.items()}
        return Exchange({currency: rates for currency, rates in begun.items() if rates})

    def knows(self, currency: str) -> bool:
        """Is any rate of this currency stored? The dollar needs none."""
        return currency == figures.DOLLAR or currency in self.rates


def exchange(session: Session) -> Exchange:
    """All stored rates: one query, remembered. Rates are for all who are signed in."""
    return recall(session).of(_STORED, {}, _read)


_STORED = (
    sa.select(
        col(Rate.currency),
        col(Rate.day),
        col(Rate.units_per_dollar),
        col(Rate.origin),
        col(Rate.id),
        col(Rate.changed_at),
    )
    .join(Record, col(Record.id) == Rate.id)
    .where(col(Record.archived_at).is_(None))
    .order_by(col(Rate.currency), col(Rate.day), col(Rate.id))
)


def _read(rows: Iterable[Any]) -> Exchange:
    found: dict[str, list[StoredRate]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(StoredRate(*row))
    return Exchange(found)


def listed(session: Session, *, currency: str = "", number: int = 1, per_page: int = paging.USUAL) -> Page[Rate]:
    """The stored rates, the newest first: two queries."""
    wanted = (col(Rate.currency) == currency,) if currency else ()
    statement = (
        sa.select(Rate)
        .join(Record, col(Record.id) == Rate.id)
        .where(col(Record.archived_at).is_(None), *wanted)
        .order_by(col(Rate.day).desc(), col(Rate.currency), col(Rate.id))
    )
    return paging.paged(session, statement, lambda rows: [row[0] for row in rows], number=number, per_page=per_page)


def currencies(session: Session) -> list[str]:
    """The currencies that have a rate: one query."""
    found = sa.select(col(Rate.currency)).join(Record, col(Record.id) == Rate.id).distinct()
    return list(session.scalars(found.where(col(Record.archived_at).is_(None)).order_by(col(Rate.currency))))


def one(session: Session, rate_id: int) -> Rate | None:
    """The rate of this number, removed or not."""
    return session.scalars(sa.select(Rate).where(col(Rate.id) == rate_id)).one_or_none()


def same(session: Session, currency: str, day: date, origin: str) -> Rate | None:
    """The rate of this currency, day and source, removed or not: there is at most one."""
    wanted = (col(Rate.currency) == currency, col(Rate.day) == day, col(Rate.origin) == origin)
    return session.scalars(sa.select(Rate).where(*wanted)).one_or_none()


def standing(session: Session) -> dict[tuple[str, date, str], Rate]:
    """All rates, removed ones too, by what makes one unique: currency, day and source."""
    rows = session.scalars(sa.select(Rate).order_by(col(Rate.id)))
    return {(row.currency, row.day, row.origin): row for row in rows}
