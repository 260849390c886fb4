"""My work: what is due from one person."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import FINISHED_STAGES, ActionState, Deadline, Health, Role
from tracker.domain.dates import PartialDate
from tracker.domain.models import ActionPoint, Milestone, Project, ProjectTerritory, Record, Review
from tracker.domain.queries import agreements, projects, reports_due, reviews, texts, updates
from tracker.domain.queries.agreements import EndingSoon
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.projects import ProjectRow
from tracker.domain.queries.reports_due import Line, Which
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.updates import UpdateRow
from tracker.domain.queries.visibility import MANAGED, VIEWER, visible_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import EVERYTHING, Viewer, can_owe_reports


@dataclass(frozen=True)
class Due:
    """A milestone or action point of mine that is still to be reached; `review` agreed it, `review_code` where I see it."""

    kind: str
    id: int
    title: str
    project_code: str
    project_title: str
    due: PartialDate | None
    standing: Deadline
    version: int = 0
    review: str | None = None
    review_code: str | None = None


@dataclass(frozen=True)
class MyWork:
    """What stands on the first page of one person."""

    projects: list[ProjectRow]
    troubled: list[ProjectRow]
    waiting: list[UpdateRow]
    drafts: list[UpdateRow]
    due: list[Due]
    reports: list[Line]
    agreements: EndingSoon | None


def my_work(session: Session, viewer: Viewer, *, language: str, today: date) -> MyWork:
    """Everything on the first page: my projects, updates waiting for me, my drafts, what is due from me."""
    return MyWork(
        projects=_projects(session, viewer, language=language, today=today),
        troubled=_troubled(session, viewer, language=language, today=today),
        waiting=updates.waiting_for(session, viewer, language=language),
        drafts=updates.drafts_of(session, viewer, language=language),
        due=sorted(
            [*_milestones(session, viewer, language, today), *_action_points(session, viewer, language, today)],
            key=lambda item: (item.due.earliest if item.due else None) or date.max,
        ),
        reports=_reports(session, viewer, language=language, today=today),
        agreements=_agreements(session, Reader(viewer, language, today)),
    )


def _reports(session: Session, viewer: Viewer, *, language: str, today: date) -> list[Line]:
    """The reports that are due from me for the last period, the longest due first."""
    if not (viewer.managed_ids and can_owe_reports(viewer.role)):
        return []
    found = reports_due.lines(session, viewer, Which(managed=True), language=language, today=today)
    return sorted((line for line in found if line.is_outstanding), key=lambda line: (line.due, line.id))[:50]


def _agreements(session: Session, reader: Reader) -> EndingSoon | None:
    """Agreements that cover projects I manage and end soon, or should have."""
    mine = reader.viewer.managed_ids
    return agreements.ending_soon(session, reader, of=agreements.covering(mine)) if mine else None


def _projects(session: Session, viewer: Viewer, *, language: str, today: date) -> list[ProjectRow]:
    """The projects I manage; a mission's are those in its territories. Longest unreported first."""
    asked = {"managed_ids": list(viewer.managed_ids), "territory_ids": list(viewer.territory_ids)}
    statement = _mine(viewer.role, known=viewer.user_id is not None)
    return projects.some(session, viewer, statement, asked, language=language, day=today)


@cache
def _mine(role: Role, *, known: bool) -> Statement:
    """Built once and kept, like the others here: to build it takes far longer than to send it."""
    territories = sa.bindparam("territory_ids", expanding=True, type_=sa.Integer)
    working = sa.select(col(ProjectTerritory.project_id)).where(col(ProjectTerritory.territory_id).in_(territories))
    mine = col(Project.id).in_(working if role == Role.mission else MANAGED)
    return projects.few(mine, role, known=known)


def _troubled(session: Session, viewer: Viewer, *, language: str, today: date) -> list[ProjectRow]:
    """For those who look after all projects: the ones reported off track or at risk, and still going."""
    if viewer.role not in EVERYTHING:
        return []
    return projects.some(session, viewer, _in_trouble(viewer.role), {}, language=language, day=today)


