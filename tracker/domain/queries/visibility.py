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


ARCHIVED = sa.select(col(Record.id)).where(col(Record.archived_at).is_not(None)).correlate(None)
"""The ids of what is archived: few, and kept in an index of their own."""


def stands(key: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a column of ids
    """The condition on a record's id that nobody has archived it, asked without the record: there are far more of those."""
    found: sa.ColumnElement[bool] = key.not_in(ARCHIVED)
    return found


def known_of(key: Any, visible: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a column of ids
    """The condition that a record may be known; `visible` as the functions above say it.

    Asked of each row: to list all records of a kind first takes as long as there are such records.
    """
    found = sa.select(sa.literal(1)).where(col(Record.id) == key, visible)
    return found.correlate_except(Record).exists()


def known_as(role: Role, key: Any, *, known: bool = True, who: Any = VIEWER) -> sa.ColumnElement[bool]:  # noqa: ANN401 - as above
    """The same for somebody in this role, and that it is not archived. From whom little is hidden, only that is looked through."""
    if role in EVERYTHING:
        return stands(key)
    visible = visible_as(role, known=known, who=who)
    if role != Role.viewer and known:
        confidential = col(Record.visibility) == Visibility.confidential
        hidden = sa.select(col(Record.id)).where(confidential, visible.is_not(sa.true())).correlate(None)
        return sa.and_(stands(key), key.not_in(hidden))
    return sa.and_(stands(key), known_of(key, visible))


def known_to(viewer: Viewer, key: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401 - as above
    """The same for this person."""
    return known_as(viewer.role, key, known=viewer.user_id is not None, who=viewer.user_id)


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
