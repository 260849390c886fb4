"""Programmes, who belonged to them when, their posts; and the calendar."""

from typing import TYPE_CHECKING, Optional

from sqlalchemy.orm import Mapped
from sqlmodel import Field, SQLModel

from tracker.domain.codes import ReportingPeriod
from tracker.domain.models.base import always, enum_type, related
from tracker.domain.models.columns import Due, End, On, Start
from tracker.domain.models.records import Entity, Record

if TYPE_CHECKING:
    from tracker.domain.models.agreements import Agreement
    from tracker.domain.models.funding import Fund
    from tracker.domain.models.organisations import Organisation
    from tracker.domain.models.places import Territory


class ProgrammeTerritory(SQLModel, table=True):
    """A territory that a programme works in."""

    __tablename__ = "programme_territory"

    programme_id: int = Field(foreign_key="programme.id", primary_key=True)
    territory_id: int = Field(foreign_key="territory.id", primary_key=True, index=True)


class EventTerritory(SQLModel, table=True):
    """A territory that an event takes place in or is about."""

    __tablename__ = "event_territory"

    event_id: int = Field(foreign_key="calendar_event.id", primary_key=True)
    territory_id: int = Field(foreign_key="territory.id", primary_key=True, index=True)


class Programme(Entity, Start, table=True):
    """A programme; `start` is its founding.

    `reporting`: how often its projects report, none where they need not; due `reporting_days` after a period's end.
    """

    name: str = Field(max_length=200)
    acronym: str | None = Field(default=None, max_length=40)
    summary: str | None = Field(default=None)
    purpose: str | None = Field(default=None)
    mandate: str | None = Field(default=None)
    established_by: str | None = Field(default=None)
    place_stated: str | None = Field(default=None)
    fund_id: int | None = Field(default=None, foreign_key="fund.id", index=True)
    reporting: ReportingPeriod | None = Field(default=None, sa_type=enum_type(ReportingPeriod))
    reporting_days: int = Field(default=10)

    record: Record = always()
    fund: Optional["Fund"] = related()
    territories: Mapped[list["Territory"]] = related(
        secondary="programme_territory", viewonly=True, order_by="Territory.id"
    )
    members: Mapped[list["ProgrammeMember"]] = related(order_by="ProgrammeMember.id")
    posts: Mapped[list["Post"]] = related(order_by="Post.id")


class ProgrammeMember(Entity, Start, End, table=True):
    """An organisation's membership over time; `name_stated` where the source names no organisation of its own."""

    __tablename__ = "programme_member"

    programme_id: int = Field(foreign_key="programme.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    name_stated: str | None = Field(default=None)

    record: Record = always()
    organisation: Optional["Organisation"] = related()


class Post(Entity, On, Due, table=True):
    """Posts: how many, where, paid how. `on` is when its holder took office, `due` when it is expected filled."""

    title: str | None = Field(default=None, max_length=200)
    count: int = Field(default=1)
    count_professional: int | None = Field(default=None)
    count_local: int | None = Field(default=None)
    where_stated: str | None = Field(default=None)
    funding_stated: str | None = Field(default=None, max_length=80)
    state_stated: str | None = Field(default=None, max_length=80)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id", index=True)

    record: Record = always()
    agreement: Optional["Agreement"] = related()


class CalendarEvent(Entity, On, table=True):
    """A dated event that the programme keeps in view."""

    __tablename__ = "calendar_event"

    title: str
    place_stated: str | None = Field(default=None)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id", index=True)

    record: Record = always()
    territories: Mapped[list["Territory"]] = related(
        secondary="event_territory", viewonly=True, order_by="Territory.id"
    )
