"""What projects have reported for a period and what they owe, by the rules of `figures.reporting`; one query for all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
        **{f"{kind}_{end}": getattr(one, end) for kind, one in periods.items() for end in ("first", "last")},
        "language": language,
        "viewer_id": viewer.user_id,
        "managed_ids": sorted(viewer.managed_ids),
        "programme_id": which.programme_id,
        "territory": which.territory.upper(),
        "manager": which.manager,
    }
    rows = plain_rows(session, _lines(viewer.role, viewer.user_id is not None, _shape(which)), asked)
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


def _shape(which: Which) -> tuple[str, ...]:
    """What makes one statement differ from another: all the rest is values."""
    narrowed = {
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
    told, waiting, lived = (part.where(*mine).subquery() for part in (_told(), _waiting(), _lived()))
    translation = sa.and_(
        col(Translation.record_id) == Project.id,
        col(Translation.field) == "title",
        col(Translation.language) == sa.bindparam("language", type_=sa.String),
    )
    return (
        seen_by(visible_as(role, known=known))
        .join(Programme, col(Programme.id) == Project.programme_id)
        .join(keeper, col(keeper.id) == Programme.id)
        .outerjoin(Translation, translation)
        .outerjoin(told, told.c.project_id == Project.id)
        .outerjoin(waiting, waiting.c.project_id == Project.id)
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
            col(Project.health_day),
            col(Programme.reporting),
            col(Programme.reporting_days),
            lived.c.not_yet,
            lived.c.over,
            told.c.published,
            told.c.spoke_of,
            waiting.c.number,
        )
        .order_by(col(Project.id))
    )


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
    return [conditions[name] for name in shape]


def _told() -> Statement:
    """The first publication for the period, by project: of reports that stand, or of what they correct."""
    reports, first = from_the_first(_of_period(UpdateState.published))
    return (
        reports.where(~corrected())
        .with_only_columns(
            col(Update.project_id),
            sa.func.min(first).label("published"),
            sa.func.min(col(Update.as_of)).label("spoke_of"),
        )
        .group_by(col(Update.project_id))
    )


def _waiting() -> Statement:
    return (
        _of_period(UpdateState.submitted)
        .with_only_columns(col(Update.project_id), sa.func.count().label("number"))
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


def _of_period(state: UpdateState) -> Statement:
    """Reports in a state whose day lies in the asked period of their programme."""
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
        .where(col(Update.state) == state, col(Update.as_of).between(ends["first"], ends["last"]))
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
