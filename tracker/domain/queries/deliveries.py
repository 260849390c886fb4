"""What projects have delivered, and for which recommendations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.dates import PartialDate
from tracker.domain.models import (
    Assessment,
    AssessmentDisaster,
    Delivery,
    Finding,
    ProjectDisaster,
    Recommendation,
    RecommendationFinding,
    Record,
)
from tracker.domain.queries.linked import live, parts_of
from tracker.domain.queries.visibility import known_to
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class DeliveryLine:
    """A delivery on its project's page, with the recommendation that asked for it, where the reader may see that."""

    id: int
    version: int
    text: str
    unit: str
    quantity: int
    on: PartialDate | None
    recommendation_id: int | None
    recommendation: str | None
    assessment_code: str | None


def of_project(session: Session, viewer: Viewer, project_id: int) -> list[DeliveryLine]:
    """What a project has delivered, the newest first; one query."""
    own, study = aliased(Record, flat=True), aliased(Record, flat=True)
    known = sa.select(col(Record.id)).where(live(viewer)).correlate(None)
    found = session.execute(
        sa.select(
            col(Delivery.id),
            col(Delivery.version),
            col(Delivery.text),
            col(Delivery.unit),
            col(Delivery.quantity),
            col(Delivery.on_stated),
            col(Recommendation.id),
            col(Recommendation.text),
            col(study.code),
        )
        .join(own, col(own.id) == Delivery.id)
        .outerjoin(
            Recommendation,
            sa.and_(col(Recommendation.id) == Delivery.recommendation_id, col(Recommendation.assessment_id).in_(known)),
        )
        .outerjoin(study, col(study.id) == Recommendation.assessment_id)
        .where(col(Delivery.project_id) == project_id, col(own.archived_at).is_(None))
        .order_by(col(Delivery.on_earliest).desc().nulls_last(), col(Delivery.id).desc())
    )
    return [_line(row) for row in found]


def _line(row: Any) -> DeliveryLine:  # noqa: ANN401 - a row of the query
    key, version, text, unit, quantity, on, asked, words, code = row
    dated = PartialDate.parse(on) if on else None
    return DeliveryLine(key, version, text, unit, quantity, dated, asked, words, code)


def for_recommendations(
    session: Session, viewer: Viewer, recommendation_ids: Sequence[int]
) -> dict[int, list[Delivery]]:
    """What was delivered for recommendations, by their numbers, the oldest first: of projects this person may see."""
    found: dict[int, list[Delivery]] = {}
    asked = col(Delivery.recommendation_id).in_(recommendation_ids)
    for row in standing(session, viewer, asked):
        found.setdefault(row.recommendation_id or 0, []).append(row)
    return found


def standing(session: Session, viewer: Viewer, where: sa.ColumnElement[bool]) -> list[Delivery]:
    """Deliveries that fulfil a condition and whose project this person may see, in the order of their dates."""
    order = (col(Delivery.on_earliest).nulls_last(),)
    return parts_of(session, viewer, Delivery, col(Delivery.project_id), where, order=order)


def answerable(session: Session, viewer: Viewer, project_id: int) -> list[tuple[int, str]]:
    """The recommendations that a project's delivery may answer, its own first.

    Its own: those that it came of, and those of the assessments it followed. Others: those of assessments of the same
    disasters.
    """
    struck = sa.select(col(ProjectDisaster.disaster_id)).where(col(ProjectDisaster.project_id) == project_id)
    studies = sa.select(col(AssessmentDisaster.assessment_id)).where(col(AssessmentDisaster.disaster_id).in_(struck))
    own = sa.or_(col(Recommendation.project_id) == project_id, col(Assessment.project_id) == project_id)
    delivered = sa.select(col(Delivery.recommendation_id)).where(col(Delivery.project_id) == project_id)
    near = sa.or_(own, col(Assessment.id).in_(studies), sa.func.coalesce(Recommendation.id, 0).in_(delivered))
    part = aliased(Record, flat=True)
    found = session.execute(
        sa.select(col(Recommendation.id), col(Recommendation.text), col(Assessment.title))
        .join(Assessment, col(Assessment.id) == Recommendation.assessment_id)
        .join(Record, col(Record.id) == Assessment.id)
        .join(part, col(part.id) == Recommendation.id)
        .where(live(viewer), col(part.archived_at).is_(None), near)
        .order_by(sa.case((own, 0), else_=1), col(Assessment.id), col(Recommendation.id))
    ).all()
    return [(key or 0, f"{_short(text)} · {title}") for key, text, title in found]


def units_asked(session: Session, viewer: Viewer, project_id: int) -> list[str]:
    """The units in which findings count what this project is to deliver: what is delivered in them is compared."""
    answered = (
        sa.select(col(RecommendationFinding.finding_id))
        .join(Recommendation, col(Recommendation.id) == RecommendationFinding.recommendation_id)
        .where(col(Recommendation.project_id) == project_id, known_to(viewer, col(Recommendation.assessment_id)))
    )
    found = session.scalars(
        sa.select(col(Finding.unit)).where(col(Finding.id).in_(answered), col(Finding.unit).is_not(None)).distinct()
    )
    return sorted(unit for unit in found if unit)


LONGEST = 90
"""Signs of a recommendation that a box of choices shows."""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
