"""The money of all projects in one currency, in SQL: to sort the list by it and to find by amounts.

It says what `figures.ladder`, `figures.spread` and `figures.standing` say; a property test holds the two together. What
is shown is computed by those (`project_money`).
"""

from collections.abc import Sequence
from functools import cache, reduce
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.domain.codes import ContributionKind, Role
from tracker.domain.models import Allocation, Contribution, Record, Requirement
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import visible_as

CURRENCY = sa.bindparam("currency", type_=sa.String)
FIGURES = ("asked", "pledged", "committed", "received", "funded", "gap", "coverage")

_ONCE = "MATERIALIZED"
"""Each step is computed before the next: written into each other, what is used twice would be computed twice each time."""

_SUMS = ("announced", "pledged", "committed", "received")
_BACK = ("withdrawn", "withdrawn_announced", "withdrawn_pledged", "withdrawn_committed")


@cache
def figures(role: Role, *, known: bool, dialect: str) -> sa.CTE:
    """`project_id` and the figures of each project that has money in the currency; NULL where not stated.

    One after the other, each named: SQLite does not read statements that stand in each other so deep.
    """
    sql = _Sql(dialect)
    needs = _needs().where(col(Requirement.currency) == CURRENCY).cte("money_needed")
    given = _standing(_shares(sql, role, known=known)).cte("money_given").prefix_with(_ONCE)
    both = _beside(needs, given).cte("money_both")
    at = both.c
    gap = sa.case((at.asked.is_not(None), _whole(sql.most(at.asked - sa.func.coalesce(at.funded, 0), 0))))
    coverage = sa.case((at.asked > 0, sa.cast(at.funded, sa.Float) / at.asked))
    return sa.select(both, gap.label("gap"), coverage.label("coverage")).cte("money").prefix_with(_ONCE)


@cache
def funded(role: Role, *, known: bool, dialect: str) -> Statement:
    """The projects of which something is received or committed, in whatever currency."""
    shares = _shares(_Sql(dialect, every=True), role, known=known)
    return sa.select(shares.c.project_id).where(shares.c.received + shares.c.committed > 0)


def asking() -> Statement:
    """The projects that state a need, in whatever currency."""
    needs = _needs().add_columns(col(Requirement.currency)).group_by(col(Requirement.currency)).subquery()
    return sa.select(needs.c.project_id).where(needs.c.asked > 0)


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


class _Sql:
    """The larger and the smaller of two numbers, which each database calls its own way; whether all currencies are meant."""

    def __init__(self, dialect: str, *, every: bool = False) -> None:
        self._lite, self.every = dialect == "sqlite", every

    def named(self, found: Statement, step: str) -> sa.CTE:
        """A step with its name, which one in a single currency and one in all of them do not share."""
        return found.cte(f"{'every_' if self.every else ''}money_{step}").prefix_with(_ONCE)

    def most(self, *values: Any) -> Any:  # noqa: ANN401 - columns and numbers
        return sa.func.max(*values) if self._lite else sa.func.greatest(*values)

    def least(self, *values: Any) -> Any:  # noqa: ANN401 - columns and numbers
        return sa.func.min(*values) if self._lite else sa.func.least(*values)


def _needs() -> Statement:
    return (
        sa.select(col(Requirement.project_id), _whole(sa.func.sum(col(Requirement.amount_minor))).label("asked"))
        .join(Record, col(Record.id) == Requirement.id)
        .where(
            col(Requirement.project_id).is_not(None),
            col(Record.archived_at).is_(None),
        )
        .group_by(col(Requirement.project_id))
    )


def _whole(value: Any) -> Any:  # noqa: ANN401 - a column
    """As a whole number: PostgreSQL adds such up to a decimal."""
    return sa.cast(value, sa.BigInteger)


def _lines(sql: _Sql, role: Role, *, known: bool) -> Any:  # noqa: ANN401 - a table
    """Allocations, each with what those before it take, and what its contribution states."""
    part = aliased(Record, flat=True)
    before = sa.func.sum(col(Allocation.amount_minor)).over(
        partition_by=col(Allocation.contribution_id), order_by=col(Allocation.id)
    )
    sums = {name: getattr(Contribution, f"{name}_minor") for name in (*_SUMS, *_BACK)}
    found = (
        sa.select(
            col(Allocation.project_id),
            col(Allocation.amount_minor).label("amount"),
            _whole(before - col(Allocation.amount_minor)).label("before"),
            *(sa.func.coalesce(column, 0).label(name) for name, column in sums.items()),
            *(sums[name].is_not(None).label(f"states_{name}") for name in _SUMS),
        )
        .join(Contribution, col(Contribution.id) == Allocation.contribution_id)
        .join(Record, col(Record.id) == Contribution.id)
        .join(part, col(part.id) == Allocation.id)
        .where(
            col(Contribution.kind) == ContributionKind.money,
            col(Record.archived_at).is_(None),
            col(part.archived_at).is_(None),
            visible_as(role, known=known),
        )
    )
    return sql.named(found if sql.every else found.where(col(Contribution.currency) == CURRENCY), "lines")


