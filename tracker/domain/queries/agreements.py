"""Agreements: the list, and one with its parties, what they undertook and what came of it."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlmodel import col

from tracker.domain.codes import RecordKind
from tracker.domain.models import (
    Agreement,
    AgreementParty,
    AgreementProject,
    Amendment,
    Assessment,
    CalendarEvent,
    Contribution,
    Organisation,
    Person,
    Post,
    Programme,
    Project,
    ProjectTerritory,
    ReportedAmount,
    Signature,
    Undertaking,
)
from tracker.domain.queries import dossier, linked, lists, texts
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.lists import Listed, Wanted


@dataclass(frozen=True)
class AgreementPage:
    """An agreement and everything beside it. `organisations` are those that are named on it, by id."""

    agreement: Agreement
    around: Dossier
    parties: list[AgreementParty]
    signatures: list[Signature]
    undertakings: list[Undertaking]
    amendments: list[Amendment]
    organisations: dict[int, Organisation]
    people: dict[int, Person]
    programme: Programme | None
    projects: list[Project]
    assessments: list[Assessment]
    posts: list[Post]
    events: list[CalendarEvent]
    amounts: list[ReportedAmount]
    contributions: list[Contribution]


def listing(session: Session, reader: Reader, wanted: Wanted) -> Listed[Agreement]:
    """One page of the agreements this person may see, the newest first unless asked otherwise."""
    found = lists.start(session, reader, Agreement, wanted).options(linked.parties(reader.viewer))
    for condition in _conditions(reader, wanted):
        found = found.where(condition)
    sorts = {
        "title": sa.func.lower(texts.shown(reader.language, Agreement.id, "title", Agreement.title)),
        "signed": col(Agreement.signed_earliest),
        "end": col(Agreement.end_latest),
    }
    visible = linked.seen(reader.viewer)
    programmes = sa.select(col(Agreement.programme_id)).where(col(Agreement.id).in_(visible))
    covered = linked.across(AgreementProject, "project_id", "agreement_id", visible)
    covered = covered.where(col(AgreementProject.project_id).in_(visible))
    territories = linked.across(ProjectTerritory, "territory_id", "project_id", covered)
    ordered = lists.ordered(found, sorts, wanted.sort, "-signed", col(Agreement.id))
    return lists.listed(
        session,
        reader,
        ordered,
        wanted,
        territory_ids=territories,
        programme_ids=programmes,
        codes={"kind": Agreement.kind, "state": Agreement.state},
        beside=lambda row: (party.organisation for party in row.parties),
    )


def _conditions(reader: Reader, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    key, visible = col(Agreement.id), linked.seen(reader.viewer)
    if wanted.territory:
        there = linked.coded(RecordKind.territory, wanted.territory.upper())
        working = linked.across(ProjectTerritory, "project_id", "territory_id", there)
        working = working.where(col(ProjectTerritory.project_id).in_(visible))
        conditions.append(key.in_(linked.across(AgreementProject, "agreement_id", "project_id", working)))
    if wanted.programme:
        programme = linked.known(reader.viewer, RecordKind.programme, wanted.programme)
        projects = sa.select(col(Project.id)).where(
            col(Project.programme_id).in_(programme), col(Project.id).in_(visible)
        )
        covering = key.in_(linked.across(AgreementProject, "agreement_id", "project_id", projects))
        conditions.append(sa.or_(col(Agreement.programme_id).in_(programme), covering))
    if wanted.organisation:
        party = linked.known(reader.viewer, RecordKind.organisation, wanted.organisation)
        conditions.append(key.in_(linked.across(AgreementParty, "agreement_id", "organisation_id", party)))
    for column, value in ((Agreement.kind, wanted.kind), (Agreement.state, wanted.state)):
        if value:
            conditions.append(lists.is_code(column, value))
    return conditions


def detail(session: Session, reader: Reader, code: str) -> AgreementPage | None:
    """The agreement with this code, as this person may see it."""
    viewer = reader.viewer
    kinds = (Agreement.parties, Agreement.signatures, Agreement.undertakings, Agreement.amendments)
    parts = [selectinload(kind) for kind in kinds]
    agreement = linked.one(session, viewer, Agreement, RecordKind.agreement, code, *parts)
    if agreement is None or agreement.id is None:
        return None
    own = agreement.id
    covered = linked.across(AgreementProject, "project_id", "agreement_id", own)
    projects = linked.projects(session, viewer, covered)
    studies = col(Assessment.project_id).in_([row.id for row in projects])
    assessments = linked.assessments(session, viewer, studies)
    posts = linked.rows(session, viewer, Post, col(Post.agreement_id) == own)
    events = linked.events(session, viewer, col(CalendarEvent.agreement_id) == own)
    amounts = linked.rows(session, viewer, ReportedAmount, col(ReportedAmount.agreement_id) == own)
    money = linked.contributions(session, viewer, col(Contribution.agreement_id) == own)
    programmes = linked.programmes(session, viewer, [agreement.programme_id])
    organisations = linked.rows(session, viewer, Organisation, col(Organisation.id).in_(_named(agreement)))
    people = linked.rows(session, viewer, Person, col(Person.id).in_([row.person_id for row in agreement.signatures]))
    undertakings = [row for row in agreement.undertakings if row.record.archived_at is None]
    amendments = [row for row in agreement.amendments if row.record.archived_at is None]
    donors = [row.donor for row in money] + [row.fund for row in money]
    beside = [*undertakings, *amendments, *projects, *assessments, *posts, *events, *amounts]
    around = dossier.load(
        session,
        reader,
        agreement,
        beside=[*beside, *programmes, *organisations, *money, *donors],
    )
    known = {row.id: row for row in organisations if row.id}
    return AgreementPage(
        agreement=agreement,
        around=around,
        parties=[row for row in agreement.parties if row.organisation_id in known],
        signatures=[row for row in agreement.signatures if row.record.archived_at is None],
        undertakings=undertakings,
        amendments=amendments,
        organisations=known,
        people={row.id: row for row in people if row.id},
        programme=next(iter(programmes), None),
        projects=projects,
        assessments=assessments,
        posts=posts,
        events=events,
        amounts=amounts,
        contributions=money,
    )


def _named(agreement: Agreement) -> set[int | None]:
    """The organisations that an agreement's parts name."""
    found: set[int | None] = {row.organisation_id for row in agreement.parties}
    found |= {row.organisation_id for row in agreement.undertakings}
    return found | {row.organisation_id for row in agreement.signatures}
