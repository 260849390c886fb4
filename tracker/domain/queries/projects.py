"""The list of projects: filtered, sorted, paged, as this person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import Hazard, Health, RecordKind, Stage
from tracker.domain.models import (
    Disaster,
    Programme,
    Project,
    ProjectDisaster,
    ProjectMember,
    ProjectTerritory,
    Record,
    User,
)
from tracker.domain.queries import places, texts
from tracker.domain.queries.paging import Page, paged
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.search import matches
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class ProjectFilter:
    """What a list of projects is narrowed to. Codes as in addresses; an unknown code finds nothing."""

    q: str = ""
    territory: str = ""
    stage: str = ""
    health: str = ""
    programme: str = ""
    manager: str = ""
    hazard: str = ""
    archived: bool = False

    @property
    def narrows(self) -> bool:
        """Is anything asked for beyond all projects?"""
        return any((self.q, self.territory, self.stage, self.health, self.programme, self.manager, self.hazard))


@dataclass(frozen=True)
class ProjectRow:
    """A project in a list."""

    id: int
    code: str
    title: Said
    place: str | None
    stage: Stage
    stage_stated: str | None
    health: Health
    health_day: date | None
    programme: str | None
    territories: list[TerritoryLabel] = field(default_factory=list)
    managers: list[str] = field(default_factory=list)


_WORST_FIRST = sa.case(
    {Health.off_track: 0, Health.at_risk: 1, Health.on_track: 2, Health.not_reported: 3}, value=col(Project.health)
)
_BY_LIFE = sa.case({stage: number for number, stage in enumerate(Stage)}, value=col(Project.stage))

SORTS: dict[str, sa.ColumnElement[Any]] = {
    "title": sa.func.lower(col(Project.title)),
    "updated": sa.func.coalesce(col(Project.health_day), date(1, 1, 1)),
    "health": _WORST_FIRST,
    "stage": _BY_LIFE,
    "code": col(Record.code),
}
"""Ways to sort; a minus before the name turns it round."""


def base(viewer: Viewer, *, archived: bool = False) -> sa.Select[Any]:
    """All projects this person may see, with their records."""
    shown = col(Record.archived_at).is_not(None) if archived else col(Record.archived_at).is_(None)
    return sa.select(Project.id).join(Record, col(Record.id) == Project.id).where(visible_to(viewer), shown)


def narrowed(session: Session, viewer: Viewer, wanted: ProjectFilter) -> sa.Select[Any]:
    """The ids of the projects that a filter leaves, unordered."""
    found = base(viewer, archived=wanted.archived)
    if wanted.q.strip():
        found = found.where(matches(session, wanted.q))
    if wanted.territory:
        there = _known(RecordKind.territory, wanted.territory.upper())
        working = sa.select(ProjectTerritory.project_id).where(col(ProjectTerritory.territory_id).in_(there))
        found = found.where(col(Project.id).in_(working))
    if wanted.programme:
        found = found.where(col(Project.programme_id).in_(_known(RecordKind.programme, wanted.programme)))
    for column, value in ((Project.stage, wanted.stage), (Project.health, wanted.health)):
        if value:
            found = found.where(sa.cast(col(column), sa.String) == value)
    if wanted.manager:
        managed = sa.select(ProjectMember.project_id).join(User, col(User.id) == ProjectMember.user_id)
        found = found.where(col(Project.id).in_(managed.where(sa.cast(col(User.id), sa.String) == wanted.manager)))
    if wanted.hazard:
        answering = sa.select(ProjectDisaster.project_id).join(
            Disaster, col(Disaster.id) == ProjectDisaster.disaster_id
        )
        found = found.where(col(Project.id).in_(answering.where(sa.cast(col(Disaster.hazard), sa.String) == wanted.hazard)))
    return found


def _known(kind: RecordKind, code: str) -> sa.Select[Any]:
    return sa.select(Record.id).where(col(Record.kind) == kind, col(Record.code) == code)


def listing(
    session: Session,
    viewer: Viewer,
    wanted: ProjectFilter,
    *,
    language: str,
    day: date,
    sort: str = "title",
    number: int = 1,
    per_page: int = 25,
) -> Page[ProjectRow]:
    """One page of projects, in a constant number of queries."""
    key = sort.removeprefix("-")
    order = SORTS.get(key, SORTS["title"])
    statement = _columns(narrowed(session, viewer, wanted)).order_by(
        order.desc() if sort.startswith("-") else order.asc(), col(Project.id)
    )

    def read(rows: Sequence[Any]) -> list[ProjectRow]:
        return _rows(session, rows, language=language, day=day)

    return paged(session, statement, read, number=number, per_page=per_page)


def some(
    session: Session, viewer: Viewer, which: sa.ColumnElement[bool], *, language: str, day: date, most: int = 50
) -> list[ProjectRow]:
    """The projects of a condition, those longest without a report first."""
    statement = _columns(base(viewer).where(which)).order_by(SORTS["updated"], col(Project.id)).limit(most)
    return _rows(session, session.execute(statement).all(), language=language, day=day)


def _columns(found: sa.Select[Any]) -> sa.Select[Any]:
    """What a row of the list shows, in one statement."""
    return found.outerjoin(Programme, col(Programme.id) == Project.programme_id).with_only_columns(
        col(Project.id),
        col(Record.code),
        col(Project.title),
        col(Project.place_stated),
        col(Project.stage),
        col(Project.stage_stated),
        col(Project.health),
        col(Project.health_day),
        col(Programme.acronym),
        col(Programme.name),
    )


def _rows(session: Session, found: Sequence[Any], *, language: str, day: date) -> list[ProjectRow]:
    ids = [row[0] for row in found]
    words = texts.load(session, language, ids)
    where = territories_of(session, ids, language=language, day=day)
    who = _managers_of(session, ids)
    return [
        ProjectRow(
            id=key,
            code=code or "",
            title=words.of(key, "title", title) or Said(title, "en"),
            place=place,
            stage=stage,
            stage_stated=stated,
            health=health,
            health_day=reported,
            programme=acronym or name,
            territories=where.get(key, []),
            managers=who.get(key, []),
        )
        for key, code, title, place, stage, stated, health, reported, acronym, name in found
    ]


def territories_of(
    session: Session, project_ids: Sequence[int], *, language: str, day: date
) -> dict[int, list[TerritoryLabel]]:
    """The territories of some projects, named for this reader; two queries."""
    links = session.execute(
        sa.select(ProjectTerritory.project_id, ProjectTerritory.territory_id)
        .where(col(ProjectTerritory.project_id).in_(project_ids))
        .order_by(ProjectTerritory.project_id, ProjectTerritory.territory_id)
    ).all()
    names = places.labels(session, language, day, {territory for _, territory in links})
    found: dict[int, list[TerritoryLabel]] = {}
    for project_id, territory_id in links:
        if territory_id in names:
            found.setdefault(project_id, []).append(names[territory_id])
    return found


def _managers_of(session: Session, project_ids: Sequence[int]) -> dict[int, list[str]]:
    rows = session.execute(
        sa.select(ProjectMember.project_id, User.name)
        .join(User, col(User.id) == ProjectMember.user_id)
        .where(col(ProjectMember.project_id).in_(project_ids))
        .order_by(User.name)
    ).all()
    found: dict[int, list[str]] = {}
    for project_id, name in rows:
        found.setdefault(project_id, []).append(name)
    return found


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed to: only what occurs among the projects this person may see."""

    territories: list[TerritoryLabel]
    programmes: list[tuple[str, str]]
    managers: list[tuple[str, str]]
    hazards: list[Hazard]


