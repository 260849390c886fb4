"""A project's money: what it needs, and its share of the contributions that are allocated to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import ContributionKind, Role
from tracker.domain.figures import Ladder, Position, Standing
from tracker.domain.models import Allocation, Contribution, Record, Requirement
from tracker.domain.money import Money
from tracker.domain.queries import positions
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import visible_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer

_IDS = sa.bindparam("ids", expanding=True, type_=sa.Integer)


@dataclass(frozen=True)
class ProjectMoney:
    """A project's money in one currency, each amount once at its strongest; None is "not stated".

    `over` is what came beyond the need; `coverage` is None without a stated need.
    """

    currency: str
    required: Money | None
    pledged: Money | None
    committed: Money | None
    received: Money | None
    funded: Money | None
    gap: Money | None
    over: Money | None
    coverage: Decimal | None


def money(session: Session, viewer: Viewer, project_id: int) -> list[ProjectMoney]:
    """The project's money per currency, in the order of the currencies' codes; one query.

    Nothing recorded gives an empty list: "not stated". Contributions this person may not see count for nothing here,
    and what is archived counts nowhere.
    """
    return of_projects(session, viewer, [project_id]).get(project_id, [])


def of_projects(session: Session, viewer: Viewer, project_ids: Sequence[int]) -> dict[int, list[ProjectMoney]]:
    """The same of several projects, those left out that have none; one query."""
    needed: dict[tuple[int, str], list[int | None]] = {}
    given: dict[tuple[int, str], list[tuple[Position, Ladder]]] = {}
    statement = _money(viewer.role, known=viewer.user_id is not None)
    for row in plain_rows(session, statement, {"ids": project_ids, "viewer_id": viewer.user_id}):
        if row.kind == "required":
            needed.setdefault((row.project_id, row.currency), []).append(row.amount)
        else:
            given.setdefault((row.project_id, row.currency), []).append(_share(row))
    found: dict[int, list[ProjectMoney]] = {}
    for key in sorted(needed.keys() | given.keys()):
        asked, stands = figures.required(needed.get(key, [])), figures.standing(given.get(key, []))
        found.setdefault(key[0], []).append(_in_currency(key[1], asked, stands))
    return found


@cache
def _money(role: Role, *, known: bool) -> Statement:
    nothing = sa.cast(sa.null(), sa.BigInteger)
    needs: Statement = (
        sa.select(
            sa.literal("required").label("kind"),
            col(Requirement.project_id).label("project_id"),
            col(Requirement.currency).label("currency"),
            col(Requirement.amount_minor).label("amount"),
            nothing.label("before"),
            *(nothing.label(name) for name in positions.COLUMN_NAMES),
        )
        .join(Record, col(Record.id) == Requirement.id)
        .where(
            col(Requirement.project_id).in_(_IDS),
            col(Requirement.currency).is_not(None),
            col(Record.archived_at).is_(None),
        )
    )
    part = aliased(Record, flat=True)
    given = (
        sa.select(
            sa.literal("given").label("kind"),
            col(Allocation.project_id).label("project_id"),
            col(Contribution.currency).label("currency"),
            col(Allocation.amount_minor).label("amount"),
            _before().label("before"),
            *positions.COLUMNS,
        )
        .join(Contribution, col(Contribution.id) == Allocation.contribution_id)
        .join(Record, col(Record.id) == Contribution.id)
        .join(part, col(part.id) == Allocation.id)
        .where(
            col(Allocation.project_id).in_(_IDS),
            col(Contribution.kind) == ContributionKind.money,
            col(Contribution.currency).is_not(None),
            col(Record.archived_at).is_(None),
            col(part.archived_at).is_(None),
            visible_as(role, known=known),
        )
    )
    union = sa.union_all(needs, given).subquery()
    return sa.select(union)


def _before() -> Any:  # noqa: ANN401 - a subquery
    """What the allocations of the same contribution that come before this one take."""
    earlier, record = aliased(Allocation, flat=True), aliased(Record, flat=True)
    taken = sa.case((col(earlier.amount_minor) > 0, col(earlier.amount_minor)), else_=0)
    return (
        sa.select(sa.func.coalesce(sa.func.sum(taken), 0))
        .join(record, col(record.id) == earlier.id)
        .where(
            col(earlier.contribution_id) == Contribution.id,
            col(earlier.id) < Allocation.id,
            col(record.archived_at).is_(None),
        )
        .correlate(Contribution, Allocation)
        .scalar_subquery()
    )


def _share(row: Any) -> tuple[Position, Ladder]:  # noqa: ANN401 - a row of the union
    """What a contribution states, and the project's share of its ladder."""
    position = positions.kept(row)
    return position, figures.spread(figures.ladder(position), [int(row.before or 0), row.amount])[1]


def _in_currency(code: str, required: int | None, stands: Standing) -> ProjectMoney:
    def stated(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, code)

    return ProjectMoney(
        currency=code,
        required=stated(required),
        pledged=stated(stands.pledged),
        committed=stated(stands.committed),
        received=stated(stands.received),
        funded=stated(stands.funded),
        gap=stated(figures.gap(stands.funded, required)),
        over=stated(figures.over_funding(stands.funded, required) or None),
        coverage=figures.coverage(stands.funded, required),
    )
