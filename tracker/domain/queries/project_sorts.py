"""The ways to sort the list of projects; a minus before the name turns one round."""

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.domain.codes import WORST_FIRST, Phase, RecordKind, Stage
from tracker.domain.columns import FIGURES
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
from tracker.domain.queries.project_filters import allocations
from tracker.domain.queries.sight import Sight
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import shown

MONEY = tuple(FIGURES)
"""Sorted by the figures in one currency."""

USUAL = "title"

_LANGUAGE: Any = sa.bindparam("language")
_DAY = sa.bindparam("day", type_=sa.Date)

BY_HEALTH = sa.case({health: number for number, health in enumerate(WORST_FIRST)}, value=col(Project.health))
BY_LIFE = sa.case({stage: number for number, stage in enumerate(Stage)}, value=col(Project.stage))
BY_CYCLE = sa.case({phase: number for number, phase in enumerate(Phase)}, value=col(Project.phase))
LAST_REPORT = sa.func.coalesce(col(Project.health_day), date(1, 1, 1))
"""Who never reported comes first."""


def known(sort: str, *, inside: bool, in_currency: bool) -> str:
    """The sort, where there is one of the name for this reader; else the usual one."""
    name = sort.removeprefix("-")
    if name not in SORTS or (name in INSIDE and not inside) or (name in MONEY and not in_currency):
        return USUAL
    return sort


def keyed(found: Statement, sort: str, sight: Sight) -> Statement:
    """The ids of a statement of projects, each with the `key` that it is sorted by."""
    name = sort.removeprefix("-")
    return _by_money(found, name, sight) if name in MONEY else found.add_columns(SORTS[name](sight).label("key"))


def _by_money(found: Statement, name: str, sight: Sight) -> Statement:
    """By a figure in one currency. Added up, not joined: SQLite makes no index for what is computed on the way."""
    fitting = found.cte("fitting")
    money = project_amounts.figures(sight.role, known=sight.known, dialect=sight.dialect)
    key: Any = money.c[name]
    with_key = sa.select(money.c.project_id, key).where(money.c.project_id.in_(sa.select(fitting.c.id)))
    lines = sa.union_all(sa.select(fitting.c.id, sa.cast(sa.null(), key.type).label("key")), with_key).subquery()
    return sa.select(lines.c.id, sa.func.max(lines.c.key).label("key")).group_by(lines.c.id)


def order(of: Any, sort: str) -> tuple[Any, Any]:  # noqa: ANN401 - the columns of a table
    """The order by the `key` of a table; what has none comes last both ways."""
    turned = of.key.desc() if sort.startswith("-") else of.key.asc()
    return turned if sort.removeprefix("-") in _NEVER_ABSENT else turned.nulls_last(), of.id


def _first(column: Any, *where: Any) -> Any:  # noqa: ANN401 - a column and conditions
    """The first name, in the order of the alphabet, of several that a project has."""
    return sa.select(sa.func.min(sa.func.lower(column))).where(*where).correlate(Project).scalar_subquery()


def _territory(_sight: Sight) -> Any:  # noqa: ANN401 - an expression
    """By the name in the reader's language, as the row shows it: where there is none by the English one."""
    own: Any = aliased(TerritoryName)
    theirs = sa.select(own.id).where(
        own.territory_id == col(TerritoryName.territory_id), own.language == _LANGUAGE, valid_on(_DAY, own)
    )
    english = sa.and_(col(TerritoryName.language) == "en", ~theirs.correlate(TerritoryName).exists())
    return _first(
        col(TerritoryName.listed),
        col(ProjectTerritory.project_id) == Project.id,
        col(TerritoryName.territory_id) == ProjectTerritory.territory_id,
        sa.or_(col(TerritoryName.language) == _LANGUAGE, english),
        valid_on(_DAY),
    )


def _place(_sight: Sight) -> Any:  # noqa: ANN401 - an expression
    name = shown(_LANGUAGE, Place.id, "name", col(Place.name))
    named = _first(name, col(ProjectPlace.project_id) == Project.id, col(Place.id) == col(ProjectPlace.place_id))
    stated = shown(_LANGUAGE, Project.id, "place_stated", col(Project.place_stated))
    return sa.func.coalesce(named, sa.func.lower(stated))


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
        shown(_LANGUAGE, Organisation.id, "name", col(Organisation.name)),
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
    "phase": lambda _sight: BY_CYCLE,
    "health": lambda _sight: BY_HEALTH,
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
