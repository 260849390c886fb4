"""How old pledges are that nobody has committed, in SQL: what `figures.pieces` and `figures.ageing` say.

A property test holds the two together.
"""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from tracker.domain.codes import ContributionKind, PledgeAge, StepKind
from tracker.domain.models import Contribution, Step
from tracker.domain.queries.rungs import ONCE, Sql
from tracker.domain.queries.rungs import reaches as reaches_of
from tracker.domain.queries.rungs import whole as whole_number
from tracker.domain.queries.visibility import stands

DATED = tuple(age for age in PledgeAge if age != PledgeAge.undated)


def aged(sql: Sql, day: date, *conditions: Any) -> sa.CTE:  # noqa: ANN401 - conditions on Contribution
    """What of contributions is pledged only: `id`, `donor_id`, `currency`, `rung`, and what is of each age.

    What is of no known age is undated: the ages add up to the rung. Most were pledged once: only where a contribution
    was pledged in several steps are these looked at one by one.
    """
    once = _pledged(sql, *conditions)
    several = _pieces(sql, once)
    some = sql.most(sql.least(sa.func.coalesce(once.c.whole, 0), once.c.rung), 0)
    whole = sa.case((once.c.whole == once.c.rung, once.c.rung), else_=some)
    of_age = {age: sa.case((_of_age(day, once.c.earliest, age), whole), else_=0) for age in DATED}
    at, kept = several.c, [several.c[name] for name in _KEPT]
    parts = {age: sa.func.sum(sa.case((_of_age(day, at.earliest, age), at.amount), else_=0)) for age in DATED}
    lines = sa.union_all(
        sa.select(*(once.c[name] for name in _KEPT), *(one.label(age) for age, one in of_age.items())).where(
            once.c.number < 2
        ),
        sa.select(*kept, *(whole_number(one).label(age) for age, one in parts.items())).group_by(*kept),
    ).cte("pledge_lines")
    undated = lines.c.rung - sum((lines.c[age] for age in DATED), start=sa.literal(0))
    return sa.select(lines, undated.label(PledgeAge.undated)).cte("aged")


_KEPT = ("id", "donor_id", "currency", "rung")


def _pledged(sql: Sql, *conditions: Any) -> sa.CTE:  # noqa: ANN401 - as above
    """Each contribution; how many pledges were made of it, what they come to, the earliest of them."""
    reaches = reaches_of(sql)
    rung = (reaches["promised"] - reaches["funded"]).label("rung")
    money = (
        sa.select(col(Contribution.id), col(Contribution.donor_id), col(Contribution.currency), rung)
        .where(col(Contribution.kind) == ContributionKind.money, col(Contribution.currency).is_not(None), *conditions)
        .cte("pledged")
        .prefix_with(ONCE)
    )
    return (
        sa.select(
            money,
            sa.func.count(col(Step.id)).label("number"),
            whole_number(sa.func.sum(col(Step.amount_minor))).label("whole"),
            sa.func.min(col(Step.on_earliest)).label("earliest"),
        )
        .outerjoin(Step, sa.and_(col(Step.contribution_id) == money.c.id, *_MADE))
        .group_by(*(money.c[name] for name in _KEPT))
        .cte("pledged_once")
        .prefix_with(ONCE)
    )


_MADE = (col(Step.kind) == StepKind.pledged, col(Step.amount_minor).is_not(None), stands(col(Step.id)))
"""The conditions on Step that it is a pledge of a stated amount."""


def _pieces(sql: Sql, pledged: sa.CTE) -> sa.CTE:
    """What of the rung is of which pledge: of all as they were made if they come to it, else of the newest first."""
    amount = col(Step.amount_minor)
    newest: Any = [col(Step.on_earliest).desc().nulls_first(), col(Step.id).desc()]
    upto = sa.func.sum(sql.most(amount, 0)).over(
        partition_by=col(Step.contribution_id), order_by=newest, rows=(None, 0)
    )
    newer = whole_number(upto - sql.most(amount, 0)).label("newer")
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


def _of_age(today: date, earliest: Any, age: PledgeAge) -> Any:  # noqa: ANN401 - columns
    """`figures.age`, in SQL."""
    since = {days: today - timedelta(days=days) for days in (90, 180, 365)}
    return {
        PledgeAge.under_90: earliest > since[90],
        PledgeAge.from_90: sa.and_(earliest <= since[90], earliest > since[180]),
        PledgeAge.from_180: sa.and_(earliest <= since[180], earliest >= since[365]),
        PledgeAge.over_365: earliest < since[365],
    }[age]
