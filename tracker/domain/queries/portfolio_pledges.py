"""Pledges that nobody has committed, by currency and age: the contributions behind each amount."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import PledgeAge
from tracker.domain.models import Contribution, Record
from tracker.domain.money import Money
from tracker.domain.queries import funding, paging, pledge_ages, rungs
from tracker.domain.queries.paging import Page
from tracker.domain.queries.portfolio_scope import Review, contributions
from tracker.domain.queries.texts import Said


@dataclass(frozen=True)
class Pledge:
    """What of one contribution is pledged and not committed, by its age; `donor` where the reader may know of them."""

    id: int
    code: str
    currency: str
    ages: Mapping[PledgeAge, int]
    donor: Said | None = None

    def amount(self, age: PledgeAge | None = None) -> Money:
        """All of it, or what is of one age."""
        return Money(sum(self.ages.values()) if age is None else self.ages[age], self.currency)


@dataclass(frozen=True)
class AgeCell:
    """Pledges of one age in one currency: how many contributions, what they come to."""

    number: int
    amount: Money


def by_age(session: Session, review: Review) -> dict[str, dict[PledgeAge, AgeCell]]:
    """The pledges that wait, whole contributions, by currency and age; what is nothing is left out. One query."""
    at = _waiting(session, review)
    numbers = [sa.func.sum(sa.case((at[age] != 0, 1), else_=0)) for age in PledgeAge]
    amounts = [rungs.whole(sa.func.sum(at[age])) for age in PledgeAge]
    rows = session.execute(sa.select(at.currency, *numbers, *amounts).group_by(at.currency).order_by(at.currency)).all()
    found: dict[str, dict[PledgeAge, AgeCell]] = {}
    for currency, *values in rows:
        for place, age in enumerate(PledgeAge):
            if values[place]:
                amount = Money(values[place + len(PledgeAge)], currency)
                found.setdefault(currency, {})[age] = AgeCell(int(values[place]), amount)
    return found


def _waiting(session: Session, review: Review) -> Any:  # noqa: ANN401 - columns
    """What is of each age, of contributions of which something is pledged only."""
    sql = rungs.sql_of(session)
    found = pledge_ages.aged(sql, review.day, contributions(review), _may_wait())
    return sa.select(found).where(found.c.rung > 0).subquery("waiting").c


def _may_wait() -> sa.ColumnElement[bool]:
    """Can anything of it be pledged only? The rung says for sure; this leaves out most of the others."""
    pledged, committed, received = (
        sa.func.coalesce(getattr(Contribution, f"{name}_minor"), 0) for name in ("pledged", "committed", "received")
    )
    more = sa.or_(pledged > committed, col(Contribution.withdrawn_minor).is_not(None))
    return sa.and_(pledged > received, more)


def age_of(code: str) -> PledgeAge | None:
    """The age with this code; None where there is none."""
    return PledgeAge(code) if code in set(PledgeAge) else None


def paged(session: Session, review: Review, age: str, currency: str, *, number: int, per_page: int) -> Page[Pledge]:
    """A page of those in a currency with something of an age, the largest first; an unknown age finds nothing."""
    at = _waiting(session, review)
    found: Any = sa.select(*at, col(Record.code)).join(Record, col(Record.id) == at.id)
    if currency:
        found = found.where(at.currency == currency)
    code = age_of(age)
    if age:
        found = found.where(sa.false() if code is None else at[code] != 0)
    found = found.order_by(at.currency, (at.rung if code is None else at[code]).desc(), at.id)

    def read(rows: Sequence[Any]) -> list[Pledge]:
        names = funding.names_of(session, review.viewer, review.reader.language, [row.donor_id for row in rows])
        return [_pledge(row._asdict(), names) for row in rows]

    return paging.remembered(session, found, read, number=number, per_page=per_page)


def _pledge(row: Mapping[Any, Any], names: Mapping[int, funding.Named]) -> Pledge:
    ages = {age: row[age.value] for age in PledgeAge}
    donor = names.get(row["donor_id"])
    return Pledge(row["id"], row["code"] or "", row["currency"], ages, donor.name if donor else None)
