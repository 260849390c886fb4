"""`rules.can_see`, said in SQL, so that lists, totals and search all pass through it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import RecordKind, Role, Visibility
from tracker.domain.models import MissionMember, ProjectMember, Record, Share
from tracker.domain.rules import EVERYTHING, Viewer

VIEWER = sa.bindparam("viewer_id", type_=sa.Integer)
"""Stands for the person asking in statements that are built once and sent for everybody."""

MANAGED = sa.bindparam("managed_ids", expanding=True, type_=sa.Integer)
"""Stands for the projects that the person asking manages."""


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """The condition on Record under which this person may know of it; the owner's record where there is one."""
    return visible_as(viewer.role, known=viewer.user_id is not None, who=viewer.user_id)


def visible_as(role: Role, *, known: bool = True, who: Any = VIEWER) -> sa.ColumnElement[bool]:  # noqa: ANN401 - see VIEWER
    """The same for somebody in this role, whose number is given when the statement is sent."""
    if role in EVERYTHING:
        return sa.true()
    public = col(Record.visibility) == Visibility.public
    if not known:
        return public
    shared = col(Record.id).in_(sa.select(col(Share.record_id)).where(col(Share.user_id) == who))
    if role == Role.viewer:
        return sa.or_(public, shared)
    managed = sa.select(col(ProjectMember.project_id)).where(col(ProjectMember.user_id) == who)
    travelled = sa.select(col(MissionMember.mission_id)).where(col(MissionMember.user_id) == who)
    return sa.or_(
        col(Record.visibility) != Visibility.confidential,
        shared,
        col(Record.created_by_id) == who,
        col(Record.id).in_(managed),
        col(Record.id).in_(travelled),
    )


def seen_as(kind: RecordKind, role: Role, *, known: bool = True) -> sa.Select[Any]:
    """The ids of the records of one kind that somebody in this role may know of: for names in other records' rows."""
    return sa.select(col(Record.id)).where(col(Record.kind) == kind, visible_as(role, known=known)).correlate(None)


def stands(key: Any, visible: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a column of ids
    """The condition that a record may be known and is not archived."""
    return known_of(key, sa.and_(col(Record.archived_at).is_(None), visible))


def known_of(key: Any, visible: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a column of ids
    """The condition that a record may be known; `visible` as the functions above say it.

    Asked of each row: to list all records of a kind first takes as long as there are such records.
    """
    found = sa.select(sa.literal(1)).where(col(Record.id) == key, visible)
    return found.correlate_except(Record).exists()


def visible_among(session: Session, viewer: Viewer, record_ids: Iterable[int | None]) -> frozenset[int]:
    """Those of these records that this person may know of: for names that stand in other records' rows; one query."""
    ids = {key for key in record_ids if key is not None}
    if not ids:
        return frozenset()
    statement = _among(viewer.role, known=viewer.user_id is not None)
    rows = session.scalars(statement, {"ids": sorted(ids), "viewer_id": viewer.user_id}).all()
    return frozenset(key for key in rows if key is not None)


@cache
def _among(role: Role, *, known: bool) -> sa.Select[Any]:
    """Built once and kept."""
    ids = sa.bindparam("ids", expanding=True, type_=sa.Integer)
    return sa.select(col(Record.id)).where(col(Record.id).in_(ids), visible_as(role, known=known))
