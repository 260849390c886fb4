"""Disasters and what is known of their impact."""

from typing import TYPE_CHECKING, Optional

from sqlalchemy.orm import Mapped
from sqlmodel import Field, SQLModel

from tracker.domain.codes import Hazard
from tracker.domain.models.base import always, enum_type, related
from tracker.domain.models.columns import Counted, End, On
from tracker.domain.models.records import Entity, Record

if TYPE_CHECKING:
    from tracker.domain.models.places import Place, Territory


class DisasterTerritory(SQLModel, table=True):
    """A territory that a disaster struck."""

    __tablename__ = "disaster_territory"

    disaster_id: int = Field(foreign_key="disaster.id", primary_key=True)
    territory_id: int = Field(foreign_key="territory.id", primary_key=True, index=True)


class DisasterPlace(SQLModel, table=True):
    """A named place that a disaster struck."""

    __tablename__ = "disaster_place"

    disaster_id: int = Field(foreign_key="disaster.id", primary_key=True)
    place_id: int = Field(foreign_key="place.id", primary_key=True, index=True)


class Disaster(Entity, On, End, table=True):
    """An event: hazard, day (and last day), place; `glide` is its GLIDE number where one was given."""

    name: str = Field(max_length=200)
    summary: str | None = Field(default=None)
    hazard: Hazard = Field(sa_type=enum_type(Hazard), index=True)
    glide: str | None = Field(default=None, max_length=30)
    place_stated: str | None = Field(default=None)

    record: Record = always()
    places: Mapped[list["Place"]] = related(secondary="disaster_place", viewonly=True, order_by="Place.id")
    territories: Mapped[list["Territory"]] = related(
        secondary="disaster_territory", viewonly=True, order_by="Territory.id"
    )
    impact_figures: Mapped[list["ImpactFigure"]] = related(order_by="ImpactFigure.id", back_populates="disaster")


class ImpactFigure(Entity, On, Counted, table=True):
    """One statement of one measure (deaths, houses destroyed): from `low` to `high`, either may be unknown."""

    __tablename__ = "impact_figure"

    disaster_id: int = Field(foreign_key="disaster.id", index=True)
    measure: str = Field(max_length=80)

    record: Record = always()
    disaster: Optional["Disaster"] = related(back_populates="impact_figures")
