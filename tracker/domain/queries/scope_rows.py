"""The rows in the scope of a mission brief, table by table: complete, live, and as this person may see them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from tracker.domain.codes import RecordKind, UpdateState
from tracker.domain.errors import NotFound
from tracker.domain.models import (
    Agreement,
    AgreementParty,
    AgreementProject,
    Allocation,
    Assessment,
    AssessmentParticipant,
    AssessmentTerritory,
    CalendarEvent,
    Component,
    Contribution,
    Disaster,
    DisasterTerritory,
    EventTerritory,
    Mission,
    Organisation,
    Person,
    Programme,
    ProgrammeTerritory,
    Project,
    ProjectDisaster,
    ProjectPartner,
    ProjectTerritory,
    Record,
    Requirement,
    Territory,
    Update,
)
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer


def key_of(row: Any) -> int:  # noqa: ANN401 - any stored row
    """The identity of a stored row."""
    return int(row.id)


def _with(*path: Any) -> Any:  # noqa: ANN401 - relations, as SQLAlchemy types them
    """Load a chain of relations with the rows."""
    first, *rest = path
    option = selectinload(first)
    for step in rest:
        option = option.selectinload(step)
    return option


def _live(viewer: Viewer) -> sa.ColumnElement[bool]:
    """What this person sees and nobody has archived."""
    return sa.and_(col(Record.archived_at).is_(None), visible_to(viewer))


def subject(session: Session, key: str, viewer: Viewer) -> tuple[Mission | None, list[Territory]]:
    territory = session.exec(
        select(Territory).join(Record).where(Record.kind == RecordKind.territory, Record.code == key.upper())
    ).first()
    if territory:
        return None, [territory]
    mission = session.exec(
        select(Mission)
        .join(Record)
        .where(Record.kind == RecordKind.mission, Record.code == key, _live(viewer))
        .options(_with(Mission.territories), _with(Mission.members), _with(Mission.programme))
    ).first()
    if not mission:
        raise NotFound(
            f"There is no territory or mission “{key}”. "
            "Give a country's two-letter code such as SD (XK for Kosovo) or a mission's code."
        )
    return mission, list(mission.territories)


def projects(session: Session, here: list[int], viewer: Viewer) -> Sequence[Project]:
    in_scope = select(ProjectTerritory.project_id).where(col(ProjectTerritory.territory_id).in_(here))
    found = (
        select(Project)
        .join(Record)
        .where(col(Project.id).in_(in_scope), _live(viewer))
        .order_by(col(Project.id))
        .options(
            _with(Project.territories),
            _with(Project.partners, ProjectPartner.organisation),
            _with(Project.components, Component.partners),
            _with(Project.programme),
            *(_with(part) for part in (Project.managers, Project.objectives, Project.milestones, Project.risks)),
        )
    )
    return session.exec(found).all()


def updates(session: Session, project_ids: list[int], today: date) -> dict[int, Update]:
    """The newest published update of each project, on or before the day, corrections in place of what they correct."""
    published = (Update.state == UpdateState.published, col(Update.as_of) <= today)
    correction = sa.orm.aliased(Update)
    corrected = select(correction.corrects_id).where(
        correction.state == UpdateState.published, col(correction.corrects_id).is_not(None)
    )
    rows = session.exec(
        select(Update)
        .where(col(Update.project_id).in_(project_ids), *published, col(Update.id).not_in(corrected))
        .order_by(col(Update.as_of), col(Update.published_at), col(Update.id))
        .options(_with(Update.author))
    )
    return {row.project_id: row for row in rows}


def programmes(session: Session, here: list[int], viewer: Viewer) -> Sequence[Programme]:
    """Programmes that work in the scope and nowhere else: their fund is earmarked to it."""
    inside = select(ProgrammeTerritory.programme_id).where(col(ProgrammeTerritory.territory_id).in_(here))
    outside = select(ProgrammeTerritory.programme_id).where(col(ProgrammeTerritory.territory_id).not_in(here))
    found = (
        select(Programme)
        .join(Record)
        .where(col(Programme.id).in_(inside), col(Programme.id).not_in(outside), _live(viewer))
        .order_by(col(Programme.id))
    )
    return session.exec(found).all()


def partner_ids(projects: Iterable[Project]) -> list[int]:
    """Organisations that take part in the projects, and those they belong to."""
    found = [link.organisation for project in projects for link in project.partners if link.organisation]
    found += [partner for project in projects for component in project.components for partner in component.partners]
    return sorted({key_of(one) for one in found} | {one.owner_id for one in found if one.owner_id})


def disasters(session: Session, here: list[int], project_ids: list[int], viewer: Viewer) -> Sequence[Disaster]:
    struck = select(DisasterTerritory.disaster_id).where(col(DisasterTerritory.territory_id).in_(here))
    answered = select(ProjectDisaster.disaster_id).where(col(ProjectDisaster.project_id).in_(project_ids))
    found = (
        select(Disaster)
        .join(Record)
        .where(sa.or_(col(Disaster.id).in_(struck), col(Disaster.id).in_(answered)), _live(viewer))
        .order_by(col(Disaster.on_earliest).desc().nulls_last(), col(Disaster.id))
        .options(_with(Disaster.places), _with(Disaster.impact_figures))
    )
    return session.exec(found).all()


def agreements(session: Session, project_ids: list[int], partners: list[int], viewer: Viewer) -> Sequence[Agreement]:
    """Agreements that cover the projects, and those with the partners that work in them."""
    covering = select(AgreementProject.agreement_id).where(col(AgreementProject.project_id).in_(project_ids))
    with_partners = select(AgreementParty.agreement_id).where(
        col(AgreementParty.organisation_id).in_(partners), col(AgreementParty.own).is_(False)
    )
    found = (
        select(Agreement)
        .join(Record)
        .where(sa.or_(col(Agreement.id).in_(covering), col(Agreement.id).in_(with_partners)), _live(viewer))
        .order_by(col(Agreement.signed_earliest).nulls_last(), col(Agreement.id))
        .options(_with(Agreement.parties, AgreementParty.organisation), _with(Agreement.projects))
    )
    return session.exec(found).all()


def requirements(session: Session, project_ids: list[int], funds: Iterable[int]) -> Sequence[Requirement]:
    found = (
        select(Requirement)
        .join(Record)
        .where(
            sa.or_(col(Requirement.project_id).in_(project_ids), col(Requirement.fund_id).in_(funds)),
            col(Record.archived_at).is_(None),
        )
    )
    return session.exec(found.order_by(col(Requirement.id))).all()


def contributions(session: Session, project_ids: list[int], funds: list[int], viewer: Viewer) -> Sequence[Contribution]:
    """Contributions of which a part goes to the projects, or that went to a fund for the scope alone."""
    allocated = select(Allocation.contribution_id).where(col(Allocation.project_id).in_(project_ids))
    found = (
        select(Contribution)
        .join(Record)
        .where(sa.or_(col(Contribution.id).in_(allocated), col(Contribution.fund_id).in_(funds)), _live(viewer))
        .order_by(col(Contribution.id))
        .options(
            *(_with(part) for part in (Contribution.donor, Contribution.fund, Contribution.steps)),
            _with(Contribution.allocations),
        )
    )
    return session.exec(found).all()


def assessments(session: Session, here: list[int], project_ids: list[int], viewer: Viewer) -> Sequence[Assessment]:
    assessed = select(AssessmentTerritory.assessment_id).where(col(AssessmentTerritory.territory_id).in_(here))
    found = (
        select(Assessment)
        .join(Record)
        .where(
            sa.or_(col(Assessment.id).in_(assessed), col(Assessment.project_id).in_(project_ids)),
            _live(viewer),
        )
        .order_by(col(Assessment.on_earliest).desc().nulls_last(), col(Assessment.id))
        .options(
            _with(Assessment.participants, AssessmentParticipant.organisation),
            _with(Assessment.findings),
            _with(Assessment.recommendations),
        )
    )
    return session.exec(found).all()


def addressees(session: Session, found: Iterable[Assessment]) -> dict[int, Organisation]:
    """The organisations that the assessments' recommendations are made to, by id."""
    ids = {one.addressee_id for row in found for one in row.recommendations if one.addressee_id}
    asked = select(Organisation).where(col(Organisation.id).in_(ids)).order_by(col(Organisation.id))
    return {key_of(row): row for row in session.exec(asked)}


