"""The nouns of a programme file, one draft each (docs/programme-file.md). `ProgrammeFile` is the whole."""

from typing import Annotated, Literal, Self

from pydantic import Field, StrictInt, model_validator

from tracker.domain.codes import (
    AGREEMENT_STATES_WITH_REASON,
    N_,
    ActionState,
    AgreementKind,
    AgreementState,
    AmountNature,
    AmountQualifier,
    AssessmentKind,
    AssessmentState,
    FundingCondition,
    FundKind,
    FundState,
    Hazard,
    OrganisationKind,
    Phase,
    ReportingPeriod,
    Stage,
    StepKind,
    Visibility,
)
from tracker.domain.drafts.file_common import Closed, Item, Partner, Stated
from tracker.domain.drafts.file_values import (
    Acronym,
    AgreementId,
    Date,
    Day,
    DisasterId,
    DocumentId,
    FundId,
    Language,
    Line,
    Number,
    OrganisationId,
    PlaceId,
    ProgrammeId,
    ProjectId,
    ReportedAmountId,
    Short,
    TerritoryCode,
    Words,
    wrong_at,
)
from tracker.domain.drafts.programmes import MOST_REPORTING_DAYS
from tracker.domain.money import Money

Count = Annotated[StrictInt, Field(ge=0, le=1_000_000)]
Percent = Annotated[StrictInt, Field(ge=0, le=100)]


class Head(Closed):
    format: Literal["tracker-programme"]
    version: Literal[1]
    language: Language
    visibility: Visibility = Visibility.internal


class Document(Item):
    title: Words
    kind: Literal["report", "public_record"]
    reference: Annotated[Words, Field(max_length=120)] | None = None
    date: Date | None = None
    language: Language | None = None
    original_language: Language | None = None


class Organisation(Item):
    name: Line
    acronym: Acronym | None = None
    kind: OrganisationKind = OrganisationKind.not_stated
    territory: TerritoryCode | None = None
    parent: OrganisationId | None = None


class Member(Item):
    organisation: OrganisationId | None = None
    name: Words | None = None
    joined: Date | None = None

    @model_validator(mode="after")
    def _is_named_once(self) -> Self:
        if (self.organisation is None) == (self.name is None):
            raise wrong_at("organisation", N_("A member is an organisation or a name in words: give one of the two."))
        return self


class Programme(Item):
    name: Line
    acronym: Acronym | None = None
    summary: Words | None = None
    purpose: Words | None = None
    mandate: Words | None = None
    founded: Date | None = None
    established_by: Words | None = None
    place: Words | None = None
    territories: list[TerritoryCode] = []
    fund: FundId | None = None
    reporting: ReportingPeriod | None = None
    reporting_days: Annotated[StrictInt, Field(ge=0, le=MOST_REPORTING_DAYS)] = 10
    members: list[Member] = []


class Place(Item):
    name: Annotated[Words, Field(max_length=120)]
    territory: TerritoryCode
    lat: Annotated[Number, Field(ge=-90, le=90)] | None = None
    lon: Annotated[Number, Field(ge=-180, le=180)] | None = None


class Disaster(Item):
    name: Line
    hazard: Hazard
    date: Date | None = None
    territories: list[TerritoryCode] = []
    place: Words | None = None
    places: list[PlaceId] = []


class Target(Stated):
    amount: Number
    currency: str
    period: Date | None = None


class Fund(Item):
    name: Line
    kind: FundKind = FundKind.not_stated
    summary: Words | None = None
    target: Target | None = None
    state: FundState = FundState.not_stated
    stage_stated: Short | None = None


class Undertaking(Item):
    what: Words
    by: OrganisationId | None = None
    due: Date | None = None
    outcome: Words | None = None
    stated: Short | None = None
    state: ActionState = ActionState.open
    done: Day | None = None
    project: ProjectId | None = None

    @model_validator(mode="after")
    def _is_done_on_its_day(self) -> Self:
        if self.done is not None and self.state != ActionState.done:
            raise wrong_at("done", N_("It has a day on which it was done: its state is done."))
        return self


class Ceiling(Stated):
    amount: Number
    currency: str


class Agreement(Item):
    title: Words
    kind: AgreementKind
    parties: list[OrganisationId]
    state: AgreementState
    signed: Date | None = None
    start: Date | None = None
    end: Date | None = None
    reference: Short | None = None
    covers: Words | None = None
    summary: Words | None = None
    consequence: Words | None = None
    state_why: Words | None = None
    ceiling: Ceiling | None = None
    programme: ProgrammeId | None = None
    undertakings: list[Undertaking] = []

    @property
    def money(self) -> Money | None:
        return self.ceiling.money if self.ceiling else None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.state in AGREEMENT_STATES_WITH_REASON and self.state_why is None:
            raise wrong_at("state_why", N_("Say why: a suspension or termination needs its reason."))
        return self


