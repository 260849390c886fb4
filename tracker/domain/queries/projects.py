"""The list of projects: filtered, sorted, paged, as this person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import Health, RecordKind, Role, Stage
from tracker.domain.models import (
    Disaster,
    Programme,
    Project,
    ProjectDisaster,
    ProjectMember,
    ProjectTag,
    ProjectTerritory,
    Record,
    Territory,
    TerritoryName,
    Translation,
    User,
)
from tracker.domain.queries import places
from tracker.domain.queries.paging import MOST, USUAL, Page
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.search import asked_of, matching
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import seen_as, visible_as, visible_to
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer, sees_inside
from tracker.domain.selections import FILTERS
from tracker.domain.tags import written


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
    tag: str = ""
    archived: bool = False

    @property
    def narrows(self) -> bool:
        """Is anything asked for beyond all projects?"""
        return any(
            (self.q, self.territory, self.stage, self.health, self.programme, self.manager, self.hazard, self.tag)
        )


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

SORTS: dict[str, Any] = {
    "title": sa.func.lower(col(Project.title)),
    "updated": sa.func.coalesce(col(Project.health_day), date(1, 1, 1)),
    "health": _WORST_FIRST,
    "stage": _BY_LIFE,
    "code": col(Record.code),
}
"""Ways to sort; a minus before the name turns it round."""

_ALL = 1_000_000
"""More than there are."""

_IDS = sa.bindparam("ids", expanding=True, type_=sa.Integer)


def base(viewer: Viewer, *, archived: bool = False) -> Statement:
    """All projects this person may see, with their records."""
    return seen_by(visible_to(viewer), archived=archived)


def seen_by(visible: sa.ColumnElement[bool], *, archived: bool = False) -> Statement:
    """The ids of all projects under a condition of sight, with their records."""
    shown = col(Record.archived_at).is_not(None) if archived else col(Record.archived_at).is_(None)
    return sa.select(col(Project.id)).join(Record, col(Record.id) == Project.id).where(visible, shown)


def _asking(name: str) -> sa.BindParameter[str]:
    return sa.bindparam(name, type_=sa.String)


def _known(kind: RecordKind, code: sa.BindParameter[str]) -> Statement:
    return sa.select(col(Record.id)).where(col(Record.kind) == kind, col(Record.code) == code)


def _conditions(role: Role, *, known: bool) -> dict[str, sa.ColumnElement[bool]]:
    """What each parameter of the list's address asks; its value is given when the statement is sent."""
    there = _known(RecordKind.territory, _asking("territory"))
    working = sa.select(col(ProjectTerritory.project_id)).where(col(ProjectTerritory.territory_id).in_(there))
    managed = sa.select(col(ProjectMember.project_id)).where(
        sa.cast(col(ProjectMember.user_id), sa.String) == _asking("manager")
    )
    answering = (
        sa.select(col(ProjectDisaster.project_id))
        .join(Disaster, col(Disaster.id) == ProjectDisaster.disaster_id)
        .where(
            sa.cast(col(Disaster.hazard), sa.String) == _asking("hazard"),
            col(Disaster.id).in_(seen_as(RecordKind.disaster, role, known=known)),
        )
    )
    return {
        "territory": col(Project.id).in_(working),
        "programme": col(Project.programme_id).in_(
            seen_as(RecordKind.programme, role, known=known).where(col(Record.code) == _asking("programme"))
        ),
        "stage": sa.cast(col(Project.stage), sa.String) == _asking("stage"),
        "health": sa.cast(col(Project.health), sa.String) == _asking("health"),
        "manager": col(Project.id).in_(managed),
        "hazard": col(Project.id).in_(answering),
        "tag": col(Project.id).in_(sa.select(col(ProjectTag.project_id)).where(col(ProjectTag.tag) == _asking("tag"))),
    }


@dataclass(frozen=True)
class _Shape:
    """What makes one statement of the list differ from another: all the rest is values."""

    role: Role
    known: bool
    asked: frozenset[str]
    sort: str
    archived: bool
    dialect: str


