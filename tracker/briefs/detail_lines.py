"""What a brief tells of the parts of its records, as plain values; organisations, projects and places by their names.

`marks` are the numbers of the sources, as everywhere in a brief.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.domain.codes import (
    ActionState,
    AmountNature,
    AmountQualifier,
    AssessmentState,
    DamageGrade,
    DocumentKind,
    Effect,
    FundKind,
    FundState,
    Hazard,
    OrganisationKind,
    PartnerRole,
    Sector,
    Topic,
)
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.domain.queries.texts import Said

Marks = tuple[int, ...]


@dataclass(frozen=True)
class SignatureLine:
    """Who signed for which side."""

    side: Said | None
    name: str | None
    title: str | None
    day: date | None
    marks: Marks


@dataclass(frozen=True)
class AmendmentLine:
    """A change of an agreement; `end` and `ceiling` where it sets them anew."""

    number: int
    text: Said
    on: PartialDate | None
    end: PartialDate | None
    ceiling: Money | None
    document: Said | None
    marks: Marks


@dataclass(frozen=True)
class UndertakingLine:
    """What a side promised and what came of it."""

    text: Said
    side: Said | None
    due: PartialDate | None
    state: ActionState
    stated: Said | None
    outcome: Said | None
    done: date | None
    project: Said | None
    marks: Marks


@dataclass(frozen=True)
class AgreementDetails:
    """What is recorded of an agreement beyond its line; `why`, `since` and `document` tell of its state."""

    summary: Said | None
    start: PartialDate | None
    end: PartialDate | None
    ceiling: Money | None
    why: Said | None
    since: date | None
    document: Said | None
    signatures: tuple[SignatureLine, ...]
    amendments: tuple[AmendmentLine, ...]
    undertakings: tuple[UndertakingLine, ...]


@dataclass(frozen=True)
class FindingLine:
    """What an assessment found: a count with its unit, or money; `upper` where that is a range."""

    text: Said
    sector: Sector
    effect: Effect | None
    topic: Topic
    grade: DamageGrade | None
    place: Said | None
    low: int | None
    high: int | None
    unit: Said | None
    amount: Money | None
    upper: Money | None
    marks: Marks


@dataclass(frozen=True)
class AssessmentDetails:
    """How an assessment was made and what it found."""

    method: Said | None
    hazard: Hazard | None
    state: AssessmentState
    own_role: PartnerRole | None
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True)
class DeliveryLine:
    """What a project delivered, and the recommendation that asked for it."""

    text: Said
    quantity: int
    unit: Said
    on: PartialDate | None
    asked: Said | None
    marks: Marks


@dataclass(frozen=True)
class NeedLine:
    """What a project or fund needs for a period; `of`: the fund, where it is one's."""

    period: PartialDate | None
    amount: Money | None
    of: Said | None
    marks: Marks


@dataclass(frozen=True)
class PaymentLine:
    """Money that went to a partner: under which agreement, for which project, out of whose contribution."""

    day: date
    to: Said | None
    agreement: Said | None
    project: Said | None
    donor: Said | None
    reference: str | None
    note: Said | None
    amount: Money | None
    marks: Marks


@dataclass(frozen=True)
class ExpenditureLine:
    """What a ledger reports as spent in a period, and the day on which it was closed."""

    period: PartialDate | None
    ledger: str
    closed: date
    reference: str | None
    note: Said | None
    amount: Money | None
    marks: Marks


@dataclass(frozen=True)
class PaperLine:
    """A document that belongs to a record; `of` names it where it is not what the brief is about."""

    title: Said
    reference: str | None
    kind: DocumentKind
    on: PartialDate | None
    language: str | None
    note: Said | None
    address: str | None
    of: Said | None
    original: str | None = None


@dataclass(frozen=True)
class IdentifierLine:
    """What another system calls a record; `of` as with papers."""

    system: str
    value: str
    of: Said | None


@dataclass(frozen=True)
class Outlays:
    """What is needed, what was paid to partners, what was spent."""

    needs: tuple[NeedLine, ...] = ()
    payments: tuple[PaymentLine, ...] = ()
    expenditures: tuple[ExpenditureLine, ...] = ()


@dataclass(frozen=True)
class DonorFacts:
    """What is recorded of a donor as an organisation."""

    kind: OrganisationKind
    territory: str | None
    owner: Said | None
    note: Said | None
    marks: Marks


@dataclass(frozen=True)
class MemberLine:
    """An organisation's membership of a programme."""

    name: Said
    start: PartialDate | None
    end: PartialDate | None
    marks: Marks


@dataclass(frozen=True)
class PostLine:
    """Posts: how many, where, paid how; `on`: when the holder took office, `due`: when it is expected filled."""

    title: Said | None
    count: int
    professional: int | None
    local: int | None
    where: Said | None
    funding: Said | None
    stated: Said | None
    on: PartialDate | None
    due: PartialDate | None
    agreement: Said | None
    marks: Marks


@dataclass(frozen=True)
class FundLine:
    """A programme's fund."""

    name: Said
    kind: FundKind
    state: FundState
    stated: Said | None
    summary: Said | None
    marks: Marks


@dataclass(frozen=True)
class AmountLine:
    """An amount or share that a source states and that is nobody's funding here."""

    text: Said
    nature: AmountNature
    qualifier: AmountQualifier | None
    amount: Money | None
    share: int | None
    period: PartialDate | None
    whose: Said | None
    marks: Marks


@dataclass(frozen=True)
class ProgrammeFacts:
    """What is recorded of a programme beyond its texts."""

    founded: PartialDate | None
    established_by: Said | None
    place: Said | None
    fund: FundLine | None
    members: tuple[MemberLine, ...]
    posts: tuple[PostLine, ...]
    amounts: tuple[AmountLine, ...]


@dataclass(frozen=True)
class RateLine:
    """A stored rate that amounts were converted with; `old`: for one of them it was not that month's."""

    currency: str
    day: date
    units: Decimal
    origin: str
    old: bool
    marks: Marks


@dataclass(frozen=True)
class Dollars:
    """A currency's sums in US dollars; None where a stored rate is missing for a part. `old` as with rates."""

    funded: Money | None
    pledged: Money | None
    old: bool
    marks: Marks
