"""The board of reports, how a programme's reporting is set, and how somebody stops reminders."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests import cast, make
from tests.html import text_of
from tests.web.client import HTMX, PageClient
from tests.web.posting import ClientFor, person, send, typed, versions
from tracker import unsubscribing
from tracker.domain.codes import ReportingPeriod, Stage, UpdateState, Visibility
from tracker.domain.models import Programme, User
from tracker.store import UnitSession

FORM = "/programmes/dmp/reporting"
FIELDS = ("reporting", "reporting_days", "version")


@pytest.fixture
def programme(app_session: UnitSession) -> Programme:
    """A programme with four projects; Bam is the manager's, Accra nobody's."""
    made = make.programme(app_session, "dmp", reporting=ReportingPeriod.quarter, visibility=Visibility.public)
    haiti = make.territory(app_session, "HT", "Haiti")
    manager, other = person(app_session, "manager"), person(app_session, "other_manager")
    bam, accra, haiti_homes, _ = (
        make.project(app_session, code, title=title, programme_id=made.id, start="2025", **given)
        for code, title, given in (
            ("bam", "Shelter in Bam", {"managers": [manager]}),
            ("accra", "=Land in Accra", {}),
            ("homes", "Homes in Haiti", {"managers": [other], "territories": [haiti]}),
            ("plan", "A plan", {"stage": Stage.proposed}),
        )
    )
    make.update(app_session, haiti_homes, as_of=date(2026, 9, 30), published_at=datetime(2026, 10, 13, tzinfo=UTC))
    make.update(app_session, accra, as_of=date(2026, 6, 30), published_at=datetime(2026, 7, 2, tzinfo=UTC))
    make.update(app_session, bam, as_of=date(2026, 6, 30), state=UpdateState.submitted)
    app_session.commit()
    return made


def test_the_board_says_who_reported_when_and_who_is_late(client_for: ClientFor, programme: Programme) -> None:
    client = client_for("coordinator")
    page = client.read("/reporting")
    assert "reports for Q3 2026 are due by 10 October 2026." in page.text
    assert "2 overdue" in page.text
    assert "overdue by 44 days" in page.text
    assert "reported 3 days late" in page.text
    assert "13 October 2026" in page.text
    assert "waits to be published" in page.text
    assert "/reporting?state=missing" in page.links
    overdue = client.read("/reporting?state=missing").text
    assert "Shelter in Bam" in overdue
    assert "Homes in Haiti" not in overdue
    part = client.get("/reporting?state=missing", headers=HTMX).text
    assert "Shelter in Bam" in part
    assert "<main" not in part
    assert "No project fits this filter." in client.read("/reporting?state=on_time").text
    assert "Homes in Haiti" in client.read("/reporting?territory=ht&period=2026-Q2&periods=1&sort=-updated").text
    assert "Amina Manager" in client.read("/reporting?by=manager").text
    assert "asks for no regular reports" in client.read("/reporting?programme=other").text
    assert client.read("/portfolio").links.count("/reporting") == 2


def test_looking_back_the_board_says_who_had_reported_by_then_and_who_was_late(
    client_for: ClientFor, programme: Programme
) -> None:
    client = client_for("coordinator")

    def cells(day: str) -> dict[str, list[str]]:
        table = client.read(f"/reporting?as_of={day}&periods=1&sort=title").by_id("reporting")
        assert table is not None
        found = [[text_of(cell) for cell in row if cell.tag in {"th", "td"}] for row in table.iter("tr")][1:]
        return {title: rest[-2:] for title, *rest in found}

    homes, accra = "Homes in Haiti", "=Land in Accra"
    assert cells("2026-10-05") == {
        accra: ["report due", "30 June 2026"],
        "A plan": ["none due", "none yet"],
        homes: ["report due", "none yet"],
        "Shelter in Bam": ["report due", "none yet"],
    }
    assert cells("2026-10-12")[homes] == ["overdue by 2 days", "none yet"], "it was published a day later"
    assert cells("2026-10-13")[homes] == ["reported 3 days late13 October 2026", "30 September 2026"]
    assert cells("2026-07-01")[accra] == ["report due", "none yet"]
    assert cells("2026-07-02")[accra] == ["on time2 July 2026", "30 June 2026"]
    page = client.read("/reporting?as_of=2026-10-12")
    assert "3 overdue" in page.text
    assert "As of 12 October 2026" in page.text
    assert client.read("/reporting?as_of=2026-10-12&period=2026-Q4").text.count("reports for Q3 2026") == 1
    answer = client.get("/reporting.csv?as_of=2026-10-12&periods=1&sort=title")
    assert "reporting-as-of-2026-10-12.csv" in answer.headers["Content-Disposition"]
    found = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [
        (one["project"], one["standing"], one["days_late"], one["as_of"]) for one in found if one["project"] == "homes"
    ] == [("homes", "missing", "2", "2026-10-12")]


def test_what_was_submitted_by_then_waited_and_what_was_known_is_as_it_stood(
    client_for: ClientFor, app_session: UnitSession, programme: Programme
) -> None:
    bam = make.project(app_session, "quay", title="The quay", programme_id=programme.id, start="2025")
    sent, out = (datetime(2026, 10, day, tzinfo=UTC) for day in (2, 20))
    make.update(app_session, bam, as_of=date(2026, 9, 30), submitted_at=sent, published_at=out)
    app_session.commit()
    client = client_for("coordinator")
    for day, said in (("2026-10-01", "due"), ("2026-10-19", "waits to be published"), ("2026-10-20", "10 days late")):
        assert said in client.read(f"/reporting?as_of={day}&periods=1&sort=title").text
    assert "1 waits to be published" in client.read("/reporting?as_of=2026-10-19").text
    assert "10 days late" in client.read("/reporting?known_on=2026-11-23").text


def test_the_board_is_for_the_programmes_own_people(client_for: ClientFor, programme: Programme) -> None:
    viewer = client_for("viewer")
    assert "own people" in viewer.read("/reporting", 403).text
    assert viewer.get("/reporting.csv").status_code == 403
    assert "/reporting" not in viewer.read("/projects").links
    rows = [
        row.get("href") for row in client_for("manager").read("/reporting").all("a") if row.get("class") == "row-link"
    ]
    assert rows[0] == "/projects/bam", "one's own come first"


def test_the_board_is_downloaded_as_it_is_filtered(client_for: ClientFor, programme: Programme) -> None:
    answer = client_for("coordinator").get("/reporting.csv?period=2026-Q3&periods=2&sort=title")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["project"], row["period"], row["standing"], row["days_late"]) for row in rows[:4]] == [
        ("accra", "2026-Q2", "on_time", ""),
        ("accra", "2026-Q3", "missing", "44"),
        ("plan", "2026-Q2", "not_owed", ""),
        ("plan", "2026-Q3", "not_owed", ""),
    ]
    assert rows[0]["title"] == "'=Land in Accra"
    assert len(rows) == 8


def test_without_regular_reports_the_board_says_how_to_begin(client_for: ClientFor) -> None:
    client = client_for("coordinator")
    assert "No programme asks for regular reports." in client.read("/reporting").text
    assert client.get("/reporting.csv").status_code == 404


def test_reporting_is_set_on_the_programmes_page_and_told_in_its_history(
    client_for: ClientFor, app_session: UnitSession, programme: Programme
) -> None:
    client = client_for("coordinator")
    assert FORM in client.read("/programmes/dmp").links
    refused = send(client, FORM, *FIELDS, reporting="month", reporting_days="61")
    assert refused.status_code == 422
    assert client.page is not None
    assert "from 0 to 60" in client.page.text
    assert client.page.values("reporting_days") == ["61"]
    assert send(client, FORM, *FIELDS, reporting="month", reporting_days="5").location == "/programmes/dmp"
    page = client.read("/programmes/dmp")
    assert "every month, due 5 days after the period’s end" in page.text
    assert "every quarter" in page.text, "in history"
    assert versions(app_session, "programme", programme.id) == 2
    assert "reports for October 2026 are due by 5 November 2026." in client.read("/reporting").text
    send(client, FORM, *FIELDS, reporting="")
    assert "none asked for" in client.read("/programmes/dmp").text


def test_of_two_who_set_reporting_the_second_chooses(client_for: ClientFor, programme: Programme) -> None:
    first, second = client_for("coordinator"), client_for("administrator")
    mine = {**typed(second.read(FORM), *FIELDS), "reporting_days": "20"}
    send(first, FORM, *FIELDS, reporting_days="15")
    assert cast.post(second, FORM, mine).status_code == 409
    assert second.page is not None
    assert "Dmitri Coordinator" in second.page.text


@pytest.mark.parametrize("who", ["manager", "mission", "viewer"])
def test_others_do_not_set_reporting(client_for: ClientFor, programme: Programme, who: str) -> None:
    client = client_for(who)
    assert FORM not in client.read("/programmes/dmp").links
    assert "Only coordinators and administrators" in client.read(FORM, 403).text


# -------------------------------------------------------------------------------------------- reminders


def wants(session: UnitSession, who: str) -> bool:
    session.expire_all()
    found = person(session, who).reminders
    session.commit()
    return found


def address(app: Flask, user: User) -> str:
    return f"/unsubscribe/{unsubscribing.token(str(app.secret_key), user.id or 0)}"


def test_the_address_in_a_reminder_stops_them_without_signing_in(
    app: Flask, client: PageClient, app_session: UnitSession
) -> None:
    own = address(app, person(app_session, "manager"))
    app_session.commit()
    page = client.read(own)
    assert "Send me no more reminders" in page.text
    assert wants(app_session, "manager"), "looking at the page changes nothing: mail programs look too"
    answer = client.post(own, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, wants(app_session, "manager")) == (200, False)
    assert client.page is not None
    assert "No more reminders are sent to manager@example.org." in client.page.text
    assert wants(app_session, "coordinator")
    assert client.post(own, data={"again": "yes"}).status_code == 200
    assert wants(app_session, "manager")
    assert client.get(own + "x").status_code == client.post("/unsubscribe/1").status_code == 404


def test_reminders_are_switched_on_the_account_page_by_whom_they_are_for(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    client = client_for("manager")
    assert (
        "checked" in next(box for box in client.read("/account").all("input") if box.get("name") == "reminders").attrib
    )
    send(client, "/account", "name", "language")
    assert not wants(app_session, "manager")
    send(client, "/account", "name", "language", reminders="y")
    assert wants(app_session, "manager")
    viewer = client_for("viewer")
    assert "reminders" not in viewer.read("/account").text
    send(viewer, "/account", "name", "language")
    assert wants(app_session, "viewer")
