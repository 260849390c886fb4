"""Two days compared: what is listed, that its sums are those of its lines, and who sees what of it."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col

from tests import make
from tests.domain.test_set_back import looking_back
from tests.queries import counted
from tests.sheets import read
from tests.web.client import PageClient
from tests.web.test_looking_back import report
from tests.web.test_portfolio import rows
from tracker.domain import models as m
from tracker.domain.as_of import Times
from tracker.domain.codes import AgreementState, Health, RecommendationState, Role, Stage, Visibility
from tracker.domain.dates import now, today
from tracker.domain.figures import Ladder
from tracker.domain.queries.compared import Compared, Side, compared
from tracker.domain.queries.dossier import Reader
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]
DAYS = "from=2003-12-31&to=2004-12-31"


@pytest.fixture
def two_years(app_session: UnitSession) -> None:
    """What moved from the end of 2003 to the end of 2004, and what did not."""
    homes = make.project(app_session, "homes", title="Homes", start="2002-01-01")
    report(app_session, homes, date(2003, 11, 1), Health.on_track, Stage.under_way)
    report(app_session, homes, date(2004, 5, 1), Health.off_track, Stage.suspended)
    wells = make.project(app_session, "wells", title="Wells", stage=Stage.completed, start="2001", end="2004-06-30")
    make.project(app_session, "school", title="School", formulated="2004-03")
    make.project(app_session, "still", title="Still", stage=Stage.under_way, start="2001")
    roofs = make.project(app_session, "roofs", title="Roofs", start="2001")
    report(app_session, roofs, date(2003, 11, 1), Health.on_track, Stage.completed)
    report(app_session, roofs, date(2004, 11, 1), Health.on_track, Stage.closed)
    make.milestone(app_session, wells, "Water runs", done_day=date(2004, 6, 1))
    make.milestone(app_session, wells, "Ground broken", done_day=date(2002, 6, 1))
    donor = make.organisation(app_session, "canada", name="Canada")
    steps = [("pledged", 900_00, "2003-06-01"), ("received", 400_00, "2004-06-01")]
    gift = make.contribution(app_session, donor, "gift", steps=steps, purpose="Roofs")
    make.allocation(app_session, gift, homes, 300_00)
    make.contribution(app_session, donor, "euros", currency="EUR", steps=[("committed", 50_00, "2004-02-01")])
    make.contribution(app_session, donor, "old", steps=[("received", 10_00, "2001-02-01")])
    make.agreement(app_session, "paper", title="Paper", signed="2004-02-01", projects=[homes])
    make.agreement(app_session, "lapsing", title="Lapsing", signed="2003-02-01", end="2004-02-01")
    make.agreement(
        app_session,
        "over",
        title="Over",
        signed="2003-02-01",
        state=AgreementState.terminated,
        state_day=date(2004, 9, 1),
    )
    study = make.assessment(app_session, "study", title="Study", on="2003-01-01")
    make.recommendation(
        app_session, study, "Drain the fields", state=RecommendationState.done, state_day=date(2004, 1, 5)
    )
    make.recommendation(app_session, make.assessment(app_session, on="2004-03-01", title="Second look"), "Plant trees")
    app_session.commit()


def test_all_that_moved_between_two_days_is_listed(client_for: ClientFor, two_years: None) -> None:
    page = client_for("coordinator").read(f"/portfolio/compared?{DAYS}")
    assert "4 then + 1 added − 0 put away = 5 now" in page.text
    assert [row.split(" ")[0] for row in rows(page, "added-table")] == ["School"]
    assert rows(page, "ended-table") == ["Wells under way completed"]
    assert rows(page, "moved-table") == ["Homes under way suspended", "Roofs completed closed"]
    assert rows(page, "health-table") == ["Homes on track off track"]
    assert rows(page, "money-lines") == ["Canada EUR 0 0 +50 0", "Roofs Canada USD 0 −400 0 +400"]
    assert rows(page, "money-totals") == [
        "EUR Then 0 0 0 0",
        "EUR Now 0 0 50 0",
        "EUR Difference 0 0 +50 0",
        "USD Then 0 900 0 10",
        "USD Now 0 500 0 410",
        "USD Difference 0 −400 0 +400",
    ]
    assert rows(page, "agreements-table") == [
        "Lapsing signed 1 February 2003 signed 1 February 2003 its end passed on 1 February 2004",
        "Over signed 1 February 2003 terminated",
        "Paper not there signed 1 February 2004",
    ]
    assert "1 signed, 1 ended or terminated, 1 past their end" in page.text
    assert "1 opened, 1 closed" in page.text
    assert rows(page, "milestones-table") == ["Water runs Wells 1 June 2004"]
    assert {"#added", "#ended", "#moved", "#health", "#money", "#agreements", "#milestones"} <= set(page.links)
    for address in ("/projects/school", "/funding/contributions/gift", "/agreements/paper"):
        assert f"{address}?as_of=2004-12-31" in page.links
        client_for("coordinator").read(f"{address}?as_of=2004-12-31")


def test_both_files_list_the_same(client_for: ClientFor, two_years: None) -> None:
    client = client_for("coordinator")
    assert f"/portfolio/compared.csv?{DAYS}" in client.read(f"/portfolio/compared?{DAYS}").links
    answer = client.get(f"/portfolio/compared.csv?{DAYS}")
    assert "compared-2003-12-31-2004-12-31" in answer.headers["Content-Disposition"]
    found = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["change"], row["code"], row["then"], row["now"]) for row in found] == [
        ("added", "school", "", "under_way"),
        ("ended", "wells", "under_way", "completed"),
        ("stage", "homes", "under_way", "suspended"),
        ("stage", "roofs", "completed", "closed"),
        ("health", "homes", "on_track", "off_track"),
        ("total", "", "", ""),
        ("total", "", "", ""),
        ("money", "euros", "", ""),
        ("money", "gift", "", ""),
        ("agreement", "lapsing", "signed", "signed"),
        ("agreement", "over", "signed", "terminated"),
        ("agreement", "paper", "", "signed"),
        ("recommendation", found[12]["code"], "", "open"),
        ("recommendation", "study", "open", "done"),
        ("milestone", "wells", "", ""),
    ]
    assert [found[8][name] for name in ("of", "currency", "pledged", "received")] == [
        "Canada",
        "USD",
        "-400.00",
        "400.00",
    ]
    first, second = read(client.get(f"/portfolio/compared.xlsx?{DAYS}").data)
    assert [row["Change"] for row in first.dicts[:2]] == ["Projects added", "Projects ended"]
    assert first.dicts[8]["Pledged, difference"] == -400.0
    assert first.dicts[-1]["Day"] == date(2004, 6, 1)
    assert second.rows[1:3] == [["First day", "31 December 2003"], ["Second day", "31 December 2004"]]
    assert client.get("/portfolio/compared.xlsx?from=2005-01-01&to=2004-01-01").location.startswith(
        "/portfolio/compared?"
    )


def test_what_is_compared_is_narrowed_to_what_one_may_see(
    client_for: ClientFor, app_session: UnitSession, two_years: None
) -> None:
    make.project(app_session, "secret", title="Secret", formulated="2004-03", visibility=Visibility.confidential)
    make.project(app_session, "public", title="Public", formulated="2004-03", visibility=Visibility.public)
    app_session.commit()
    titles = {
        who: rows(client_for(who).read(f"/portfolio/compared?{DAYS}"), "added-table") for who in ("viewer", "manager")
    }
    assert [row.split(" ")[0] for row in titles["viewer"]] == ["Public"]
    assert [row.split(" ")[0] for row in titles["manager"]] == ["Public", "School"]


def test_what_was_recorded_since_is_compared_with_today(
    client_for: ClientFor, app_session: UnitSession, two_years: None, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    project = make.project(app_session, "late", title="Late", start="2003-01-01")
    app_session.commit()
    client = client_for("coordinator")
    page = client.read("/portfolio/compared?known_from=2026-11-23")
    assert "From what was known on 23 November 2026 to today, 25 November 2026." in page.text
    assert [row.split(" ")[0] for row in rows(page, "added-table")] == ["Late"]
    assert "/projects/late" in page.links
    clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
    project.record.archived_at = now()
    app_session.commit()
    page = client_for("coordinator").read("/portfolio/compared?known_from=2026-11-25")
    assert [row.split(" ")[0] for row in rows(page, "gone-table")] == ["Late"]
    assert "/projects/late?known_on=2026-11-25" in page.links


def test_narrowed_to_projects_only_their_share_of_money_counts(
    app_session: UnitSession, tmp_path: Path, two_years: None
) -> None:
    homes, wells = (
        app_session.scalars(sa.select(m.Project).where(col(m.Project.title) == title)).one()
        for title in ("Homes", "Wells")
    )
    one = asked(app_session, tmp_path, [homes.id or 0])
    assert [gift.after.ladder for gift in one.money if gift.after] == [Ladder(received=300_00)]
    assert [line.row.code for line in one.agreements] == ["paper"]
    assert asked(app_session, tmp_path, [wells.id or 0]).money == ()


@pytest.mark.parametrize("number", [1, 30])
def test_it_asks_as_many_questions_of_a_large_portfolio(app_session: UnitSession, tmp_path: Path, number: int) -> None:
    for _ in range(number):
        one = make.project(app_session, start="2003")
        make.milestone(app_session, one, done_day=date(2004, 1, 1))
        gift = make.contribution(app_session, steps=[("received", 100, "2004-01-01")])
        make.allocation(app_session, gift, one, 100)
        make.agreement(app_session, signed="2004-02-01", projects=[one])
        make.recommendation(app_session, make.assessment(app_session))
    app_session.commit()
    reader, day = Reader(Viewer(None, Role.coordinator), "en", today()), date(2003, 12, 31)
    with looking_back(app_session, tmp_path, Times(today(), day)) as then, counted(sa.Engine) as questions:  # type: ignore[arg-type]  # of both
        found = compared(Side(then, day), Side(app_session, today()), reader)
    assert len(questions) == 12
    assert len(found.money) == number
    assert sum((line.by for line in found.money), Ladder()) == sum(
        (one.after + -one.before for one in found.totals), Ladder()
    )


def asked(session: UnitSession, folder: Path, projects: list[int] | None = None) -> Compared:
    """The end of 2003 compared with today."""
    reader = Reader(Viewer(None, Role.coordinator), "en", today())
    with looking_back(session, folder, Times(today(), date(2003, 12, 31))) as then:
        return compared(Side(then, date(2003, 12, 31)), Side(session, today()), reader, projects)


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ("from=2026-12-31", "nobody can say what will be true"),
        ("from=2004-01-01&to=2003-01-01", "The second day lies before the first."),
        ("from=2003-02-29", "“2003-02-29” is no day."),
        ("known_from=2001-01-01", "nothing was recorded here."),
    ],
)
def test_days_that_cannot_be_compared_keep_the_form(
    client_for: ClientFor, two_years: None, days: str, why: str
) -> None:
    page = client_for("viewer").read(f"/portfolio/compared?{days}", 422)
    assert why in page.text
    name, _, day = days.partition("&")[0].partition("=")
    assert page.values(name) == [day]
