"""The rows in the scope of a brief, table by table: complete, live, and as this person may see them.

Statements are built once for each kind of reader and kept: to build one takes longer than to send it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from tracker.domain.codes import RecordKind, Role, UpdateState
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
    Milestone,
    Mission,
    Objective,
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
    Risk,
    Territory,
    Update,
)
from tracker.domain.queries.visibility import visible_as
from tracker.domain.rules import Viewer

_Kind = tuple[Role, bool]
"""What a kept statement is built for: the reader's role, and whether they are anybody in particular."""


def _ids(name: str) -> Any:  # noqa: ANN401 - stands for a list of identities
    return sa.bindparam(name, expanding=True, type_=sa.Integer)


HERE, PROJECTS = _ids("here"), _ids("projects")
KEY = sa.bindparam("key", type_=sa.String)


def key_of(row: Any) -> int:  # noqa: ANN401 - any stored row
    """The identity of a stored row."""
    return int(row.id)


def _with(part: Any, one: Any = None) -> Any:  # noqa: ANN401 - relations, as SQLAlchemy types them
    """Load a relation with the rows, and with each of its own rows the one that it points to."""
    option = selectinload(part)
    return option if one is None else option.joinedload(one)


def _kind(viewer: Viewer) -> _Kind:
    return viewer.role, viewer.user_id is not None


def _live(kind: _Kind) -> sa.ColumnElement[bool]:
    """What such a person sees and nobody has archived."""
    role, known = kind
    return sa.and_(col(Record.archived_at).is_(None), visible_as(role, known=known))


def subject(session: Session, key: str, viewer: Viewer) -> tuple[Mission | None, list[Territory]]:
    territory = session.exec(_territory(), params={"key": key.upper()}).first()
    if territory:
        return None, [territory]
    mission = session.exec(_mission(_kind(viewer)), params={"key": key, "viewer_id": viewer.user_id}).first()
    if not mission:
        raise NotFound(
            f"There is no territory or mission “{key}”. "
            "Give a country's two-letter code such as SD (XK for Kosovo) or a mission's code."
        )
    return mission, list(mission.territories)


@cache
def _territory() -> SelectOfScalar[Territory]:
    return select(Territory).join(Record).where(Record.kind == RecordKind.territory, col(Record.code) == KEY)


@cache
def _mission(kind: _Kind) -> SelectOfScalar[Mission]:
    return (
        select(Mission)
        .join(Record)
        .where(Record.kind == RecordKind.mission, col(Record.code) == KEY, _live(kind))
        .options(_with(Mission.territories), _with(Mission.members), _with(Mission.programme))
    )


def projects(session: Session, here: list[int], viewer: Viewer, others: Iterable[int] = ()) -> Sequence[Project]:
    """Projects in the territories, and `others` by their ids."""
    given = {"here": here, "others": list(others), "viewer_id": viewer.user_id}
    found = session.exec(_projects(_kind(viewer)), params=given).all()
    for name, statement in _parts().items():
        of: dict[int, list[Any]] = {key_of(project): [] for project in found}
        for part in session.exec(statement, params={"projects": list(of)}):
            of[part.project_id].append(part)
        for project in found:
            set_committed_value(project, name, of[key_of(project)])
    return found


@cache
def _parts() -> dict[str, SelectOfScalar[Any]]:
    """What projects are made of, by the relation's name: asked here, for the relation would ask at twice the time."""
    kinds: dict[str, Any] = {"objectives": Objective, "components": Component, "milestones": Milestone, "risks": Risk}
    orders = sa.inspect(Project).relationships
    statements = {
        name: select(kind).where(kind.project_id.in_(PROJECTS)).order_by(*(orders[name].order_by or ()))
        for name, kind in kinds.items()
    }
    return statements | {"components": statements["components"].options(_with(Component.partners))}


@cache
def _projects(kind: _Kind) -> SelectOfScalar[Project]:
    in_scope = select(ProjectTerritory.project_id).where(col(ProjectTerritory.territory_id).in_(HERE))
    return (
        select(Project)
        .join(Record)
        .where(sa.or_(col(Project.id).in_(in_scope), col(Project.id).in_(_ids("others"))), _live(kind))
        .order_by(col(Project.id))
        .options(
            _with(Project.territories),
            _with(Project.partners, ProjectPartner.organisation),
            _with(Project.managers),
        )
    )


def updates(session: Session, project_ids: list[int], today: date) -> dict[int, Update]:
    """The newest published update of each project, on or before the day, corrections in place of what they correct."""
    return {key: reports[-1] for key, reports in reports_of(session, project_ids, today).items()}


