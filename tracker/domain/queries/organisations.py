"""Organisations: the list, and one with everything it takes part in, signed and undertook; `queries.given` has its money."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import rules
from tracker.domain.codes import PartnerRole, RecordKind
from tracker.domain.models import (
    Agreement,
    AgreementParty,
    Assessment,
    AssessmentParticipant,
    Component,
    ComponentPartner,
    Contribution,
    Organisation,
    Person,
    Programme,
    ProgrammeMember,
    Project,
    ProjectPartner,
)
from tracker.domain.queries import dossier, linked, lists, texts
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.lists import Listed, Wanted
from tracker.domain.queries.paging import Some
from tracker.domain.queries.sight import Sight
from tracker.domain.queries.statement import Statement


@dataclass(frozen=True)
class OrganisationPage:
    """An organisation and everything beside it; `roles` by the id of the project or assessment."""

    organisation: Organisation
    around: Dossier
    owner: Organisation | None
    offices: list[Organisation]
    projects: list[Project]
    components: dict[int, list[Component]]
    assessments: list[Assessment]
    roles: dict[int, PartnerRole]
    agreements: Some[Agreement]
    memberships: list[ProgrammeMember]
    programmes: dict[int, Programme]
    people: list[Person]


def listing(session: Session, reader: Reader, wanted: Wanted) -> Listed[Organisation]:
    """One page of the organisations this person may see, by name unless asked otherwise."""
    found = lists.start(session, reader, Organisation, wanted)
    if wanted.territory:
        there = linked.coded(RecordKind.territory, wanted.territory.upper())
        found = found.where(col(Organisation.territory_id).in_(there))
    if wanted.kind:
        found = found.where(lists.is_code(Organisation.kind, wanted.kind))
    name = sa.func.lower(texts.shown(reader.language, Organisation.id, "name", Organisation.name))
    sorts = {"title": name, "acronym": sa.func.lower(col(Organisation.acronym)), "kind": col(Organisation.kind)}

    def counts(ids: Sequence[int]) -> dict[str, dict[int, int]]:
        about: dict[str, tuple[Any, tuple[str, str]]] = {
            "projects": (ProjectPartner, ("organisation_id", "project_id")),
            "agreements": (AgreementParty, ("organisation_id", "agreement_id")),
            "contributions": (Contribution, ("donor_id", "id")),
        }
        return {name: linked.counted(session, reader.viewer, *link, ids) for name, link in about.items()}

    ordered = lists.ordered(found, sorts, wanted.sort, "title", col(Organisation.id))
    return lists.listed(
        session, reader, ordered, wanted, territory_ids=_seats, counts=counts, codes={"kind": (Organisation, "kind")}
    )


@cache
def _seats(sight: Sight) -> Statement:
    return sa.select(col(Organisation.territory_id)).where(sight.sees(col(Organisation.id))).distinct()


def detail(session: Session, reader: Reader, code: str) -> OrganisationPage | None:
    """The organisation with this code, as this person may see it."""
    viewer = reader.viewer
    organisation = linked.one(session, viewer, Organisation, RecordKind.organisation, code)
    if organisation is None or organisation.id is None:
        return None
    own = organisation.id
    family = linked.rows(
        session,
        viewer,
        Organisation,
        (col(Organisation.owner_id) == own) | (col(Organisation.id) == organisation.owner_id),
    )
    components = _components(session, own)
    roles = _roles(session, own)
    projects = linked.projects(session, viewer, [*roles, *components])
    assessments = linked.assessments(session, viewer, col(Assessment.id).in_(list(roles)))
    signed = linked.across(AgreementParty, "agreement_id", "organisation_id", own)
    agreements = linked.some(session, viewer, Agreement, col(Agreement.id).in_(signed))
    memberships = _memberships(session, own)
    programmes = linked.programmes(session, viewer, [row.programme_id for row in memberships])
    people = _people(session, reader, own)
    parts = [part for row in projects for part in components.get(row.id or 0, [])]
    around = dossier.load(
        session,
        reader,
        organisation,
        beside=[*family, *projects, *parts, *assessments, *agreements.rows, *memberships, *programmes],
        territory_ids=[organisation.territory_id] if organisation.territory_id else [],
    )
    known = {row.id: row for row in programmes if row.id}
    return OrganisationPage(
        organisation=organisation,
        around=around,
        owner=next((row for row in family if row.id == organisation.owner_id), None),
        offices=[row for row in family if row.owner_id == own],
        projects=projects,
        components=components,
        assessments=assessments,
        roles=roles,
        agreements=agreements,
        memberships=[row for row in memberships if row.programme_id in known],
        programmes=known,
        people=people,
    )


def _roles(session: Session, own: int) -> dict[int, PartnerRole]:
    """The organisation's role by the id of each project and assessment that names it."""
    works = sa.select(col(ProjectPartner.project_id), col(ProjectPartner.role)).where(
        col(ProjectPartner.organisation_id) == own
    )
    studies = sa.select(col(AssessmentParticipant.assessment_id), col(AssessmentParticipant.role)).where(
        col(AssessmentParticipant.organisation_id) == own
    )
    return {key: PartnerRole(role) for key, role in [*session.execute(works), *session.execute(studies)]}


def _components(session: Session, own: int) -> dict[int, list[Component]]:
    """The components it takes part in, by project."""
    found: dict[int, list[Component]] = {}
    partner = linked.across(ComponentPartner, "component_id", "organisation_id", own)
    for row in session.scalars(
        sa.select(Component).where(col(Component.id).in_(partner)).order_by(col(Component.position))
    ):
        if row.record.archived_at is None:
            found.setdefault(row.project_id, []).append(row)
    return found


def _memberships(session: Session, own: int) -> list[ProgrammeMember]:
    found = session.scalars(
        sa.select(ProgrammeMember)
        .where(col(ProgrammeMember.organisation_id) == own)
        .order_by(col(ProgrammeMember.start_earliest), col(ProgrammeMember.id))
    )
    return [row for row in found if row.record.archived_at is None]


def _people(session: Session, reader: Reader, own: int) -> list[Person]:
    """Contacts are for the programme's own people."""
    if not rules.sees_inside(reader.viewer):
        return []
    return linked.rows(session, reader.viewer, Person, col(Person.organisation_id) == own, order=(col(Person.name),))