@lru_cache(maxsize=512)
def _fitting(shape: _Shape) -> Statement:
    """The ids of the projects that fit; built once and kept."""
    conditions = _conditions(shape.role, known=shape.known)
    found = seen_by(visible_as(shape.role, known=shape.known), archived=shape.archived)
    found = found.where(*(conditions[name] for name in sorted(shape.asked - {"q"})))
    if "q" in shape.asked:
        found = found.where(matching(shape.dialect, visible_as(shape.role, known=shape.known)))
    return found


@lru_cache(maxsize=512)
def _listing(shape: _Shape) -> Statement:
    """Built once and kept: to build it takes far longer than to send it."""
    found = _fitting(shape)
    total = sa.select(sa.func.count()).select_from(found.subquery())  # a window over the rows takes five times as long
    order = SORTS[shape.sort.removeprefix("-")]
    most, first = (sa.bindparam(name, type_=sa.Integer) for name in ("most", "first"))
    return (
        _columns(found, shape.role, known=shape.known)
        .add_columns(total.scalar_subquery())
        .order_by(order.desc() if shape.sort.startswith("-") else order.asc(), col(Project.id))
        .limit(most)
        .offset(first)
    )


def listing(
    session: Session,
    viewer: Viewer,
    wanted: ProjectFilter,
    *,
    language: str,
    day: date,
    sort: str = "title",
    number: int = 1,
    per_page: int = USUAL,
) -> Page[ProjectRow]:
    """One page of projects, in three queries; a page beyond the last is the last one."""
    sort = sort if sort.removeprefix("-") in SORTS else "title"
    per_page = min(max(per_page, 1), MOST)
    shape, given = _asked(session, viewer, wanted, sort)
    if given is None:
        return Page([], 1, per_page, 0)
    asked = given | {"language": language, "most": per_page}
    rows = plain_rows(session, _listing(shape), asked | {"first": (max(number, 1) - 1) * per_page})
    if not rows and number > 1:
        rows = plain_rows(session, _listing(shape), asked | {"first": 0})
        number = -(-rows[0][-1] // per_page) if rows else 1
        rows = plain_rows(session, _listing(shape), asked | {"first": (number - 1) * per_page})
    total = rows[0][-1] if rows else 0
    shown = _rows(session, rows, language=language, day=day, inside=sees_inside(viewer))
    return Page(shown, max(number, 1), per_page, total)


def everything(session: Session, viewer: Viewer, wanted: ProjectFilter, *, language: str) -> list[tuple[str, str]]:
    """Code and title of every project that the filter finds, by title; one query."""
    shape, given = _asked(session, viewer, wanted, "title")
    if given is None:
        return []
    rows = plain_rows(session, _listing(shape), given | {"language": language, "most": _ALL, "first": 0})
    return [(code or "", translated or title) for _, code, title, _, translated, *_ in rows]


def fitting(session: Session, viewer: Viewer, wanted: ProjectFilter) -> list[int]:
    """The ids of all projects that the list finds, in their order; one query."""
    shape, given = _asked(session, viewer, wanted, "title")
    return [] if given is None else sorted(key for (key,) in plain_rows(session, _fitting(shape), given))


def _asked(session: Session, viewer: Viewer, wanted: ProjectFilter, sort: str) -> tuple[_Shape, dict[str, Any] | None]:
    """Which statement, and the values of its conditions; None where nothing can fit."""
    given = {name: value for name in FILTERS if (value := getattr(wanted, name).strip())}
    dialect = session.get_bind().dialect.name
    shape = _Shape(viewer.role, viewer.user_id is not None, frozenset(given), sort, wanted.archived, dialect)
    asked: dict[str, Any] = {**given, "viewer_id": viewer.user_id}
    asked |= {name: given[name].upper() for name in ("territory", "hazard") if name in given}
    if "tag" in given:
        asked["tag"] = written(given["tag"])
    if "q" in given:
        asked["q"] = asked_of(dialect, given["q"])
    nothing = ("q" in given and not asked["q"]) or ("manager" in given and not sees_inside(viewer))
    return shape, None if nothing else asked


def few(which: sa.ColumnElement[bool], role: Role, *, known: bool, most: int = 50) -> Statement:
    """The statement for the projects of a condition, those longest without a report first; to be kept and sent."""
    shown = _columns(seen_by(visible_as(role, known=known)).where(which), role, known=known)
    return shown.order_by(SORTS["updated"], col(Project.id)).limit(most)


def some(
    session: Session, viewer: Viewer, statement: Statement, asked: dict[str, Any], *, language: str, day: date
) -> list[ProjectRow]:
    """The projects of a statement made by `few`; `asked` are the values of its condition."""
    rows = plain_rows(session, statement, {"language": language, "viewer_id": viewer.user_id, **asked})
    return _rows(session, rows, language=language, day=day, inside=sees_inside(viewer))


def _columns(found: Statement, role: Role, *, known: bool) -> Statement:
    """What a row of the list shows, in one statement; `language` and `viewer_id` are given when it is sent."""
    programme = sa.and_(
        col(Programme.id) == Project.programme_id,
        col(Programme.id).in_(seen_as(RecordKind.programme, role, known=known)),
    )
    translation = sa.and_(
        col(Translation.record_id) == Project.id,
        col(Translation.field) == "title",
        col(Translation.language) == sa.bindparam("language"),
    )
    return (
        found.outerjoin(Programme, programme)
        .outerjoin(Translation, translation)
        .with_only_columns(
            col(Project.id),
            col(Record.code),
            col(Project.title),
            col(Record.language),
            col(Translation.text),
            col(Project.place_stated),
            col(Project.stage),
            col(Project.stage_stated),
            col(Project.health),
            col(Project.health_day),
            sa.func.coalesce(col(Programme.acronym), col(Programme.name)),
        )
    )


def _rows(session: Session, found: Sequence[Any], *, language: str, day: date, inside: bool) -> list[ProjectRow]:
    """The rows as shown; who manages what is told `inside` only, as on the project's page."""
    if not found:
        return []
    ids = [row[0] for row in found]
    where = territories_of(session, ids, language=language, day=day)
    who = _managers_of(session, ids) if inside else {}
    return [
        ProjectRow(
            id=key,
            code=code or "",
            title=Said(translated, language) if translated and spoken != language else Said(title, spoken),
            place=place,
            stage=stage,
            stage_stated=stated,
            health=health,
            health_day=reported,
            programme=programme,
            territories=where.get(key, []),
            managers=who.get(key, []),
        )
        for key, code, title, spoken, translated, place, stage, stated, health, reported, programme, *_ in found
    ]


_TERRITORIES = (
    sa.select(col(ProjectTerritory.project_id), *places.COLUMNS)
    .join(Territory, col(Territory.id) == ProjectTerritory.territory_id)
    .join(Record, col(Record.id) == Territory.id)
    .join(TerritoryName, col(TerritoryName.territory_id) == Territory.id)
    .where(col(ProjectTerritory.project_id).in_(_IDS), *places.NAMED_NOW)
    .order_by(col(ProjectTerritory.project_id))
)
_MANAGERS = (
    sa.select(col(ProjectMember.project_id), col(User.name))
    .join(User, col(User.id) == ProjectMember.user_id)
    .where(col(ProjectMember.project_id).in_(_IDS))
    .order_by(col(User.name))
)


def territories_of(
    session: Session, project_ids: Sequence[int], *, language: str, day: date
) -> dict[int, list[TerritoryLabel]]:
    """The territories of some projects, named for this reader; one query."""
    asked = {"ids": list(project_ids), "languages": [language, "en"], "day": day}
    rows = plain_rows(session, _TERRITORIES, asked)
    return {
        project_id: list(places.read((row[1:] for row in mine), language).values())
        for project_id, mine in groupby(rows, key=itemgetter(0))
    }


def _managers_of(session: Session, project_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for project_id, name in plain_rows(session, _MANAGERS, {"ids": list(project_ids)}):
        found.setdefault(project_id, []).append(name)
    return found
