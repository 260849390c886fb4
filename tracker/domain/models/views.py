"""What people keep of the list of projects: views of it, and changes of several projects made at once."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from tracker.domain.codes import BulkKind
from tracker.domain.dates import now
from tracker.domain.models.base import enum_type


class SavedView(SQLModel, table=True):
    """A named view of the list of projects: its filters, order and columns as the list's own query string.

    `shared`: all who are signed in find it; what it shows is decided for each reader by the list. `removed_at`: taken
    away, and can be brought back.
    """

    __tablename__ = "saved_view"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=80, unique=True)
    name: str = Field(max_length=80)
    query: str = Field(max_length=1000)
    shared: bool = Field(default=False)
    owner_id: int = Field(foreign_key="user.id", index=True)
    version: int = Field(default=1, nullable=False)
    created_at: datetime = Field(default_factory=now)
    removed_at: datetime | None = Field(default=None)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a class-level directive
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class BulkChange(SQLModel, table=True):
    """Several projects that were changed together: what, and how each stood before and after, so that it can be undone."""

    __tablename__ = "bulk_change"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    kind: BulkKind = Field(sa_type=enum_type(BulkKind))
    moved: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    made_at: datetime = Field(default_factory=now)
    undone_at: datetime | None = Field(default=None)
