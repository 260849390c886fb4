"""What a review of the portfolio looks at: who reviews, what it is narrowed to, since when changes are told."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import RecordKind
from tracker.domain.models import (
    Agreement,
    AgreementProject,
    Allocation,
    Assessment,
    AssessmentTerritory,
    Contribution,
    Programme,
    Project,
    ProjectTerritory,
    Record,
    Territory,
)
from tracker.domain.queries import places
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import shown
from tracker.domain.queries.visibility import known_to, visible_to
from tracker.domain.rules import Viewer

Condition = sa.ColumnElement[bool]
FILTERS = ("territory", "region", "programme")
"""What a review can be narrowed to; several codes of one filter widen it, several filters narrow it."""


@dataclass(frozen=True)
class Review:
    """Codes as in addresses; none: everything that the reader may see. `since`: the day from which changes are told."""

    reader: Reader
    since: date
    territory: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()

    @property
    def viewer(self) -> Viewer:
        return self.reader.viewer

    @property
    def day(self) -> date:
        return self.reader.day

    @property
    def moment(self) -> datetime:
        """When `since` began."""
        return datetime.combine(self.since, time(), UTC)

    @property
    def narrows(self) -> bool:
        return any(getattr(self, name) for name in FILTERS)


@dataclass(frozen=True)
class Choices:
    """What a review can be narrowed to: territories and programmes (code, name) of projects that the reader may see."""

    territories: list[TerritoryLabel]
    programmes: list[tuple[str, str]]


def choices(session: Session, reader: Reader) -> Choices:
    """What may be chosen; three queries."""
    viewer = reader.viewer
    lands = sa.select(col(ProjectTerritory.territory_id)).where(known_to(viewer, col(ProjectTerritory.project_id)))
    used = sa.select(col(Project.programme_id)).where(known_to(viewer, col(Project.id)))
    name = shown(reader.language, Programme.id, "name", Programme.name)
    rows = session.execute(
        sa.select(col(Record.code), name)
        .join(Programme, col(Programme.id) == Record.id)
        .where(col(Record.id).in_(used), visible_to(reader.viewer))
        .order_by(sa.func.lower(name))
    )
    ids = list(session.scalars(lands.distinct()))
    labels = places.labels(session, reader.language, reader.day, ids)
    return Choices(list(labels.values()), [(code or "", text) for code, text in rows])


def projects(review: Review) -> Statement:
    """The ids of the projects in view."""
    return sa.select(col(Project.id)).where(*in_view(review)).correlate(None)


def among(review: Review, key: Any) -> Condition:  # noqa: ANN401 - a column of projects' ids
    """The condition that this is the id of a project in view."""
    found: Condition = key.in_(projects(review)) if review.narrows else known_to(review.viewer, key)
    return found


def in_view(review: Review) -> list[Condition]:
    """The conditions on Project that it is in view: quicker than asking by its id."""
    conditions: list[Condition] = [known_to(review.viewer, col(Project.id))]
    if review.territory or review.region:
        conditions += [col(Project.id).in_(_working(ids)) for ids in _lands(review)]
    if review.programme:
        conditions.append(col(Project.programme_id).in_(_programmes(review)))
    return conditions


def _lands(review: Review) -> list[Statement]:
    """The territories of each filter that names some."""
    found = []
    if review.territory:
        of_kind = sa.select(col(Record.id)).where(col(Record.kind) == RecordKind.territory)
        found.append(of_kind.where(col(Record.code).in_(review.territory)).correlate(None))
    if review.region:
        found.append(sa.select(col(Territory.id)).where(col(Territory.region).in_(review.region)).correlate(None))
    return found


def _working(lands: Statement) -> Statement:
    return sa.select(col(ProjectTerritory.project_id)).where(col(ProjectTerritory.territory_id).in_(lands))


def _programmes(review: Review) -> Statement:
    found = sa.select(col(Record.id)).where(
        col(Record.kind) == RecordKind.programme, col(Record.code).in_(review.programme), visible_to(review.viewer)
    )
    return found.correlate(None)


def contributions(review: Review) -> Condition:
    """Over Contribution: it may be seen, and is allocated to a project in view where that is narrowed."""
    seen = known_to(review.viewer, col(Contribution.id))
    if not review.narrows:
        return seen
    given = sa.select(col(Allocation.contribution_id)).where(col(Allocation.project_id).in_(projects(review)))
    return sa.and_(seen, col(Contribution.id).in_(given))


def agreements(review: Review) -> Condition:
    """Over Agreement: it may be seen, and covers a project in view where that is narrowed."""
    seen = known_to(review.viewer, col(Agreement.id))
    if not review.narrows:
        return seen
    covering = sa.select(col(AgreementProject.agreement_id)).where(
        col(AgreementProject.project_id).in_(projects(review))
    )
    return sa.and_(seen, col(Agreement.id).in_(covering))


def assessments(review: Review) -> Condition:
    """Over Assessment: it may be seen, and is of the territories and programmes that are in view."""
    conditions = [known_to(review.viewer, col(Assessment.id))]
    for lands in _lands(review):
        there = sa.select(col(AssessmentTerritory.assessment_id)).where(
            col(AssessmentTerritory.territory_id).in_(lands)
        )
        conditions.append(col(Assessment.id).in_(there))
    if review.programme:
        conditions.append(col(Assessment.programme_id).in_(_programmes(review)))
    return sa.and_(*conditions)
