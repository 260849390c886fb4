"""Who signs in, in which role, and whom the programme knows."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, Optional

import sqlalchemy as sa
from flask_security.core import RoleMixin, UserMixin
from sqlalchemy.orm import Mapped
from sqlmodel import Field, SQLModel

from tracker.domain.codes import Role
from tracker.domain.dates import now
from tracker.domain.models.base import always, related
from tracker.domain.models.records import Entity, Record

if TYPE_CHECKING:
    from tracker.domain.models.organisations import Organisation


class RoleUser(SQLModel, table=True):
    """Which role a person who signs in has."""

    __tablename__ = "role_user"

    user_id: int = Field(foreign_key="user.id", primary_key=True)
    role_id: int = Field(foreign_key="role.id", primary_key=True)


class RoleRow(RoleMixin, SQLModel, table=True):
    """One of the five roles, as the sign-in library wants it: a row."""

    __tablename__ = "role"

    id: int | None = Field(default=None, primary_key=True)  # type: ignore[assignment]  # none until it is stored
    name: str = Field(max_length=40, unique=True)
    description: str | None = Field(default=None, max_length=200)
    permissions: str | None = Field(default=None)  # type: ignore[assignment]  # unused, wanted by the mixin


class User(UserMixin, SQLModel, table=True):
    """An account: how somebody signs in, their language, and whether they may.

    `reminders`: whether they want to be reminded by mail of reports that are due from them.
    """

    id: int | None = Field(default=None, primary_key=True)  # type: ignore[assignment]  # none until it is stored
    email: str = Field(max_length=200, unique=True)
    name: str = Field(max_length=120)
    password: str = Field(max_length=200)
    active: bool = Field(default=True)
    fs_uniquifier: str = Field(max_length=64, unique=True)
    language: str | None = Field(default=None, max_length=2)
    reminders: bool = Field(default=True)
    created_at: datetime = Field(default_factory=now)
    tf_primary_method: str | None = Field(default=None, max_length=64)
    tf_totp_secret: str | None = Field(default=None, max_length=255)
    mf_recovery_codes: list[str] | None = Field(default=None, sa_type=sa.JSON)

    roles: Mapped[list["RoleRow"]] = related(secondary="role_user", lazy="selectin")  # type: ignore[assignment]  # ours

    @property
    def role(self) -> Role:
        """The one role that decides: the strongest where there are several."""
        return strongest({role.name for role in self.roles})


def strongest(held: Collection[str | None]) -> Role:
    """The strongest of some roles; a viewer's where there is none."""
    return next((role for role in Role if role.value in held), Role.viewer)


class UserTerritory(SQLModel, table=True):
    """A territory that a mission member works in: they submit updates for its projects."""

    __tablename__ = "user_territory"

    user_id: int = Field(foreign_key="user.id", primary_key=True)
    territory_id: int = Field(foreign_key="territory.id", primary_key=True, index=True)


class Person(Entity, table=True):
    """Somebody the programme knows: a contact, a counterpart, a signatory. Not an account."""

    name: str = Field(max_length=120)
    title: str | None = Field(default=None, max_length=120)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    email: str | None = Field(default=None, max_length=200)
    phone: str | None = Field(default=None, max_length=60)

    record: Record = always()
    organisation: Optional["Organisation"] = related()


class KeptForm(SQLModel, table=True):
    """What somebody typed when their sign-in had run out: given back after they signed in again."""

    __tablename__ = "kept_form"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    path: str = Field(max_length=300)
    data: dict[str, Any] = Field(sa_type=sa.JSON)
    created_at: datetime = Field(default_factory=now)


class Submission(SQLModel, table=True):
    """A form that was accepted once: sent again (a double click), it leads to the same place and makes nothing."""

    key: str = Field(max_length=64, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    address: str = Field(max_length=300)
    created_at: datetime = Field(default_factory=now)
