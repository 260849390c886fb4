"""What the archive of briefs can be narrowed to and sorted by; whose the briefs are stands in `readable`."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.codes import BriefKind, BriefState, RecordKind
from tracker.domain.models import (
    Brief,
    MissionTerritory,
    Programme,
    ProgrammeTerritory,
    Project,
    ProjectTerritory,
    Record,
    ReviewProject,
    User,
)
from tracker.domain.queries import paging, places
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.search import matches
from tracker.domain.rules import EVERYTHING, Viewer

_LATER = aliased(Brief)

SORTS: dict[str, tuple[Any, ...]] = {
    "printed": (col(Record.created_at),),
    "title": (sa.func.lower(col(Brief.title)),),
    "number": (col(Brief.series), col(Brief.running)),
    "by": (sa.func.lower(col(User.name)),),
    "data": (col(Brief.data_day),),
    "pages": (col(Brief.pages),),
}
"""Ways to sort; a minus before the name turns it round."""


@dataclass(frozen=True)
class Asked:
    """Which briefs are asked for; codes as in addresses, an unknown one finds nothing.

    `q` are words of the title, the key or the number; `territory` is one that the brief is about; `person` is who
    printed it, for those who see all; `state` is a BriefState.
    """

    q: str = ""
    key: str = ""
    kind: str = ""
    territory: str = ""
    language: str = ""
    person: str = ""
    state: str = ""
    sort: str = ""
    page: int = 1
    per_page: int = paging.USUAL

    @property
    def narrows(self) -> bool:
        """Is anything asked for beyond all briefs?"""
        return any(getattr(self, part.name) for part in fields(self) if part.name not in {"sort", "page", "per_page"})


def readable(viewer: Viewer) -> tuple[sa.ColumnElement[bool], ...]:
    """`rules.can_read_brief` in SQL, of what nobody has archived."""
    kept = col(Record.archived_at).is_(None)
    return (kept,) if viewer.role in EVERYTHING else (kept, col(Brief.user_id) == viewer.user_id)


def conditions(session: Session, viewer: Viewer, asked: Asked) -> list[sa.ColumnElement[bool]]:
    """What is asked, of briefs joined to their records."""
    codes: tuple[tuple[Any, str], ...] = (
        (col(Brief.key), asked.key),
        (sa.cast(col(Brief.kind), sa.String), asked.kind),
        (sa.cast(col(Brief.user_id), sa.String), asked.person if viewer.role in EVERYTHING else ""),
    )
    found = [column == value for column, value in codes if value]
    if asked.language:
        spoken = (col(Brief.printed_language), col(Brief.second_language))
        found.append(sa.or_(*(column == asked.language for column in spoken)))
    if asked.q:
        found.append(_words(session, viewer, asked.q))
    if asked.territory:
        there = _there()
        coded = sa.select(col(Record.id)).where(
            col(Record.kind) == RecordKind.territory, col(Record.code) == asked.territory.upper()
        )
        found.append(col(Brief.id).in_(sa.select(there.c.brief_id).where(there.c.territory_id.in_(coded))))
    if asked.state:
        found.append(_state(asked.state))
    return found


def ordered(sort: str) -> list[sa.UnaryExpression[Any]]:
    """The columns to order by; what is unknown sorts by when it was printed, the newest first."""
    name = sort.removeprefix("-")
    name, down = (name, sort.startswith("-")) if name in SORTS else ("printed", True)
    turned = [column.desc() if down else column.asc() for column in SORTS[name]]
    return [*(column.nulls_last() for column in turned), col(Brief.id).desc() if down else col(Brief.id).asc()]


def territories(session: Session, viewer: Viewer, *, language: str, day: date) -> list[TerritoryLabel]:
    """Those that the briefs this person may read are about; one query."""
    there = _there()
    mine = sa.select(col(Brief.id)).join(Record, col(Record.id) == Brief.id).where(*readable(viewer))
    of_mine = sa.select(there.c.territory_id).where(there.c.brief_id.in_(mine))
    return list(places.labels(session, language, day, of_mine).values())


def people(session: Session, viewer: Viewer) -> list[tuple[str, str]]:
    """Who printed briefs, by name, for those who see everybody's: id and name."""
    if viewer.role not in EVERYTHING:
        return []
    printing = sa.select(col(Brief.user_id))
    rows = session.execute(
        sa.select(col(User.id), col(User.name)).where(col(User.id).in_(printing)).order_by(col(User.name), col(User.id))
    )
    return [(str(user_id), name) for user_id, name in rows]