def reports_of(session: Session, project_ids: list[int], today: date) -> dict[int, list[Update]]:
    """All such updates of each project, the newest last."""
    found: dict[int, list[Update]] = {}
    for row in session.exec(_updates(), params={"projects": project_ids, "today": today}):
        found.setdefault(row.project_id, []).append(row)
    return found


@cache
def _updates() -> SelectOfScalar[Update]:
    published = (Update.state == UpdateState.published, col(Update.as_of) <= sa.bindparam("today", type_=sa.Date))
    correction = sa.orm.aliased(Update)
    corrected = select(correction.corrects_id).where(
        correction.state == UpdateState.published, col(correction.corrects_id).is_not(None)
    )
    return (
        select(Update)
        .where(col(Update.project_id).in_(PROJECTS), *published, col(Update.id).not_in(corrected))
        .order_by(col(Update.as_of), col(Update.published_at), col(Update.id))
        .options(_with(Update.author))
    )


def programmes(session: Session, here: list[int], viewer: Viewer) -> Sequence[Programme]:
    """Programmes that work in the scope and nowhere else: their fund is earmarked to it."""
    return session.exec(_programmes(_kind(viewer)), params={"here": here, "viewer_id": viewer.user_id}).all()


@cache
def _programmes(kind: _Kind) -> SelectOfScalar[Programme]:
    inside = select(ProgrammeTerritory.programme_id).where(col(ProgrammeTerritory.territory_id).in_(HERE))
    outside = select(ProgrammeTerritory.programme_id).where(col(ProgrammeTerritory.territory_id).not_in(HERE))
    return (
        select(Programme)
        .join(Record)
        .where(col(Programme.id).in_(inside), col(Programme.id).not_in(outside), _live(kind))
        .order_by(col(Programme.id))
    )


def partner_ids(projects: Iterable[Project]) -> list[int]:
    """Organisations that take part in the projects, and those they belong to."""
    found = [link.organisation for project in projects for link in project.partners if link.organisation]
    found += [partner for project in projects for component in project.components for partner in component.partners]
    return sorted({key_of(one) for one in found} | {one.owner_id for one in found if one.owner_id})


def disasters(session: Session, here: list[int], project_ids: list[int], viewer: Viewer) -> Sequence[Disaster]:
    given = {"here": here, "projects": project_ids, "viewer_id": viewer.user_id}
    return session.exec(_disasters(_kind(viewer)), params=given).all()


@cache
def _disasters(kind: _Kind) -> SelectOfScalar[Disaster]:
    struck = select(DisasterTerritory.disaster_id).where(col(DisasterTerritory.territory_id).in_(HERE))
    answered = select(ProjectDisaster.disaster_id).where(col(ProjectDisaster.project_id).in_(PROJECTS))
    return (
        select(Disaster)
        .join(Record)
        .where(sa.or_(col(Disaster.id).in_(struck), col(Disaster.id).in_(answered)), _live(kind))
        .order_by(col(Disaster.on_earliest).desc().nulls_last(), col(Disaster.id))
        .options(_with(Disaster.places), _with(Disaster.impact_figures))
    )


def agreements(
    session: Session, project_ids: list[int], partners: list[int], viewer: Viewer, others: Iterable[int] = ()
) -> Sequence[Agreement]:
    """Agreements that cover the projects, those with the partners that work in them, and `others` by their ids."""
    given = {"projects": project_ids, "partners": partners, "others": list(others), "viewer_id": viewer.user_id}
    return session.exec(_agreements(_kind(viewer)), params=given).all()


@cache
def _agreements(kind: _Kind) -> SelectOfScalar[Agreement]:
    covering = select(AgreementProject.agreement_id).where(col(AgreementProject.project_id).in_(PROJECTS))
    named = col(Agreement.id).in_(_ids("others"))
    with_partners = select(AgreementParty.agreement_id).where(
        col(AgreementParty.organisation_id).in_(_ids("partners")), col(AgreementParty.own).is_(False)
    )
    return (
        select(Agreement)
        .join(Record)
        .where(sa.or_(col(Agreement.id).in_(covering), col(Agreement.id).in_(with_partners), named), _live(kind))
        .order_by(col(Agreement.signed_earliest).nulls_last(), col(Agreement.id))
        .options(
            _with(Agreement.parties, AgreementParty.organisation),
            _with(Agreement.projects),
            _with(Agreement.amendments),
        )
    )


def requirements(session: Session, project_ids: list[int], funds: Iterable[int]) -> Sequence[Requirement]:
    return session.exec(_requirements(), params={"projects": project_ids, "funds": list(funds)}).all()


@cache
def _requirements() -> SelectOfScalar[Requirement]:
    return (
        select(Requirement)
        .join(Record)
        .where(
            sa.or_(col(Requirement.project_id).in_(PROJECTS), col(Requirement.fund_id).in_(_ids("funds"))),
            col(Record.archived_at).is_(None),
        )
        .order_by(col(Requirement.id))
    )


