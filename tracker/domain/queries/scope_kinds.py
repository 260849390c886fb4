"""What the briefs of a project, a donor and a programme are about: their rows, as this person may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
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
    Expenditure,
    Organisation,
    Payment,
    Place,
    Programme,
    Project,
    ProjectPlace,
    Recommendation,
    Record,
    Territory,
)
from tracker.domain.queries import linked, merges, rates, scope_beside
from tracker.domain.queries import scope_rows as rows
from tracker.domain.queries.scope import Rows, Scope, is_allocated, told
from tracker.domain.queries.scope_beside import Beside
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
    agreements = rows.agreements(session, [own], partners, viewer)
    assessments = rows.assessments(session, [], [own], viewer, _numbers(session, led))
    found = Rows(
        project_id=own,
        programme=programmes[0] if programmes else None,
        territories=projects[0].territories,
        places=places,
        projects=projects,
        updates={project_id: each[-1] for project_id, each in reports.items()},
        earlier={project_id: each[-1 - EARLIER : -1][::-1] for project_id, each in reports.items()},
        disasters=disasters,
        agreements=agreements,
        requirements=rows.requirements(session, [own], []),
        contributions=[gift for gift in gifts if is_allocated(gift, [own])],
        assessments=assessments,
        events=rows.events(session, [], [own], [], viewer),
        people=rows.people(session, partners, viewer),
        action_points=_action_points(session, own) if sees_inside(viewer) else (),
        beside=_beside_project(session, viewer, projects[0], agreements, [*assessments, *disasters]),
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
    under = [gift.agreement_id for gift in gifts if gift.agreement_id]
    agreements = rows.agreements(session, [], [own], viewer, under)
    found = Rows(
        donor=donor,
        projects=projects,
        updates=rows.updates(session, project_ids, times.day),
        agreements=agreements,
        contributions=gifts,
        whole=frozenset(rows.key_of(gift) for gift in gifts),
        people=rows.people(session, [own], viewer) if sees_inside(viewer) else (),
        beside=_beside_donor(session, viewer, donor, agreements, gifts),
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
        beside=_beside_programme(session, viewer, programme),
    )
    return told(session, found, lang=lang, viewer=viewer, times=times)


def _beside_project(
    session: Session, viewer: Viewer, project: Project, agreements: Sequence[Agreement], others: Sequence[Any]
) -> Beside:
    """What the project delivered, what was paid for it or under an agreement that covers it, what was spent; its papers."""
    own = rows.key_of(project)
    covering = [rows.key_of(row) for row in agreements if any(one.id == own for one in row.projects)]
    paid = sa.or_(col(Payment.project_id) == own, _paid_under(covering, own))
    found: dict[str, Any] = {
        "deliveries": scope_beside.deliveries(session, viewer, [own]),
        "payments": scope_beside.payments(session, viewer, paid),
        "expenditures": scope_beside.expenditures(session, viewer, col(Expenditure.project_id), [own]),
        **scope_beside.promises(session, viewer, [rows.key_of(row) for row in agreements]),
    }
    return _beside(session, viewer, found, agreements, [project, *others])


def _paid_under(agreement_ids: Sequence[int], project_id: int) -> sa.ColumnElement[bool]:
    """Payments under agreements that are for the project or for none in particular."""
    for_it = sa.or_(col(Payment.project_id).is_(None), col(Payment.project_id) == project_id)
    return sa.and_(col(Payment.agreement_id).in_(agreement_ids), for_it)


def _beside_donor(
    session: Session,
    viewer: Viewer,
    donor: Organisation,
    agreements: Sequence[Agreement],
    gifts: Sequence[Contribution],
) -> Beside:
    """What was paid out of the donor's contributions, and the papers of donor and contributions."""
    found: dict[str, Any] = {
        "payments": scope_beside.payments(
            session, viewer, col(Payment.contribution_id).in_([rows.key_of(gift) for gift in gifts])
        ),
        **scope_beside.promises(session, viewer, [rows.key_of(row) for row in agreements]),
    }
    beside = _beside(session, viewer, found, agreements, [donor, *gifts])
    return replace(beside, home=scope_beside.home(session, donor.territory_id))


def _beside_programme(session: Session, viewer: Viewer, programme: Programme) -> Beside:
    """The programme's members, posts and fund, and its papers."""
    found = scope_beside.of_programme(session, viewer, rows.key_of(programme), programme.fund_id)
    return _beside(session, viewer, found, (), [programme, *found["funds"]])


def _beside(
    session: Session, viewer: Viewer, found: dict[str, Any], agreements: Sequence[Agreement], held: Sequence[Any]
) -> Beside:
    """These rows with what they name, and with the papers and outside identifiers of the records and agreements."""
    parts: list[Any] = [one for row in agreements for one in row.amendments]
    parts += [one for row in held if isinstance(row, Assessment) for one in row.findings]
    return Beside(
        **found,
        **scope_beside.named(session, viewer, found, [*agreements, *parts, *held]),
        **scope_beside.held(session, viewer, (row.id for row in (*held, *agreements))),
        exchange=rates.exchange(session),
    )


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