def choices(session: Session, viewer: Viewer, *, language: str, day: date) -> Choices:
    """The choices of the filter boxes; four queries."""
    seen = base(viewer).subquery()
    mine = sa.select(seen.c.id)
    named = places.labels(
        session, language, day, sa.select(ProjectTerritory.territory_id).where(col(ProjectTerritory.project_id).in_(mine))
    )
    programmes = session.execute(
        sa.select(Record.code, Programme.name)
        .join(Programme, col(Programme.id) == Record.id)
        .where(col(Programme.id).in_(sa.select(Project.programme_id).where(col(Project.id).in_(mine))))
        .order_by(Programme.name)
    ).all()
    managers = session.execute(
        sa.select(User.id, User.name)
        .where(col(User.id).in_(sa.select(ProjectMember.user_id).where(col(ProjectMember.project_id).in_(mine))))
        .order_by(User.name)
    ).all()
    hazards = session.scalars(
        sa.select(Disaster.hazard)
        .join(ProjectDisaster, col(ProjectDisaster.disaster_id) == Disaster.id)
        .where(col(ProjectDisaster.project_id).in_(mine))
        .distinct()
        .order_by(Disaster.hazard)
    ).all()
    return Choices(
        list(named.values()),
        [(code or "", name) for code, name in programmes],
        [(str(key), name) for key, name in managers],
        list(hazards),
    )
