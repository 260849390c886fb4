"""An assessment, its findings and recommendations, and what projects deliver for them, as somebody wants to record them."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BeforeValidator, StringConstraints, model_validator
from sqlmodel import SQLModel

from tracker.domain.codes import (
    N_,
    AssessmentKind,
    AssessmentState,
    DamageGrade,
    Effect,
    Hazard,
    PartnerRole,
    RecommendationState,
    Sector,
    Topic,
    Visibility,
)
from tracker.domain.dates import today
from tracker.domain.drafts.check import Line, MaybeDay, MaybeLine, MaybePartial, MaybeWords, PastDay, Words, refuse
from tracker.domain.drafts.counted import Counted
from tracker.domain.drafts.money import Priced
from tracker.domain.drafts.places import Placed
from tracker.domain.drafts.projects import Choice
from tracker.domain.drafts.sources import Sourced
from tracker.domain.errors import Refused
from tracker.domain.money import Money
from tracker.domain.ranges import LARGEST

LONGEST_UNIT = 60


def _nothing(value: object) -> object:
    return None if value in ("", None) or (isinstance(value, str) and not value.strip()) else value


MaybeHazard = Annotated[Hazard | None, BeforeValidator(_nothing)]
Unit = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_UNIT)]


class AssessmentDraft(Placed):
    """What an assessment's form holds. Who took part stands in one list for each role."""

    title: Line
    kind: AssessmentKind = AssessmentKind.not_stated
    state: AssessmentState = AssessmentState.not_stated
    on: MaybePartial = None
    summary: MaybeWords = None
    method: MaybeWords = None
    hazard: MaybeHazard = None
    disaster_ids: list[int] = []
    lead_ids: list[int] = []
    partner_ids: list[int] = []
    participant_ids: list[int] = []
    support_ids: list[int] = []
    implementing_ids: list[int] = []
    funding_ids: list[int] = []
    reviewing_ids: list[int] = []
    programme_id: Choice = None
    project_id: Choice = None
    output: MaybeWords = None
    output_on: MaybePartial = None
    follow_up: MaybeWords = None
    visibility: Visibility = Visibility.internal

    @model_validator(mode="after")
    def _one_role_each(self) -> Self:
        named: set[int] = set()
        for role in PartnerRole:
            ids = set(self.in_role(role))
            if ids & named:
                why = N_("An organisation takes part in one role: take it out of this list or of the other.")
                raise refuse(Refused(role_field(role), why))
            named |= ids
        return self

    def in_role(self, role: PartnerRole) -> list[int]:
        """The organisations that took part in this role."""
        ids: list[int] = getattr(self, role_field(role))
        return ids

    @property
    def roles(self) -> dict[int, PartnerRole]:
        """Who took part, each in its role."""
        return {key: role for role in PartnerRole for key in self.in_role(role)}


def role_field(role: PartnerRole) -> str:
    """The field that lists who took part in a role."""
    return f"{role}_ids"


class FindingDraft(Priced, Counted, Sourced):
    """What was found in a sector: damage, loss, need or a state of things; as a count or as money, perhaps a range."""

    text: Words
    sector: Sector
    effect: Annotated[Effect | None, BeforeValidator(_nothing)] = None
    topic: Topic = Topic.general
    grade: Annotated[DamageGrade | None, BeforeValidator(_nothing)] = None
    unit: Annotated[Unit | None, BeforeValidator(_nothing)] = None
    amount_high: Decimal | None = None
    place_id: Choice = None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.grade and self.topic != Topic.building_damage:
            why = N_("A grade is of damaged buildings: choose that topic, or take the grade away.")
            raise refuse(Refused("grade", why))
        if self.figure and not self.unit:
            raise refuse(Refused("unit", N_("Say what is counted, such as houses.")))
        if self.figure and self.amount is not None:
            why = N_("A finding is a count or an amount: record the amount as a finding of its own.")
            raise refuse(Refused("amount", why))
        self._check_upper()
        return self

    def _check_upper(self) -> None:
        if self.amount_high is None:
            return
        if self.amount is None:
            raise refuse(Refused("amount", N_("Give the lower amount too; a single amount stands here.")))
        if self.amount_high < self.amount:
            raise refuse(Refused("amount_high", N_("The upper amount is below the lower one.")))
        try:
            self.money_high  # noqa: B018 - what it refuses is refused here
        except Refused as error:
            raise refuse(Refused("amount_high", error.why, error.values)) from error

    @property
    def money_high(self) -> Money | None:
        """The exact upper amount."""
        if self.amount_high is None or not self.currency:
            return None
        return Money.of(self.amount_high, self.currency, "amount_high")


class RecommendationDraft(Sourced):
    """What is asked, of whom, by when, for which findings. Its state moves on a form of its own."""

    text: Words
    addressee_id: Choice = None
    addressee_stated: MaybeLine = None
    due_day: MaybeDay = None
    finding_ids: list[int] = []
    follow_up: MaybeWords = None


class DeliveryDraft(Sourced):
    """What a project has delivered: so many of a unit by a day, for the recommendation that asked for it."""

    text: Line
    quantity: int
    unit: Unit
    on: MaybePartial = None
    recommendation_id: Choice = None

    @model_validator(mode="after")
    def _countable(self) -> Self:
        if self.quantity < 0:
            raise refuse(Refused("quantity", N_("Write a whole number, such as 1,234.")))
        if self.quantity > LARGEST:
            raise refuse(Refused("quantity", N_("This number is too large to be one.")))
        if self.on and self.on.earliest and self.on.earliest > today():
            raise refuse(Refused("on", N_("This day is still to come: what is planned is a milestone.")))
        return self


class MoveDraft(SQLModel):
    """Where a recommendation goes, since which day (none given: today), and why."""

    state: RecommendationState
    why: MaybeWords = None
    day: Annotated[PastDay | None, BeforeValidator(_nothing)] = None
