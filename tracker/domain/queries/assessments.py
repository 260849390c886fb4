"""Assessments: the list, and one with what it found, asked for, followed and led to."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlmodel import SQLModel, col

from tracker.domain.codes import OPEN_RECOMMENDATIONS, Effect, RecordKind, Sector, Topic
from tracker.domain.models import (
    Agreement,
    AgreementProject,
    Assessment,
    AssessmentDisaster,
    AssessmentParticipant,
    AssessmentPlace,
    AssessmentTerritory,
    Delivery,
    Disaster,
    Finding,
    Milestone,
    Organisation,
    Place,
    Programme,
    Project,
    Recommendation,
    RecommendationFinding,
    Record,
)
from tracker.domain.queries import deliveries, dossier, linked, lists, texts
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.lists import Listed, Wanted
from tracker.domain.queries.sight import Sight
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import known_to
from tracker.domain.rules import Viewer

LOADED = (selectinload(Assessment.territories),)


@dataclass(frozen=True)
class AssessmentPage:
    """An assessment and everything beside it. `organisations` are those that are named on it, by id."""

    assessment: Assessment
    around: Dossier
    participants: list[AssessmentParticipant]
    findings: list[Finding]
    recommendations: list[Recommendation]
    organisations: dict[int, Organisation]
    projects: dict[int, Project]
    programme: Programme | None
    disasters: list[Disaster]
    agreements: list[Agreement]
    places: dict[int, Place]
    answered: dict[int, list[int]]
    milestones: dict[int, Milestone]
    delivered: dict[int, list[Delivery]]

    def about(self, *topics: Topic) -> list[Finding]:
        """The findings on these topics."""
        return [row for row in self.findings if row.topic in topics]

    @property
    def own_places(self) -> list[Place]:
        return [row for row in self.places.values() if row in self.assessment.places]

    def answers(self, recommendation: Recommendation) -> list[Finding]:
        """The findings that a recommendation answers."""
        keys = self.answered.get(recommendation.id or 0, [])
        return [row for row in self.findings if row.id in keys]

    @property
    def by_sector(self) -> list[tuple[Sector, dict[Effect | None, list[Finding]]]]:
        """The findings by sector and effect, in the order of the sectors."""
        found: dict[Sector, dict[Effect | None, list[Finding]]] = {}
        for row in sorted(self.findings, key=lambda row: list(Sector).index(row.sector)):
            found.setdefault(row.sector, {}).setdefault(row.effect, []).append(row)
        return list(found.items())


def listing(session: Session, reader: Reader, wanted: Wanted) -> Listed[Assessment]:
    """One page of the assessments this person may see, the newest first unless asked otherwise."""
    found = lists.start(session, reader, Assessment, wanted)
    for condition in _conditions(reader, wanted):
        found = found.where(condition)
    sorts = {
        "title": sa.func.lower(texts.shown(reader.language, Assessment.id, "title", Assessment.title)),
        "date": col(Assessment.on_earliest),
    }
    ordered = lists.ordered(found, sorts, wanted.sort, "-date", col(Assessment.id))
    return lists.listed(
        session,
        reader,
        ordered,
        wanted,
        options=LOADED,
        territory_ids=_territories,
        programme_ids=_programmes,
        codes={name: (Assessment, name) for name in ("hazard", "kind", "state")},
    )


def _territories(sight: Sight) -> Statement:
    return linked.beside(sight, AssessmentTerritory, "territory_id", "assessment_id")


@cache
def _programmes(sight: Sight) -> Statement:
    """The programmes of the assessments, and of the projects that these led to."""
    own, project = sight.sees(col(Assessment.id)), sight.sees(col(Project.id))
    mine = sa.select(col(Assessment.programme_id)).where(col(Assessment.programme_id).is_not(None), own)
    theirs = sa.select(col(Project.programme_id)).join(Assessment, col(Assessment.project_id) == Project.id)
    return sa.select(sa.union(mine, theirs.where(own, project)).subquery().c[0])


def _conditions(reader: Reader, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    key, viewer = col(Assessment.id), reader.viewer
    if wanted.territory:
        there = linked.coded(RecordKind.territory, wanted.territory.upper())
        conditions.append(key.in_(linked.across(AssessmentTerritory, "assessment_id", "territory_id", there)))
    if wanted.hazard:
        events = sa.select(col(Disaster.id)).where(
            lists.is_code(Disaster.hazard, wanted.hazard), known_to(viewer, col(Disaster.id))
        )
        after = key.in_(linked.across(AssessmentDisaster, "assessment_id", "disaster_id", events))
        conditions.append(sa.or_(lists.is_code(Assessment.hazard, wanted.hazard), after))
    if wanted.programme:
        programme = linked.known(reader.viewer, RecordKind.programme, wanted.programme)
        projects = sa.select(col(Project.id)).where(
            col(Project.programme_id).in_(programme), known_to(viewer, col(Project.id))
        )
        conditions.append(sa.or_(col(Assessment.programme_id).in_(programme), col(Assessment.project_id).in_(projects)))
    for column, value in ((Assessment.kind, wanted.kind), (Assessment.state, wanted.state)):
        if value:
            conditions.append(lists.is_code(column, value))
    if wanted.open:
        asking = sa.select(col(Recommendation.assessment_id)).join(Record, col(Record.id) == Recommendation.id)
        waiting = col(Recommendation.state).in_(OPEN_RECOMMENDATIONS)
        conditions.append(key.in_(asking.where(waiting, col(Record.archived_at).is_(None)).correlate(None)))
    return conditions


TIES: dict[str, tuple[type[SQLModel], str, str]] = {
    "territory_ids": (AssessmentTerritory, "assessment_id", "territory_id"),
    "place_ids": (AssessmentPlace, "assessment_id", "place_id"),
    "disaster_ids": (AssessmentDisaster, "assessment_id", "disaster_id"),
}
"""What an assessment's form ties it to, beside those who took part."""


