"""The ways to sort the list of projects; a minus before the name turns one round."""

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from tracker.domain.codes import Health, RecordKind, Stage
from tracker.domain.models import (
    Contribution,
    Disaster,
    Milestone,
    Organisation,
    Place,
    Programme,
    Project,
    ProjectDisaster,
    ProjectMember,
    ProjectPlace,
    ProjectTerritory,
    Record,
    Risk,
    TerritoryName,
    User,
)
from tracker.domain.queries import project_amounts
from tracker.domain.queries.places import valid_on
from tracker.domain.queries.project_filters import Sight, allocations
from tracker.domain.queries.statement import Statement

MONEY = ("asked", "received", "pledged", "gap", "coverage")
"""Sorted by the figures in one currency."""

USUAL = "title"

WORST_FIRST = sa.case(
    {Health.off_track: 0, Health.at_risk: 1, Health.on_track: 2, Health.not_reported: 3}, value=col(Project.health)
)
BY_LIFE = sa.case({stage: number for number, stage in enumerate(Stage)}, value=col(Project.stage))
LAST_REPORT = sa.func.coalesce(col(Project.health_day), date(1, 1, 1))
"""Who never reported comes first."""


def known(sort: str, *, inside: bool, in_currency: bool) -> str:
    """The sort, where there is one of the name for this reader; else the usual one."""
    name = sort.removeprefix("-")
    if name not in SORTS or (name in INSIDE and not inside) or (name in MONEY and not in_currency):
        return USUAL
    return sort


def ordered(found: Statement, sort: str, sight: Sight) -> Statement:
    """The statement in this order; what has no value comes last both ways."""
    name = sort.removeprefix("-")
    if name in MONEY:
        lines = project_amounts.figures(sight.role, known=sight.known, dialect=sight.dialect)
        found = found.outerjoin(lines, lines.c.project_id == col(Project.id))
        key: Any = lines.c[name]
    else:
        key = SORTS[name](sight)
    turned = key.desc() if sort.startswith("-") else key.asc()
    return found.order_by(turned if name in _NEVER_ABSENT else turned.nulls_last(), col(Project.id))


def _first(column: Any, *where: Any) -> Any:  # noqa: ANN401 - a column and conditions
    """The first name, in the order of the alphabet, of several that a project has."""
    return sa.select(sa.func.min(sa.func.lower(column))).where(*where).correlate(Project).scalar_subquery()


def _territory(_sight: Sight) -> Any:  # noqa: ANN401 - an expression
    return _first(
        col(TerritoryName.listed),
        col(ProjectTerritory.project_id) == Project.id,
        col(TerritoryName.territory_id) == ProjectTerritory.territory_id,
        col(TerritoryName.language) == sa.bindparam("language"),
        valid_on(sa.bindparam("day", type_=sa.Date)),
    )


def _place(_sight: Sight) -> Any:  # noqa: ANN401 - an expression
    named = _first(
        col(Place.name), col(ProjectPlace.project_id) == Project.id, col(Place.id) == col(ProjectPlace.place_id)
    )
    return sa.func.coalesce(named, sa.func.lower(col(Project.place_stated)))


def _programme(sight: Sight) -> Any:  # noqa: ANN401 - an expression
    name = sa.func.coalesce(col(Programme.acronym), col(Programme.name))
    seen = col(Programme.id).in_(sight.seen(RecordKind.programme))
    return _first(name, col(Programme.id) == Project.programme_id, seen)


def _manager(_sight: Sight) -> Any:  # noqa: ANN401 - an expression
    return _first(col(User.name), col(ProjectMember.project_id) == Project.id, col(User.id) == ProjectMember.user_id)


def _hazard(sight: Sight) -> Any:  # noqa: ANN401 - an expression
    return _first(
        sa.type_coerce(col(Disaster.hazard), sa.String),
        col(ProjectDisaster.project_id) == Project.id,
        col(Disaster.id) == col(ProjectDisaster.disaster_id),
        col(Disaster.id).in_(sight.seen(RecordKind.disaster)),
    )


def _donor(sight: Sight) -> Any:  # noqa: ANN401 - an expression
    given = allocations(sight).add_columns(col(Contribution.donor_id).label("donor_id")).subquery()
    return _first(
        col(Organisation.name),
        given.c.project_id == Project.id,
        col(Organisation.id) == given.c.donor_id,
        col(Organisation.id).in_(sight.seen(RecordKind.organisation)),
    )


def _milestone(_sight: Sight) -> Any:  # noqa: ANN401 - an expression
    return (
        sa.select(sa.func.min(col(Milestone.due_earliest)))
        .join(Record, col(Record.id) == Milestone.id)
        .where(
            col(Milestone.project_id) == Project.id,
            col(Milestone.done_day).is_(None),
            col(Record.archived_at).is_(None),
        )
        .correlate(Project)
        .scalar_subquery()
    )


def _risks(_sight: Sight) -> Any:  # noqa: ANN401 - an expression
    return (
        sa.select(sa.func.count(col(Risk.id)))
        .join(Record, col(Record.id) == Risk.id)
        .where(col(Risk.project_id) == Project.id, col(Risk.closed_day).is_(None), col(Record.archived_at).is_(None))
        .correlate(Project)
        .scalar_subquery()
    )


SORTS: dict[str, Callable[[Sight], Any]] = {
    "title": lambda _sight: sa.func.lower(col(Project.title)),
    "code": lambda _sight: col(Record.code),
    "territory": _territory,
    "place": _place,
    "programme": _programme,
    "stage": lambda _sight: BY_LIFE,
    "health": lambda _sight: WORST_FIRST,
    "updated": lambda _sight: LAST_REPORT,
    "manager": _manager,
    "start": lambda _sight: col(Project.start_earliest),
    "end": lambda _sight: col(Project.end_earliest),
    "hazard": _hazard,
    "donor": _donor,
    "milestone": _milestone,
    "risks": _risks,
    **dict.fromkeys(MONEY, lambda _sight: sa.null()),
}
INSIDE = frozenset({"manager", "risks"})
"""What only the programme's own people are told."""

_NEVER_ABSENT = frozenset({"title", "code", "stage", "health", "updated", "risks"})
