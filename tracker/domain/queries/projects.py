"""The list of projects: filtered, sorted, paged, as this person may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain import filters
from tracker.domain.codes import Health, Role, Stage
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
from tracker.domain.queries import paging, places, project_sorts
from tracker.domain.queries.paging import USUAL, Page
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.project_sets import Bits, Sets, page_of, seen_by
from tracker.domain.queries.remembered import recall
from tracker.domain.queries.sight import Sight
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import known_of, visible_as
from tracker.domain.rows import batches, plain_rows
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


_IDS = sa.bindparam("ids", expanding=True, type_=sa.Integer)


def listing(
    session: Session,
    viewer: Viewer,
    wanted: ProjectFilter,
    *,
    language: str,
    day: date,
    sort: str = project_sorts.USUAL,
    number: int = 1,
    per_page: int = USUAL,
) -> Page[ProjectRow]:
    """One page of projects, in three queries beside what is remembered; a page beyond the last is the last one."""
    found = _found(session, viewer, wanted, language=language, day=day, sort=sort)
    page = paging.of(range(found.total), number=number, per_page=per_page)
    rows = found.rows(page.rows[0], len(page.rows)) if page.rows else []
    return Page(rows, page.number, page.per_page, page.total)


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
    return _found(session, viewer, wanted, language=language, day=day, sort=sort).rows(first, most)


def count(session: Session, viewer: Viewer, wanted: ProjectFilter, *, day: date) -> int:
    """How many projects the list finds."""
    return Sets(session, viewer, day).found(wanted.values, archived=wanted.archived).bit_count()


def everything(
    session: Session, viewer: Viewer, wanted: ProjectFilter, *, language: str, day: date
) -> list[tuple[str, str]]:
    """Code and title of every project that the filter finds, by title."""
    found = _found(session, viewer, wanted, language=language, day=day, sort=project_sorts.USUAL)
    return [(code or "", translated or title) for _, code, title, _, translated, *_ in found.plain(0, found.total)]


def fitting(session: Session, viewer: Viewer, wanted: ProjectFilter, *, day: date) -> list[int]:
    """The ids of all projects that the list finds, the smallest first; `day`: from which days are counted."""
    sets = Sets(session, viewer, day)
    return list(sets.places.ids(sets.found(wanted.values, archived=wanted.archived)))


def _found(session: Session, viewer: Viewer, wanted: ProjectFilter, *, language: str, day: date, sort: str) -> "_Found":
    sets = Sets(session, viewer, day)
    some = sets.found(wanted.values, archived=wanted.archived)
    return _Found(sets, some, wanted, sort, language)


@dataclass(frozen=True)
class _Found:
    """The projects that a list finds."""

    sets: Sets
    some: Bits
    wanted: ProjectFilter
    sort: str
    language: str

    @cached_property
    def total(self) -> int:
        return self.some.bit_count()

    def rows(self, first: int, most: int) -> list[ProjectRow]:
        """So many of them from a place on, as shown."""
        inside, day = sees_inside(self.sets.viewer), self.sets.day
        return _rows(self.sets.session, self.plain(first, most), language=self.language, day=day, inside=inside)

    def plain(self, first: int, most: int) -> list[Any]:
        """The same as the database has them."""
        sets, currency = self.sets, self.wanted.value("currency")
        ids = page_of(sets.sorted(self.some, self.sort, language=self.language, currency=currency), first, most)
        asked = {"language": self.language, "viewer_id": sets.viewer.user_id}
        statement = _of_page(sets.sight, self.wanted.archived)
        found = [
            row for some in batches(set(ids)) for row in plain_rows(sets.session, statement, asked | {"ids": some})
        ]
        place = {key: number for number, key in enumerate(ids)}
        return sorted(found, key=lambda row: place[row[0]])


@lru_cache(maxsize=64)
def _of_page(sight: Sight, archived: bool) -> Statement:  # noqa: FBT001 - kept by it
    """Built once and kept: to build it takes far longer than to send it."""
    seen = seen_by(visible_as(sight.role, known=sight.known), archived=archived)
    return _columns(seen.where(col(Project.id).in_(_IDS)), sight.role, known=sight.known)


def few(which: sa.ColumnElement[bool], role: Role, *, known: bool, most: int = 50) -> Statement:
    """The statement for the projects of a condition, those longest without a report first; to be kept and sent."""
    shown = _columns(seen_by(visible_as(role, known=known)).where(which), role, known=known)
    return shown.order_by(project_sorts.LAST_REPORT, col(Project.id)).limit(most)


def some(
    session: Session, viewer: Viewer, statement: Statement, asked: dict[str, Any], *, language: str, day: date
) -> list[ProjectRow]:
    """The projects of a statement made by `few`; `asked` are the values of its condition."""
    rows = recall(session).of(statement, {"language": language, "viewer_id": viewer.user_id, **asked}, list)
    return _rows(session, rows, language=language, day=day, inside=sees_inside(viewer))


def _columns(found: Statement, role: Role, *, known: bool) -> Statement:
    """What a row of the list shows, in one statement; `language` and `viewer_id` are given when it is sent."""
    programme = sa.and_(
        col(Programme.id) == Project.programme_id,
        known_of(col(Programme.id), visible_as(role, known=known)),
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
