"""What the boxes of a form offer: rows by number and name, in the order of their names."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import Role
from tracker.domain.models import (
    Disaster,
    Document,
    Organisation,
    Place,
    Programme,
    Project,
    Record,
    RoleRow,
    RoleUser,
    User,
)
from tracker.domain.queries import places
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer

Choice = tuple[int, str]


def programmes(session: Session, viewer: Viewer) -> list[Choice]:
    return _named(session, viewer, col(Programme.id), col(Programme.name))


def disasters(session: Session, viewer: Viewer) -> list[Choice]:
    return _named(session, viewer, col(Disaster.id), col(Disaster.name))


def organisations(session: Session, viewer: Viewer) -> list[Choice]:
    return _named(session, viewer, col(Organisation.id), col(Organisation.name))


def documents(session: Session, viewer: Viewer) -> list[Choice]:
    """Documents by symbol and title, the symbol first where there is one."""
    title = sa.func.coalesce(sa.type_coerce(col(Document.reference), sa.String) + " · ", "") + col(Document.title)
    return _named(session, viewer, col(Document.id), title)


def projects(session: Session, viewer: Viewer) -> list[Choice]:
    return _named(session, viewer, col(Project.id), col(Project.title))


def territories(session: Session, language: str, day: date) -> list[Choice]:
    """All territories of the day, by the names that lists give them."""
    return [(label.id, label.listed) for label in places.standing(session, language, day)]


def places_known(session: Session, viewer: Viewer, language: str, day: date) -> list[Choice]:
    """Places by name, each with its territory; two queries."""
    rows = session.execute(
        sa.select(col(Place.id), col(Place.name), col(Place.territory_id))
        .join(Record, col(Record.id) == Place.id)
        .where(visible_to(viewer), col(Record.archived_at).is_(None))
        .order_by(col(Place.name), col(Place.id))
    ).all()
    named = places.labels(session, language, day, {there for _, _, there in rows if there})
    return [
        (key or 0, f"{name} · {named[there].listed}" if there and there in named else name) for key, name, there in rows
    ]


def people(session: Session, *roles: Role) -> list[Choice]:
    """The active accounts in these roles."""
    rows = session.execute(
        sa.select(col(User.id), col(User.name))
        .join(RoleUser, col(RoleUser.user_id) == User.id)
        .join(RoleRow, col(RoleRow.id) == RoleUser.role_id)
        .where(col(User.active), col(RoleRow.name).in_([role.value for role in roles]))
        .distinct()
        .order_by(col(User.name))
    ).all()
    return [(key, name) for key, name in rows if key is not None]


def _named(session: Session, viewer: Viewer, own: Any, name: Any) -> list[Choice]:  # noqa: ANN401 - columns of any table
    rows = session.execute(
        sa.select(own, name)
        .join(Record, col(Record.id) == own)
        .where(visible_to(viewer), col(Record.archived_at).is_(None))
        .order_by(name)
    ).all()
    return [(key, text) for key, text in rows]