@cache
def _in_trouble(role: Role) -> Statement:
    reported = col(Project.health).in_([Health.off_track, Health.at_risk])
    return projects.few(sa.and_(reported, col(Project.stage).not_in(FINISHED_STAGES)), role, known=True)


def _milestones(session: Session, viewer: Viewer, language: str, today: date) -> list[Due]:
    asked = {"viewer_id": viewer.user_id, "managed_ids": list(viewer.managed_ids), "language": language}
    return [
        Due(
            kind="milestones",
            id=key or 0,
            title=title,
            project_code=code or "",
            project_title=project,
            due=(day := PartialDate.parse(due) if due else None),
            standing=_standing(day, today, confirmed=bool(confirmed)),
        )
        for key, title, code, project, due, confirmed in plain_rows(session, _my_milestones(viewer.role), asked)
    ]


@cache
def _my_milestones(role: Role) -> Statement:
    own = aliased(Record, flat=True)
    return (
        sa.select(
            col(Milestone.id),
            _titled(Milestone),
            col(Record.code),
            _titled(Project),
            col(Milestone.due_stated),
            col(Milestone.confirmed_at),
        )
        .join(Project, col(Project.id) == Milestone.project_id)
        .join(Record, col(Record.id) == Project.id)
        .join(own, col(own.id) == Milestone.id)
        .where(
            col(Project.id).in_(MANAGED),
            visible_as(role),
            col(Project.stage).not_in(FINISHED_STAGES),
            col(Milestone.done_day).is_(None),
            col(Record.archived_at).is_(None),
            col(own.archived_at).is_(None),
        )
        .order_by(col(Milestone.due_earliest), col(Milestone.id))
        .limit(50)
    )


def _action_points(session: Session, viewer: Viewer, language: str, today: date) -> list[Due]:
    asked = {"viewer_id": viewer.user_id, "language": language}
    rows = plain_rows(session, _my_action_points(viewer.role), asked)
    agreed = {row[-1] for row in rows if row[-1]}
    seen = reviews.visible_reviews(session, viewer, agreed) if agreed else {}
    return [
        Due(
            kind="action-points",
            id=key or 0,
            title=title,
            project_code=code or "",
            project_title=project,
            due=(due := PartialDate.on(day) if day else None),
            standing=_standing(due, today, confirmed=True),
            version=version,
            review=review,
            review_code=seen.get(review_id),
        )
        for key, title, code, project, day, version, review, review_id in rows
    ]


@cache
def _my_action_points(role: Role) -> Statement:
    own = aliased(Record, flat=True)
    return (
        sa.select(
            col(ActionPoint.id),
            _titled(ActionPoint),
            col(Record.code),
            _titled(Project),
            col(ActionPoint.due_day),
            col(ActionPoint.version),
            col(Review.title),
            col(ActionPoint.review_id),
        )
        .join(Project, col(Project.id) == ActionPoint.project_id)
        .join(Record, col(Record.id) == Project.id)
        .join(own, col(own.id) == ActionPoint.id)
        .outerjoin(Review, col(Review.id) == ActionPoint.review_id)
        .where(
            col(ActionPoint.owner_id) == VIEWER,
            col(ActionPoint.state) == ActionState.open,
            col(Record.archived_at).is_(None),
            col(own.archived_at).is_(None),
            visible_as(role),
        )
        .order_by(col(ActionPoint.due_day), col(ActionPoint.id))
        .limit(50)
    )


def _titled(table: type[Project | Milestone | ActionPoint]) -> sa.ColumnElement[str]:
    """A record's title in the `language` that is given when the statement is sent."""
    return texts.shown(sa.bindparam("language"), col(table.id), "title", col(table.title))


def _standing(due: PartialDate | None, today: date, *, confirmed: bool) -> Deadline:
    return figures.deadline(due, done=False, tended=True, confirmed=confirmed, today=today)