class Objective(Item):
    text: Words


class Component(Item):
    title: Words
    stage_stated: Short | None = None
    start: Date | None = None
    end: Date | None = None
    partners: list[Partner] = []


class Milestone(Item):
    title: Words
    date: Date | None = None
    condition: FundingCondition | None = None


class Project(Item):
    title: Words
    programme: ProgrammeId
    summary: Words | None = None
    place: Words | None = None
    places: list[PlaceId] = []
    territories: list[TerritoryCode] = []
    stage: Stage
    stage_stated: Short | None = None
    phase: Phase | None = None
    start: Date | None = None
    end: Date | None = None
    formulated: Date | None = None
    year: Date | None = None
    biennium: Date | None = None
    objectives: list[Objective] = []
    components: list[Component] = []
    milestones: list[Milestone] = []
    partners: list[Partner] = []
    next_step: Words | None = None
    funding_condition: FundingCondition | None = None
    agreement: AgreementId | None = None
    disasters: list[DisasterId] = []

    @model_validator(mode="after")
    def _has_one_period(self) -> Self:
        if self.year and self.biennium:
            raise wrong_at("biennium", N_("Give the year or the biennium, not both."))
        return self


class Assessment(Item):
    title: Words
    kind: AssessmentKind
    summary: Words | None = None
    place: Words | None = None
    places: list[PlaceId] = []
    territories: list[TerritoryCode] = []
    date: Date | None = None
    hazard: Hazard | None = None
    disasters: list[DisasterId] = []
    partners: list[Partner] = []
    project: ProjectId | None = None
    programme: ProgrammeId | None = None
    state: AssessmentState = AssessmentState.not_stated
    stage_stated: Short | None = None
    output: Words | None = None
    output_date: Date | None = None
    follow_up: Words | None = None


class Step(Item, Stated):
    kind: StepKind
    stated: Short
    date: Date | None = None


class Contribution(Item):
    donor: OrganisationId
    steps: list[Step]
    fund: FundId | None = None
    programme: ProgrammeId | None = None
    purpose: Words | None = None

    @property
    def currency(self) -> str | None:
        return next((step.currency for step in self.steps if step.currency), None)

    @model_validator(mode="after")
    def _has_one_currency(self) -> Self:
        if len({step.currency for step in self.steps if step.currency}) > 1:
            raise wrong_at("steps", N_("All steps of a contribution are in one currency; make two contributions."))
        return self


class ReportedAmount(Item, Stated):
    title: Words
    kind: AmountNature
    qualifier: AmountQualifier | None = None
    share_percent: Percent | None = None
    year: Date | None = None
    from_: Words | None = Field(default=None, alias="from")
    agreement: AgreementId | None = None
    programme: ProgrammeId | None = None
    part_of: ReportedAmountId | None = None

    @model_validator(mode="after")
    def _states_something(self) -> Self:
        if self.amount is None and self.share_percent is None:
            raise wrong_at("amount", N_("Give an amount with its currency, or a share."))
        return self


class Breakdown(Closed):
    professional: Count | None = None
    local: Count | None = None


class Post(Item):
    title: Line
    count: Annotated[Count, Field(ge=1)] | None = None
    breakdown: Breakdown | None = None
    where: Words | None = None
    funding: Short | None = None
    stage_stated: Short | None = None
    expected: Date | None = None
    took_office: Date | None = None
    programme: ProgrammeId | None = None
    agreement: AgreementId | None = None


class Event(Item):
    title: Words
    date: Date
    place: Words | None = None
    territories: list[TerritoryCode] = []
    programme: ProgrammeId | None = None
    project: ProjectId | None = None
    agreement: AgreementId | None = None


class ProgrammeFile(Closed):
    """The whole file, valid by itself: its references were checked against the ids given as context."""

    file: Head
    source: DocumentId
    documents: list[Document]
    organisations: list[Organisation]
    programmes: list[Programme]
    places: list[Place] = []
    disasters: list[Disaster] = []
    funds: list[Fund] = []
    agreements: list[Agreement] = []
    projects: list[Project]
    assessments: list[Assessment] = []
    contributions: list[Contribution] = []
    reported_amounts: list[ReportedAmount] = []
    posts: list[Post] = []
    events: list[Event] = []


SECTIONS = tuple(name for name in ProgrammeFile.model_fields if name not in {"file", "source"})
"""The lists of records, in the file's order."""
