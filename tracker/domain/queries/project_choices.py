"""What the list of projects can be narrowed to."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import Hazard, RecordKind, Role
from tracker.domain.models import (
    Disaster,
    Programme,
    Project,
    ProjectDisaster,
    ProjectMember,
    ProjectTag,
    ProjectTerritory,
    Record,
    User,
)
from tracker.domain.queries import places
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.projects import seen_by
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import seen_as, visible_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer, sees_inside


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed to: only what occurs among the projects this person may see."""

    territories: list[TerritoryLabel]
    programmes: list[tuple[str, str]]
    managers: list[tuple[str, str]]
    hazards: list[Hazard]
    tags: list[tuple[str, str]]


def choices(session: Session, viewer: Viewer, *, language: str, day: date) -> Choices:
    """The choices of the filter boxes; two queries."""
    statements = _choices(viewer.role, known=viewer.user_id is not None)
    asked = {"viewer_id": viewer.user_id}
    named = places.labels(session, language, day, statements[0], **asked)
    found: dict[str, list[tuple[str, str]]] = {"programme": [], "manager": [], "hazard": [], "tag": []}
    for kind, code, name in plain_rows(session, statements[1], asked):
        found[kind].append((code, name))
    hazards = [Hazard(code) for code, _ in found["hazard"]]
    managers = found["manager"] if sees_inside(viewer) else []
    return Choices(list(named.values()), found["programme"], managers, hazards, found["tag"])


@cache
def _choices(role: Role, *, known: bool) -> tuple[Statement, Statement]:
    """The territories in use, and everything else in use; built once and kept."""
    mine = seen_by(visible_as(role, known=known))
    territories = sa.select(col(ProjectTerritory.territory_id)).where(col(ProjectTerritory.project_id).in_(mine))
    programmes: Statement = (
        sa.select(
            sa.literal("programme").label("kind"), col(Record.code).label("code"), col(Programme.name).label("name")
        )
        .join(Programme, col(Programme.id) == Record.id)
        .where(visible_as(role, known=known), col(Programme.id).in_(mine.with_only_columns(col(Project.programme_id))))
    )
    managing = sa.select(col(ProjectMember.user_id)).where(col(ProjectMember.project_id).in_(mine))
    managers = sa.select(sa.literal("manager"), sa.cast(col(User.id), sa.String), col(User.name)).where(
        col(User.id).in_(managing)
    )
    answered = sa.select(col(ProjectDisaster.disaster_id)).where(col(ProjectDisaster.project_id).in_(mine))
    code = sa.cast(col(Disaster.hazard), sa.String)
    seen = seen_as(RecordKind.disaster, role, known=known)
    hazards = sa.select(sa.literal("hazard"), code, code).where(
        col(Disaster.id).in_(answered), col(Disaster.id).in_(seen)
    )
    tags = sa.select(sa.literal("tag"), col(ProjectTag.tag), col(ProjectTag.tag)).where(
        col(ProjectTag.project_id).in_(mine)
    )
    union = sa.union_all(programmes, managers, hazards.distinct(), tags.distinct()).subquery()
    return territories, sa.select(union).order_by(union.c.kind, union.c.name)
