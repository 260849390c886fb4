"""The record: the identity of every editable thing, to which history, sources, texts and documents point."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr
from sqlmodel import Field, SQLModel

from tracker.domain.codes import RecordKind, Visibility
from tracker.domain.dates import now
from tracker.domain.models.base import enum_type, related

if TYPE_CHECKING:
    from tracker.domain.models.sources import Citation


_OF_ARCHIVED: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), sa.text("archived_at IS NOT NULL"))
"""An index of what is archived only: little is, so to leave it out is to look at little."""


class Record(SQLModel, table=True):
    """One identity: what kind, which code, who may see it, in which language it was written.

    `parent_id` names the record that owns this one (a milestone's project); its visibility governs.
    `added` marks what is not in the source document but was added for the tracker.
    """

    __table_args__ = (
        sa.UniqueConstraint("kind", "code"),
        sa.Index(None, "kind", "created_at"),
        sa.Index(None, "archived_at", **_OF_ARCHIVED),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: RecordKind = Field(sa_type=enum_type(RecordKind))
    code: str | None = Field(default=None, max_length=80)
    parent_id: int | None = Field(default=None, foreign_key="record.id", index=True)
    visibility: Visibility = Field(default=Visibility.internal, sa_type=enum_type(Visibility), index=True)
    language: str = Field(default="en", max_length=2)
    added: bool = Field(default=False)
    archived_at: datetime | None = Field(default=None)
    created_at: datetime = Field(default_factory=now)
    created_by_id: int | None = Field(default=None, foreign_key="user.id", index=True)

    translations: Mapped[list["Translation"]] = related(order_by="Translation.field")
    citations: Mapped[list["Citation"]] = related(order_by="Citation.id")


class Entity(SQLModel):
    """The part every entity table shares: its record's id, and a version that each change raises."""

    id: int | None = Field(default=None, primary_key=True, foreign_key="record.id")
    version: int = Field(default=1, nullable=False)
    changed_at: datetime = Field(default_factory=now)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a class-level directive
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class Translation(SQLModel, table=True):
    """A record's text in another language than its own: which field, made from which version, by whom."""

    __table_args__ = (sa.UniqueConstraint("record_id", "field", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    record_id: int = Field(foreign_key="record.id")
    field: str = Field(max_length=40)
    language: str = Field(max_length=2)
    text: str
    source_version: int = Field(default=1)
    by_id: int | None = Field(default=None, foreign_key="user.id")
    added: bool = Field(default=False)


class OutsideIdentifier(SQLModel, table=True):
    """What another system calls the record (Umoja, IATI, FTS, GLIDE)."""

    __tablename__ = "outside_identifier"
    __table_args__ = (sa.UniqueConstraint("record_id", "system", "value"),)

    id: int | None = Field(default=None, primary_key=True)
    record_id: int = Field(foreign_key="record.id")
    system: str = Field(max_length=40, index=True)
    value: str = Field(max_length=200)


class Share(SQLModel, table=True):
    """A person for whom a record was opened although their role alone would not see it."""

    record_id: int = Field(foreign_key="record.id", primary_key=True)
    user_id: int = Field(foreign_key="user.id", primary_key=True, index=True)


class SearchText(SQLModel, table=True):
    """Everything a record is found by, normalised; the dialect's index over it is made by the migration."""

    __tablename__ = "search_text"

    record_id: int = Field(foreign_key="record.id", primary_key=True)
    body: str


class RowVersion(SQLModel, table=True):
    """One state of one row: its values from `recorded_from` until `recorded_to`, who made it so and why.

    `record_id` is the record the row belongs to (of a link: the record it hangs on; none for an account);
    `entity` its table, `row_key` its primary key there. `change` is insert, update or delete; a deleted row keeps its last values.
    """

    __tablename__ = "row_version"
    __table_args__ = (sa.Index(None, "entity", "row_key", "recorded_to"), sa.Index(None, "record_id", "recorded_from"))

    id: int | None = Field(default=None, primary_key=True)
    record_id: int | None = Field(default=None, foreign_key="record.id")
    entity: str = Field(max_length=40)
    row_key: str = Field(max_length=80)
    version: int | None = Field(default=None)
    change: str = Field(max_length=6)
    values: dict[str, Any] = Field(sa_type=sa.JSON)
    recorded_from: datetime = Field(index=True)
    recorded_to: datetime | None = Field(default=None)
    user_id: int | None = Field(default=None, foreign_key="user.id")
    actor: str = Field(default="", max_length=120)
    why: str = Field(default="")
