"""Regular reporting: which periods there are, which projects owe a report for one, and how each stands.

- Periods are calendar months or quarters. A report is due so many days after the period's end, the due day included.
- A project owes a report for a period in which it was live: approved, under way or suspended. One that is proposed owes
  none yet, one that was completed or closed none for what came after, one that was cancelled none at all.
- It owes none for a period that was over before it began. Where no start is stated, what somebody recorded here began
  that day; what came from a file was there before.
- A report counts for the period in which the day lies that it speaks of, once it is published. A correction counts as
  published when what it corrects was; the day is the one that the correction gives.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Self

from tracker.domain.codes import ReportingPeriod, ReportStanding, Stage

LIVE = frozenset({Stage.approved, Stage.under_way, Stage.suspended})
"""Stages in which a project owes reports."""

NOT_YET = frozenset({Stage.not_stated, Stage.identified, Stage.proposed, Stage.under_review})
"""Stages before those."""

OVER = frozenset({Stage.completed, Stage.closed})
"""Stages after those, of projects that were live once."""

OUTSTANDING = frozenset({ReportStanding.owed, ReportStanding.missing})
"""Standings in which somebody has still to report."""

_MONTHS = {ReportingPeriod.month: 1, ReportingPeriod.quarter: 3}


@dataclass(frozen=True)
class Period:
    """A calendar month or quarter; `number` counts from 1 in its year."""

    kind: ReportingPeriod
    year: int
    number: int

    @classmethod
    def of(cls, kind: ReportingPeriod, day: date) -> Self:
        """The period in which a day lies."""
        return cls(kind, day.year, (day.month - 1) // _MONTHS[kind] + 1)

    @classmethod
    def parse(cls, key: str) -> "Period | None":
        """The period of a key; None where it is none."""
        year, _, rest = key.partition("-")
        kind = ReportingPeriod.quarter if rest.startswith("Q") else ReportingPeriod.month
        number = rest.removeprefix("Q")
        if not (year.isascii() and year.isdigit() and number.isascii() and number.isdigit()):
            return None
        found = cls(kind, int(year), int(number))
        sound = date.min.year < found.year < date.max.year and 1 <= found.number <= 12 // _MONTHS[kind]
        return found if sound and found.key == key else None

    @property
    def key(self) -> str:
        """Its name in addresses and tables: 2026-10, 2026-Q3."""
        number = f"Q{self.number}" if self.kind == ReportingPeriod.quarter else f"{self.number:02d}"
        return f"{self.year:04d}-{number}"

    @cached_property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @cached_property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Period":
        last = self.number == 12 // _MONTHS[self.kind]
        return Period(self.kind, self.year + 1, 1) if last else Period(self.kind, self.year, self.number + 1)

    @property
    def before(self) -> "Period":
        return Period.of(self.kind, self.first - timedelta(days=1))

    def due(self, days: int) -> date:
        """The last day on which a report for it is on time."""
        return self.last + timedelta(days=days)


def ended(kind: ReportingPeriod, today: date, number: int) -> list[Period]:
    """The last periods that are over, so many, in their order."""
    found = [Period.of(kind, today).before]
    while len(found) < number:
        found.append(found[-1].before)
    return found[::-1]


@dataclass(frozen=True)
class Life:
    """What decides for which periods a project owes reports.

    `began`: the earliest day on which it begins, none where it was there always;
    `not_yet`: the latest day of which a report tells that it was not live yet; `stopped`: of one that is over, the
    earliest day of which a report tells so, or of its last report.
    """

    stage: Stage
    began: date | None = None
    not_yet: date | None = None
    stopped: date | None = None


def owes(life: Life, period: Period) -> bool:
    """Does the project owe a report for this period?"""
    last = period.last
    if (life.began and life.began > last) or (life.not_yet and life.not_yet >= last):
        return False
    if life.stage in OVER:
        return life.stopped is not None and life.stopped >= period.first
    return life.stage in LIVE


@dataclass(frozen=True)
class Given:
    """What was reported for a period: the day on which the first report was published, whether one waits."""

    published: date | None = None
    waiting: bool = False


NOTHING = Given()


@dataclass(frozen=True)
class Standing:
    """How a project's report for a period stands; `days`: how many after the due day it came, or is missing for."""

    code: ReportStanding
    days: int = 0


_NOT_OWED, _OWED = Standing(ReportStanding.not_owed), Standing(ReportStanding.owed)
_WAITING, _ON_TIME = Standing(ReportStanding.waiting), Standing(ReportStanding.on_time)


def standing(period: Period, due: date, given: Given, *, owed: bool, today: date) -> Standing:
    """How the report for a period stands today; `owed`: does the project owe one, by `owes`?"""
    if given.published:
        late = (given.published - due).days
        return Standing(ReportStanding.late, late) if late > 0 else _ON_TIME
    if given.waiting:
        return _WAITING
    if not owed or today <= period.last:
        return _NOT_OWED
    late = (today - due).days
    return Standing(ReportStanding.missing, late) if late > 0 else _OWED
