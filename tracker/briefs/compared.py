"""What a brief keeps of its scope so that the next one can say what changed since, and what that is.

Apart from the sections: those leave out what is closed and end at so many rows.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from tracker.domain.codes import AgreementState, Health, RecommendationState, Stage
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.domain.queries.texts import Said


@dataclass(frozen=True)
class ComparedProject:
    """How a project stands; `update` is its newest report, `reported` the report's day. A new title is no change."""

    code: str
    title: Said = field(compare=False)
    stage: Stage
    health: Health
    update: str
    reported: date | None


@dataclass(frozen=True)
class ComparedPart:
    """How a component stands; `of` is its project."""

    code: str
    of: str
    project: Said = field(compare=False)
    title: Said = field(compare=False)
    stage: Stage


@dataclass(frozen=True)
class ComparedAgreement:
    """How an agreement stands; `end` is the end as last amended."""

    code: str
    title: Said = field(compare=False)
    state: AgreementState
    signed: PartialDate | None
    end: PartialDate | None


@dataclass(frozen=True)
class ComparedRecommendation:
    """What became of a recommendation."""

    code: str
    title: Said = field(compare=False)
    state: RecommendationState


@dataclass(frozen=True)
class Compared:
    """All of them in the scope of a brief, open and closed; `code` is the record's, or its number where it has none."""

    projects: tuple[ComparedProject, ...]
    parts: tuple[ComparedPart, ...]
    agreements: tuple[ComparedAgreement, ...]
    recommendations: tuple[ComparedRecommendation, ...]


@dataclass(frozen=True)
class ProjectChange:
    """Of this and the like: `before` is None for what the former brief had not, `after` for what this one has not."""

    before: ComparedProject | None
    after: ComparedProject | None


@dataclass(frozen=True)
class PartChange:
    """A component that changed."""

    before: ComparedPart | None
    after: ComparedPart | None


@dataclass(frozen=True)
class AgreementChange:
    """An agreement that changed."""

    before: ComparedAgreement | None
    after: ComparedAgreement | None


@dataclass(frozen=True)
class RecommendationChange:
    """A recommendation that changed."""

    before: ComparedRecommendation | None
    after: ComparedRecommendation | None


@dataclass(frozen=True)
class MoneyChange:
    """A figure of one currency that changed, by its name in `MoneyLine`; None is "not stated"."""

    currency: str
    figure: str
    before: Money | None
    after: Money | None


@dataclass(frozen=True)
class Since:
    """What changed since the former brief, issued on `day`. `other`: something else did, which is not compared piece by piece."""

    number: str
    day: date
    projects: tuple[ProjectChange, ...]
    parts: tuple[PartChange, ...]
    money: tuple[MoneyChange, ...]
    agreements: tuple[AgreementChange, ...]
    recommendations: tuple[RecommendationChange, ...]
    other: bool

    MOST: ClassVar[int] = 12
    """Changes of one kind that a brief prints."""

    @property
    def nothing(self) -> bool:
        """Did nothing change of what is compared?"""
        return not (self.projects or self.parts or self.money or self.agreements or self.recommendations)
