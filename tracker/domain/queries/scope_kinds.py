"""What the briefs of a project, a donor and a programme are about: their rows, as this person may see them."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col

from tracker.domain.as_of import Times
from tracker.domain.codes import RecordKind
from tracker.domain.errors import NotFound
from tracker.domain.models import (
    ActionPoint,
    Agreement,
    Assessment,
    Contribution,
    Entity,
    Organisation,
    Place,
    Programme,
    Project,
    ProjectPlace,
    Recommendation,
    Record,
    Territory,
)
from tracker.domain.queries import linked, merges
from tracker.domain.queries import scope_rows as rows
from tracker.domain.queries.scope import Rows, Scope, is_allocated, told
from tracker.domain.queries.visibility import visible_among
from tracker.domain.rules import Viewer, sees_inside

EARLIER = 2
"""How many reports a project's brief tells of before the newest."""


def project_scope(session: Session, key: str, *, lang: str, viewer: Viewer, times: Times) -> Scope:
    """Everything recorded of one project, by its code; raises NotFound."""
    own = rows.key_of(_one(session, viewer, Project, RecordKind.project, key))
    projects = rows.projects(session, [], viewer, [own])
    reports = rows.reports_of(session, [own], times.day)
    partners = rows.partner_ids(projects)
    disasters = rows.disasters(session, [], [own], viewer)
    led = linked.across(Recommendation, "assessment_id", "project_id", own)
    programmes = linked.rows(session, viewer, Programme, col(Programme.id) == projects[0].programme_id)
    there = linked.across(ProjectPlace, "place_id", "project_id", own)
    places = linked.rows(session, viewer, Place, col(Place.id).in_(there))
    gifts = rows.contributions(session, [own], [], viewer)
    found = Rows(
        project_id=own,
        programme=programmes[0] if programmes else None,
        territories=projects[0].territories,
        places=places,
        projects=projects,
        updates={project_id: each[-1] for project_id, each in reports.items()},
        earlier={project_id: each[-1 - EARLIER : -1][::-1] for project_id, each in reports.items()},
        disasters=disasters,
        agreements=rows.agreements(session, [own], partners, viewer),
        requirements=rows.requirements(session, [own], []),
        contributions=[gift for gift in gifts if is_allocated(gift, [own])],
        assessments=rows.assessments(session, [], [own], viewer, _numbers(session, led)),
        events=rows.events(session, [], [own], [], viewer),
        people=rows.people(session, partners, viewer),
        action_points=_action_points(session, own) if sees_inside(viewer) else (),
    )
    return told(session, found, lang=lang, viewer=viewer, times=times)


def donor_scope(session: Session, key: str, *, lang: str, viewer: Viewer, times: Times) -> Scope:
    """Everything that an organisation gave, by its code, and what it was used for; raises NotFound."""
    donor = _one(session, viewer, Organisation, RecordKind.organisation, key)
    if kept := merges.kept_code(session, viewer, donor.merged_into_id):
        donor = _one(session, viewer, Organisation, RecordKind.organisation, kept)
    own = rows.key_of(donor)
    gifts = rows.contributions(session, [], [], viewer, _numbers(session, _given_by(own)))
    used_in = {part.project_id for gift in gifts for part in gift.allocations}
    projects = rows.projects(session, [], viewer, sorted(used_in))
    project_ids = [rows.key_of(project) for project in projects]
    found = Rows(
        donor=donor,
        projects=projects,
        updates=rows.updates(session, project_ids, times.day),
        agreements=rows.agreements(
            session, [], [own], viewer, [gift.agreement_id for gift in gifts if gift.agreement_id]
        ),
        contributions=gifts,
        whole=frozenset(rows.key_of(gift) for gift in gifts),
    )
    return told(session, found, lang=lang, viewer=viewer, times=times)


def portfolio_scope(session: Session, key: str, *, lang: str, viewer: Viewer, times: Times) -> Scope:
    """Everything recorded of a programme's projects and fund, by its code; raises NotFound."""
    programme = _one(session, viewer, Programme, RecordKind.programme, key)
    own = rows.key_of(programme)
    of_it = sa.select(col(Project.id)).where(col(Project.programme_id) == own)
    projects = rows.projects(session, [], viewer, _numbers(session, of_it))
    project_ids = [rows.key_of(project) for project in projects]
    funds = [programme.fund_id] if programme.fund_id else []
    open_funds = visible_among(session, viewer, funds)
    gifts = rows.contributions(session, project_ids, funds, viewer, _numbers(session, _owned(Contribution, own)))
    whole = frozenset(rows.key_of(gift) for gift in gifts if gift.programme_id == own or gift.fund_id in funds)
    studies = _numbers(session, _owned(Assessment, own))
    found = Rows(
        programme=programme,
        territories=_territories(programme, projects),
        projects=projects,
        updates=rows.updates(session, project_ids, times.day),
        disasters=rows.disasters(session, [], project_ids, viewer),
        agreements=rows.agreements(session, project_ids, [], viewer, _numbers(session, _owned(Agreement, own))),
        requirements=rows.requirements(session, project_ids, open_funds),
        contributions=[gift for gift in gifts if gift.id in whole or is_allocated(gift, project_ids)],
        whole=whole,
        assessments=rows.assessments(session, [], project_ids, viewer, studies),
        events=rows.events(session, [], project_ids, [own], viewer),
        funds=open_funds,
    )
    return told(session, found, lang=lang, viewer=viewer, times=times)


def _one(session: Session, viewer: Viewer, table: type[Entity], kind: RecordKind, key: str) -> Any:  # noqa: ANN401 - a row of the table
    """The record with this code, in capitals or not, that nobody has archived."""
    relations = (selectinload(Programme.territories),) if table is Programme else ()
    for code in dict.fromkeys((key, key.lower())):
        row = linked.one(session, viewer, table, kind, code, *relations)
        if row and row.record.archived_at is None:  # type: ignore[attr-defined]
            return row
    raise NotFound(f"There is no {kind} “{key}”. Give its code, as the address of its page has it.")


def _owned(table: type[Entity], programme_id: int) -> sa.Select[Any]:
    return sa.select(col(table.id)).where(table.programme_id == programme_id)  # type: ignore[attr-defined]


def _given_by(donor_id: int) -> sa.Select[Any]:
    return sa.select(col(Contribution.id)).where(col(Contribution.donor_id) == donor_id)


def _numbers(session: Session, statement: Any) -> list[int]:  # noqa: ANN401 - a statement of ids
    return sorted({number for number in session.scalars(statement) if number is not None})


def _action_points(session: Session, project_id: int) -> Sequence[ActionPoint]:
    """Those of a project, open ones first, with whoever has to do them."""
    return session.scalars(
        sa.select(ActionPoint)
        .join(Record, col(Record.id) == ActionPoint.id)
        .where(col(ActionPoint.project_id) == project_id, col(Record.archived_at).is_(None))
        .order_by(col(ActionPoint.state).desc(), col(ActionPoint.due_day).nulls_last(), col(ActionPoint.id))
        .options(selectinload(ActionPoint.owner))  # type: ignore[arg-type]
    ).all()


def _territories(programme: Programme, projects: Iterable[Project]) -> list[Territory]:
    """Where the programme works, as it says itself and as its projects do."""
    found = [*programme.territories, *(one for project in projects for one in project.territories)]
    return list({rows.key_of(one): one for one in found}.values())
