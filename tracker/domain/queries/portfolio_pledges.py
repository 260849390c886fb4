"""Pledges that nobody has committed, by currency and age: the contributions behind each amount.

It says what `figures.pieces` and `figures.ageing` say, in SQL; a property test holds the two together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import ContributionKind, PledgeAge, StepKind
from tracker.domain.models import Contribution, Record, Step
from tracker.domain.money import Money
from tracker.domain.queries import funding, paging, rungs
from tracker.domain.queries.paging import Page
from tracker.domain.queries.portfolio_scope import Review, contributions
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import stands

DATED = tuple(age for age in PledgeAge if age != PledgeAge.undated)


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
    at = _waiting(session, review).c
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


def _waiting(session: Session, review: Review) -> sa.CTE:
    """Contributions of which something is pledged only: `id`, `donor_id`, `currency`, `rung`, and what is of each age.

    What is of no known age is undated: the ages add up to the rung. Most were pledged once: only where a contribution
    was pledged in several steps are these looked at one by one.
    """
    sql = rungs.sql_of(session)
    once = _pledged(sql, review)
    several = _pieces(sql, once)
    whole = sql.most(sql.least(sa.func.coalesce(once.c.whole, 0), once.c.rung), 0)
    of_age = {age: sa.case((_of_age(review, once.c.earliest, age), whole), else_=0) for age in DATED}
    at, kept = several.c, [several.c[name] for name in _KEPT]
    parts = {age: sa.func.sum(sa.case((_of_age(review, at.earliest, age), at.amount), else_=0)) for age in DATED}
    lines = sa.union_all(
        sa.select(*(once.c[name] for name in _KEPT), *(one.label(age) for age, one in of_age.items())).where(
            once.c.number < 2
        ),
        sa.select(*kept, *(rungs.whole(one).label(age) for age, one in parts.items())).group_by(*kept),
    ).cte("pledge_lines")
    undated = lines.c.rung - sum((lines.c[age] for age in DATED), start=sa.literal(0))
    return sa.select(lines, undated.label(PledgeAge.undated)).cte("waiting")


_KEPT = ("id", "donor_id", "currency", "rung")


def _may_wait() -> sa.ColumnElement[bool]:
    """Can anything of it be pledged only? The rung says for sure; this leaves out most of the others."""
    pledged, committed, received = (
        sa.func.coalesce(getattr(Contribution, f"{name}_minor"), 0) for name in ("pledged", "committed", "received")
    )
    more = sa.or_(pledged > committed, col(Contribution.withdrawn_minor).is_not(None))
    return sa.and_(pledged > received, more)


def _pledged(sql: rungs.Sql, review: Review) -> sa.CTE:
    """Each such contribution; how many pledges were made of it, what they come to, the earliest of them."""
    reaches = rungs.reaches(sql)
    rung = (reaches["promised"] - reaches["funded"]).label("rung")
    waits = (
        sa.select(col(Contribution.id), col(Contribution.donor_id), col(Contribution.currency), rung)
        .where(
            contributions(review),
            _may_wait(),
            col(Contribution.kind) == ContributionKind.money,
            col(Contribution.currency).is_not(None),
        )
        .cte("pledged")
        .prefix_with(rungs.ONCE)
    )
    return (
        sa.select(
            waits,
            sa.func.count(col(Step.id)).label("number"),
            rungs.whole(sa.func.sum(col(Step.amount_minor))).label("whole"),
            sa.func.min(col(Step.on_earliest)).label("earliest"),
        )
        .outerjoin(Step, sa.and_(col(Step.contribution_id) == waits.c.id, *_MADE))
        .where(waits.c.rung > 0)
        .group_by(*(waits.c[name] for name in _KEPT))
        .cte("pledged_once")
        .prefix_with(rungs.ONCE)
    )


_MADE = (col(Step.kind) == StepKind.pledged, col(Step.amount_minor).is_not(None), stands(col(Step.id)))
"""The conditions on Step that it is a pledge of a stated amount."""


def _pieces(sql: rungs.Sql, pledged: sa.CTE) -> sa.CTE:
    """What of the rung is of which pledge: of all as they were made if they come to it, else of the newest first."""
    amount = col(Step.amount_minor)
    newest: Any = [col(Step.on_earliest).desc().nulls_first(), col(Step.id).desc()]
    upto = sa.func.sum(sql.most(amount, 0)).over(
        partition_by=col(Step.contribution_id), order_by=newest, rows=(None, 0)
    )
    newer = rungs.whole(upto - sql.most(amount, 0)).label("newer")
    made = (
        sa.select(pledged, col(Step.on_earliest).label("day"), amount.label("amount"), newer)
        .join(pledged, pledged.c.id == Step.contribution_id)
        .where(pledged.c.number > 1, *_MADE)
        .cte("pledges_made")
    )
    at = made.c
    taken = sql.most(sql.least(sql.most(at.amount, 0), at.rung - at.newer), 0)
    kept = sa.case((at.whole == at.rung, at.amount), else_=taken).label("amount")
    return sa.select(*(at[name] for name in _KEPT), at.day.label("earliest"), kept).cte("pledge_pieces")


def _of_age(review: Review, earliest: Any, age: PledgeAge) -> Any:  # noqa: ANN401 - columns
    """`figures.age`, in SQL."""
    since = {days: review.day - timedelta(days=days) for days in (90, 180, 365)}
    return {
        PledgeAge.under_90: earliest > since[90],
        PledgeAge.from_90: sa.and_(earliest <= since[90], earliest > since[180]),
        PledgeAge.from_180: sa.and_(earliest <= since[180], earliest >= since[365]),
        PledgeAge.over_365: earliest < since[365],
    }[age]


def age_of(code: str) -> PledgeAge | None:
    """The age with this code; None where there is none."""
    return PledgeAge(code) if code in set(PledgeAge) else None


def paged(session: Session, review: Review, age: str, currency: str, *, number: int, per_page: int) -> Page[Pledge]:
    """A page of those in a currency with something of an age, the largest first; an unknown age finds nothing."""
    at = _waiting(session, review).c
    found: Statement = sa.select(*at, col(Record.code)).join(Record, col(Record.id) == at.id)
    if currency:
        found = found.where(at.currency == currency)
    code = age_of(age)
    if age:
        found = found.where(sa.false() if code is None else at[code] != 0)
    found = found.order_by(at.currency, (at.rung if code is None else at[code]).desc(), at.id)

    def read(rows: Sequence[Any]) -> list[Pledge]:
        names = funding.names_of(session, review.viewer, review.reader.language, [row.donor_id for row in rows])
        return [_pledge(row._asdict(), names) for row in rows]

    return paging.paged(session, found, read, number=number, per_page=per_page)


def _pledge(row: Mapping[Any, Any], names: Mapping[int, funding.Named]) -> Pledge:
    ages = {age: row[age.value] for age in PledgeAge}
    donor = names.get(row["donor_id"])
    return Pledge(row["id"], row["code"] or "", row["currency"], ages, donor.name if donor else None)