def _words(session: Session, viewer: Viewer, question: str) -> sa.ColumnElement[bool]:
    """A whole number finds that brief alone; its last digits also begin the year of all others."""
    number = question.upper()
    known = sa.exists().where(col(_LATER.number) == number)
    return sa.or_(col(Brief.number) == number, sa.and_(~known, matches(session, viewer, question)))


def _state(state: str) -> sa.ColumnElement[bool]:
    superseded = sa.select(col(_LATER.supersedes_id)).where(col(_LATER.supersedes_id).is_not(None))
    issued = col(Brief.number).is_not(None)
    if state == BriefState.draft:
        return ~issued
    if state == BriefState.issued:
        return sa.and_(issued, col(Brief.id).not_in(superseded))
    return sa.and_(issued, col(Brief.id).in_(superseded)) if state == BriefState.superseded else sa.false()


def _there() -> Any:  # noqa: ANN401 - a subquery of brief and territory
    """Which territories a brief is about, as its subject's record says today.

    That of a territory's own brief; those of a mission and of a project; those that a programme states and its
    projects work in; those that a list of projects was narrowed to. A donor's brief is about no territory.
    """
    at = col(ProjectTerritory.territory_id)
    of_projects = sa.and_(col(Programme.id) == Project.programme_id, col(Project.id) == ProjectTerritory.project_id)
    listed = _narrowed_to(col(Record.code))
    parts = (
        _of(BriefKind.mission, RecordKind.territory, col(Record.id)),
        _of(BriefKind.mission, RecordKind.mission, col(MissionTerritory.territory_id), MissionTerritory.mission_id),
        _of(BriefKind.project, RecordKind.project, at, ProjectTerritory.project_id),
        _of(
            BriefKind.portfolio,
            RecordKind.programme,
            col(ProgrammeTerritory.territory_id),
            ProgrammeTerritory.programme_id,
        ),
        _of(BriefKind.portfolio, RecordKind.programme, at, Programme.id).where(of_projects),
        _of(BriefKind.minute, RecordKind.review, at, ReviewProject.review_id).where(
            col(ProjectTerritory.project_id) == ReviewProject.project_id
        ),
        sa.select(col(Brief.id), col(Record.id)).where(
            col(Record.kind) == RecordKind.territory, col(Brief.selection).is_not(None), listed
        ),
    )
    return sa.union_all(*parts).subquery()


def _narrowed_to(code: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a column
    """Is the territory one of those in the brief's selection? After `territory` nothing there has capitals or commas."""
    kept = sa.literal("&") + col(Brief.selection) + "&"
    first = sa.literal("%&territory=") + code
    later = sa.literal("%&territory=%,") + code
    return sa.or_(*(kept.like(start + end + "%") for start in (first, later) for end in (sa.literal("&"), ",")))


def _of(kind: BriefKind, about: RecordKind, territory: Any, link: Any = None) -> sa.Select[Any]:  # noqa: ANN401 - columns
    """Briefs of a kind with a territory of the record whose code their key is; `link` is the column that names it."""
    found = sa.select(col(Brief.id).label("brief_id"), territory.label("territory_id")).where(
        col(Brief.kind) == kind, col(Record.kind) == about, col(Record.code) == Brief.key
    )
    return found if link is None else found.where(col(Record.id) == link)
