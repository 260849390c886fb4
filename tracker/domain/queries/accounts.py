"""Accounts: who stands behind a session, with everything that decides what they may see, in one question."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col

from tracker.domain.models import MissionMember, MissionTerritory, ProjectMember, User, UserTerritory
from tracker.domain.rules import Viewer

_REACH = sa.union_all(
    sa.select(
        col(UserTerritory.user_id).label("user_id"),
        sa.literal("territory").label("kind"),
        col(UserTerritory.territory_id).label("id"),
    ),
    sa.select(col(MissionMember.user_id), sa.literal("territory"), col(MissionTerritory.territory_id)).join(
        MissionTerritory, col(MissionTerritory.mission_id) == MissionMember.mission_id
    ),
    sa.select(col(ProjectMember.user_id), sa.literal("project"), col(ProjectMember.project_id)),
).subquery("reach")
"""Where people work: territories given to the account, those of missions they travel on, and projects they manage."""

_BY_KEY = (
    sa.select(User, _REACH.c.kind, _REACH.c.id)
    .outerjoin(_REACH, _REACH.c.user_id == User.id)
    .where(col(User.fs_uniquifier) == sa.bindparam("key"), col(User.active))
    .options(joinedload(User.roles))
)


@dataclass(frozen=True)
class Account:
    """An account with its roles loaded, and the viewer it makes."""

    user: User
    viewer: Viewer


def by_session_key(session: Session, key: str) -> Account | None:
    """The active account that a session's key names."""
    rows = session.execute(_BY_KEY, {"key": key}).unique().all()
    if not rows:
        return None
    user: User = rows[0][0]
    return Account(user, _viewer(user, [(kind, row_id) for _, kind, row_id in rows]))


def viewer_of(session: Session, user_id: int) -> Viewer | None:
    """The viewer that an active account makes, for programs that act for somebody (the worker)."""
    key = session.scalar(sa.select(col(User.fs_uniquifier)).where(col(User.id) == user_id))
    account = by_session_key(session, key) if key else None
    return account.viewer if account else None


def _viewer(user: User, reach: list[tuple[str | None, int]]) -> Viewer:
    return Viewer(
        user_id=user.id,
        role=user.role,
        name=user.name,
        territory_ids=frozenset(row_id for kind, row_id in reach if kind == "territory"),
        managed_ids=frozenset(row_id for kind, row_id in reach if kind == "project"),
    )
