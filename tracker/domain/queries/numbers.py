"""Numbers of issued briefs: `DMP-XK-2026-7` is the seventh of the series `DMP-XK-2026`.

A series is the programme, what the brief is about, and the year of issue. The programme is the first that is found:
the one that the brief, its mission or its review is of; the one that most projects in scope belong to (of several with as many, the
first by its code); the first by code that works in the territories; the one that most projects of all belong to.
Where there is none, the number begins with what the brief is about. Confidential programmes and projects do not count:
a number is read by everybody.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import RecordKind, Visibility
from tracker.domain.models import (
    Allocation,
    Brief,
    Contribution,
    Mission,
    MissionTerritory,
    Programme,
    ProgrammeTerritory,
    Project,
    ProjectTerritory,
    Record,
    Review,
    ReviewProject,
)
from tracker.domain.queries.statement import Statement
from tracker.domain.slugs import slug

LONGEST = 40
"""How much of a programme's code a number has room for."""

SELECTION = "SELECTION"
"""What stands for the key where a brief is about a list of projects."""


def series(session: Session, order: BriefOrder, subject: Record | None, year: int) -> str:
    """The series that the ordered brief belongs to; `subject` is the record that it is about."""
    own = subject is not None and subject.kind == RecordKind.programme
    about = "" if own else slug(order.key).upper() or SELECTION
    return "-".join(part for part in (_programme(session, order, subject), about, str(year)) if part)


def next_running(session: Session, series: str) -> int:
    """The number that the next brief of the series gets: none is left out, for none is ever taken back."""
    return 1 + (session.scalar(sa.select(sa.func.max(Brief.running)).where(col(Brief.series) == series)) or 0)


def broken(session: Session) -> Iterator[str]:
    """Series of which a number is missing: a sentence each, for the doctor."""
    last = sa.func.max(Brief.running)
    incomplete = sa.select(col(Brief.series), sa.func.count(), last).where(col(Brief.series).is_not(None))
    for name, given, highest in session.execute(
        incomplete.group_by(col(Brief.series)).having(sa.func.count() != last).order_by(col(Brief.series))
    ):
        yield f"Of the series {name} {given} briefs are kept, and the last is number {highest}."


def _programme(session: Session, order: BriefOrder, subject: Record | None) -> str:
    """How the number names the programme: by its acronym, else by its code."""
    for statement in _ways(order, subject):
        found = session.execute(statement.limit(1)).first()
        if found:
            code, acronym = found[:2]
            return (slug(acronym or "") or slug(code or ""))[:LONGEST].rstrip("-").upper()
    return ""


def _ways(order: BriefOrder, subject: Record | None) -> Iterable[Statement]:
    """Where the programme is looked for, one after the other."""
    if subject is None:
        asked = parse_qs(order.selection).get("programme", [""])[0]
        return _programmes(col(Record.code) == asked), _most(sa.true())
    return *_WAYS[subject.kind](subject.id), _most(sa.true())


def _of_territories(here: Any) -> tuple[Statement, ...]:  # noqa: ANN401 - an id or a subquery of ids
    working = sa.select(col(ProjectTerritory.project_id)).where(col(ProjectTerritory.territory_id).in_(here))
    there = sa.select(col(ProgrammeTerritory.programme_id)).where(col(ProgrammeTerritory.territory_id).in_(here))
    return _most(col(Project.id).in_(working)), _programmes(col(Programme.id).in_(there))


def _of_mission(mission_id: int | None) -> tuple[Statement, ...]:
    own = sa.select(col(Mission.programme_id)).where(col(Mission.id) == mission_id)
    visited = sa.select(col(MissionTerritory.territory_id)).where(col(MissionTerritory.mission_id) == mission_id)
    return _programmes(col(Programme.id).in_(own)), *_of_territories(visited)


def _of_donor(donor_id: int | None) -> tuple[Statement, ...]:
    given = sa.select(col(Contribution.id)).where(col(Contribution.donor_id) == donor_id)
    used = sa.select(col(Allocation.project_id)).where(col(Allocation.contribution_id).in_(given))
    return (_most(col(Project.id).in_(used)),)


def _of_review(review_id: int | None) -> tuple[Statement, ...]:
    own = sa.select(col(Review.programme_id)).where(col(Review.id) == review_id)
    gone_through = sa.select(col(ReviewProject.project_id)).where(col(ReviewProject.review_id) == review_id)
    return _programmes(col(Programme.id).in_(own)), _most(col(Project.id).in_(gone_through))


_WAYS: dict[RecordKind, Any] = {
    RecordKind.territory: lambda here: _of_territories([here]),
    RecordKind.mission: _of_mission,
    RecordKind.project: lambda own: (_most(col(Project.id) == own),),
    RecordKind.organisation: _of_donor,
    RecordKind.review: _of_review,
    RecordKind.programme: lambda own: (_programmes(col(Programme.id) == own),),
}


def _programmes(where: sa.ColumnElement[bool]) -> Statement:
    """Programmes, the first by code first."""
    return (
        sa.select(col(Record.code), col(Programme.acronym))
        .join(Programme, col(Programme.id) == Record.id)
        .where(where, *_open(Record))
        .order_by(col(Record.code))
    )


def _most(where: sa.ColumnElement[bool]) -> Statement:
    """Programmes of such projects, that of most of them first."""
    work = aliased(Record)
    return (
        _programmes(where)
        .join(Project, col(Project.programme_id) == Programme.id)
        .join(work, col(work.id) == Project.id)
        .where(*_open(work))
        .group_by(col(Record.code), col(Programme.acronym))
        .order_by(None)
        .order_by(sa.func.count().desc(), col(Record.code))
    )


def _open(record: Any) -> tuple[sa.ColumnElement[bool], ...]:  # noqa: ANN401 - the table or an alias of it
    return col(record.archived_at).is_(None), col(record.visibility) != Visibility.confidential
