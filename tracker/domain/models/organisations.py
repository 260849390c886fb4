"""Partners and donors."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Optional

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tracker.domain.codes import OrganisationKind
from tracker.domain.dates import now
from tracker.domain.models.base import always, enum_type, related
from tracker.domain.models.records import Entity, Record

if TYPE_CHECKING:
    from tracker.domain.models.places import Territory


class Organisation(Entity, table=True):
    """Any partner or donor; its record's code is the programme file's id or a plain slug of the short name.

    `merged_into_id`: the organisation that this one turned out to be; its address leads there.
    """

    name: str = Field(max_length=200)
    acronym: str | None = Field(default=None, max_length=40)
    kind: OrganisationKind = Field(default=OrganisationKind.not_stated, sa_type=enum_type(OrganisationKind))
    territory_id: int | None = Field(default=None, foreign_key="territory.id", index=True)
    owner_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    note: str | None = Field(default=None)
    merged_into_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)

    record: Record = always()
    territory: Optional["Territory"] = related()
    owner: Optional["Organisation"] = related(remote_side="Organisation.id", foreign_keys="Organisation.owner_id")


class Merge(SQLModel, table=True):
    """Two organisations that were made one: which, when, by whom, and the links that moved, so that it can be undone."""

    id: int | None = Field(default=None, primary_key=True)
    kept_id: int = Field(foreign_key="organisation.id", index=True)
    merged_id: int = Field(foreign_key="organisation.id", index=True)
    moved: dict[str, Any] = Field(sa_type=sa.JSON)
    merged_at: datetime = Field(default_factory=now)
    by_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    undone_at: datetime | None = Field(default=None)
