"""Projects as they stand before several are changed at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.bulk import Standing
from tracker.domain.codes import RecordKind
from tracker.domain.models import BulkChange, Programme, Project, ProjectMember, ProjectTag, Record, User
from tracker.domain.queries import texts
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import seen_as, visible_to
from tracker.domain.rules import Viewer


def by_codes(session: Session, viewer: Viewer, codes: Collection[str], *, language: str) -> list[Standing]:
    """The projects with these codes that this person may see, by title; four queries."""
    return _standing(session, viewer, col(Record.code).in_(codes), language)


def by_ids(session: Session, viewer: Viewer, ids: Collection[int], *, language: str) -> list[Standing]:
    """The same by their numbers."""
    return _standing(session, viewer, col(Project.id).in_(ids), language)


def _standing(session: Session, viewer: Viewer, which: sa.ColumnElement[bool], language: str) -> list[Standing]:
    seen = seen_as(RecordKind.programme, viewer.role, known=viewer.user_id is not None)
    known = sa.and_(col(Programme.id) == Project.programme_id, col(Programme.id).in_(seen))
    rows: Sequence[Any] = session.execute(
        sa.select(
            col(Project.id),
            col(Record.code),
            col(Project.title),
            col(Project.version),
            col(Record.archived_at).is_not(None),
            col(Project.programme_id),
            col(Programme.name),
        )
        .join(Record, col(Record.id) == Project.id)
        .outerjoin(Programme, known)
        .where(visible_to(viewer), which)
        .order_by(sa.func.lower(col(Project.title)), col(Project.id)),
        {"viewer_id": viewer.user_id},
    ).all()
    ids = [key for key, *_ in rows]
    told = texts.load(session, language, ids)
    said = {key: told.of(key, "title", title) or Said(title, "en") for key, _, title, *_ in rows}
    managers, tags = _managers(session, ids), _tags(session, ids)
    return [
        Standing(
            id=key,
            code=code,
            title=said[key].text,
            language=said[key].language,
            version=version,
            archived=archived,
            programme_id=programme_id,
            programme=programme,
            managers=managers.get(key, {}),
            tags=tags.get(key, []),
        )
        for key, code, title, version, archived, programme_id, programme in rows
    ]


def _managers(session: Session, ids: Collection[int]) -> Mapping[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    rows = session.execute(
        sa.select(col(ProjectMember.project_id), col(User.id), col(User.name))
        .join(User, col(User.id) == ProjectMember.user_id)
        .where(col(ProjectMember.project_id).in_(ids))
    )
    for project_id, user_id, name in rows:
        found.setdefault(project_id, {})[user_id or 0] = name
    return found


def _tags(session: Session, ids: Collection[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    tag: Any = col(ProjectTag.tag)
    for project_id, word in session.execute(
        sa.select(col(ProjectTag.project_id), tag).where(col(ProjectTag.project_id).in_(ids)).order_by(tag)
    ):
        found.setdefault(project_id, []).append(word)
    return found


def codes_of(session: Session, ids: Collection[int]) -> list[str]:
    """The codes of these projects, in order."""
    found = sa.select(col(Record.code)).where(col(Record.id).in_(ids)).order_by(col(Record.code))
    return [code for code in session.scalars(found) if code]


def own(session: Session, viewer: Viewer, change_id: int) -> BulkChange | None:
    """A change that this person made."""
    made = session.get(BulkChange, change_id)
    return made if made is not None and made.user_id == viewer.user_id else None