def contributions(
    session: Session, project_ids: list[int], funds: list[int], viewer: Viewer, others: Iterable[int] = ()
) -> Sequence[Contribution]:
    """Contributions of which a part goes to the projects, that went to a fund for the scope alone, and `others`."""
    given = {"projects": project_ids, "funds": funds, "others": list(others), "viewer_id": viewer.user_id}
    return session.exec(_contributions(_kind(viewer)), params=given).all()


@cache
def _contributions(kind: _Kind) -> SelectOfScalar[Contribution]:
    allocated = select(Allocation.contribution_id).where(col(Allocation.project_id).in_(PROJECTS))
    return (
        select(Contribution)
        .join(Record)
        .where(
            sa.or_(
                col(Contribution.id).in_(allocated),
                col(Contribution.fund_id).in_(_ids("funds")),
                col(Contribution.id).in_(_ids("others")),
            ),
            _live(kind),
        )
        .order_by(col(Contribution.id))
        .options(
            *(_with(part) for part in (Contribution.donor, Contribution.fund, Contribution.programme)),
            *(_with(part) for part in (Contribution.steps, Contribution.allocations)),
        )
    )


def assessments(
    session: Session, here: list[int], project_ids: list[int], viewer: Viewer, others: Iterable[int] = ()
) -> Sequence[Assessment]:
    """Assessments of the territories and the projects, and `others` by their ids."""
    given = {"here": here, "projects": project_ids, "others": list(others), "viewer_id": viewer.user_id}
    return session.exec(_assessments(_kind(viewer)), params=given).all()


@cache
def _assessments(kind: _Kind) -> SelectOfScalar[Assessment]:
    assessed = select(AssessmentTerritory.assessment_id).where(col(AssessmentTerritory.territory_id).in_(HERE))
    return (
        select(Assessment)
        .join(Record)
        .where(
            sa.or_(
                col(Assessment.id).in_(assessed),
                col(Assessment.project_id).in_(PROJECTS),
                col(Assessment.id).in_(_ids("others")),
            ),
            _live(kind),
        )
        .order_by(col(Assessment.on_earliest).desc().nulls_last(), col(Assessment.id))
        .options(
            _with(Assessment.participants, AssessmentParticipant.organisation),
            _with(Assessment.findings),
            _with(Assessment.recommendations),
        )
    )


def addressees(session: Session, found: Iterable[Assessment]) -> dict[int, Organisation]:
    """The organisations that the assessments' recommendations are made to, by id."""
    ids = {one.addressee_id for row in found for one in row.recommendations if one.addressee_id}
    if not ids:
        return {}
    return {key_of(row): row for row in session.exec(_addressees(), params={"ids": sorted(ids)})}


@cache
def _addressees() -> SelectOfScalar[Organisation]:
    return select(Organisation).where(col(Organisation.id).in_(_ids("ids"))).order_by(col(Organisation.id))


def events(
    session: Session, here: list[int], project_ids: list[int], programme_ids: list[int], viewer: Viewer
) -> Sequence[CalendarEvent]:
    """Those about the territories, the projects or the programmes; of a project or an agreement only where that is seen."""
    given = {"here": here, "projects": project_ids, "programmes": programme_ids, "viewer_id": viewer.user_id}
    return session.exec(_events(_kind(viewer)), params=given).all()


@cache
def _events(kind: _Kind) -> SelectOfScalar[CalendarEvent]:
    about = select(EventTerritory.event_id).where(col(EventTerritory.territory_id).in_(HERE))
    seen = select(Record.id).where(_live(kind)).correlate(None)
    tied = (col(CalendarEvent.project_id), col(CalendarEvent.agreement_id))
    return (
        select(CalendarEvent)
        .join(Record)
        .where(
            sa.or_(
                col(CalendarEvent.id).in_(about),
                col(CalendarEvent.project_id).in_(PROJECTS),
                col(CalendarEvent.programme_id).in_(_ids("programmes")),
            ),
            *(sa.or_(column.is_(None), column.in_(seen)) for column in tied),
            _live(kind),
        )
        .order_by(col(CalendarEvent.on_earliest).nulls_last(), col(CalendarEvent.id))
    )


def people(session: Session, partners: list[int], viewer: Viewer) -> Sequence[Person]:
    if not partners:
        return []
    return session.exec(_people(_kind(viewer)), params={"partners": partners, "viewer_id": viewer.user_id}).all()


@cache
def _people(kind: _Kind) -> SelectOfScalar[Person]:
    return (
        select(Person)
        .join(Record)
        .where(col(Person.organisation_id).in_(_ids("partners")), _live(kind))
        .order_by(col(Person.name), col(Person.id))
        .options(_with(Person.organisation))
    )
