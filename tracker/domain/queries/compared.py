"""Two days compared: which projects were added and ended, what moved, and by how much.

The two sides are sessions on the record as of each day (`queries.snapshots`, or the record itself for today), so what
"then" and "now" mean is decided there. Whatever is listed can be seen on its side; what is archived is not there. Of
money each contribution counts once, at its strongest, and only where an amount is stated; currencies are not added. The
sums of the lines are the differences of the totals.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from tracker.domain.codes import AGREEMENT_STATES_IN_FORCE, FINISHED_STAGES, AgreementState, RecommendationState
from tracker.domain.figures import Ladder
from tracker.domain.money import Money
from tracker.domain.queries import texts
from tracker.domain.queries.compared_rows import (
    AgreementThen,
    GiftThen,
    MilestoneThen,
    ProjectThen,
    RecommendationThen,
    Standing,
    standing,
)
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.texts import Said

Row = TypeVar("Row", ProjectThen, GiftThen, AgreementThen, RecommendationThen, MilestoneThen)

CLOSED = frozenset({RecommendationState.rejected, RecommendationState.project, RecommendationState.done})
"""Recommendations in these states ask for nothing any more."""


@dataclass(frozen=True)
class Change(Generic[Row]):
    """One line: how something stood on each of the days (None: it was not there), and what it and its owner are called."""

    before: Row | None
    after: Row | None
    title: Said | None
    owner: Said | None = None

    @property
    def row(self) -> Row:
        """How it stands, or stood last."""
        row = self.after or self.before
        assert row is not None  # noqa: S101 - a line is of something
        return row


@dataclass(frozen=True)
class Rungs:
    """A ladder in money: each unit once, at its strongest."""

    announced: Money
    pledged: Money
    committed: Money
    received: Money

    @classmethod
    def of(cls, ladder: Ladder, currency: str) -> "Rungs":
        return cls(**{name: Money(minor, currency) for name, minor in vars(ladder).items()})


@dataclass(frozen=True)
class MoneyChange(Change[GiftThen]):
    """A contribution whose money moved; `owner` is its donor."""

    @property
    def by(self) -> Ladder:
        """By how much, rung by rung."""
        return _ladder(self.after) + -_ladder(self.before)

    @property
    def moved(self) -> Rungs | None:
        """The same in money; None for one that states no currency."""
        return Rungs.of(self.by, self.row.currency) if self.row.currency else None


@dataclass(frozen=True)
class Total:
    """What all contributions of one currency came to on the two days."""

    currency: str
    before: Ladder
    after: Ladder

    @property
    def sides(self) -> tuple[Rungs, Rungs]:
        """In money: then and now."""
        return Rungs.of(self.before, self.currency), Rungs.of(self.after, self.currency)

    @property
    def moved(self) -> Rungs:
        """By how much."""
        return Rungs.of(self.after + -self.before, self.currency)


@dataclass(frozen=True)
class Side:
    """One of the two days: from which day it tells what is past, and the questions it is asked in."""

    session: Session
    day: date


@dataclass(frozen=True)
class Compared:
    """What changed from `then` to `now`. Each project is counted once among `added`, `gone` and those on both days.

    `ended`: were going on and are completed, closed or cancelled; `moved`: came to any other stage.
    """

    then: date
    now: date
    projects_then: int = 0
    projects_now: int = 0
    added: tuple[Change[ProjectThen], ...] = ()
    gone: tuple[Change[ProjectThen], ...] = ()
    ended: tuple[Change[ProjectThen], ...] = ()
    moved: tuple[Change[ProjectThen], ...] = ()
    health: tuple[Change[ProjectThen], ...] = ()
    money: tuple[MoneyChange, ...] = ()
    totals: tuple[Total, ...] = ()
    agreements: tuple[Change[AgreementThen], ...] = ()
    recommendations: tuple[Change[RecommendationThen], ...] = ()
    milestones: tuple[Change[MilestoneThen], ...] = ()

    @property
    def nothing(self) -> bool:
        """Did nothing change of what is compared?"""
        kinds = (self.added, self.gone, self.ended, self.moved, self.health, self.money, self.agreements)
        return not any((*kinds, self.recommendations, self.milestones))

    @cached_property
    def signed(self) -> int:
        """Agreements that came into force."""
        return sum(_in_force(one.after) and not _in_force(one.before) for one in self.agreements)

    @cached_property
    def lapsed(self) -> int:
        """Agreements whose end passed, though nobody ended them."""
        return sum(_has_lapsed(one.after, self.now) for one in self.agreements)

    @cached_property
    def stopped(self) -> int:
        """Agreements that were ended or terminated."""
        over = (AgreementState.ended, AgreementState.terminated)
        return sum(bool(one.after and one.after.state in over) for one in self.agreements)

    @cached_property
    def opened(self) -> int:
        """Recommendations that were made, or opened again."""
        return sum(
            bool(one.after and one.after.state not in CLOSED) and not _is_open(one.before)
            for one in self.recommendations
        )

    @cached_property
    def closed(self) -> int:
        """Recommendations that were rejected, done or turned into a project."""
        return sum(bool(one.after and one.after.state in CLOSED) for one in self.recommendations)


def compared(then: Side, now: Side, reader: Reader, projects: Collection[int] | None = None) -> Compared:
    """What changed between two days, as this person may see each of them; `projects`: only in these, and what is of them.

    Six questions to each side, whatever the size; one more where only some projects are asked for.
    """
    was, stands = (standing(side.session, reader.viewer, projects) for side in (then, now))
    said = _Sayings(then, now, reader, was, stands)
    both = [change for change in said.changes("projects") if change.before and change.after]
    staged = [one for one in both if _stage(one.before) != _stage(one.after)]
    money = tuple(MoneyChange(one.before, one.after, one.title, one.owner) for one in said.changes("gifts"))
    return Compared(
        then=then.day,
        now=now.day,
        projects_then=len(was.projects),
        projects_now=len(stands.projects),
        added=tuple(one for one in said.changes("projects") if one.before is None),
        gone=tuple(one for one in said.changes("projects") if one.after is None),
        ended=tuple(one for one in staged if _ended(one)),
        moved=tuple(one for one in staged if not _ended(one)),
        health=tuple(one for one in both if one.before and one.after and one.before.health != one.after.health),
        money=tuple(one for one in money if one.by != Ladder() or not (one.before and one.after)),
        totals=tuple(_totals(was.gifts, stands.gifts)),
        agreements=tuple(one for one in said.pairs("agreements") if _changed(one, then.day, now.day)),
        recommendations=tuple(
            one for one in said.changes("recommendations") if _state(one.before) != _state(one.after)
        ),
        milestones=tuple(
            one
            for one in said.changes("milestones")
            if one.after and one.after.done and not (one.before and one.before.done)
        ),
    )


class _Sayings:
    """The rows of the two sides laid together, by the name of their list, and what they are called."""

    def __init__(self, then: Side, now: Side, reader: Reader, was: Standing, stands: Standing) -> None:
        self._was, self._stands = was, stands
        self._words = texts.load(now.session, reader.language, stands.named)
        self._former = texts.load(then.session, reader.language, was.named - stands.named)

    def changes(self, name: str) -> list[Change[Any]]:
        """What stands in either list and not the same on both days."""
        return [one for one in self.pairs(name) if one.before != one.after]

    def pairs(self, name: str) -> list[Change[Any]]:
        """All that stands in either list, as on either day; in the order of now, then what is no longer there."""
        before, after = getattr(self._was, name), getattr(self._stands, name)
        keys = [*after, *(key for key in before if key not in after)]
        return [self._change(before.get(key), after.get(key)) for key in keys]

    def _change(self, before: Any, after: Any) -> Change[Any]:  # noqa: ANN401 - rows of any list
        row = after or before
        words = self._words if after else self._former
        title = words.of(row.id, row.FIELD, row.text)
        owner = words.of(row.owner_id, row.OWNER_FIELD, row.owner_text) if row.owner_id else None
        return Change(before, after, title, owner)


def _stage(row: ProjectThen | None) -> Any:  # noqa: ANN401 - a stage, or none
    return row.stage if row else None


def _ended(one: Change[ProjectThen]) -> bool:
    return _stage(one.before) not in FINISHED_STAGES and _stage(one.after) in FINISHED_STAGES


def _state(row: RecommendationThen | None) -> RecommendationState | None:
    return row.state if row else None


def _is_open(row: RecommendationThen | None) -> bool:
    return row is not None and row.state not in CLOSED


def _in_force(row: AgreementThen | None) -> bool:
    return row is not None and row.state in AGREEMENT_STATES_IN_FORCE


def _has_lapsed(row: AgreementThen | None, day: date) -> bool:
    return row is not None and _in_force(row) and row.end is not None and row.end < day


def _changed(one: Change[AgreementThen], then: date, now: date) -> bool:
    """Came into another state, or saw its end pass."""
    states = one.before.state if one.before else None, one.after.state if one.after else None
    return states[0] != states[1] or (_has_lapsed(one.after, now) and not _has_lapsed(one.before, then))


def _ladder(row: GiftThen | None) -> Ladder:
    return row.ladder if row else Ladder()


def _totals(was: Mapping[int, GiftThen], stands: Mapping[int, GiftThen]) -> list[Total]:
    """By currency; those in which nothing is stated on either day have none."""
    sums: dict[str, list[Ladder]] = {}
    for number, gifts in enumerate((was, stands)):
        for gift in (one for one in gifts.values() if one.currency):
            sides = sums.setdefault(gift.currency, [Ladder(), Ladder()])
            sides[number] = sides[number] + gift.ladder
    return [Total(currency, *sums[currency]) for currency in sorted(sums)]
