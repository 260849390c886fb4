"""Making and changing assessments, what they found and what they ask for."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col

from tracker.domain.actions import places
from tracker.domain.actions.disasters import figure_then
from tracker.domain.actions.linking import unseen, with_unseen
from tracker.domain.actions.parts import PartType, major
from tracker.domain.actions.projects import sync_links
from tracker.domain.actions.records import add_record, free_code
from tracker.domain.codes import N_, PartnerRole, RecordKind
from tracker.domain.drafts.assessments import AssessmentDraft, FindingDraft, RecommendationDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import (
    Assessment,
    AssessmentDisaster,
    AssessmentParticipant,
    AssessmentPlace,
    AssessmentTerritory,
    Finding,
    Recommendation,
    RecommendationFinding,
)
from tracker.domain.queries import changes
from tracker.domain.queries.assessments import finding_ids, linked_ids, participants
from tracker.domain.queries.changes import Base
from tracker.domain.rules import Viewer

COLUMNS = (
    "title",
    "kind",
    "state",
    "on",
    "summary",
    "place_stated",
    "method",
    "hazard",
    "output",
    "output_on",
    "follow_up",
)


def create(session: Session, *, viewer: Viewer, draft: AssessmentDraft, language: str = "en") -> Assessment:
    """Record an assessment; its code is made from its title and stays when that changes."""
    record = add_record(
        session,
        kind=RecordKind.assessment,
        code=free_code(session, RecordKind.assessment, draft.title),
        visibility=draft.visibility,
        language=language,
    )
    record.created_by_id = viewer.user_id
    assessment = Assessment(record=record, title=draft.title)
    _fill(assessment, draft)
    assessment.programme_id, assessment.project_id = draft.programme_id, draft.project_id
    session.add(assessment)
    session.flush()
    _tie(session, viewer, assessment, draft)
    session.flush()
    return assessment


def edit(
    session: Session, *, viewer: Viewer, assessment: Assessment, draft: AssessmentDraft, version: int | None
) -> Assessment:
    """Change an assessment; raises Clash when somebody saved it since `version`."""
    if version != assessment.version:
        raise Clash(assessment.version)
    _fill(assessment, draft)
    hidden = unseen(session, viewer, [assessment.programme_id, assessment.project_id])
    for name in ("programme_id", "project_id"):
        if getattr(assessment, name) not in hidden and getattr(assessment, name) != getattr(draft, name):
            setattr(assessment, name, getattr(draft, name))
    opened = assessment.record.visibility != draft.visibility
    assessment.record.visibility = draft.visibility
    if _tie(session, viewer, assessment, draft) or opened:
        flag_modified(assessment, "changed_at")  # these stand in rows of their own; the version must tell of them too
    session.flush()
    return assessment


def _fill(assessment: Assessment, draft: AssessmentDraft) -> None:
    for name in COLUMNS:
        if getattr(assessment, name) != getattr(draft, name):
            setattr(assessment, name, getattr(draft, name))


def _tie(session: Session, viewer: Viewer, assessment: Assessment, draft: AssessmentDraft) -> bool:
    """Make the assessment's links be those of the draft. True where any changed."""
    own = assessment.id or 0
    standing = linked_ids(session, own)
    struck = with_unseen(session, viewer, draft.disaster_ids, standing["disaster_ids"])
    chosen = places.wanted(session, draft, draft.visibility)
    there = with_unseen(session, viewer, chosen, standing["place_ids"])
    changed = [
        sync_links(session, AssessmentTerritory, "assessment_id", own, "territory_id", wanted=draft.territory_ids),
        sync_links(session, AssessmentDisaster, "assessment_id", own, "disaster_id", wanted=struck),
        sync_links(session, AssessmentPlace, "assessment_id", own, "place_id", wanted=there),
        _take_part(session, viewer, own, draft.roles),
    ]
    return any(changed)


def _take_part(session: Session, viewer: Viewer, own: int, roles: Mapping[int, PartnerRole]) -> bool:
    """Make just these take part, each in its role; those this person may not know of stay."""
    standing = {row.organisation_id: row for row in participants(session, own)}
    hidden = unseen(session, viewer, standing)
    changed = False
    for key, row in standing.items():
        if key in roles and row.role != roles[key]:
            row.role, changed = roles[key], True
        elif key not in roles and key not in hidden:
            session.delete(row)
            changed = True
    for key in sorted(roles.keys() - standing.keys()):
        session.add(AssessmentParticipant(assessment_id=own, organisation_id=key, role=roles[key]))
        changed = True
    return changed


def _set_upper(_session: Session, row: Finding, draft: FindingDraft) -> None:
    minor = draft.money_high.minor if draft.money_high else None
    if row.amount_high_minor != minor:
        row.amount_high_minor = minor


def _upper(_session: Session, row: Finding) -> dict[str, Any]:
    return {"amount_high": row.upper.major if row.upper else None}


def _upper_then(session: Session, part_id: int, then: Base) -> dict[str, Any]:
    upper = major(then.values.get("amount_high_minor"), then.values.get("currency"))
    return figure_then(session, part_id, then) | {"amount_high": upper}


def _answers(session: Session, row: Recommendation, draft: RecommendationDraft) -> bool:
    """Tie the recommendation to the findings it answers, which are those of its own assessment."""
    own = set(session.scalars(sa.select(col(Finding.id)).where(col(Finding.assessment_id) == row.assessment_id)))
    if not own.issuperset(draft.finding_ids):
        raise Refused("finding_ids", N_("Choose findings of this assessment."))
    wanted = draft.finding_ids
    return sync_links(session, RecommendationFinding, "recommendation_id", row.id or 0, "finding_id", wanted=wanted)


def _answered(session: Session, row: Recommendation) -> dict[str, Any]:
    return {"finding_ids": finding_ids(session, row.id or 0)}


def _answered_then(session: Session, part_id: int, then: Base) -> dict[str, Any]:
    if then.until is None:
        return {}
    table, column = "recommendation_finding", "finding_id"
    return {"finding_ids": changes.links_before(session, part_id, table, column, then.until)}


FINDING = PartType(
    RecordKind.finding, Finding, FindingDraft, "assessment_id", fill=_set_upper, more=_upper, was=_upper_then
)
RECOMMENDATION = PartType(
    RecordKind.recommendation,
    Recommendation,
    RecommendationDraft,
    "assessment_id",
    tie=_answers,
    more=_answered,
    was=_answered_then,
)
