"""What projects have reported for a period and what they owe, by the rules of `figures.reporting`; one query for all.

Looking back, a report counts from the day on which it was published: what was published later was owed until then, and
waited if it had been submitted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.codes import RecordKind, ReportingPeriod, ReportStanding, Role, Stage, UpdateState
from tracker.domain.figures import reporting
from tracker.domain.figures.reporting import Given, Life, Period, Standing
from tracker.domain.models import (
    Programme,
    Project,
    ProjectMember,
    ProjectTerritory,
    Record,
    Translation,
    Update,
)
from tracker.domain.queries.project_sets import seen_by
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import MANAGED, visible_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer

CORRECTIONS = 3
"""How often a report may be corrected and still count as published when it was first."""

SENT = (UpdateState.published, UpdateState.submitted)
"""States of reports that left their author's hands."""

NOBODY = "none"
"""Stands for a manager where projects that nobody manages are asked for."""


@dataclass(frozen=True)
class Line:
    """A project that reports regularly, and how its report for one period stands; `reported`: the day of its last one."""

    id: int
    code: str
    title: Said
    stage: Stage
    reported: date | None
    life: Life
    period: Period
    due: date
    standing: Standing

    @property
    def is_outstanding(self) -> bool:
        return self.standing.code in reporting.OUTSTANDING


@dataclass(frozen=True)
class Which:
    """Which projects are asked for: those of a programme, those of a person, or all that report regularly.

    `territory`: a code; `manager`: an account's number or `NOBODY`.
    """

    programme_id: int | None = None
    managed: bool = False
    territory: str = ""
    manager: str = ""


def lines(
    session: Session,
    viewer: Viewer,
    which: Which,
    *,
    language: str,
    today: date,
    for_periods: Iterable[Period] = (),
) -> list[Line]:
    """The projects that report regularly, each with how it stands for the period that is asked for of its kind.

    Without one, for the last that is over.
    """
    periods = {kind: reporting.ended(kind, today, 1)[0] for kind in ReportingPeriod}
    periods |= {period.kind: period for period in for_periods}
    asked: dict[str, Any] = {
        "until": until(today),
        **{f"{kind}_{end}": getattr(one, end) for kind, one in periods.items() for end in ("first", "last")},
        "language": language,
        "viewer_id": viewer.user_id,
        "managed_ids": sorted(viewer.managed_ids),
        "programme_id": which.programme_id,
        "territory": which.territory.upper(),
        "manager": which.manager,
    }
    shape = _shape(which, looks_back=viewer.looks_back)
    rows = plain_rows(session, _lines(viewer.role, viewer.user_id is not None, shape), asked)
    return [_line(row, periods, language, today) for row in rows]


def _line(row: Any, periods: dict[ReportingPeriod, Period], language: str, today: date) -> Line:  # noqa: ANN401 - a row
    key, code, title, spoken, translated, stage, recorded, maker, starts, reported = row[:10]
    kind, days, not_yet, over, published, spoke_of, waiting = row[10:]
    period = periods[kind]
    due = period.due(days)
    life = Life(stage, starts or (day_of(recorded) if maker else None), not_yet, over or reported)
    given = Given(day_of(published) or spoke_of, bool(waiting))
    return Line(
        id=key,
        code=code or "",
        title=Said(translated, language) if translated and spoken != language else Said(title, spoken),
        stage=stage,
        reported=reported,
        life=life,
        period=period,
        due=due,
        standing=reporting.standing(period, due, given, owed=reporting.owes(life, period), today=today),
    )


def day_of(moment: datetime | None) -> date | None:
    """The day of a moment, in UTC."""
    return moment.date() if moment else None


