"""Partners and donors."""

from typing import TYPE_CHECKING, Optional

from sqlmodel import Field

from tracker.domain.codes import OrganisationKind
from tracker.domain.models.base import always, enum_type, related
from tracker.domain.models.records import Entity, Record

if TYPE_CHECKING:
    from tracker.domain.models.places import Territory


class Organisation(Entity, table=True):
    """Any partner or donor; its record's code is the programme file's id or a plain slug of the short name."""

    name: str = Field(max_length=200)
    acronym: str | None = Field(default=None, max_length=40)
    kind: OrganisationKind = Field(default=OrganisationKind.not_stated, sa_type=enum_type(OrganisationKind))
    territory_id: int | None = Field(default=None, foreign_key="territory.id", index=True)
    owner_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    note: str | None = Field(default=None)

    record: Record = always()
    territory: Optional["Territory"] = related()
    owner: Optional["Organisation"] = related(remote_side="Organisation.id")
