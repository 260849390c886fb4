"""What a brief says, as plain values: no row of the database reaches a template.

`marks` are the numbers of the sources a fact comes from, printed small beside it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from tracker.briefs.compared import Compared, Since
from tracker.briefs.detail_lines import AgreementDetails, AssessmentDetails, Dollars, RateLine
from tracker.briefs.doubts import Doubt, Fields, grouped
from tracker.domain.codes import (
    AgreementKind,
    AgreementState,
    AssessmentKind,
    BriefKind,
    ContributionKind,
    DoubtKind,
    FundingCondition,
    Hazard,
    Health,
    PartnerRole,
    Phase,
    RecommendationState,
    RiskLevel,
    Stage,
    StepKind,
)
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.domain.queries.texts import Said
from tracker.legal import StandingText

Marks = tuple[int, ...]


@dataclass(frozen=True)
class StatedPlace:
    """Where, in the source's words; `former`: with a name that holds no longer."""

    said: Said
    former: bool


@dataclass(frozen=True)
class TerritoryLine:
    """A territory as the United Nations name it on the day of printing."""

    code: str
    listed: str
    text: str


@dataclass(frozen=True)
class LocatorMap:
    """Land and marks, in a viewBox; no boundary."""

    view_box: str
    path: str
    marks: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class WorldDot:
    """A territory on the map of the world: where, how large, and the most serious health of its projects."""

    x: float
    y: float
    r: float
    health: Health


@dataclass(frozen=True)
class WorldMap:
    """The marks on the map of the world, the large ones first; the land is the same for all briefs."""

    view_box: str
    dots: tuple[WorldDot, ...]


@dataclass(frozen=True)
class MissionPart:
    """What only a mission has; long texts are one point a line. None: not for this reader."""

    title: Said
    when: PartialDate
    members: tuple[str, ...]
    points: tuple[Said, ...]
    requests: tuple[Said, ...]
    counterparts: tuple[Said, ...]
    sensitivities: tuple[Said, ...] | None
    security: tuple[Said, ...] | None
    marks: Marks


@dataclass(frozen=True)
class ImpactLine:
    """One statement of a disaster's impact."""

    measure: str
    low: int | None
    high: int | None
    on: PartialDate | None
    marks: Marks


@dataclass(frozen=True)
class DisasterLine:
    """A disaster."""

    name: Said
    hazard: Hazard
    on: PartialDate | None
    glide: str | None
    place: StatedPlace | None
    summary: Said | None
    impact: tuple[ImpactLine, ...]
    marks: Marks
    end: PartialDate | None = None
    places: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Partner:
    """An organisation, in a role where it has one; `acronym` stands beside its name."""

    name: Said
    acronym: str | None
    role: PartnerRole = PartnerRole.partner


@dataclass(frozen=True)
class ComponentLine:
    """A part of a project."""

    title: Said
    stage: Stage
    stated: Said | None
    start: PartialDate | None
    end: PartialDate | None
    partners: tuple[Partner, ...]
    marks: Marks


@dataclass(frozen=True)
class UpdateLine:
    """A published report on a project."""

    as_of: date
    author: str
    health: Health | None
    happened: Said | None
    next_step: Said | None
    marks: Marks
    stage: Stage | None = None


@dataclass(frozen=True)
class ProjectBlock:
    """A project; `reported` is the day of the source that speaks of it, while nobody reports on it here."""

    code: str
    title: Said
    summary: Said | None
    places: tuple[str, ...]
    stated_place: StatedPlace | None
    stage: Stage
    stated: Said | None
    health: Health
    start: PartialDate | None
    end: PartialDate | None
    formulated: PartialDate | None
    period: PartialDate | None
    condition: FundingCondition | None
    objectives: tuple[Said, ...]
    components: tuple[ComponentLine, ...]
    partners: tuple[Partner, ...]
    managers: tuple[str, ...]
    why: Said | None
    update: UpdateLine | None
    next_step: Said | None
    reported: PartialDate | None
    marks: Marks
    phase: Phase | None = None


