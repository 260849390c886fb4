"""Where money stands, in SQL: what `figures.ladder` and `figures.spread` say, of all contributions at once.

Said by reaches: how far the money goes that is `received`, that is `funded` (received or committed), that is `promised`
(or pledged), that is `meant` (or announced). Each holds the one before it, so a rung is the difference of two, and sums
of reaches are reaches of sums. Property tests hold this and the figures together.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from tracker.domain.codes import ContributionKind, Role
from tracker.domain.models import Allocation, Contribution
from tracker.domain.queries.visibility import known_as, stands

SUMS = ("announced", "pledged", "committed", "received")
REACHES = ("received", "funded", "promised", "meant")
RUNGS = {"committed": ("funded", "received"), "pledged": ("promised", "funded"), "announced": ("meant", "promised")}
"""The two reaches that a rung lies between; what is received is a reach itself."""

ONCE = "MATERIALIZED"
"""Computed before what asks for it: written into it, what is used twice would be computed twice each time."""

Columns = Mapping[str, Any]
"""Columns or expressions, by name."""


class Sql:
    """The larger and the smaller of numbers, which each database calls its own way."""

    def __init__(self, dialect: str) -> None:
        self._lite = dialect == "sqlite"

    def most(self, *values: Any) -> Any:  # noqa: ANN401 - columns and numbers
        return sa.func.max(*values) if self._lite else sa.func.greatest(*values)

    def least(self, *values: Any) -> Any:  # noqa: ANN401 - columns and numbers
        return sa.func.min(*values) if self._lite else sa.func.least(*values)


def whole(value: Any) -> Any:  # noqa: ANN401 - a column
    """As a whole number: PostgreSQL adds such up to a decimal."""
    return sa.cast(value, sa.BigInteger)


def stated() -> Columns:
    """Which kinds of step a contribution states: `states_…`."""
    return {f"states_{name}": getattr(Contribution, f"{name}_minor").is_not(None) for name in SUMS}


def reaches(sql: Sql) -> Columns:
    """The reaches of a whole contribution. Of nothing but corrections it is the negative of its opposite."""
    sums, tops = _sums(), _tops(sql)
    down = [sums["received"], sums["committed"], sums["pledged"], sums["announced"]]
    more = {name: sums["received"] + tops[name] - tops["received"] for name in REACHES[1:]}
    lower = {name: sql.least(*down[: place + 2]) for place, name in enumerate(REACHES[1:])}
    found = {name: sa.case((_corrects(sql), lower[name]), else_=more[name]) for name in more}
    return {"received": sums["received"], **found}


def _sums() -> Columns:
    return {
        name: sa.func.coalesce(getattr(Contribution, f"{name}_minor"), 0)
        for name in (*SUMS, "withdrawn", *(f"withdrawn_{name}" for name in SUMS[:3]))
    }


def _corrects(sql: Sql) -> Any:  # noqa: ANN401 - a condition
    """Nothing but corrections: no sum above zero, one below."""
    sums = [_sums()[name] for name in SUMS]
    return sa.and_(sql.least(*sums) < 0, sql.most(*sums) <= 0)


def _tops(sql: Sql) -> Columns:
    """What can be taken of a contribution, up to each rung.

    What a withdrawal took back of a kind lowers that kind and all weaker ones; what one took without saying of which
    kind (`rest`) lowers all that is not yet received.
    """
    at = _sums()
    lost = {"committed": at["withdrawn_committed"]}
    lost["pledged"] = lost["committed"] + at["withdrawn_pledged"]
    lost["announced"] = lost["pledged"] + at["withdrawn_announced"]
    rest = sql.most(at["withdrawn"] - lost["announced"], 0)
    found = {"received": sql.most(at["received"], 0)}
    found["funded"] = sql.most(found["received"], at["committed"] - lost["committed"] - rest)
    found["promised"] = sql.most(found["funded"], at["pledged"] - lost["pledged"] - rest)
    found["meant"] = sql.most(found["promised"], at["announced"] - lost["announced"] - rest)
    return found


def of_money(role: Role, *, known: bool, who: Any = None) -> list[Any]:  # noqa: ANN401 - a person's number or its place
    """The conditions on Contribution that it is money in a stated currency which somebody in this role may know of."""
    return [
        col(Contribution.kind) == ContributionKind.money,
        col(Contribution.currency).is_not(None),
        known_as(role, col(Contribution.id), known=known, **({} if who is None else {"who": who})),
    ]


def shares(sql: Sql, *conditions: Any) -> sa.CTE:  # noqa: ANN401 - conditions on Contribution
    """Each allocation: `contribution_id`, `project_id`, `currency`, `states_…` of its contribution, the reaches of its share.

    Allocations take the strongest money first, in their order. Nothing can be allocated of nothing but corrections.
    """
    own = sql.most(col(Allocation.amount_minor), 0)
    taken = sa.func.sum(own).over(partition_by=col(Allocation.contribution_id), order_by=col(Allocation.id))
    corrects, tops = _corrects(sql), _tops(sql)
    lines = (
        sa.select(
            col(Allocation.contribution_id),
            col(Allocation.project_id),
            col(Contribution.currency),
            own.label("amount"),
            whole(taken).label("last"),
            *(column.label(name) for name, column in stated().items()),
            *(sa.case((corrects, 0), else_=top).label(f"top_{name}") for name, top in tops.items()),
        )
        .join(Contribution, col(Contribution.id) == Allocation.contribution_id)
        .where(stands(col(Allocation.id)), *conditions)
        .cte("share_lines")
        .prefix_with(ONCE)
    )
    first = lines.c.last - lines.c.amount

    def reach(name: str) -> Any:  # noqa: ANN401 - an expression
        top = lines.c[f"top_{name}"]
        return (sql.least(lines.c.last, top) - sql.least(first, top)).label(name)

    kept = (lines.c.contribution_id, lines.c.project_id, lines.c.currency, *(lines.c[name] for name in stated()))
    return sa.select(*kept, *(reach(name) for name in REACHES)).cte("shares")


def summed(at: Any) -> dict[str, Any]:  # noqa: ANN401 - columns of `shares`, or of contributions with their reaches
    """What lines come to together, as `figures.standing` says: NULL where none of them states such a step."""
    sums = {name: sa.func.sum(at[name]) for name in REACHES}
    found = {"received": _if_stated(at, ["received"], sums["received"])}
    for rung, (top, below) in RUNGS.items():
        found[rung] = _if_stated(at, [rung], sums[top] - sums[below])
    found["funded"] = _if_stated(at, ["received", "committed"], sums["funded"])
    return found


def _if_stated(at: Any, names: list[str], amount: Any) -> Any:  # noqa: ANN401 - columns
    some = sa.func.sum(sa.case((sa.or_(*(at[f"states_{name}"] for name in names)), 1), else_=0)) > 0
    return sa.case((some, whole(amount)))
