"""What a batch of briefs is printed of: the key and name of each, as this person may know of it."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.batch_orders import BRIEFS_OF
from tracker.domain.codes import BatchKind
from tracker.domain.models import Mission, Project, ProjectTerritory, Record, Territory
from tracker.domain.queries import briefs, places, projects
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.linked import live
from tracker.domain.queries.projects import ProjectFilter
from tracker.domain.queries.statement import Statement
from tracker.domain.selections import filters

Subject = tuple[str, str]
"""A key, as a brief's order names it, and a name."""


def subjects(session: Session, reader: Reader, kind: BatchKind, selection: str = "") -> list[Subject]:
    """All of the kind, by name, missions the next first; `selection` narrows projects. One query."""
    match kind:
        case BatchKind.territories:
            return _territories(session, reader, col(Territory.id).in_(_worked_in(reader)))
        case BatchKind.projects:
            wanted = ProjectFilter(**filters(selection), archived=False)
            return projects.everything(session, reader.viewer, wanted, language=reader.language, day=reader.day)
        case BatchKind.missions:
            ahead = briefs.known_subjects(reader, BRIEFS_OF[kind]).where(col(Mission.start_day) >= reader.day)
            return _told(session, ahead.order_by(None).order_by(col(Mission.start_day), col(Mission.id)))
        case BatchKind.donors | BatchKind.programmes:
            return briefs.subjects(session, reader, BRIEFS_OF[kind]).records


def named(session: Session, reader: Reader, kind: BatchKind, keys: Collection[str]) -> dict[str, str]:
    """The names of these, as far as this person may know of them; one query."""
    if not keys:
        return {}
    if kind == BatchKind.territories:
        these = sa.select(col(Record.id)).where(col(Record.code).in_(keys))
        return dict(_territories(session, reader, col(Territory.id).in_(these)))
    found = briefs.known_subjects(reader, BRIEFS_OF[kind]).where(col(Record.code).in_(keys))
    return dict(_told(session, found))


def _worked_in(reader: Reader) -> Statement:
    """The territories of projects that this person may know of."""
    return (
        sa.select(col(ProjectTerritory.territory_id))
        .join(Project, col(Project.id) == ProjectTerritory.project_id)
        .join(Record, col(Record.id) == Project.id)
        .where(live(reader.viewer))
        .correlate(None)
    )


def _territories(session: Session, reader: Reader, which: sa.ColumnElement[bool]) -> list[Subject]:
    ids = sa.select(col(Territory.id)).where(which)
    return [(one.code, one.listed) for one in places.labels(session, reader.language, reader.day, ids).values()]


def _told(session: Session, statement: Statement) -> list[Subject]:
    return [(code, name) for code, name, *_ in session.execute(statement) if code]
