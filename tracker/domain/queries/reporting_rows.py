"""The rows of the board of reports: who manages each project, how its report stands for each period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import rules
from tracker.domain.codes import ReportingPeriod
from tracker.domain.figures import reporting
from tracker.domain.figures.reporting import NOTHING, Given, Period, Standing
from tracker.domain.models import Project, ProjectMember, Update, User
from tracker.domain.queries import reports_due
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.reports_due import Line
from tracker.domain.queries.statement import Statement
from tracker.domain.rows import plain_rows


@dataclass(frozen=True)
class Regular:
    """A programme whose projects report regularly: how often, how many days after a period's end; how many it has."""

    id: int
    code: str
    name: str
    kind: ReportingPeriod
    days: int
    projects: int


@dataclass(frozen=True)
class Cell:
    """A project's report for a period; `update_id`: the report, where this person may read it."""

    period: Period
    standing: Standing
    update_id: int | None = None
    published: date | None = None


@dataclass(frozen=True)
class Row:
    """A project on the board; `mine`: the reader manages it."""

    line: Line
    managers: Sequence[str]
    cells: Sequence[Cell]
    mine: bool


def rows(
    session: Session, reader: Reader, lines: Sequence[Line], programme: Regular, periods: list[Period]
) -> list[Row]:
    """These lines with their managers and what was reported for each period; two queries."""
    ids = [line.id for line in lines]
    told = _told(session, reader, ids, programme, periods) if ids else {}
    managers = managers_of(session, programme, ids, whole=False) if ids else {}
    return [
        Row(
            line=line,
            managers=[name for _, name in managers.get(line.id, ())],
            cells=[_cell(line, period, programme, told.get((line.id, period.key), ()), reader) for period in periods],
            mine=line.id in reader.viewer.managed_ids,
        )
        for line in lines
    ]


@dataclass(frozen=True)
class _Told:
    """A report for a period; `readable`: by the person who asks."""

    id: int
    published: date | None
    readable: bool


def _cell(line: Line, period: Period, programme: Regular, told: Iterable[_Told], reader: Reader) -> Cell:
    reports = list(told)
    days = [one.published for one in reports if one.published]
    given = Given(min(days, default=None), any(one.published is None for one in reports)) if reports else NOTHING
    owed = reporting.owes(line.life, period)
    stands = reporting.standing(period, period.due(programme.days), given, owed=owed, today=reader.day)
    shown = [one for one in reports if one.readable and (one.published or not given.published)]
    return Cell(period, stands, shown[-1].id if shown else None, given.published)


def _told(
    session: Session, reader: Reader, ids: list[int], programme: Regular, periods: list[Period]
) -> dict[tuple[int, str], list[_Told]]:
    """What was reported for these periods, by project and period; one query."""
    asked = {
        "first": periods[0].first,
        "last": periods[-1].last,
        "until": reports_due.until(reader.day),
        "programme_id": programme.id,
        "ids": ids,
    }
    found: dict[tuple[int, str], list[_Told]] = {}
    for project_id, key, state, as_of, author_id, moment, published in plain_rows(session, _reports(), asked):
        day = (reports_due.day_of(moment) or as_of) if published else None
        readable = rules.can_read_update(reader.viewer, state, author_id, project_id)
        told = found.setdefault((project_id, Period.of(programme.kind, as_of).key), [])
        told.append(_Told(key, day, readable))
    return found


@cache
def _reports() -> Statement:
    first_day, last_day = (sa.bindparam(name, type_=sa.Date) for name in ("first", "last"))
    reports, first = reports_due.from_the_first(sa.select(Update))
    published, waiting = reports_due.by_then(first)
    return (
        reports.where(
            col(Update.state).in_(reports_due.SENT),
            ~reports_due.corrected(),
            sa.or_(published, waiting),
            col(Update.as_of).between(first_day, last_day),
            _of_these(col(Update.project_id), whole=False),
        )
        .with_only_columns(
            col(Update.project_id),
            col(Update.id),
            col(Update.state),
            col(Update.as_of),
            col(Update.author_id),
            first.label("moment"),
            published.label("published"),
        )
        .order_by(col(Update.as_of), col(Update.id))
    )


def _of_these(project_id: Any, *, whole: bool) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a column
    """The projects of the page, or all of the programme: there are more of those than a statement takes numbers."""
    if whole:
        programme = col(Project.programme_id) == sa.bindparam("programme_id", type_=sa.Integer)
        return project_id.in_(sa.select(col(Project.id)).where(programme))  # type: ignore[no-any-return]
    return project_id.in_(sa.bindparam("ids", expanding=True, type_=sa.Integer))  # type: ignore[no-any-return]


def managers_of(
    session: Session, programme: Regular, ids: list[int], *, whole: bool
) -> dict[int, list[tuple[int, str]]]:
    """Who manages these projects, by their names; one query."""
    found: dict[int, list[tuple[int, str]]] = {}
    asked = {"programme_id": programme.id, "ids": ids}
    for project_id, user_id, name in plain_rows(session, _members(whole), asked):
        found.setdefault(project_id, []).append((user_id, name))
    return found


@cache
def _members(whole: bool) -> Statement:  # noqa: FBT001 - as the key of a cache
    return (
        sa.select(col(ProjectMember.project_id), col(User.id), col(User.name))
        .join(User, col(User.id) == ProjectMember.user_id)
        .where(_of_these(col(ProjectMember.project_id), whole=whole))
        .order_by(col(User.name), col(User.id))
    )