@dataclass(frozen=True)
class MilestoneLine:
    """Something to be reached; `confirmed`: somebody set or confirmed its date since, so that it may be late."""

    project: Said
    title: Said
    due: PartialDate | None
    confirmed: bool
    late: bool
    condition: FundingCondition | None
    marks: Marks
    done: date | None = None


@dataclass(frozen=True)
class AgreementLine:
    """An agreement in force, or with a partner that works here; `projects` are those in scope that it covers.

    `end` is the end as last amended; `details` where the brief tells an agreement part by part.
    """

    title: Said
    kind: AgreementKind
    state: AgreementState
    number: str | None
    parties: tuple[Partner, ...]
    signed: PartialDate | None
    end: PartialDate | None
    covers: Said | None
    consequence: Said | None
    projects: tuple[Said, ...]
    marks: Marks
    details: AgreementDetails | None = None


@dataclass(frozen=True)
class Bar:
    """Lengths in whole per cent of the longest thing shown; None: no requirement is stated."""

    asked: int | None
    received: int
    committed: int
    pledged: int


@dataclass(frozen=True)
class MoneyLine:
    """One currency's figures; None is "not stated"."""

    currency: str
    asked: Money | None
    announced: Money | None
    pledged: Money | None
    committed: Money | None
    received: Money | None
    funded: Money | None
    gap: Money | None
    over: Money | None
    coverage: Decimal | None
    bar: Bar | None
    marks: Marks
    dollars: Dollars | None = None


@dataclass(frozen=True)
class StepLine:
    """One step of a contribution, in the source's word too."""

    kind: StepKind
    stated: Said | None
    amount: Money | None
    on: PartialDate | None
    marks: Marks
    takes_back: StepKind | None = None


@dataclass(frozen=True)
class ContributionLine:
    """A contribution with the projects or the fund it goes to; `share`: the part allocated to the projects here."""

    donor: Partner
    kind: ContributionKind
    steps: tuple[StepLine, ...]
    targets: tuple[Said, ...]
    share: Money | None
    marks: Marks


@dataclass(frozen=True)
class RecommendationLine:
    """What an assessment asks for; `why`, `since` and `follow_up` tell what became of it, `became` names the project."""

    text: Said
    addressee: Said | None
    due: date | None
    state: RecommendationState
    marks: Marks
    why: Said | None = None
    since: date | None = None
    follow_up: Said | None = None
    became: Said | None = None


@dataclass(frozen=True)
class AssessmentLine:
    """An assessment with what is still open of it; `closed`: its other recommendations, where the brief tells them."""

    title: Said
    summary: Said | None
    kind: AssessmentKind
    stated: Said | None
    place: StatedPlace | None
    on: PartialDate | None
    participants: tuple[Partner, ...]
    output: Said | None
    output_on: PartialDate | None
    follow_up: Said | None
    recommendations: tuple[RecommendationLine, ...]
    marks: Marks
    details: AssessmentDetails | None = None
    closed: tuple[RecommendationLine, ...] = ()


@dataclass(frozen=True)
class DateLine:
    """Something to come: an `event`, or what happens to what is named (`project_end`, `agreement_end` …)."""

    when: PartialDate
    kind: str
    said: Said
    marks: Marks
    place: Said | None = None


@dataclass(frozen=True)
class RiskLine:
    """What may go wrong; `closed`: when it was over."""

    project: Said
    title: Said
    likelihood: RiskLevel
    impact: RiskLevel
    response: Said | None
    marks: Marks
    closed: date | None = None


@dataclass(frozen=True)
class ContactLine:
    """Whom to reach."""

    name: str
    role: str
    organisation: Partner | None
    email: str
    phone: str


@dataclass(frozen=True)
class SourceLine:
    """A numbered source: a document's paragraph, an origin in words, or a person and a day.

    `kind`: document, report (an update by `author`), recorded (typed into the tracker by `author`), rate (units of a
    currency per US dollar) or none (nobody knows). `language` is the title's.
    """

    number: int
    kind: str
    title: str
    reference: str | None = None
    paragraph: str | None = None
    on: PartialDate | None = None
    added: bool = False
    author: str = ""
    currency: str = ""
    units: Decimal | None = None
    language: str = "en"


