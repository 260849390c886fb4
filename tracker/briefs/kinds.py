"""The briefs of a project, a donor and a programme, as plain values; what they share with a mission's is in `model`."""

from dataclasses import dataclass, field
from datetime import date

from tracker.briefs.detail_lines import (
    DeliveryLine,
    DonorFacts,
    IdentifierLine,
    Outlays,
    PaperLine,
    PaymentLine,
    ProgrammeFacts,
)
from tracker.briefs.model import (
    AgreementLine,
    AssessmentLine,
    Brief,
    ContactLine,
    ContributionLine,
    DateLine,
    DisasterLine,
    Marks,
    MilestoneLine,
    MoneyLine,
    Partner,
    ProjectBlock,
    RecommendationLine,
    RiskLine,
    StatedPlace,
    StepLine,
    UpdateLine,
    WorldMap,
)
from tracker.domain.codes import ActionState, BriefKind, ContributionKind, Health, OrganisationKind, Stage
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.domain.queries.texts import Said


@dataclass(frozen=True)
class ActionLine:
    """What somebody has to do by a day."""

    title: Said
    owner: str
    due: date | None
    late: bool
    state: ActionState
    marks: Marks


@dataclass(frozen=True, kw_only=True)
class ProjectBrief(Brief):
    """A project's brief. `risks`, `actions` and `contacts` are None for readers whom they are not for.

    `earlier` are the reports before the newest, newest first.
    """

    kind = BriefKind.project
    project: ProjectBlock
    programme: Said | None
    places: tuple[Said, ...]
    disasters: tuple[DisasterLine, ...]
    milestones: tuple[MilestoneLine, ...]
    earlier: tuple[UpdateLine, ...]
    agreements: tuple[AgreementLine, ...]
    partners: tuple[Partner, ...]
    money: tuple[MoneyLine, ...]
    contributions: tuple[ContributionLine, ...]
    assessments: tuple[AssessmentLine, ...]
    open_recommendations: int
    dates: tuple[DateLine, ...]
    risks: tuple[RiskLine, ...] | None
    actions: tuple[ActionLine, ...] | None
    contacts: tuple[ContactLine, ...] | None
    deliveries: tuple[DeliveryLine, ...] = ()
    outlays: Outlays = field(default_factory=Outlays)
    papers: tuple[PaperLine, ...] = ()
    identifiers: tuple[IdentifierLine, ...] = ()

    @property
    def projects(self) -> tuple[ProjectBlock, ...]:
        """The one project, for the sections that speak of all that there are."""
        return (self.project,)


@dataclass(frozen=True)
class ProjectRow:
    """A project in a table: where it is, how it goes, when it was last reported on, and its money per currency."""

    title: Said
    places: tuple[str, ...]
    stated_place: StatedPlace | None
    stage: Stage
    stated: Said | None
    health: Health
    updated: date | None
    money: tuple[MoneyLine, ...]
    marks: Marks


@dataclass(frozen=True)
class GiftLine:
    """One contribution with its steps; `unallocated` is None where nothing is stated, or may not be known."""

    kind: ContributionKind
    currency: str | None
    into: tuple[Said, ...]
    purpose: Said | None
    agreement: Said | None
    steps: tuple[StepLine, ...]
    unallocated: Money | None
    marks: Marks


@dataclass(frozen=True)
class UseLine:
    """A project that the donor's money went to: how much per currency, and how the project stands."""

    project: ProjectRow
    amounts: tuple[Money, ...]
    marks: Marks


@dataclass(frozen=True)
class DueLine:
    """What a donor still owes: pledged and not yet committed, or (`committed`) committed and not yet received."""

    committed: bool
    amount: Money | None
    into: tuple[Said, ...]
    since: PartialDate | None
    marks: Marks


@dataclass(frozen=True, kw_only=True)
class DonorBrief(Brief):
    """What one organisation gave, what became of it, and what is due."""

    kind = BriefKind.donor
    donor: Partner
    organisation_kind: OrganisationKind
    money: tuple[MoneyLine, ...]
    gifts: tuple[GiftLine, ...]
    count: int
    uses: tuple[UseLine, ...]
    agreements: tuple[AgreementLine, ...]
    due: tuple[DueLine, ...]
    facts: DonorFacts | None = None
    payments: tuple[PaymentLine, ...] = ()
    contacts: tuple[ContactLine, ...] | None = None
    papers: tuple[PaperLine, ...] = ()
    identifiers: tuple[IdentifierLine, ...] = ()


@dataclass(frozen=True)
class OpenLine:
    """An open recommendation with the assessment that made it."""

    assessment: Said
    line: RecommendationLine


@dataclass(frozen=True)
class SilentLine:
    """A project that is not finished and that nobody reported on lately; `last`: when somebody did, if ever."""

    title: Said
    managers: tuple[str, ...]
    last: date | None
    marks: Marks


@dataclass(frozen=True)
class Sheet:
    """A project's own page in the brief of its programme."""

    project: ProjectBlock
    milestones: tuple[MilestoneLine, ...]
    money: tuple[MoneyLine, ...]


@dataclass(frozen=True)
class FilterLine:
    """What a list of projects is narrowed to: the filter's name in the reader's language, and what it asks for."""

    name: str
    said: Said


@dataclass(frozen=True, kw_only=True)
class PortfolioBrief(Brief):
    """A programme's projects at a glance; `sheets` where a page for each project was asked for.

    Without a programme it is about a `selection` of projects, the query string of their list, with its `filters` in
    words. `undated`: agreements in force whose end is not stated. `world`: left out with sheets, whose files are large.
    """

    kind = BriefKind.portfolio
    acronym: str | None
    summary: Said | None
    purpose: Said | None
    mandate: Said | None
    count: int
    under_way: int
    stages: tuple[tuple[Stage, int], ...]
    healths: tuple[tuple[Health, int], ...]
    rows: tuple[ProjectRow, ...]
    money: tuple[MoneyLine, ...]
    contributions: tuple[ContributionLine, ...]
    agreements: tuple[AgreementLine, ...]
    undated: int
    recommendations: tuple[OpenLine, ...]
    open_recommendations: int
    silent: tuple[SilentLine, ...]
    silent_count: int
    dates: tuple[DateLine, ...]
    sheets: tuple[Sheet, ...]
    selection: str = ""
    filters: tuple[FilterLine, ...] = ()
    facts: ProgrammeFacts | None = None
    outlays: Outlays = field(default_factory=Outlays)
    papers: tuple[PaperLine, ...] = ()
    identifiers: tuple[IdentifierLine, ...] = ()
    world: WorldMap | None = None