def until(day: date) -> datetime:
    """The moment at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _shape(which: Which, *, looks_back: bool) -> tuple[str, ...]:
    """What makes one statement differ from another: all the rest is values."""
    narrowed = {
        "then": looks_back,
        "programme": which.programme_id is not None,
        "managed": which.managed,
        "territory": bool(which.territory),
        "nobody": which.manager == NOBODY,
        "manager": which.manager not in {"", NOBODY},
    }
    return tuple(name for name, asked in narrowed.items() if asked)


@lru_cache(maxsize=128)
def _lines(role: Role, known: bool, shape: tuple[str, ...]) -> Statement:  # noqa: FBT001 - as the key of a cache
    """Built once and kept: to build it takes far longer than to send it."""
    keeper = aliased(Record, flat=True)
    # Said again in each part: a database does not carry a condition into rows that are counted together.
    mine = [col(Update.project_id).in_(MANAGED)] if "managed" in shape else []
    told, lived = (part.where(*mine).subquery() for part in (_told(), _lived()))
    last = _last().where(*mine).subquery() if "then" in shape else None
    translation = sa.and_(
        col(Translation.record_id) == Project.id,
        col(Translation.field) == "title",
        col(Translation.language) == sa.bindparam("language", type_=sa.String),
    )
    found = (
        seen_by(visible_as(role, known=known))
        .join(Programme, col(Programme.id) == Project.programme_id)
        .join(keeper, col(keeper.id) == Programme.id)
        .outerjoin(Translation, translation)
        .outerjoin(told, told.c.project_id == Project.id)
        .outerjoin(lived, lived.c.project_id == Project.id)
        .where(col(Programme.reporting).is_not(None), col(keeper.archived_at).is_(None), *_narrowed(shape))
        .with_only_columns(
            col(Project.id),
            col(Record.code),
            col(Project.title),
            col(Record.language),
            col(Translation.text),
            col(Project.stage),
            col(Record.created_at),
            col(Record.created_by_id),
            col(Project.start_earliest),
            col(Project.health_day) if last is None else last.c.spoke_of.label("health_day"),
            col(Programme.reporting),
            col(Programme.reporting_days),
            lived.c.not_yet,
            lived.c.over,
            told.c.published,
            told.c.spoke_of,
            told.c.waiting,
        )
        .order_by(col(Project.id))
    )
    return found if last is None else found.outerjoin(last, last.c.project_id == Project.id)


def _narrowed(shape: Sequence[str]) -> list[sa.ColumnElement[bool]]:
    there = sa.select(col(Record.id)).where(
        col(Record.kind) == RecordKind.territory, col(Record.code) == sa.bindparam("territory", type_=sa.String)
    )
    working = sa.select(col(ProjectTerritory.project_id)).where(col(ProjectTerritory.territory_id).in_(there))
    members = sa.select(col(ProjectMember.project_id))
    manager = sa.cast(col(ProjectMember.user_id), sa.String) == sa.bindparam("manager", type_=sa.String)
    conditions: dict[str, sa.ColumnElement[bool]] = {
        "programme": col(Project.programme_id) == sa.bindparam("programme_id", type_=sa.Integer),
        "managed": col(Project.id).in_(MANAGED),
        "territory": col(Project.id).in_(working),
        "nobody": col(Project.id).not_in(members),
        "manager": col(Project.id).in_(members.where(manager)),
    }
    return [conditions[name] for name in shape if name in conditions]


def _told() -> Statement:
    """What was reported for the period, by project: the first publication, of reports that stand or of what they correct.

    And how many wait.
    """
    reports, first = from_the_first(_of_period())
    published, waiting = by_then(first)
    return (
        reports.where(~corrected())
        .with_only_columns(
            col(Update.project_id),
            sa.func.min(sa.case((published, first))).label("published"),
            sa.func.min(sa.case((published, col(Update.as_of)))).label("spoke_of"),
            sa.func.sum(sa.case((waiting, 1), else_=0)).label("waiting"),
        )
        .group_by(col(Update.project_id))
    )


def by_then(first: sa.ColumnElement[Any]) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """The conditions that a report was published `until` a moment, and that it waited then; `first`: its publication."""
    is_published = col(Update.state) == UpdateState.published
    end = sa.bindparam("until", type_=first.type)
    published = sa.and_(is_published, sa.or_(first.is_(None), first < end))
    sent = col(Update.submitted_at)
    waited = sa.and_(is_published, first >= end, sent < end)
    return published, sa.or_(sa.and_(~is_published, sa.or_(sent.is_(None), sent < end)), waited)


def _last() -> Statement:
    """The last report on each project that was published by then."""
    reports, first = from_the_first(sa.select(Update))
    return (
        reports.where(by_then(first)[0], ~corrected())
        .with_only_columns(col(Update.project_id), sa.func.max(col(Update.as_of)).label("spoke_of"))
        .group_by(col(Update.project_id))
    )


def _lived() -> Statement:
    """Until when reports tell that a project was not live yet, and since when that it was over."""
    not_yet, over = (col(Update.stage).in_(stages) for stages in (reporting.NOT_YET, reporting.OVER))
    return (
        sa.select(
            col(Update.project_id),
            sa.func.max(sa.case((not_yet, col(Update.as_of)))).label("not_yet"),
            sa.func.min(sa.case((over, col(Update.as_of)))).label("over"),
        )
        .where(col(Update.state) == UpdateState.published, sa.or_(not_yet, over), ~corrected())
        .group_by(col(Update.project_id))
    )


def _of_period() -> Statement:
    """Reports, published or submitted, whose day lies in the asked period of their programme."""
    ends = {
        end: sa.case(
            (col(Programme.reporting) == ReportingPeriod.month, sa.bindparam(f"month_{end}", type_=sa.Date)),
            else_=sa.bindparam(f"quarter_{end}", type_=sa.Date),
        )
        for end in ("first", "last")
    }
    return (
        sa.select(col(Update.id))
        .join(Project, col(Project.id) == Update.project_id)
        .join(Programme, col(Programme.id) == Project.programme_id)
        .where(col(Update.state).in_(SENT), col(Update.as_of).between(ends["first"], ends["last"]))
    )


def corrected() -> sa.ColumnElement[bool]:
    """The condition that a published correction took the place of an update.

    Not by asking anew for each update: where few are corrected, a database may read all of them each time.
    """
    later = aliased(Update, flat=True)
    those = sa.select(col(later.corrects_id)).where(
        col(later.corrects_id).is_not(None), col(later.state) == UpdateState.published
    )
    return col(Update.id).in_(those)


def from_the_first(asked: Statement) -> tuple[Statement, sa.ColumnElement[Any]]:
    """A statement of updates with the moment at which each was first published: as what it corrects, if anything.

    Of a report that was corrected more than `CORRECTIONS` times it is that of an early correction.
    """
    moments = [col(Update.published_at)]
    last: Any = Update
    for _ in range(CORRECTIONS):
        before = aliased(Update, flat=True)
        asked = asked.outerjoin(before, col(before.id) == last.corrects_id)
        moments.append(col(before.published_at))
        last = before
    return asked, sa.func.coalesce(*moments[::-1])


def counted(found: Iterable[Line]) -> dict[ReportStanding, int]:
    """How many projects stand how, in the order of the codes."""
    counts = dict.fromkeys(ReportStanding, 0)
    for line in found:
        counts[line.standing.code] += 1
    return counts
