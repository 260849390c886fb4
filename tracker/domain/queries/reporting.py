"""The board of reports: who reported when for the last periods of a programme, who is late and by how many days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import RecordKind, ReportingPeriod, ReportStanding, Role
from tracker.domain.figures import reporting
from tracker.domain.figures.reporting import Period
from tracker.domain.models import Programme, Project, Record
from tracker.domain.queries import paging, reports_due
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.paging import Page
from tracker.domain.queries.reporting_rows import Regular, Row, managers_of, rows
from tracker.domain.queries.reports_due import NOBODY, Line, Which, counted
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import seen_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer

SHOWN = {ReportingPeriod.month: 6, ReportingPeriod.quarter: 4}
"""How many periods stand side by side unless another number is asked for."""

MOST = 12
BY_MANAGER = "manager"
_NO_ONE: Sequence[tuple[int, str] | None] = (None,)
_WORST_FIRST = {code: number for number, code in enumerate(ReportStanding)}


@dataclass(frozen=True)
class Asked:
    """What the board is asked for; codes as in addresses. An unknown one finds nothing, an unknown sort is the usual.

    `period`: the one that is counted and filtered by `state`, the last that is over where it is none; `periods`: how
    many stand side by side, up to that one.
    """

    programme: str = ""
    period: str = ""
    periods: int = 0
    territory: str = ""
    manager: str = ""
    state: str = ""
    by: str = ""
    sort: str = ""
    page: int = 1
    per_page: int = paging.USUAL


@dataclass(frozen=True)
class Group:
    """How the projects of one person stand; `manager` is what filters by them, nobody has no name."""

    manager: str
    name: str | None
    counts: Mapping[ReportStanding, int]


@dataclass(frozen=True)
class Board:
    """What the page shows. Without a programme that wants reports there is nothing but `programmes`, which is empty then.

    `counts` are those of `period`, of all projects that fit but for `state`; `offered` the periods to choose from;
    `lines` all projects asked for, in the board's order, of which `page` shows some.
    """

    programmes: list[Regular]
    programme: Regular | None = None
    period: Period | None = None
    due: date | None = None
    periods: list[Period] = field(default_factory=list)
    offered: list[Period] = field(default_factory=list)
    counts: Mapping[ReportStanding, int] = field(default_factory=dict)
    lines: Sequence[Line] = ()
    page: Page[Row] = field(default_factory=lambda: Page([], 1, paging.USUAL, 0))
    groups: list[Group] = field(default_factory=list)


def board(session: Session, reader: Reader, asked: Asked) -> Board:
    """The board as this person may see it, in at most five queries."""
    offered = regular(session, reader.viewer)
    fitting = [one for one in offered if asked.programme in {"", one.code}]
    chosen = max(fitting, key=lambda one: one.projects, default=None)
    if chosen is None:
        return Board(offered)
    ended = reporting.ended(chosen.kind, reader.day, MOST)
    period = Period.parse(asked.period)
    period = period if period and period.kind == chosen.kind and period.last < reader.day else ended[-1]
    periods = _up_to(period, min(max(asked.periods, 0), MOST) or SHOWN[chosen.kind])
    which = Which(programme_id=chosen.id, territory=asked.territory, manager=_manager(asked, reader.viewer))
    found = reports_due.lines(
        session, reader.viewer, which, language=reader.language, today=reader.day, for_periods=[period]
    )
    shown = _sorted([line for line in found if asked.state in {"", line.standing.code}], asked.sort, reader.viewer)
    grouped = asked.by == BY_MANAGER
    page = paging.of(shown, number=asked.page, per_page=asked.per_page)
    return Board(
        programmes=offered,
        programme=chosen,
        period=period,
        due=period.due(chosen.days),
        periods=periods,
        offered=ended[::-1],
        counts=counted(found),
        lines=shown,
        page=Page(
            [] if grouped else rows(session, reader, page.rows, chosen, periods), page.number, page.per_page, page.total
        ),
        groups=_groups(session, chosen, shown) if grouped else [],
    )


def _up_to(period: Period, number: int) -> list[Period]:
    return reporting.ended(period.kind, period.next.first, number)


def _manager(asked: Asked, viewer: Viewer) -> str:
    return str(viewer.user_id) if asked.manager == "me" else asked.manager


def _sorted(found: list[Line], sort: str, viewer: Viewer) -> list[Line]:
    """One's own first, then the worst, unless another order is asked for."""
    keys: dict[str, Any] = {
        "title": lambda line: line.title.text.casefold(),
        "updated": lambda line: line.reported or date.min,
        "standing": lambda line: (_WORST_FIRST[line.standing.code], -line.standing.days),
    }
    by_title = sorted(found, key=lambda line: (line.title.text.casefold(), line.id))
    name = sort.removeprefix("-")
    if name in keys:
        return sorted(by_title, key=keys[name], reverse=sort.startswith("-"))
    return sorted(by_title, key=lambda line: (line.id not in viewer.managed_ids, *keys["standing"](line)))


def every(session: Session, reader: Reader, seen: Board, *, at_once: int) -> Iterator[Row]:
    """The rows of all pages, so many at once: two queries for each time."""
    for first in range(0, len(seen.lines), at_once):
        some = list(seen.lines[first : first + at_once])
        if seen.programme:
            yield from rows(session, reader, some, seen.programme, seen.periods)


def regular(session: Session, viewer: Viewer) -> list[Regular]:
    """The programmes that want regular reports, as far as this person may see them, by name; one query.

    The board is about the one with most projects unless another is asked for.
    """
    asked = {"viewer_id": viewer.user_id}
    return [Regular(*row) for row in plain_rows(session, _regular(viewer.role, viewer.user_id is not None), asked)]


@cache
def _regular(role: Role, known: bool) -> Statement:  # noqa: FBT001 - as the key of a cache
    projects = sa.select(sa.func.count()).where(col(Project.programme_id) == Programme.id).scalar_subquery()
    return (
        sa.select(
            col(Programme.id),
            col(Record.code),
            col(Programme.name),
            col(Programme.reporting),
            col(Programme.reporting_days),
            projects,
        )
        .join(Record, col(Record.id) == Programme.id)
        .where(
            col(Programme.reporting).is_not(None),
            col(Record.archived_at).is_(None),
            col(Programme.id).in_(seen_as(RecordKind.programme, role, known=known)),
        )
        .order_by(sa.func.lower(col(Programme.name)), col(Programme.id))
    )


def _groups(session: Session, programme: Regular, found: list[Line]) -> list[Group]:
    """The projects by who manages them, those that nobody manages last; one of two managers counts for both."""
    managers = managers_of(session, programme, [], whole=True)
    held: dict[tuple[int, str] | None, list[Line]] = {}
    for line in found:
        for who in managers.get(line.id, _NO_ONE):
            held.setdefault(who, []).append(line)
    named = sorted((who for who in held if who), key=lambda who: (who[1].casefold(), who[0]))
    groups = [Group(str(who[0]), who[1], counted(held[who])) for who in named]
    return [*groups, Group(NOBODY, None, counted(held[None]))] if None in held else groups