def events(
    session: Session, here: list[int], project_ids: list[int], programme_ids: list[int], viewer: Viewer
) -> Sequence[CalendarEvent]:
    """Those about the territories, the projects or the programmes; of a project or an agreement only where that is seen."""
    about = select(EventTerritory.event_id).where(col(EventTerritory.territory_id).in_(here))
    seen = select(Record.id).where(_live(viewer)).correlate(None)
    tied = (col(CalendarEvent.project_id), col(CalendarEvent.agreement_id))
    found = (
        select(CalendarEvent)
        .join(Record)
        .where(
            sa.or_(
                col(CalendarEvent.id).in_(about),
                col(CalendarEvent.project_id).in_(project_ids),
                col(CalendarEvent.programme_id).in_(programme_ids),
            ),
            *(sa.or_(column.is_(None), column.in_(seen)) for column in tied),
            _live(viewer),
        )
        .order_by(col(CalendarEvent.on_earliest).nulls_last(), col(CalendarEvent.id))
    )
    return session.exec(found).all()


def people(session: Session, partners: list[int], viewer: Viewer) -> Sequence[Person]:
    found = (
        select(Person)
        .join(Record)
        .where(col(Person.organisation_id).in_(partners), _live(viewer))
        .order_by(col(Person.name), col(Person.id))
        .options(_with(Person.organisation))
    )
    return session.exec(found).all()