@dataclass(frozen=True)
class QuotationLine:
    """Wording that a reader must decide on, with the note; `about` names the record it belongs to."""

    about: Said
    said: Said | None
    note: Said | None
    marks: Marks


@dataclass(frozen=True)
class Cut:
    """A list that was longer than a brief can carry: how many there are, how many are printed.

    `where`: the address, below the tracker's own, from which all of them are found.
    """

    section: str
    all: int
    shown: int
    where: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """The strip under the title, counted and summed from the sections below it."""

    projects: int
    under_way: int
    project_marks: Marks
    open_recommendations: int
    assessments: int
    assessment_marks: Marks
    money: tuple[MoneyLine, ...]
    next_date: DateLine | None


@dataclass(frozen=True)
class Superseded:
    """The issued brief that this one takes the place of, and its day of issue."""

    number: str
    issued: date


@dataclass(frozen=True, kw_only=True)
class Brief:
    """What every brief has. `number` is None while it is a draft; `cut` names what was longer than a brief can carry.

    `documents` are the full titles of those that sources name by their reference. `today` is the day of printing;
    `as_of`: the brief says what was true that day, `without_date` facts of it on no date's word; `known_on`: what was
    recorded by the end of that day. `unnamed` are territories that have no name in the brief's language: their English
    names stand in a draft, and stop the issuing. `compared` is what the next brief is compared by, `since` what changed
    since the one issued before. `verify_at` is the address, open to all, at which an issued brief says whether it still
    holds. `records` are the ids of the records that it tells of, whose parts are told with them. `doubts` are what the
    check found: where there are any, the brief is marked unverified. `note` is the covering note, in the brief's language.
    `rates` are the rates of exchange used. `other`: the same in a second language, to stand beside it.
    """

    kind: ClassVar[BriefKind]
    key: str
    lang: str
    title: Said
    number: str | None
    territories: tuple[TerritoryLine, ...]
    data_day: datetime
    today: date
    map: LocatorMap | None
    sources: tuple[SourceLine, ...]
    documents: tuple[tuple[str, str], ...]
    quotations: tuple[QuotationLine, ...]
    standing: tuple[StandingText, ...]
    cut: tuple[Cut, ...]
    as_of: date | None = None
    known_on: date | None = None
    without_date: int = 0
    compared: Compared | None = None
    since: Since | None = None
    unnamed: tuple[str, ...] = ()
    issued: date | None = None
    supersedes: Superseded | None = None
    verify_at: str | None = None
    records: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    note: str = ""
    rates: tuple[RateLine, ...] = ()
    other: "Brief | None" = None

    @property
    def short_address(self) -> str:
        """`verify_at` as people type it."""
        return (self.verify_at or "").partition("://")[2]

    @property
    def doubtful(self) -> tuple[tuple[DoubtKind, Fields], ...]:
        """The doubts by kind and field, as they are printed."""
        return grouped(self.doubts)


@dataclass(frozen=True, kw_only=True)
class MissionBrief(Brief):
    """A mission brief. `risks` and `contacts` are None for readers whom they are not for."""

    kind = BriefKind.mission
    purpose: Said | None
    mission: MissionPart | None
    figures: KeyFigures
    disasters: tuple[DisasterLine, ...]
    projects: tuple[ProjectBlock, ...]
    milestones: tuple[MilestoneLine, ...]
    agreements: tuple[AgreementLine, ...]
    partners: tuple[Partner, ...]
    money: tuple[MoneyLine, ...]
    contributions: tuple[ContributionLine, ...]
    assessments: tuple[AssessmentLine, ...]
    dates: tuple[DateLine, ...]
    risks: tuple[RiskLine, ...] | None
    contacts: tuple[ContactLine, ...] | None
