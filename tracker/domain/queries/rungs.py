"""Where money stands, in SQL: what `figures.ladder` and `figures.spread` say, of all contributions at once.

Said by reaches: how far the money goes that is `received`, that is `funded` (received or committed), that is `promised`
(or pledged), that is `meant` (or announced). Each holds the one before it, so a rung is the difference of two, and sums
of reaches are reaches of sums. Property tests hold this and the figures together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import ContributionKind, Role
from tracker.domain.models import Allocation, Contribution
from tracker.domain.queries.visibility import known_as, stands

SUMS = ("announced", "pledged", "committed", "received")
REACHES = ("received", "funded", "promised", "meant")
ALLOCATED = REACHES[:3]
"""Those of a share: what is only announced is not asked of projects."""
RUNGS = {"committed": ("funded", "received"), "pledged": ("promised", "funded"), "announced": ("meant", "promised")}
"""The two reaches that a rung lies between; what is received is a reach itself."""

ONCE = "MATERIALIZED"
"""Computed before what asks for it: written into it, what is used twice would be computed twice each time."""

Columns = Mapping[str, Any]
"""Columns or expressions, by name."""


_LITE = "sqlite"


@dataclass(frozen=True)
class Sql:
    """The larger and the smaller of numbers, which each database calls its own way."""

    dialect: str

    def most(self, *values: Any) -> Any:  # noqa: ANN401 - columns and numbers
        return sa.func.max(*values) if self.dialect == _LITE else sa.func.greatest(*values)

    def least(self, *values: Any) -> Any:  # noqa: ANN401 - columns and numbers
        return sa.func.min(*values) if self.dialect == _LITE else sa.func.least(*values)


def whole(value: Any) -> Any:  # noqa: ANN401 - a column
    """As a whole number: PostgreSQL adds such up to a decimal."""
    return sa.cast(value, sa.BigInteger)


@cache
def stated() -> Columns:
    """Which kinds of step a contribution states: `states_…`."""
    return {f"states_{name}": getattr(Contribution, f"{name}_minor").is_not(None) for name in SUMS}


@cache
def reaches(sql: Sql) -> Columns:
    """The reaches of a whole contribution. Of nothing but corrections it is the negative of its opposite."""
    sums, tops = _sums(), _tops(sql)
    down = [sums["received"], sums["committed"], sums["pledged"], sums["announced"]]
    more = {name: sums["received"] + tops[name] - tops["received"] for name in REACHES[1:]}
    lower = {name: sql.least(*down[: place + 2]) for place, name in enumerate(REACHES[1:])}
    found = {name: sa.case((_corrects(sql), lower[name]), else_=more[name]) for name in more}
    return {"received": sums["received"], **found}


@cache
def _sums() -> Columns:
    return {
        name: sa.func.coalesce(getattr(Contribution, f"{name}_minor"), 0)
        for name in (*SUMS, "withdrawn", *(f"withdrawn_{name}" for name in SUMS[:3]))
    }


@cache
def _corrects(sql: Sql) -> Any:  # noqa: ANN401 - a condition
    """Nothing but corrections: no sum above zero, one below."""
    sums = [_sums()[name] for name in reversed(SUMS)]
    return sa.and_(*(one <= 0 for one in sums), sql.least(*sums) < 0)


@cache
def _tops(sql: Sql) -> Columns:
    """What can be taken of a contribution, up to each rung.

    What a withdrawal took back of a kind lowers that kind and all weaker ones; what one took without saying of which
    kind (`rest`) lowers all that is not yet received.
    """
    at, lost, made = _sums(), sa.literal(0), []
    found = {"received": sql.most(at["received"], 0)}
    every = at["withdrawn_committed"] + at["withdrawn_pledged"] + at["withdrawn_announced"]
    rest = sql.most(at["withdrawn"] - every, 0)
    for reach, name in zip(REACHES[1:], ("committed", "pledged", "announced"), strict=True):
        lost += at[f"withdrawn_{name}"]
        made.append(at[name] - lost)
        found[reach] = sql.most(found["received"], (sql.most(*made) if len(made) > 1 else made[0]) - rest)
    return found


@cache
def of_money(role: Role, *, known: bool) -> tuple[Any, ...]:
    """The conditions on Contribution that it is money in a stated currency which somebody in this role may know of.

    Who asks is given when the statement is sent: `viewer_id`.
    """
    return (
        col(Contribution.kind) == ContributionKind.money,
        col(Contribution.currency).is_not(None),
        known_as(role, col(Contribution.id), known=known),
    )


@cache
def shares_of_money(sql: Sql, role: Role, *, known: bool) -> sa.CTE:
    """The shares of all allocations of such contributions."""
    return shares(sql, *of_money(role, known=known)).prefix_with(ONCE)


def shares(sql: Sql, *conditions: Any, named: str = "shares") -> sa.CTE:  # noqa: ANN401 - conditions on Contribution
    """Each allocation: `contribution_id`, `project_id`, `currency`, `states_…` of its contribution, the reaches of its share.

    Allocations take the strongest money first, in their order. Nothing can be allocated of nothing but corrections.
    `named`: two in one statement need two names.
    """
    taken = _taken(sql, f"{named}_taken")
    corrects, tops = _corrects(sql), _tops(sql)
    lines = (
        sa.select(
            taken,
            col(Contribution.currency),
            *(column.label(name) for name, column in stated().items()),
            *(sa.case((corrects, 0), else_=tops[name]).label(f"top_{name}") for name in ALLOCATED),
        )
        .join(Contribution, col(Contribution.id) == taken.c.contribution_id)
        .where(*conditions)
        .cte(f"{named}_lines")
    )
    first = lines.c.last - lines.c.amount

    def reach(name: str) -> Any:  # noqa: ANN401 - an expression
        top = lines.c[f"top_{name}"]
        return (sql.least(lines.c.last, top) - sql.least(first, top)).label(name)

    kept = (lines.c.contribution_id, lines.c.project_id, lines.c.currency, *(lines.c[name] for name in stated()))
    return sa.select(*kept, *(reach(name) for name in ALLOCATED)).cte(named)


def _taken(sql: Sql, named: str) -> sa.CTE:
    """What each allocation takes, and up to where. Asked of allocations alone, which stand in this order already."""
    own = sql.most(col(Allocation.amount_minor), 0)
    last = sa.func.sum(own).over(partition_by=col(Allocation.contribution_id), order_by=col(Allocation.id))
    return (
        sa.select(
            col(Allocation.contribution_id), col(Allocation.project_id), own.label("amount"), whole(last).label("last")
        )
        .where(stands(col(Allocation.id)))
        .cte(named)
    )


def summed(at: Any) -> dict[str, Any]:  # noqa: ANN401 - columns of `shares`
    """What lines come to together, as `figures.standing` says: NULL where none of them states such a step."""
    sums = {name: sa.func.sum(at[name]) for name in ALLOCATED}
    found = {"received": _if_stated(at, ["received"], sums["received"])}
    for rung in ("committed", "pledged"):
        top, below = RUNGS[rung]
        found[rung] = _if_stated(at, [rung], sums[top] - sums[below])
    found["funded"] = _if_stated(at, ["received", "committed"], sums["funded"])
    return found


def _if_stated(at: Any, names: list[str], amount: Any) -> Any:  # noqa: ANN401 - columns
    some = sa.func.sum(sa.case((sa.or_(*(at[f"states_{name}"] for name in names)), 1), else_=0)) > 0
    return sa.case((some, whole(amount)))


def sql_of(session: Session) -> Sql:
    """What the database that answers calls things."""
    return Sql(session.get_bind().dialect.name)
