"""Missions: people going somewhere, with a purpose and points to raise."""

from datetime import date
from typing import TYPE_CHECKING, Optional

from sqlalchemy.orm import Mapped
from sqlmodel import Field, SQLModel

from tracker.domain.models.base import always, related
from tracker.domain.models.records import Entity, Record

if TYPE_CHECKING:
    from tracker.domain.models.people import User
    from tracker.domain.models.places import Territory
    from tracker.domain.models.programmes import Programme


class MissionTerritory(SQLModel, table=True):
    """A territory that a mission visits."""

    __tablename__ = "mission_territory"

    mission_id: int = Field(foreign_key="mission.id", primary_key=True)
    territory_id: int = Field(foreign_key="territory.id", primary_key=True, index=True)


class MissionMember(SQLModel, table=True):
    """Somebody who travels on a mission."""

    __tablename__ = "mission_member"

    mission_id: int = Field(foreign_key="mission.id", primary_key=True)
    user_id: int = Field(foreign_key="user.id", primary_key=True, index=True)


class Mission(Entity, table=True):
    """A mission; the long texts hold one point a line."""

    title: str
    purpose: str | None = Field(default=None)
    start_day: date
    end_day: date
    points_to_raise: str | None = Field(default=None)
    requests: str | None = Field(default=None)
    counterparts: str | None = Field(default=None)
    sensitivities: str | None = Field(default=None)
    security_focal_point: str | None = Field(default=None)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)

    record: Record = always()
    programme: Optional["Programme"] = related()
    territories: Mapped[list["Territory"]] = related(
        secondary="mission_territory", viewonly=True, order_by="Territory.id"
    )
    members: Mapped[list["User"]] = related(secondary="mission_member", viewonly=True, order_by="User.name")
