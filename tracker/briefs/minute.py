"""The minute of a review, as plain values: how each project stood and stands, what was decided, who does what."""

from dataclasses import dataclass
from datetime import date

from tracker.briefs.kinds import FilterLine, ProjectRow
from tracker.briefs.model import Brief, Marks, UpdateLine
from tracker.domain.codes import ActionState, AgreementState, BriefKind, Health, Stage, StepKind
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.domain.queries.texts import Said


@dataclass(frozen=True)
class AgreedLine:
    """What somebody has to do by a day, with its project; `owner` is empty where nobody has to yet.

    It has no source but the review: the marks of its project would say that the project's document asked for it.
    """

    title: Said
    project: Said
    owner: str
    due: date | None
    late: bool
    state: ActionState


@dataclass(frozen=True)
class StateLine:
    """A project's stage and health at a moment."""

    stage: Stage
    health: Health


@dataclass(frozen=True)
class ReportLine:
    """A report that was published meanwhile."""

    as_of: date | None
    health: Health | None
    by: str


@dataclass(frozen=True)
class ReceiptLine:
    """A step of a contribution that was recorded meanwhile: the whole step, of whatever part is for the project."""

    donor: Said
    kind: StepKind
    amount: Money | None
    on: PartialDate | None
    marks: Marks


@dataclass(frozen=True)
class MilestoneMoved:
    """A milestone that stands otherwise than before, or is `new`."""

    title: Said
    new: bool
    due_before: PartialDate | None
    done_before: date | None
    due: PartialDate | None
    done: date | None
    marks: Marks


@dataclass(frozen=True)
class AgreementMoved:
    """An agreement that stands otherwise than before; `before` is None where it is new."""

    title: Said
    before: AgreementState | None
    after: AgreementState
    marks: Marks


@dataclass(frozen=True)
class RiskMoved:
    """A risk that is new, has passed or is open again."""

    title: Said
    new: bool
    closed: date | None
    marks: Marks


@dataclass(frozen=True)
class ReviewedProject:
    """One project of the review. `compared`: there is a day to compare with; `then` is None where it was not there yet.

    `nothing_changed`: everything that is compared stands as it stood.
    """

    project: ProjectRow
    discussed: bool
    compared: bool
    then: StateLine | None
    now: StateLine
    update: UpdateLine | None
    reports: tuple[ReportLine, ...]
    receipts: tuple[ReceiptLine, ...]
    milestones: tuple[MilestoneMoved, ...]
    agreements: tuple[AgreementMoved, ...]
    risks: tuple[RiskMoved, ...]
    decisions: tuple[Said, ...]
    actions: tuple[AgreedLine, ...]
    nothing_changed: bool = False


@dataclass(frozen=True)
class DecidedOf:
    """What was decided of a project of which nothing else is told: it was put away since, or there are too many."""

    project: Said
    decisions: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class MinuteBrief(Brief):
    """What a review said. `changes_from` is the day since which it tells changes; `general` was decided of no project.

    `beyond` was decided of projects that are not among those `reviewed`. `agreed` has all actions, by owner; `former`
    those of the review before it, of the day `before`. `closed` is None while the review goes on.
    """

    kind = BriefKind.minute
    held: date
    closed: date | None
    closed_by: str
    changes_from: date | None
    participants: tuple[str, ...]
    typed_by: tuple[str, ...]
    selection: str
    filters: tuple[FilterLine, ...]
    reviewed: tuple[ReviewedProject, ...]
    general: tuple[Said, ...]
    agreed: tuple[AgreedLine, ...]
    before: date | None
    former: tuple[AgreedLine, ...]
    beyond: tuple[DecidedOf, ...] = ()

    @property
    def decided(self) -> int:
        """How many decisions there are in all."""
        of_projects = [one.decisions for one in self.reviewed] + [one.decisions for one in self.beyond]
        return len(self.general) + sum(map(len, of_projects))

    @property
    def discussed(self) -> int:
        """How many projects were discussed."""
        return sum(one.discussed for one in self.reviewed)
