"""The list of projects: filtered, sorted, paged, as this person may see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain import filters
from tracker.domain.codes import Health, RecordKind, Role, Stage
from tracker.domain.models import (
    Programme,
    Project,
    ProjectMember,
    ProjectTerritory,
    Record,
    Territory,
    TerritoryName,
    Translation,
    User,
)
from tracker.domain.queries import places, project_sorts
from tracker.domain.queries.paging import MOST, USUAL, Page
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.project_filters import Sight, conditions, given, parts_of
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import seen_as, visible_as, visible_to
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer, sees_inside


class ProjectFilter:
    """What a list of projects is narrowed to, by the filters' names; several values parted by commas.

    Codes as in addresses; an unknown code finds nothing, what is no day, number or amount is left out.
    """

    def __init__(self, *, archived: bool = False, **asked: str) -> None:
        self.archived = archived
        self.values, self.faults = filters.read(asked.items())

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], *, archived: bool = False) -> "ProjectFilter":
        """What an address asks for, in which a filter may stand several times."""
        made = cls(archived=archived)
        made.values, made.faults = filters.read(pairs)
        return made

    @property
    def narrows(self) -> bool:
        """Is anything asked for beyond all projects?"""
        return bool(filters.narrowing(self.values))

    def value(self, name: str) -> str:
        """What one filter asks for, as an address has it; empty where nothing."""
        return ",".join(self.values.get(name, ()))


@dataclass(frozen=True)
class ProjectRow:
    """A project in a list."""

    id: int
    code: str
    title: Said
    place: Said | None
    stage: Stage
    stage_stated: str | None
    health: Health
    health_day: date | None
    programme: str | None
    territories: list[TerritoryLabel] = field(default_factory=list)
    managers: list[str] = field(default_factory=list)


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


@dataclass(frozen=True)
class _Shape:
    """What makes one statement of the list differ from another: all the rest is values."""

    sight: Sight
    asked: frozenset[str]
    sort: str
    archived: bool


@lru_cache(maxsize=512)
def _fitting(shape: _Shape) -> Statement:
    """The ids of the projects that fit; built once and kept."""
    found = seen_by(visible_as(shape.sight.role, known=shape.sight.known), archived=shape.archived)
    return found.where(*conditions(shape.asked, shape.sight).values())


@lru_cache(maxsize=512)
def _count(shape: _Shape) -> Statement:
    """How many fit; a window over the rows takes five times as long."""
    return sa.select(sa.func.count()).select_from(_fitting(shape).subquery())


@lru_cache(maxsize=512)
def _listing(shape: _Shape) -> Statement:
    """Built once and kept: to build it takes far longer than to send it.

    The page's ids are found first: what their rows show is looked up for these alone.
    """
    sight, found = shape.sight, _fitting(shape)
    most, first = (sa.bindparam(name, type_=sa.Integer) for name in ("most", "first"))
    ids = project_sorts.keyed(found, shape.sort, sight).subquery("ids")
    by_key = sa.select(ids.c.id, ids.c.key).order_by(*project_sorts.order(ids.c, shape.sort))
    of_page = by_key.limit(most).offset(first).subquery("of_page")
    rows = sa.select(col(Project.id)).join(Record, col(Record.id) == Project.id)
    shown = _columns(rows.join(of_page, of_page.c.id == Project.id), sight.role, known=sight.known)
    ordered = shown.order_by(*project_sorts.order(of_page.c, shape.sort))
    return ordered.add_columns(_count(shape).scalar_subquery())


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
    per_page = min(max(per_page, 1), MOST)
    shape, asked = _asked(session, viewer, wanted, day=day, sort=sort)
    if asked is None:
        return Page([], 1, per_page, 0)
    asked |= {"language": language, "most": per_page}
    rows = plain_rows(session, _listing(shape), asked | {"first": (max(number, 1) - 1) * per_page})
    if not rows and number > 1:
        rows = plain_rows(session, _listing(shape), asked | {"first": 0})
        number = -(-rows[0][-1] // per_page) if rows else 1
        rows = plain_rows(session, _listing(shape), asked | {"first": (number - 1) * per_page})
    total = rows[0][-1] if rows else 0
    shown = _rows(session, rows, language=language, day=day, inside=sees_inside(viewer))
    return Page(shown, max(number, 1), per_page, total)


def slice_of(
    session: Session,
    viewer: Viewer,
    wanted: ProjectFilter,
    *,
    language: str,
    day: date,
    sort: str,
    first: int,
    most: int,
) -> list[ProjectRow]:
    """So many projects from a place in the list on, in three queries: for files."""
    shape, asked = _asked(session, viewer, wanted, day=day, sort=sort)
    if asked is None:
        return []
    asked |= {"language": language, "most": most, "first": first}
    rows = plain_rows(session, _listing(shape), asked)
    return _rows(session, rows, language=language, day=day, inside=sees_inside(viewer))


def count(session: Session, viewer: Viewer, wanted: ProjectFilter, *, day: date) -> int:
    """How many projects the list finds."""
    shape, asked = _asked(session, viewer, wanted, day=day)
    return 0 if asked is None else int(plain_rows(session, _count(shape), asked)[0][0])


def everything(
    session: Session, viewer: Viewer, wanted: ProjectFilter, *, language: str, day: date
) -> list[tuple[str, str]]:
    """Code and title of every project that the filter finds, by title; one query."""
    shape, asked = _asked(session, viewer, wanted, day=day)
    if asked is None:
        return []
    rows = plain_rows(session, _listing(shape), asked | {"language": language, "most": _ALL, "first": 0})
    return [(code or "", translated or title) for _, code, title, _, translated, *_ in rows]


def fitting(session: Session, viewer: Viewer, wanted: ProjectFilter, *, day: date) -> list[int]:
    """The ids of all projects that the list finds, the smallest first; `day`: from which days are counted. One query."""
    shape, asked = _asked(session, viewer, wanted, day=day)
    return [] if asked is None else sorted(key for (key,) in plain_rows(session, _fitting(shape), asked))


def sight_of(session: Session, viewer: Viewer) -> Sight:
    """Who asks which database."""
    return Sight(viewer.role, viewer.user_id is not None, session.get_bind().dialect.name)


def _asked(
    session: Session, viewer: Viewer, wanted: ProjectFilter, *, day: date, sort: str = project_sorts.USUAL
) -> tuple[_Shape, dict[str, Any] | None]:
    """Which statement, and the values of its conditions; None where nothing can fit."""
    sight = sight_of(session, viewer)
    sort = project_sorts.known(sort, inside=sees_inside(viewer), in_currency="currency" in wanted.values)
    shape = _Shape(sight, parts_of(filters.narrowing(wanted.values)), sort, wanted.archived)
    asked = given(wanted.values, dialect=sight.dialect, day=day) | {"viewer_id": viewer.user_id}
    return shape, None if finds_nothing(viewer, asked) else asked


def finds_nothing(viewer: Viewer, asked: Mapping[str, Any]) -> bool:
    """Can nothing fit these values? Words that are none find nothing; who manages what is told inside only."""
    return ("q" in asked and not asked["q"]) or ("manager" in asked and not sees_inside(viewer))


def few(which: sa.ColumnElement[bool], role: Role, *, known: bool, most: int = 50) -> Statement:
    """The statement for the projects of a condition, those longest without a report first; to be kept and sent."""
    shown = _columns(seen_by(visible_as(role, known=known)).where(which), role, known=known)
    return shown.order_by(project_sorts.LAST_REPORT, col(Project.id)).limit(most)


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
    title, place = aliased(Translation), aliased(Translation)
    return (
        found.outerjoin(Programme, programme)
        .outerjoin(title, _translated(title, "title"))
        .outerjoin(place, _translated(place, "place_stated"))
        .with_only_columns(
            col(Project.id),
            col(Record.code),
            col(Project.title),
            col(Record.language),
            col(title.text),
            col(Project.place_stated),
            col(place.text),
            col(Project.stage),
            col(Project.stage_stated),
            col(Project.health),
            col(Project.health_day),
            sa.func.coalesce(col(Programme.acronym), col(Programme.name)),
        )
    )


def _translated(text: Any, field: str) -> sa.ColumnElement[bool]:  # noqa: ANN401 - an alias of the table
    """The condition that this is a field's text in the reader's `language`."""
    return sa.and_(text.record_id == col(Project.id), text.field == field, text.language == sa.bindparam("language"))


def _rows(session: Session, found: Sequence[Any], *, language: str, day: date, inside: bool) -> list[ProjectRow]:
    """The rows as shown; who manages what is told `inside` only, as on the project's page."""
    if not found:
        return []
    ids = [row[0] for row in found]
    where = territories_of(session, ids, language=language, day=day)
    who = _managers_of(session, ids) if inside else {}

    def said(original: str, translated: str | None, spoken: str) -> Said:
        return Said(translated, language) if translated and spoken != language else Said(original, spoken)

    return [
        ProjectRow(
            id=key,
            code=code or "",
            title=said(title, translated, spoken),
            place=said(place, placed, spoken) if place else None,
            stage=stage,
            stage_stated=stated,
            health=health,
            health_day=reported,
            programme=programme,
            territories=where.get(key, []),
            managers=who.get(key, []),
        )
        for key, code, title, spoken, translated, place, placed, stage, stated, health, reported, programme, *_ in found
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
