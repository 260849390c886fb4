"""Status reports, as their readers may see them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.codes import Health, Role, Stage, UpdateState
from tracker.domain.models import Project, ProjectMember, Record, Update, User
from tracker.domain.queries import texts
from tracker.domain.queries.parts import PROJECT
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import MANAGED, VIEWER, visible_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import EVERYTHING, Viewer


@dataclass(frozen=True)
class UpdateRow:
    """A status report as shown: who said what as of which day, and whether a later one corrects it."""

    id: int
    version: int
    project_id: int
    project_code: str
    project_title: str
    state: UpdateState
    health: Health | None
    stage: Stage | None
    happened: str | None
    next_step: str | None
    as_of: date | None
    author_id: int | None
    author: str | None
    language: str
    submitted_at: datetime | None
    published_at: datetime | None
    returned_why: str | None
    corrects_id: int | None
    corrected: bool = False


def readable_by(viewer: Viewer) -> sa.ColumnElement[bool]:
    """`rules.can_read_update`, said in SQL."""
    return readable_as(viewer.role, known=viewer.user_id is not None, who=viewer.user_id, managed=viewer.managed_ids)


def readable_as(role: Role, *, known: bool, who: Any = VIEWER, managed: Any = MANAGED) -> sa.ColumnElement[bool]:  # noqa: ANN401 - values or parameters
    """The same for somebody in this role, whose number and projects may be given when the statement is sent."""
    published = col(Update.state) == UpdateState.published
    mine = col(Update.author_id) == who if known else sa.false()
    if role in EVERYTHING:
        dealing: sa.ColumnElement[bool] = sa.true()
    else:
        dealing = col(Update.project_id).in_(managed) if role == Role.manager else sa.false()
    return sa.or_(published, mine, sa.and_(col(Update.state) != UpdateState.draft, dealing))


def of_project(session: Session, viewer: Viewer, project_id: int, *, most: int = 20) -> list[UpdateRow]:
    """A project's latest updates this person may read, newest first; one query."""
    return _read(session, viewer, _of_project, project_id=project_id, most=most)


def waiting_for(session: Session, viewer: Viewer, *, language: str, most: int = 50) -> list[UpdateRow]:
    """Updates submitted to this person: of the projects they manage; for coordinators, also those nobody manages."""
    return _read(session, viewer, _waiting, language, most=most)


def drafts_of(session: Session, viewer: Viewer, *, language: str, most: int = 50) -> list[UpdateRow]:
    """This person's own drafts and what was returned to them."""
    return _read(session, viewer, _drafts, language, most=most)


def one(session: Session, viewer: Viewer, project_id: int, update_id: int) -> UpdateRow | None:
    """One update of a project as shown, when this person may read it."""
    found = _read(session, viewer, _one, project_id=project_id, update_id=update_id, most=1)
    return next(iter(found), None)


def _read(
    session: Session, viewer: Viewer, statement: Callable[[Role, bool], Statement], language: str = "en", **asked: int
) -> list[UpdateRow]:
    """The rows of a statement; `language`: of the project's title, where that is shown."""
    who = {"viewer_id": viewer.user_id, "managed_ids": list(viewer.managed_ids), "language": language}
    rows = plain_rows(session, statement(viewer.role, viewer.user_id is not None), who | asked)
    return [UpdateRow(*row) for row in rows]


@cache
def _readable(role: Role, known: bool) -> Statement:  # noqa: FBT001 - as the key of a cache
    """What somebody in this role may read; built once and kept, like all that is made of it."""
    readable = _select(visible_as(role, known=known), readable_as(role, known=known))
    return readable.limit(sa.bindparam("most", type_=sa.Integer))


@cache
def _of_project(role: Role, known: bool) -> Statement:  # noqa: FBT001
    return _readable(role, known).where(col(Update.project_id) == PROJECT)


@cache
def _one(role: Role, known: bool) -> Statement:  # noqa: FBT001
    return _of_project(role, known).where(col(Update.id) == sa.bindparam("update_id", type_=sa.Integer))


@cache
def _waiting(role: Role, known: bool) -> Statement:  # noqa: FBT001
    mine: sa.ColumnElement[bool] = col(Update.project_id).in_(MANAGED)
    if role in EVERYTHING:
        mine = sa.or_(mine, ~sa.exists().where(col(ProjectMember.project_id) == Update.project_id))
    return _readable(role, known).where(col(Update.state) == UpdateState.submitted, mine)


