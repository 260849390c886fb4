"""The money of all projects in one currency, in SQL: what the list is sorted and narrowed by, and the map's sums.

It says what `figures.ladder`, `figures.spread` and `figures.standing` say; a property test holds the two together. The
list's columns are computed by those (`project_money`).
"""

from functools import cache

import sqlalchemy as sa
from sqlmodel import col

from tracker.domain.codes import Role
from tracker.domain.models import Contribution, Requirement
from tracker.domain.queries import rungs
from tracker.domain.queries.rungs import Sql, whole
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import stands

CURRENCY = sa.bindparam("currency", type_=sa.String)


@cache
def figures(role: Role, *, known: bool, dialect: str) -> sa.CTE:
    """`project_id` and the figures of each project that has money in the currency; NULL where not stated."""
    sql = Sql(dialect)
    needs = _needs().cte("money_needed")
    wanted = (*rungs.of_money(role, known=known), col(Contribution.currency) == CURRENCY)
    mine = rungs.shares(sql, *wanted, named="money_shares")
    sums = (column.label(name) for name, column in rungs.summed(mine.c).items())
    given = sa.select(mine.c.project_id, *sums).group_by(mine.c.project_id).cte("money_given").prefix_with(rungs.ONCE)
    both = _beside(needs, given).cte("money_both").prefix_with(rungs.ONCE)
    at = both.c
    gap = sa.case((at.asked.is_not(None), whole(sql.most(at.asked - sa.func.coalesce(at.funded, 0), 0))))
    coverage = sa.case((at.asked > 0, sa.cast(at.funded, sa.Float) / at.asked))
    return sa.select(both, gap.label("gap"), coverage.label("coverage")).cte("money").prefix_with(rungs.ONCE)


@cache
def funded(role: Role, *, known: bool, dialect: str) -> Statement:
    """The projects of which something is received or committed, in whatever currency."""
    shares = rungs.shares_of_money(Sql(dialect), role, known=known)
    return sa.select(shares.c.project_id).where(shares.c.funded > 0)


@cache
def asking() -> Statement:
    """The projects that state a need, in whatever currency."""
    stated = (col(Requirement.project_id).is_not(None), col(Requirement.currency).is_not(None))
    found = sa.select(col(Requirement.project_id)).where(*stated, stands(col(Requirement.id)))
    found = found.group_by(col(Requirement.project_id), col(Requirement.currency))
    return found.having(sa.func.sum(col(Requirement.amount_minor)) > 0)


def _beside(needs: sa.CTE, given: sa.CTE) -> Statement:
    """What is needed and what was given, a row for each project that has one of them."""
    names = ("asked", "pledged", "committed", "received", "funded")
    nothing = sa.cast(sa.null(), sa.BigInteger)
    arms = (
        sa.select(table.c.project_id, *(table.c.get(name, nothing).label(name) for name in names))
        for table in (needs, given)
    )
    lines = sa.union_all(*arms).cte("money_arms")
    together = (sa.func.max(lines.c[name]).label(name) for name in names)
    return sa.select(lines.c.project_id, *together).group_by(lines.c.project_id)


def _needs() -> Statement:
    return (
        sa.select(col(Requirement.project_id), whole(sa.func.sum(col(Requirement.amount_minor))).label("asked"))
        .where(
            col(Requirement.project_id).is_not(None),
            col(Requirement.currency) == CURRENCY,
            stands(col(Requirement.id)),
        )
        .group_by(col(Requirement.project_id))
    )
