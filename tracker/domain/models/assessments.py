"""Assessments with who took part, what they found and what they asked for."""

from datetime import date
from typing import TYPE_CHECKING, Optional

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Field, SQLModel

from tracker.domain.codes import (
    AssessmentKind,
    AssessmentState,
    DamageGrade,
    Effect,
    Hazard,
    PartnerRole,
    RecommendationState,
    Sector,
    Topic,
)
from tracker.domain.models.base import always, enum_type, related
from tracker.domain.models.columns import Amount, Counted, On, Output
from tracker.domain.models.records import Entity, Record
from tracker.domain.money import Money

if TYPE_CHECKING:
    from tracker.domain.models.disasters import Disaster
    from tracker.domain.models.organisations import Organisation
    from tracker.domain.models.places import Place, Territory
    from tracker.domain.models.programmes import Programme
    from tracker.domain.models.projects import Project


class AssessmentTerritory(SQLModel, table=True):
    """A territory that was assessed."""

    __tablename__ = "assessment_territory"

    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True)
    territory_id: int = Field(foreign_key="territory.id", primary_key=True, index=True)


class AssessmentPlace(SQLModel, table=True):
    """A named place that was assessed."""

    __tablename__ = "assessment_place"

    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True)
    place_id: int = Field(foreign_key="place.id", primary_key=True, index=True)


class AssessmentParticipant(SQLModel, table=True):
    """An organisation that took part in an assessment."""

    __tablename__ = "assessment_participant"

    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True, index=True)
    role: PartnerRole = Field(default=PartnerRole.partner, sa_type=enum_type(PartnerRole))

    organisation: Optional["Organisation"] = related()


class AssessmentDisaster(SQLModel, table=True):
    """A disaster that an assessment followed."""

    __tablename__ = "assessment_disaster"

    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True)
    disaster_id: int = Field(foreign_key="disaster.id", primary_key=True, index=True)


class Assessment(Entity, On, Output, table=True):
    """A mission or study. `output` is what came of it, `follow_up` what became of that, as stated."""

    title: str
    summary: str | None = Field(default=None)
    kind: AssessmentKind = Field(default=AssessmentKind.not_stated, sa_type=enum_type(AssessmentKind), index=True)
    state: AssessmentState = Field(default=AssessmentState.not_stated, sa_type=enum_type(AssessmentState))
    state_stated: str | None = Field(default=None, max_length=80)
    own_role: PartnerRole | None = Field(default=None, sa_type=enum_type(PartnerRole, "own_role"))
    place_stated: str | None = Field(default=None)
    method: str | None = Field(default=None)
    hazard: Hazard | None = Field(default=None, sa_type=enum_type(Hazard))
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)
    output: str | None = Field(default=None)
    follow_up: str | None = Field(default=None)

    record: Record = always()
    disasters: Mapped[list["Disaster"]] = related(
        secondary="assessment_disaster", viewonly=True, order_by="Disaster.id"
    )
    project: Optional["Project"] = related()
    programme: Optional["Programme"] = related()
    territories: Mapped[list["Territory"]] = related(
        secondary="assessment_territory", viewonly=True, order_by="Territory.id"
    )
    places: Mapped[list["Place"]] = related(secondary="assessment_place", viewonly=True, order_by="Place.id")
    participants: Mapped[list["AssessmentParticipant"]] = related(order_by="AssessmentParticipant.organisation_id")
    findings: Mapped[list["Finding"]] = related(order_by="Finding.id")
    recommendations: Mapped[list["Recommendation"]] = related(order_by="Recommendation.id")


class Finding(Entity, Amount, Counted, table=True):
    """Sector and effect, as a count with unit or as money, from `low` (or the amount) to `high`.

    `effect` is absent where a finding is neither damage, loss nor need (how land is held, what an office can do);
    `grade` is that of damaged buildings.
    """

    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    sector: Sector = Field(sa_type=enum_type(Sector))
    effect: Effect | None = Field(default=None, sa_type=enum_type(Effect))
    topic: Topic = Field(default=Topic.general, sa_type=enum_type(Topic))
    grade: DamageGrade | None = Field(default=None, sa_type=enum_type(DamageGrade))
    place_id: int | None = Field(default=None, foreign_key="place.id", index=True)
    text: str
    unit: str | None = Field(default=None, max_length=60)
    amount_high_minor: int | None = Field(default=None, sa_type=sa.BigInteger)

    record: Record = always()

    @property
    def upper(self) -> Money | None:
        """The upper bound of the amount, where it is a range."""
        if self.amount_high_minor is None or self.currency is None:
            return None
        return Money(self.amount_high_minor, self.currency)


class RecommendationFinding(SQLModel, table=True):
    """A finding that a recommendation answers."""

    __tablename__ = "recommendation_finding"

    recommendation_id: int = Field(foreign_key="recommendation.id", primary_key=True)
    finding_id: int = Field(foreign_key="finding.id", primary_key=True, index=True)


class Recommendation(Entity, table=True):
    """What an assessment asks for, of whom, by when, and what became of it: a project or milestone, where it did."""

    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    text: str
    addressee_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    addressee_stated: str | None = Field(default=None)
    due_day: date | None = Field(default=None)
    state: RecommendationState = Field(default=RecommendationState.open, sa_type=enum_type(RecommendationState))
    state_why: str | None = Field(default=None)
    state_day: date | None = Field(default=None)
    follow_up: str | None = Field(default=None)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id", index=True)

    record: Record = always()


class Delivery(Entity, On, table=True):
    """What a project has delivered by a day: so many of a unit, for the recommendation that asked for it."""

    project_id: int = Field(foreign_key="project.id", index=True)
    recommendation_id: int | None = Field(default=None, foreign_key="recommendation.id", index=True)
    text: str
    unit: str = Field(max_length=60)
    quantity: int = Field(sa_type=sa.BigInteger)

    record: Record = always()