def _shares(sql: _Sql, role: Role, *, known: bool) -> Any:  # noqa: ANN401 - a table
    """What of each rung of its contribution an allocation takes: the part of the rung that it covers."""
    rungs = _withdrawn(sql, _promised(sql, _lines(sql, role, known=known)))
    first = sql.most(rungs.c.before, 0)
    last = (first + sql.most(rungs.c.amount, 0)).label("last")
    ends = sql.named(sa.select(rungs, first.label("first"), last), "ends")
    floor: Any = sa.literal(0)
    columns = []
    for name in ("received", "committed", "pledged"):
        top = floor + ends.c[f"rung_{name}"]
        columns.append(sql.most(sql.least(ends.c.last, top) - sql.most(ends.c.first, floor), 0).label(name))
        floor = top
    stated = (ends.c[f"states_{name}"] for name in _SUMS)
    return sql.named(sa.select(ends.c.project_id, *stated, *columns), "shares")


def _promised(sql: _Sql, lines: Any) -> Any:  # noqa: ANN401 - tables
    """The tops of the rungs before what was withdrawn without a word: `base`, `due`, `promise`, `intent`."""
    at = lines.c
    found = sql.named(sa.select(lines, sql.most(at.received, 0).label("base")), "base")
    steps = (
        ("due", "base", "committed", ("committed",)),
        ("promise", "due", "pledged", ("committed", "pledged")),
        ("intent", "promise", "announced", ("committed", "pledged", "announced")),
    )
    for name, below, kind, back in steps:
        taken = reduce(lambda whole, one: whole + found.c[f"withdrawn_{one}"], back, sa.literal(0))
        found = sql.named(sa.select(found, sql.most(found.c[kind] - taken, found.c[below]).label(name)), name)
    return found


def _withdrawn(sql: _Sql, tops: Any) -> Any:  # noqa: ANN401 - tables
    """The rungs that stand: what was withdrawn without a word takes the strongest promise first.

    Of nothing but corrections (no sum above zero, one below) nothing can be allocated.
    """
    at = tops.c
    left = at.withdrawn - at.withdrawn_announced - at.withdrawn_pledged - at.withdrawn_committed
    due, promise = at.due - at.base, at.promise - at.due
    whole = (due.label("whole_due"), promise.label("whole_promise"), left.label("back"))
    found = sql.named(sa.select(tops, *whole), "back")
    taken = sql.most(sql.least(found.c.back, found.c.whole_due), 0)
    found = sql.named(sa.select(found, taken.label("taken")), "taken")
    more = sql.most(sql.least(found.c.back - found.c.taken, found.c.whole_promise), 0)
    sums = [found.c[name] for name in _SUMS]
    corrected = sa.and_(sql.least(*sums) < 0, sql.most(*sums) <= 0)

    def standing(amount: Any) -> Any:  # noqa: ANN401 - an expression
        return sa.case((corrected, 0), else_=amount)

    rungs = {
        "received": found.c.base,
        "committed": found.c.whole_due - found.c.taken,
        "pledged": found.c.whole_promise - more,
    }
    columns = (standing(amount).label(f"rung_{name}") for name, amount in rungs.items())
    return sql.named(sa.select(found, *columns), "rungs")


def _standing(shares: Any) -> Statement:  # noqa: ANN401 - a table
    """The shares of a project together; NULL where no contribution states such a step."""
    at = shares.c
    due, there = _stated(at, ["committed"]), _stated(at, ["received"])
    return sa.select(
        at.project_id,
        _sum(at, ["pledged"], _stated(at, ["pledged"])).label("pledged"),
        _sum(at, ["committed"], due).label("committed"),
        _sum(at, ["received"], there).label("received"),
        _sum(at, ["received", "committed"], _stated(at, ["received", "committed"])).label("funded"),
    ).group_by(at.project_id)


def _stated(at: Any, names: Sequence[str]) -> Any:  # noqa: ANN401 - columns
    return sa.func.sum(sa.case((sa.or_(*(at[f"states_{name}"] for name in names)), 1), else_=0)) > 0


def _sum(at: Any, names: Sequence[str], stated: Any) -> Any:  # noqa: ANN401 - columns
    whole = reduce(lambda left, right: left + right, (at[name] for name in names))
    return sa.case((stated, _whole(sa.func.sum(whole))))
