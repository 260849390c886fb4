"""The fixed cast of the tests: who they are, how they sign in, how they post."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlmodel import Session
from werkzeug.test import TestResponse

from tracker.domain.codes import Role
from tracker.domain.models import RoleRow, User

PASSWORD = "seven quiet rivers"
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
_TOKEN = "0" * 40

ROLES = {
    "manager": Role.manager,
    "other_manager": Role.manager,
    "mission": Role.mission,
    "coordinator": Role.coordinator,
    "administrator": Role.administrator,
    "viewer": Role.viewer,
    "stranger": Role.viewer,
}
NAMES = {
    "manager": "Amina Manager",
    "other_manager": "Boris Manager",
    "mission": "Carla Mission",
    "coordinator": "Dmitri Coordinator",
    "administrator": "Elena Administrator",
    "viewer": "Farid Viewer",
    "stranger": "Gao Stranger",
}


@dataclass(frozen=True)
class Cast:
    """The accounts. `stranger` is a viewer for whom nothing was opened."""

    manager: User
    other_manager: User
    mission: User
    coordinator: User
    administrator: User
    viewer: User
    stranger: User


def email(who: str) -> str:
    return f"{who.replace('_', '.')}@example.org"


def make(session: Session) -> Cast:
    """Add the cast, with the five roles, to an empty database; flushed, not committed."""
    rows = {name: RoleRow(name=name) for name in Role}
    held = {row.name: row for row in session.scalars(sa.select(RoleRow))}
    users = {who: _user(who, held.get(role) or rows[role]) for who, role in ROLES.items()}
    session.add_all(users.values())
    session.flush()
    return Cast(**users)


def load(session: Session) -> Cast:
    """The cast that stands in this database."""
    by_email = {user.email: user for user in session.scalars(sa.select(User))}
    return Cast(**{field.name: by_email[email(field.name)] for field in fields(Cast)})


def sign_in(client: FlaskClient, who: str) -> None:
    """Sign in by the session's cookie; the sign-in page has tests of its own."""
    with client.session_transaction() as session:
        session["_user_id"] = f"cast-{who}"
        session["_fresh"] = True
        session["fs_paa"] = time.time()
        session.permanent = True


def token(client: FlaskClient) -> str:
    """A token that this client's next post may bear."""
    with client.session_transaction() as session:
        session["csrf_token"] = _TOKEN
    return str(URLSafeTimedSerializer(str(client.application.secret_key), salt="wtf-csrf-token").dumps(_TOKEN))


def post(client: FlaskClient, address: str, data: Mapping[str, Any] | None = None, **kwargs: Any) -> TestResponse:  # noqa: ANN401 - handed on
    """Post a form with its token."""
    return client.post(address, data={"csrf_token": token(client), **(data or {})}, **kwargs)


def _user(who: str, role: RoleRow) -> User:
    return User(email=email(who), name=NAMES[who], password=_HASH, fs_uniquifier=f"cast-{who}", roles=[role])
