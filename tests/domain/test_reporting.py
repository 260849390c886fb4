"""Reporting periods, who owes a report for one, and how it stands."""

import calendar
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tests.queries import counted
from tracker.domain.codes import ReportingPeriod, ReportStanding, Role, Stage, UpdateState, Visibility
from tracker.domain.figures import reporting
from tracker.domain.figures.reporting import Given, Life, Period
from tracker.domain.models import Programme, Project
from tracker.domain.queries import reporting as board_queries
from tracker.domain.queries import reports_due
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.reporting import Asked, Board
from tracker.domain.queries.reports_due import Which
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

KINDS = st.sampled_from(ReportingPeriod)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
TODAY = date(2026, 11, 23)
Q3 = Period(ReportingPeriod.quarter, 2026, 3)
DUE = date(2026, 10, 10)


@given(KINDS, DAYS)
def test_a_day_lies_in_its_period_and_no_day_is_left_out(kind: ReportingPeriod, day: date) -> None:
    period = Period.of(kind, day)
    assert period.first <= day <= period.last
    assert period.next.first == period.last + timedelta(days=1)
    assert (period.next.before, period.before.next, Period.parse(period.key)) == (period, period, period)
    assert (period.last - period.first).days + 1 in (
        {28, 29, 30, 31} if kind == ReportingPeriod.month else {90, 91, 92}
    )


@given(st.integers(1990, 2099))
def test_years_end_and_leap_with_the_calendar(year: int) -> None:
    february, first = Period(ReportingPeriod.month, year, 2), Period(ReportingPeriod.quarter, year, 1)
    assert february.last.day == (29 if calendar.isleap(year) else 28)
    assert (first.last - first.first).days + 1 == (91 if calendar.isleap(year) else 90)
    december, fourth = Period(ReportingPeriod.month, year, 12), Period(ReportingPeriod.quarter, year, 4)
    assert december.last == fourth.last == date(year, 12, 31)
    assert (december.next.key, fourth.next.key) == (f"{year + 1}-01", f"{year + 1}-Q1")


@given(KINDS, DAYS, st.integers(1, 12))
def test_the_last_periods_are_over_and_follow_each_other(kind: ReportingPeriod, today: date, number: int) -> None:
    found = reporting.ended(kind, today, number)
    assert len(found) == number
    assert all(one.next == other for one, other in pairwise(found))
    assert found[-1].last < today <= found[-1].next.last


