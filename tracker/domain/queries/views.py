"""Saved views of the list of projects: those a person finds above it, and one by its address."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import SavedView, User
from tracker.domain.queries.statement import Statement
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class ViewRow:
    """A view as menus and the list's head show it; `owner` is who made it."""

    id: int
    code: str
    name: str
    query: str
    shared: bool
    owner_id: int
    version: int
    owner: str


_FOUND: Statement = (
    sa.select(
        col(SavedView.id),
        col(SavedView.code),
        col(SavedView.name),
        col(SavedView.query),
        col(SavedView.shared),
        col(SavedView.owner_id),
        col(SavedView.version),
        col(User.name).label("owner"),
    )
    .join(User, col(User.id) == SavedView.owner_id)
    .where(
        col(SavedView.removed_at).is_(None),
        sa.or_(col(SavedView.shared), col(SavedView.owner_id) == sa.bindparam("viewer_id")),
    )
    .order_by(sa.func.lower(col(SavedView.name)), col(SavedView.id))
)


def found(session: Session, viewer: Viewer) -> Sequence[ViewRow]:
    """The views that this person may use, by name: their own and shared ones; one query."""
    return [ViewRow(*row) for row in plain_rows(session, _FOUND, {"viewer_id": viewer.user_id})]


def by_code(session: Session, viewer: Viewer, code: str, *, removed: bool = False) -> SavedView | None:
    """A view that this person may use; `removed`: one that was taken away."""
    away = col(SavedView.removed_at).is_not(None) if removed else col(SavedView.removed_at).is_(None)
    return session.scalars(
        sa.select(SavedView).where(
            col(SavedView.code) == code,
            away,
            sa.or_(col(SavedView.shared), col(SavedView.owner_id) == viewer.user_id),
        )
    ).first()


def count_of(session: Session, viewer: Viewer) -> int:
    """How many views this person keeps."""
    mine = col(SavedView.owner_id) == viewer.user_id
    kept = sa.select(sa.func.count()).select_from(SavedView).where(mine, col(SavedView.removed_at).is_(None))
    return session.scalar(kept) or 0


def codes_like(session: Session, stem: str) -> set[str]:
    """The codes that begin like this one, also of views that were taken away."""
    like = col(SavedView.code).startswith(stem, autoescape=True)
    return set(session.scalars(sa.select(col(SavedView.code)).where(like)))
