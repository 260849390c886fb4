"""Territories with their names by language and day, and places inside them."""

from datetime import date
from typing import Optional

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Field, SQLModel

from tracker.domain.models.base import always, related
from tracker.domain.models.records import Entity, Record


class Territory(Entity, table=True):
    """A country or area of the United Nations list; its record's code is ISO 3166 alpha-2 (XK for Kosovo).

    `note` is the key of the standing text that must be printed with the name (kosovo_1244).
    """

    iso3: str | None = Field(default=None, max_length=3)
    m49: str | None = Field(default=None, max_length=3)
    kind: str = Field(default="member", max_length=20)
    region: str = Field(default="", max_length=20, index=True)
    subregion: str = Field(default="", max_length=60)
    latitude: float | None = Field(default=None)
    longitude: float | None = Field(default=None)
    note: str | None = Field(default=None, max_length=40)
    valid_from: date | None = Field(default=None)
    valid_to: date | None = Field(default=None)

    record: Record = always()
    names: Mapped[list["TerritoryName"]] = related(order_by="TerritoryName.id")


class TerritoryName(SQLModel, table=True):
    """A territory's name in one language during a time: as lists give it, in running text, in full."""

    __tablename__ = "territory_name"
    __table_args__ = (sa.Index(None, "territory_id", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    territory_id: int = Field(foreign_key="territory.id")
    language: str = Field(max_length=2)
    listed: str = Field(max_length=120)
    text: str = Field(max_length=160)
    formal: str | None = Field(default=None, max_length=200)
    valid_from: date | None = Field(default=None)
    valid_to: date | None = Field(default=None)
    verified: bool = Field(default=True)


class Place(Entity, table=True):
    """A named place in a territory, with a position for maps."""

    name: str = Field(max_length=120)
    territory_id: int | None = Field(default=None, foreign_key="territory.id", index=True)
    latitude: float | None = Field(default=None)
    longitude: float | None = Field(default=None)

    record: Record = always()
    territory: Optional["Territory"] = related()