def by_code(session: Session, viewer: Viewer, code: str) -> Assessment | None:
    """The assessment with this code, archived or not, if this person may know of it."""
    return linked.one(session, viewer, Assessment, RecordKind.assessment, code)


def linked_ids(session: Session, assessment_id: int) -> dict[str, list[int]]:
    """The numbers of the rows an assessment is tied to, by the name its form gives them; one query."""
    return linked.ids_across(session, assessment_id, TIES)


def participants(session: Session, assessment_id: int) -> Sequence[AssessmentParticipant]:
    """Who took part, each in its role."""
    own = col(AssessmentParticipant.assessment_id) == assessment_id
    order = col(AssessmentParticipant.organisation_id)
    return session.scalars(sa.select(AssessmentParticipant).where(own).order_by(order)).all()


def finding_ids(session: Session, recommendation_id: int) -> list[int]:
    """The findings that a recommendation answers."""
    return linked.ids_across(
        session, recommendation_id, {"findings": (RecommendationFinding, "recommendation_id", "finding_id")}
    )["findings"]


def findings(session: Session, assessment_id: int) -> list[tuple[int, str]]:
    """The findings of an assessment, to be chosen from."""
    rows = session.execute(
        sa.select(col(Finding.id), col(Finding.text))
        .join(Record, col(Record.id) == Finding.id)
        .where(col(Finding.assessment_id) == assessment_id, col(Record.archived_at).is_(None))
        .order_by(col(Finding.id))
    ).all()
    return [(key or 0, text) for key, text in rows]


def detail(session: Session, reader: Reader, code: str) -> AssessmentPage | None:
    """The assessment with this code, as this person may see it."""
    viewer = reader.viewer
    parts = (selectinload(Assessment.findings), selectinload(Assessment.recommendations))
    more = (selectinload(Assessment.participants), selectinload(Assessment.places))
    assessment = linked.one(session, viewer, Assessment, RecordKind.assessment, code, *LOADED, *parts, *more)
    if assessment is None or assessment.id is None:
        return None
    findings = [row for row in assessment.findings if row.record.archived_at is None]
    asked = [row for row in assessment.recommendations if row.record.archived_at is None]
    projects = linked.projects(session, viewer, [assessment.project_id, *(row.project_id for row in asked)])
    named = {row.organisation_id for row in assessment.participants} | {row.addressee_id for row in asked}
    organisations = linked.rows(session, viewer, Organisation, col(Organisation.id).in_(named))
    after = linked.across(AssessmentDisaster, "disaster_id", "assessment_id", assessment.id)
    disasters = linked.rows(session, viewer, Disaster, col(Disaster.id).in_(after))
    programmes = linked.programmes(session, viewer, [assessment.programme_id, *(row.programme_id for row in projects)])
    covering = linked.across(AgreementProject, "agreement_id", "project_id", [row.id for row in projects])
    agreements = linked.agreements(session, viewer, col(Agreement.id).in_(covering))
    spots = {row.id for row in assessment.places} | {row.place_id for row in findings}
    there = linked.rows(session, viewer, Place, col(Place.id).in_(spots), order=(col(Place.name),))
    became = col(Milestone.id).in_({row.milestone_id for row in asked})
    reached = linked.parts_of(session, viewer, Milestone, col(Milestone.project_id), became)
    around = dossier.load(
        session,
        reader,
        assessment,
        beside=[*findings, *asked, *projects, *organisations, *disasters, *programmes, *agreements, *there, *reached],
    )
    asked_ids = [row.id or 0 for row in asked]
    known = {row.id: row for row in organisations if row.id}
    own = assessment.programme_id or next((row.programme_id for row in projects), None)
    return AssessmentPage(
        assessment=assessment,
        around=around,
        participants=[row for row in assessment.participants if row.organisation_id in known],
        findings=findings,
        recommendations=asked,
        organisations=known,
        projects={row.id: row for row in projects if row.id},
        programme=next((row for row in programmes if row.id == own), None),
        disasters=disasters,
        agreements=agreements,
        places={row.id: row for row in there if row.id},
        answered=_answered(session, asked_ids),
        milestones={row.id: row for row in reached if row.id},
        delivered=deliveries.for_recommendations(session, viewer, asked_ids),
    )


def _answered(session: Session, recommendation_ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = session.execute(
        sa.select(col(RecommendationFinding.recommendation_id), col(RecommendationFinding.finding_id))
        .where(col(RecommendationFinding.recommendation_id).in_(recommendation_ids))
        .order_by(col(RecommendationFinding.finding_id))
    )
    for recommendation_id, finding_id in rows:
        found.setdefault(recommendation_id, []).append(finding_id)
    return found
