"""`rules.can_see`, said in SQL, so that lists, totals and search all pass through it."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col, select

from tracker.domain.codes import Role, Visibility
from tracker.domain.models import MissionMember, ProjectMember, Record, Share
from tracker.domain.rules import EVERYTHING, Viewer


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """The condition on Record under which this person may know of it; the owner's record where there is one."""
    if viewer.role in EVERYTHING:
        return sa.true()
    public = col(Record.visibility) == Visibility.public
    if viewer.user_id is None:
        return public
    shared = col(Record.id).in_(select(Share.record_id).where(Share.user_id == viewer.user_id))
    if viewer.role == Role.viewer:
        return sa.or_(public, shared)
    return sa.or_(
        col(Record.visibility) != Visibility.confidential,
        shared,
        col(Record.created_by_id) == viewer.user_id,
        col(Record.id).in_(select(ProjectMember.project_id).where(ProjectMember.user_id == viewer.user_id)),
        col(Record.id).in_(select(MissionMember.mission_id).where(MissionMember.user_id == viewer.user_id)),
    )


def visible_among(session: Session, viewer: Viewer, record_ids: Iterable[int | None]) -> frozenset[int]:
    """Those of these records that this person may know of: for names that stand in other records' rows; one query."""
    ids = {key for key in record_ids if key is not None}
    if not ids:
        return frozenset()
    rows = session.scalars(sa.select(col(Record.id)).where(col(Record.id).in_(ids), visible_to(viewer))).all()
    return frozenset(key for key in rows if key is not None)