@cache
def _drafts(role: Role, known: bool) -> Statement:  # noqa: FBT001
    begun = col(Update.state).in_([UpdateState.draft, UpdateState.returned])
    return _readable(role, known).where(begun, col(Update.author_id) == VIEWER)


def _select(visible: sa.ColumnElement[bool], readable: sa.ColumnElement[bool]) -> Statement:
    own = aliased(Record, flat=True)
    return (
        sa.select(
            col(Update.id),
            col(Update.version),
            col(Update.project_id),
            col(Record.code),
            texts.shown(sa.bindparam("language"), col(Project.id), "title", col(Project.title)),
            col(Update.state),
            col(Update.health),
            col(Update.stage),
            col(Update.happened),
            col(Update.next_step),
            col(Update.as_of),
            col(Update.author_id),
            col(User.name),
            col(own.language),
            col(Update.submitted_at),
            col(Update.published_at),
            col(Update.returned_why),
            col(Update.corrects_id),
            _corrected(),
        )
        .join(Project, col(Project.id) == Update.project_id)
        .join(Record, col(Record.id) == Project.id)
        .join(own, col(own.id) == Update.id)
        .outerjoin(User, col(User.id) == Update.author_id)
        .where(visible, readable, col(Record.archived_at).is_(None), col(own.archived_at).is_(None))
        .order_by(
            sa.func.coalesce(col(Update.as_of), date(9999, 1, 1)).desc(),
            col(Update.published_at).desc(),
            col(Update.id).desc(),
        )
    )


def by_id(session: Session, viewer: Viewer, project_id: int, update_id: int) -> Update | None:
    """One update of a project to be decided upon or corrected, when this person may read it."""
    mine = (col(Update.id) == update_id, col(Update.project_id) == project_id, readable_by(viewer))
    return session.scalars(_standing().where(*mine)).first()


def draft_of(session: Session, project_id: int, user_id: int | None) -> Update | None:
    """The draft this person has begun on this project, or what was returned to them, if any."""
    mine = (col(Update.project_id) == project_id, col(Update.author_id) == user_id)
    begun = (
        col(Update.state).in_([UpdateState.draft, UpdateState.returned]),
        col(Update.corrects_id).is_(None),
    )
    return session.scalars(_standing().where(*mine, *begun).order_by(col(Update.id).desc()).limit(1)).first()


def correction_of(session: Session, update_id: int) -> Update | None:
    """The published update that took the place of this one, if any."""
    taken = (col(Update.corrects_id) == update_id, col(Update.state) == UpdateState.published)
    return session.scalars(sa.select(Update).where(*taken).order_by(col(Update.id).desc()).limit(1)).first()


def last_sent(session: Session, project_id: int) -> Update | None:
    """The report that came last, by whomever, submitted or published."""
    sent = col(Update.state).in_([UpdateState.submitted, UpdateState.published])
    moment = sa.func.coalesce(col(Update.published_at), col(Update.submitted_at))
    asked = _standing().where(col(Update.project_id) == project_id, sent)
    return session.scalars(asked.order_by(moment.desc(), col(Update.id).desc()).limit(1)).first()


def latest_published(
    session: Session, project_id: int, *, until: date | None = None, without: int | None = None
) -> Update | None:
    """The report that says how the project stands: the published one of the latest day, corrected ones aside.

    `until`: of that day or earlier; `without`: as if this one were not there.
    """
    told = sa.select(Update).where(
        col(Update.project_id) == project_id, col(Update.state) == UpdateState.published, ~_corrected()
    )
    if until is not None:
        told = told.where(col(Update.as_of) <= until)
    if without is not None:
        told = told.where(col(Update.id) != without)
    latest = (col(Update.as_of).desc(), col(Update.published_at).desc(), col(Update.id).desc())
    return session.scalars(told.order_by(*latest).limit(1)).first()


def _standing() -> sa.Select[Update]:
    """Updates that were not thrown away."""
    return sa.select(Update).join(Record, col(Record.id) == Update.id).where(col(Record.archived_at).is_(None))


def _corrected() -> sa.ColumnElement[bool]:
    correction = aliased(Update, flat=True)
    return sa.exists().where(col(correction.corrects_id) == Update.id, col(correction.state) == UpdateState.published)
