"""Assessments: the list, and one with what it found, asked for, followed and led to."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlmodel import col

from tracker.domain.codes import RecordKind
from tracker.domain.models import (
    Agreement,
    AgreementProject,
    Assessment,
    AssessmentDisaster,
    AssessmentParticipant,
    AssessmentTerritory,
    Disaster,
    Finding,
    Organisation,
    Programme,
    Project,
    Recommendation,
)
from tracker.domain.queries import dossier, linked, lists, texts
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.lists import Listed, Wanted

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


def listing(session: Session, reader: Reader, wanted: Wanted) -> Listed[Assessment]:
    """One page of the assessments this person may see, the newest first unless asked otherwise."""
    found = lists.start(session, reader, Assessment, wanted).options(*LOADED)
    for condition in _conditions(reader, wanted):
        found = found.where(condition)
    sorts = {
        "title": sa.func.lower(texts.shown(reader.language, Assessment.id, "title", Assessment.title)),
        "date": col(Assessment.on_earliest),
    }
    visible = linked.seen(reader.viewer)
    territories = linked.across(AssessmentTerritory, "territory_id", "assessment_id", visible)
    mine = sa.select(col(Assessment.programme_id)).where(col(Assessment.id).in_(visible))
    theirs = sa.select(col(Project.programme_id)).join(Assessment, col(Assessment.project_id) == Project.id)
    theirs = theirs.where(col(Assessment.id).in_(visible), col(Project.id).in_(visible))
    programmes = sa.select(sa.union(mine, theirs).subquery().c[0])
    ordered = lists.ordered(found, sorts, wanted.sort, "-date", col(Assessment.id))
    return lists.listed(
        session,
        reader,
        ordered,
        wanted,
        territory_ids=territories,
        programme_ids=programmes,
        codes={"hazard": Assessment.hazard, "kind": Assessment.kind, "state": Assessment.state},
    )


def _conditions(reader: Reader, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    key, visible = col(Assessment.id), linked.seen(reader.viewer)
    if wanted.territory:
        there = linked.coded(RecordKind.territory, wanted.territory.upper())
        conditions.append(key.in_(linked.across(AssessmentTerritory, "assessment_id", "territory_id", there)))
    if wanted.hazard:
        events = sa.select(col(Disaster.id)).where(
            lists.is_code(Disaster.hazard, wanted.hazard), col(Disaster.id).in_(visible)
        )
        after = key.in_(linked.across(AssessmentDisaster, "assessment_id", "disaster_id", events))
        conditions.append(sa.or_(lists.is_code(Assessment.hazard, wanted.hazard), after))
    if wanted.programme:
        programme = linked.known(reader.viewer, RecordKind.programme, wanted.programme)
        projects = sa.select(col(Project.id)).where(
            col(Project.programme_id).in_(programme), col(Project.id).in_(visible)
        )
        conditions.append(sa.or_(col(Assessment.programme_id).in_(programme), col(Assessment.project_id).in_(projects)))
    for column, value in ((Assessment.kind, wanted.kind), (Assessment.state, wanted.state)):
        if value:
            conditions.append(lists.is_code(column, value))
    return conditions


def detail(session: Session, reader: Reader, code: str) -> AssessmentPage | None:
    """The assessment with this code, as this person may see it."""
    viewer = reader.viewer
    parts = (selectinload(Assessment.findings), selectinload(Assessment.recommendations))
    taking_part = selectinload(Assessment.participants)
    assessment = linked.one(session, viewer, Assessment, RecordKind.assessment, code, *LOADED, *parts, taking_part)
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
    around = dossier.load(
        session,
        reader,
        assessment,
        beside=[*findings, *asked, *projects, *organisations, *disasters, *programmes, *agreements],
    )
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
    )
