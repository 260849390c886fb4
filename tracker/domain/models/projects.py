"""Projects and what hangs on them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Optional

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Field, SQLModel

from tracker.domain.codes import ActionState, FundingCondition, Health, PartnerRole, Phase, RiskLevel, Stage
from tracker.domain.models.base import always, enum_type, related
from tracker.domain.models.columns import Due, End, Formulated, Period, Start
from tracker.domain.models.records import Entity, Record
from tracker.domain.tags import LONGEST

if TYPE_CHECKING:
    from tracker.domain.models.disasters import Disaster
    from tracker.domain.models.organisations import Organisation
    from tracker.domain.models.people import User
    from tracker.domain.models.places import Place, Territory
    from tracker.domain.models.programmes import Programme


class ProjectTerritory(SQLModel, table=True):
    """A territory that a project works in."""

    __tablename__ = "project_territory"

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    territory_id: int = Field(foreign_key="territory.id", primary_key=True, index=True)


class ProjectPlace(SQLModel, table=True):
    """A named place that a project works in."""

    __tablename__ = "project_place"

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    place_id: int = Field(foreign_key="place.id", primary_key=True, index=True)


class ProjectDisaster(SQLModel, table=True):
    """A disaster that a project answers."""

    __tablename__ = "project_disaster"

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    disaster_id: int = Field(foreign_key="disaster.id", primary_key=True, index=True)


class ProjectMember(SQLModel, table=True):
    """Somebody who manages a project."""

    __tablename__ = "project_member"

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    user_id: int = Field(foreign_key="user.id", primary_key=True, index=True)


class ProjectTag(SQLModel, table=True):
    """A word that people gather projects by, as `domain.tags` writes it."""

    __tablename__ = "project_tag"

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    tag: str = Field(max_length=LONGEST, primary_key=True, index=True)


class ProjectPartner(SQLModel, table=True):
    """An organisation that takes part in a project, in a role."""

    __tablename__ = "project_partner"

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True, index=True)
    role: PartnerRole = Field(default=PartnerRole.partner, sa_type=enum_type(PartnerRole))

    organisation: Optional["Organisation"] = related()


class Project(Entity, Start, End, Formulated, Period, table=True):
    """What is being done where. `health`, `health_day` and `reported_at` are kept by the act that publishes an update.

    `stage_stated` is the source's own word and stays visible beside the stage. `phase`: which part of the cycle of
    disaster management it mainly serves.
    """

    __table_args__ = (sa.Index(None, "stage", "health", "health_day"), sa.Index(None, "end_latest"))

    title: str
    summary: str | None = Field(default=None)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)
    place_stated: str | None = Field(default=None)
    stage: Stage = Field(default=Stage.not_stated, sa_type=enum_type(Stage), index=True)
    stage_stated: str | None = Field(default=None, max_length=80)
    stage_why: str | None = Field(default=None)
    phase: Phase | None = Field(default=None, sa_type=enum_type(Phase), index=True)
    health: Health = Field(default=Health.not_reported, sa_type=enum_type(Health), index=True)
    health_day: date | None = Field(default=None, index=True)
    reported_at: datetime | None = Field(default=None)
    next_step: str | None = Field(default=None)
    funding_condition: FundingCondition | None = Field(default=None, sa_type=enum_type(FundingCondition))

    record: Record = always()
    programme: Optional["Programme"] = related()
    territories: Mapped[list["Territory"]] = related(
        secondary="project_territory", viewonly=True, order_by="Territory.id"
    )
    places: Mapped[list["Place"]] = related(secondary="project_place", viewonly=True, order_by="Place.id")
    disasters: Mapped[list["Disaster"]] = related(secondary="project_disaster", viewonly=True, order_by="Disaster.id")
    managers: Mapped[list["User"]] = related(secondary="project_member", viewonly=True, order_by="User.name")
    partners: Mapped[list["ProjectPartner"]] = related(order_by="ProjectPartner.organisation_id")
    objectives: Mapped[list["Objective"]] = related(order_by="Objective.position")
    components: Mapped[list["Component"]] = related(order_by="Component.position")
    milestones: Mapped[list["Milestone"]] = related(order_by="Milestone.due_earliest.nulls_last(), Milestone.id")
    risks: Mapped[list["Risk"]] = related(order_by="Risk.id")
    action_points: Mapped[list["ActionPoint"]] = related(order_by="ActionPoint.due_day.nulls_last(), ActionPoint.id")


class Objective(Entity, table=True):
    """What a project is to bring about."""

    project_id: int = Field(foreign_key="project.id", index=True)
    position: int = Field(default=0)
    text: str

    record: Record = always()


class ComponentPartner(SQLModel, table=True):
    """An organisation that takes part in one component."""

    __tablename__ = "component_partner"

    component_id: int = Field(foreign_key="component.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True, index=True)
    role: PartnerRole = Field(default=PartnerRole.partner, sa_type=enum_type(PartnerRole))


class Component(Entity, Start, End, table=True):
    """A part of a project."""

    project_id: int = Field(foreign_key="project.id", index=True)
    position: int = Field(default=0)
    title: str
    stage: Stage = Field(default=Stage.not_stated, sa_type=enum_type(Stage))
    stage_stated: str | None = Field(default=None, max_length=80)

    record: Record = always()
    partners: Mapped[list["Organisation"]] = related(
        secondary="component_partner", viewonly=True, order_by="Organisation.id"
    )


class Milestone(Entity, Due, table=True):
    """Something a project is to reach. `confirmed_at`: when a person set or confirmed the date; only then may it be late."""

    project_id: int = Field(foreign_key="project.id", index=True)
    title: str
    condition: FundingCondition | None = Field(default=None, sa_type=enum_type(FundingCondition, "condition"))
    done_day: date | None = Field(default=None)
    confirmed_at: datetime | None = Field(default=None)

    record: Record = always()


class Risk(Entity, table=True):
    """What may go wrong, how likely and how bad, and what is done about it."""

    project_id: int = Field(foreign_key="project.id", index=True)
    title: str
    likelihood: RiskLevel = Field(default=RiskLevel.medium, sa_type=enum_type(RiskLevel, "likelihood"))
    impact: RiskLevel = Field(default=RiskLevel.medium, sa_type=enum_type(RiskLevel, "impact"))
    response: str | None = Field(default=None)
    closed_day: date | None = Field(default=None)

    record: Record = always()


class ActionPoint(Entity, table=True):
    """What somebody has to do by a day; `review_id`: the review in which it was agreed, if any."""

    __tablename__ = "action_point"

    project_id: int = Field(foreign_key="project.id", index=True)
    review_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    title: str
    owner_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    due_day: date | None = Field(default=None)
    state: ActionState = Field(default=ActionState.open, sa_type=enum_type(ActionState))

    record: Record = always()
    owner: Optional["User"] = related()