@pytest.mark.parametrize(
    "key",
    ["", "2026", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-9", "x-Q1", "0000-01", "9999-12", "２０２６-10"],
)
def test_what_is_no_period_is_none(key: str) -> None:
    assert Period.parse(key) is None


LIVES = st.builds(Life, st.sampled_from(Stage), st.none() | DAYS, st.none() | DAYS, st.none() | DAYS)


@given(LIVES, KINDS, DAYS)
def test_only_what_was_live_owes(life: Life, kind: ReportingPeriod, day: date) -> None:
    period = Period.of(kind, day)
    owes = reporting.owes(life, period)
    stage, began, not_yet, stopped = life.stage, life.began, life.not_yet, life.stopped
    assert not owes or ((began or day) <= period.last and stage not in {*reporting.NOT_YET, Stage.cancelled})
    assert not owes or not_yet is None or not_yet < period.last
    if stage in reporting.LIVE and (began or day) <= period.last and not_yet is None:
        assert owes
    if stage in reporting.OVER and stopped and stopped < period.first:
        assert not owes


@given(st.builds(Given, st.none() | DAYS, st.booleans()), st.sampled_from([True, False]), DAYS, st.integers(0, 60))
def test_a_report_stands_in_one_way(reported: Given, owed: object, today: date, days: int) -> None:
    period = Period.of(ReportingPeriod.month, date(2026, 2, 1))
    due = period.due(days)
    stands = reporting.standing(period, due, reported, owed=bool(owed), today=today)
    assert (stands.days > 0) == (stands.code in {ReportStanding.late, ReportStanding.missing})
    assert (stands.code in {ReportStanding.late, ReportStanding.on_time}) == (reported.published is not None)
    if stands.code in reporting.OUTSTANDING:
        assert owed
        assert today > period.last
        assert not reported.waiting
    if stands.code == ReportStanding.missing:
        assert today == due + timedelta(days=stands.days)


# ------------------------------------------------------------------------------------------- as it is asked


@pytest.fixture
def programme(session: UnitSession) -> Programme:
    return make.programme(session, "dmp", reporting=ReportingPeriod.quarter)


def project(session: UnitSession, programme: Programme, code: str, **given: object) -> Project:
    return make.project(session, code, programme_id=programme.id, **{"start": "2025-01", **given})  # type: ignore[arg-type]


def moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def stands(session: UnitSession, today: date = TODAY) -> dict[str, tuple[str, int]]:
    everything = Viewer(None, Role.coordinator)
    found = reports_due.lines(session, everything, Which(), language="en", today=today)
    return {line.code: (line.standing.code.value, line.standing.days) for line in found}


def test_what_was_reported_for_a_period_counts_by_its_day_and_its_publication(
    session: UnitSession, programme: Programme
) -> None:
    made = {name: project(session, programme, name) for name in ("good", "late", "sent", "none", "other-day", "draft")}
    make.update(session, made["good"], as_of=Q3.last, published_at=moment("2026-10-10"))
    make.update(session, made["late"], as_of=Q3.first, published_at=moment("2026-10-13"))
    make.update(session, made["sent"], as_of=Q3.last, state=UpdateState.submitted)
    make.update(session, made["other-day"], as_of=date(2026, 10, 1), published_at=moment("2026-10-01"))
    make.update(session, made["draft"], as_of=Q3.last, state=UpdateState.draft)
    assert stands(session) == {
        "good": ("on_time", 0),
        "late": ("late", 3),
        "sent": ("waiting", 0),
        "none": ("missing", 44),
        "other-day": ("missing", 44),
        "draft": ("missing", 44),
    }
    assert stands(session, DUE)["none"] == ("owed", 0)
    assert stands(session, DUE + timedelta(days=1))["none"] == ("missing", 1)


def test_a_correction_counts_from_what_it_corrects_and_for_its_own_day(
    session: UnitSession, programme: Programme
) -> None:
    kept, moved = project(session, programme, "kept"), project(session, programme, "moved")
    for one, corrected in ((kept, date(2026, 9, 2)), (moved, date(2026, 10, 2))):
        first = make.update(session, one, as_of=date(2026, 9, 1), published_at=moment("2026-09-05"))
        second = make.update(session, one, as_of=date(2026, 9, 1), corrects_id=first.id)
        make.update(session, one, as_of=corrected, corrects_id=second.id)
    assert stands(session) == {"kept": ("on_time", 0), "moved": ("missing", 44)}


def test_only_live_projects_owe(session: UnitSession, programme: Programme) -> None:
    for stage in Stage:
        project(session, programme, stage.value.replace("_", "-"), stage=stage)
    project(session, programme, "to-begin", start="2026-11")
    project(session, programme, "new-here", start=None, created_by_id=make.user(session).id)
    project(session, programme, "from-a-file", start=None)
    project(session, programme, "archived", archived_at=moment("2026-01-01"))
    make.project(session, "elsewhere", start="2025")
    ended = project(session, programme, "ended", stage=Stage.closed)
    make.update(session, ended, stage=Stage.completed, as_of=date(2026, 7, 9), published_at=moment("2026-11-01"))
    ended_before = project(session, programme, "ended-before", stage=Stage.completed)
    make.update(session, ended_before, stage=Stage.completed, as_of=date(2026, 6, 30))
    approved = project(session, programme, "just-approved", stage=Stage.approved)
    make.update(
        session,
        approved,
        stage=Stage.proposed,
        as_of=Q3.last,
        published_at=moment("2026-11-01"),
        state=UpdateState.published,
    )
    found = stands(session)
    owing = {code for code, (standing, _) in found.items() if standing == "missing"}
    assert owing == {"approved", "under-way", "suspended", "from-a-file"}
    assert found["ended"][0] == "late"
    assert found["ended-before"][0] == found["new-here"][0] == found["to-begin"][0] == "not_owed"
    assert not {"archived", "elsewhere"} & found.keys()
    programme.reporting = None
    assert stands(session) == {}


def seen(session: UnitSession, viewer: Viewer, **asked: object) -> Board:
    return board_queries.board(session, Reader(viewer, "en", TODAY), Asked(**asked))  # type: ignore[arg-type]


def test_the_counts_are_those_of_the_rows_behind_them(session: UnitSession, programme: Programme) -> None:
    ada = make.user(session, "Ada")
    for number in range(30):
        one = project(
            session, programme, f"p-{number}", title=f"Project {number:02d}", managers=[ada] if number % 3 else []
        )
        if number % 5 == 0:
            make.update(session, one, as_of=Q3.last, published_at=moment("2026-10-02"))
        if number % 7 == 1:
            make.update(session, one, as_of=date(2026, 4, 2), published_at=moment("2026-08-02"))
    coordinator = Viewer(None, Role.coordinator)
    everything = seen(session, coordinator)
    assert [period.key for period in everything.periods] == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert (everything.page.total, everything.page.pages, everything.due) == (30, 2, DUE)
    for code, number in everything.counts.items():
        found = seen(session, coordinator, state=code.value, per_page=100)
        assert found.page.total == number
        assert {row.cells[-1].standing.code for row in found.page.rows} <= {code}
        assert all(row.cells[-1].standing == row.line.standing for row in found.page.rows)
    earlier = seen(session, coordinator, period="2026-Q2", state="late")
    assert {row.line.code for row in earlier.page.rows} == {"p-1", "p-8", "p-15", "p-22", "p-29"}
    assert {row.cells[-1].standing.days for row in earlier.page.rows} == {(date(2026, 8, 2) - date(2026, 7, 10)).days}
    groups = seen(session, coordinator, by="manager").groups
    assert [(group.name, sum(group.counts.values())) for group in groups] == [("Ada", 20), (None, 10)]
    for group in groups:
        assert seen(session, coordinator, manager=group.manager).page.total == sum(group.counts.values())


def test_a_manager_sees_their_own_first_and_nobody_what_is_not_for_them(
    session: UnitSession, programme: Programme
) -> None:
    ada = make.user(session, "Ada")
    project(session, programme, "a", title="Alpha")
    mine = project(session, programme, "z", title="Zeta", managers=[ada])
    make.update(session, mine, as_of=Q3.last, published_at=moment("2026-10-02"))
    project(session, programme, "secret", title="Beta", visibility=Visibility.confidential)
    waits = project(session, programme, "waits", title="Gamma")
    make.update(session, waits, as_of=Q3.last, state=UpdateState.submitted)
    viewer = Viewer(ada.id, Role.manager, managed_ids=frozenset({mine.id or 0}))
    rows = seen(session, viewer).page.rows
    assert [(row.line.code, row.mine) for row in rows] == [("z", True), ("a", False), ("waits", False)]
    assert rows[0].cells[-1].update_id is not None
    assert (rows[2].cells[-1].standing.code, rows[2].cells[-1].update_id) == (ReportStanding.waiting, None)
    assert [row.line.code for row in seen(session, viewer, manager="me").page.rows] == ["z"]
    assert [row.line.code for row in seen(session, viewer, sort="-title").page.rows] == ["z", "waits", "a"]


def test_the_board_asks_as_often_for_many_as_for_few(session: UnitSession, programme: Programme) -> None:
    coordinator = Viewer(None, Role.coordinator)

    def questions(**asked: object) -> int:
        seen(session, coordinator, **asked)
        with counted(session.connection().engine) as sent:
            seen(session, coordinator, **asked)
        return len(sent)

    project(session, programme, "one", managers=[make.user(session)])
    few = (questions(), questions(by="manager"))
    for number in range(30):
        one = project(session, programme, f"p-{number}", managers=[make.user(session)])
        make.update(session, one, as_of=Q3.last)
    assert (questions(), questions(by="manager")) == few == (4, 3)
