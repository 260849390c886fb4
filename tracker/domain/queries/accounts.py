"""Accounts: who stands behind a session, with everything that decides what they may see, in one question."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.domain.models import (
    MissionMember,
    MissionTerritory,
    ProjectMember,
    RoleRow,
    RoleUser,
    User,
    UserTerritory,
    strongest,
)
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer

_KEY = sa.bindparam("key", type_=sa.String)
_OWN = sa.select(col(User.id)).where(col(User.fs_uniquifier) == _KEY).correlate(None).scalar_subquery()
"""Asked in each part, so that the database looks at this account's rows and not at everybody's."""

_REACH = sa.union_all(
    sa.select(
        col(UserTerritory.user_id).label("user_id"),
        sa.literal("territory").label("kind"),
        col(UserTerritory.territory_id).label("id"),
    ).where(col(UserTerritory.user_id) == _OWN),
    sa.select(col(MissionMember.user_id), sa.literal("territory"), col(MissionTerritory.territory_id))
    .join(MissionTerritory, col(MissionTerritory.mission_id) == MissionMember.mission_id)
    .where(col(MissionMember.user_id) == _OWN),
    sa.select(col(ProjectMember.user_id), sa.literal("project"), col(ProjectMember.project_id)).where(
        col(ProjectMember.user_id) == _OWN
    ),
).subquery("reach")
"""Where people work: territories given to the account, those of missions they travel on, and projects they manage."""

_BY_KEY = (
    sa.select(col(User.id), col(User.name), col(User.language), col(RoleRow.name), _REACH.c.kind, _REACH.c.id)
    .outerjoin(RoleUser, col(RoleUser.user_id) == User.id)
    .outerjoin(RoleRow, col(RoleRow.id) == RoleUser.role_id)
    .outerjoin(_REACH, _REACH.c.user_id == User.id)
    .where(col(User.fs_uniquifier) == _KEY, col(User.active))
)


@dataclass(frozen=True)
class Account:
    """Who stands behind a session: the viewer the account makes, and the language it reads."""

    viewer: Viewer
    language: str | None


def by_session_key(session: Session, key: str) -> Account | None:
    """The active account that a session's key names; one query."""
    rows = plain_rows(session, _BY_KEY, {"key": key})
    if not rows:
        return None
    user_id, name, language = rows[0][:3]
    viewer = Viewer(
        user_id=user_id,
        role=strongest({held for _, _, _, held, _, _ in rows}),
        name=name,
        territory_ids=frozenset(row_id for *_, kind, row_id in rows if kind == "territory"),
        managed_ids=frozenset(row_id for *_, kind, row_id in rows if kind == "project"),
    )
    return Account(viewer, language)


def row_by_session_key(session: Session, key: str) -> User | None:
    """The same account's own row, to be changed."""
    return session.scalars(sa.select(User).where(col(User.fs_uniquifier) == key, col(User.active))).first()


def row(session: Session, user_id: int | None) -> User | None:
    """An account's own row, to be changed."""
    return session.get(User, user_id)


def viewer_of(session: Session, user_id: int) -> Viewer | None:
    """The viewer that an active account makes, for programs that act for somebody (the worker)."""
    key = session.scalar(sa.select(col(User.fs_uniquifier)).where(col(User.id) == user_id))
    account = by_session_key(session, key) if key else None
    return account.viewer if account else None
