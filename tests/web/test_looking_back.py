"""Pages as of another day: what stands on them, that every link keeps the days, and that nothing is written there."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlmodel import col

from tests import cast, make
from tests.html import Page, text_of
from tests.queries import counted
from tests.web.client import HTMX, PageClient, acting
from tests.web.test_portfolio import rows
from tracker.domain.actions import updates
from tracker.domain.as_of import Times
from tracker.domain.codes import Health, Phase, Role, Stage, Visibility
from tracker.domain.drafts.updates import UpdateDraft
from tracker.domain.models import Project, SavedView, User
from tracker.domain.queries.snapshots import Wanted
from tracker.domain.rules import Viewer
from tracker.store import UnitSession
from tracker.web import days_kept

if TYPE_CHECKING:
    from tracker.snapshots import Snapshots

ClientFor = Callable[[str], PageClient]

THEN = "as_of=2003-12-31"


def titles(page: Page) -> list[str]:
    found = page.by_id("projects")
    return [] if found is None else [text_of(link) for link in found.iter("a") if link.get("class") == "row-link"]


def report(session: UnitSession, project: object, day: date, health: Health, stage: Stage) -> None:
    draft = UpdateDraft(health=health, stage=stage, happened="It went on.", next_step="Next.", as_of=day)
    updates.publish_own(session, project=project, viewer=Viewer(1, Role.coordinator), draft=draft)  # type: ignore[arg-type]


@pytest.fixture
def homes(app_session: UnitSession) -> None:
    """A project reported on in two years, one that began between the two, money and an agreement of the second year."""
    haiti = make.territory(app_session, "HT", "Haiti")
    people = cast.load(app_session)
    homes = make.project(app_session, "homes", title="Homes", territories=[haiti], managers=[people.manager])
    report(app_session, homes, date(2003, 11, 1), Health.at_risk, Stage.under_way)
    report(app_session, homes, date(2004, 5, 1), Health.off_track, Stage.suspended)
    school = make.project(app_session, "school", title="School", territories=[haiti], formulated="2004-03")
    gift = make.contribution(
        app_session, code="gift", steps=[("pledged", 900_00, "2003-06"), ("received", 400_00, "2004-06")]
    )
    make.allocation(app_session, gift, homes, 900_00)
    make.agreement(app_session, "paper", signed="2004-02-01", projects=[homes, school])
    app_session.commit()


def test_a_list_is_shown_as_it_was_true_filtered_and_sorted_as_ever(client_for: ClientFor, homes: None) -> None:
    client = client_for("coordinator")
    assert titles(client.read("/projects")) == ["Homes", "School"]
    page = client.read(f"/projects?{THEN}")
    assert titles(page) == ["Homes"]
    assert "As of 31 December 2003: what was true then, as recorded until today" in page.text
    assert "at risk" in page.text
    assert titles(client.read(f"/projects?{THEN}&health=at_risk&sort=-title")) == ["Homes"]
    assert titles(client.read(f"/projects?{THEN}&health=off_track")) == []
    assert titles(client.read(f"/projects?{THEN}&q=homes")) == ["Homes"]
    assert rows(client.read(f"/portfolio?{THEN}"), "by-territory")[-1].startswith("All 1 0 1 0 0")
    assert client.get(f"/projects?{THEN}&stage=suspended", headers=HTMX).text.count("row-link") == 0


def test_a_page_leads_on_in_its_day_and_back_to_today(client_for: ClientFor, homes: None) -> None:
    client = client_for("coordinator")
    page = client.read(f"/projects?{THEN}&territory=HT")
    assert f"/projects/homes?{THEN}" in page.links
    assert f"/portfolio?{THEN}" in page.links
    assert f"/projects?{THEN}&territory=HT&sort=-health" in [
        link.replace("sort=health", "sort=-health") for link in page.links
    ]
    assert "/projects?territory=HT" in page.links
    assert set(page.values("as_of")) == {"2003-12-31"}
    assert "/" in page.links
    assert f"/briefs/new?kind=portfolio&selection=territory%3DHT&{THEN}" in page.links


def test_a_record_is_shown_as_it_stood_and_offers_nothing_to_write(client_for: ClientFor, homes: None) -> None:
    client = client_for("coordinator")
    page = client.read(f"/projects/homes?{THEN}")
    assert "last update as of 1 November 2003" in page.text
    assert "What was recorded when is told on the page of today." in page.text
    posting = [form.get("action") for form in page.forms if form.get("method") == "post"]
    assert set(posting) == {"/language", "/sign-out"}
    assert not [link for link in page.links if link.startswith(("/projects/homes/edit", "/projects/homes/updates/new"))]
    assert f"/briefs/new?kind=project&key=homes&{THEN}" in page.links
    assert "off track" in client.read("/projects/homes").text
    assert "USD 400" not in client.read(f"/funding/contributions/gift?{THEN}").text
    assert "USD 400" in client.read("/funding/contributions/gift?as_of=2004-06-01").text


def test_what_was_not_there_yet_says_so_and_leads_to_today(client_for: ClientFor, homes: None) -> None:
    client = client_for("coordinator")
    for address in ("/projects/school", "/agreements/paper"):
        page = client.read(f"{address}?{THEN}", 404)
        assert page.heading == "Not there on that day"
        assert address in page.links
        client.read(address)


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ("as_of=2026-11-24", "nobody can say what will be true"),
        ("known_on=2026-11-24", "nobody can say what will be known"),
        ("known_on=2026-11-22", "By 22 November 2026 nothing was recorded here."),
        ("as_of=2003-02-29", "“2003-02-29” is no day."),
        ("known_on=christmas", "“christmas” is no day."),
    ],
)
def test_a_day_of_which_nothing_can_be_said_keeps_the_form(
    client_for: ClientFor, homes: None, days: str, why: str
) -> None:
    page = client_for("viewer").read(f"/projects?{days}&territory=HT", 422)
    assert why in page.text
    name, _, day = days.partition("=")
    assert page.values(name) == [day]
    assert page.values("territory") == ["HT"]
    assert "/projects?territory=HT" in page.links


def test_the_past_is_not_written(app: Flask, client_for: ClientFor, homes: None) -> None:
    client = client_for("coordinator")
    assert "The past is not written" in client.read(f"/projects/homes/edit?{THEN}", 409).text
    for address in (f"/projects/homes/edit?{THEN}", f"/projects/homes/archive?{THEN}"):
        answer = cast.post(client, address, {"title": "Other", "version": "1"})
        assert answer.status_code == 409
        assert "Nothing was saved" in answer.text
    assert titles(client.read("/projects")) == ["Homes", "School"]


def test_from_a_list_of_the_past_every_page_is_of_the_past(programme_client_for: ClientFor) -> None:
    client = programme_client_for("coordinator")
    ahead, seen = ["/projects", "/funding", "/agreements", "/trace"], dict[str, int]()
    ahead += ["/disasters", "/portfolio/map", "/reporting", "/portfolio"]
    ahead = [f"{address}?{THEN}" for address in ahead]
    while ahead and len(seen) < 50:
        address = ahead.pop()
        if urlsplit(address).path in seen or "sort=" in address or "by=" in address:
            continue
        answer = client.get(address)
        seen[urlsplit(address).path] = answer.status_code
        if answer.mimetype != "text/html" or answer.status_code != 200 or address.startswith(("/briefs", "/views")):
            continue
        assert client.page is not None
        assert "As of 31 December 2003" in client.page.text, address
        with client.application.test_request_context():
            back = [link for link in client.page.links if days_kept.keeps(client.application, urlsplit(link).path)]
        assert not [form for form in client.page.forms if _asks_and_forgets(client, form)], address
        unkept = [link for link in back if "as_of" not in parse_qs(urlsplit(link).query)]
        assert len(unkept) == 1, (address, unkept)
        ahead += [link for link in back if link not in unkept]
    assert {address: status for address, status in seen.items() if status not in {200, 404}} == {}
    assert len(seen) == 50


def _asks_and_forgets(client: PageClient, form: Element) -> bool:
    """Does the form lead to a page that looks back, without the day?"""
    with client.application.test_request_context():
        asks = form.get("method") != "post" and days_kept.keeps(client.application, form.get("action") or "")
    return asks and not [one for one in form.iter("input") if one.get("name") == "as_of" and one.get("value")]


def test_a_view_leads_on_in_the_day_that_one_came_with(
    client_for: ClientFor, app_session: UnitSession, homes: None
) -> None:
    client = client_for("coordinator")
    page = client.read(f"/projects?{THEN}&health=at_risk")
    form = f"/views/new?query=health%3Dat_risk&{THEN}"
    assert form in page.links
    page = client.read(form)
    assert "It keeps no day" in page.text
    assert f"/projects?health=at_risk&{THEN}" in page.links
    answer = cast.post(client, form, {"name": "At risk", "submission": page.values("submission")[0]})
    assert answer.location.endswith(f"&{THEN}")
    assert titles(client.read(answer.location)) == ["Homes"]
    code = parse_qs(urlsplit(answer.location).query)["view"][0]
    assert f"/views/{code}?{THEN}" in client.read(answer.location).links
    assert client.get(f"/views/{code}?{THEN}").location == answer.location
    assert client.get(f"/views/{code}").location == answer.location.removesuffix(f"&{THEN}")


def test_a_download_bears_its_days(client_for: ClientFor, homes: None) -> None:
    answer = client_for("coordinator").get(f"/funding.csv?{THEN}&known_on=2026-11-23")
    assert "funding-as-of-2003-12-31-known-on-2026-11-23.csv" in answer.headers["Content-Disposition"]
    head, *lines = answer.text.split("\r\n")
    assert head.endswith(",as_of,known_on")
    assert [line.endswith(",2003-12-31,2026-11-23") for line in lines if line] == [True]


def test_what_was_known_is_what_had_been_recorded_by_then(
    client_for: ClientFor, app_session: UnitSession, homes: None, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    project = make.project(app_session, "late", title="Late", start="2003-01-01")
    app_session.commit()
    client = client_for("coordinator")
    assert titles(client.read("/projects?known_on=2026-11-24")) == ["Homes", "School"]
    page = client.read(f"/projects?{THEN}&known_on=2026-11-24")
    assert titles(page) == ["Homes"]
    assert "As of 31 December 2003, by what was known on 24 November 2026" in page.text
    assert titles(client.read(f"/projects?{THEN}")) == ["Homes", "Late"]
    project.title = "Late and renamed"
    app_session.commit()
    assert titles(client.read(f"/projects?{THEN}")) == ["Homes", "Late and renamed"]


def test_a_phase_has_no_day_and_is_known_once_it_was_recorded(
    client_for: ClientFor, app_session: UnitSession, homes: None, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    project = app_session.scalars(sa.select(Project).where(col(Project.title) == "Homes")).one()
    project.phase = Phase.recovery
    app_session.commit()
    client = client_for("coordinator")
    assert titles(client.read(f"/projects?{THEN}&phase=recovery")) == ["Homes"]
    assert "recovery and rehabilitation" in client.read(f"/projects/homes?{THEN}").text
    assert titles(client.read("/projects?known_on=2026-11-24&phase=none")) == ["Homes", "School"]
    assert titles(client.read("/projects?known_on=2026-11-25&phase=none")) == ["School"]


def test_one_sees_what_one_may_see_today_and_might_then(
    client_for: ClientFor, app_session: UnitSession, homes: None, clock: time_machine.Traveller
) -> None:
    was_open = make.project(app_session, "was-open", title="Was open", visibility=Visibility.public)
    was_closed = make.project(app_session, "was-closed", title="Was closed", visibility=Visibility.confidential)
    app_session.commit()
    clock.move_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    was_open.record.visibility, was_closed.record.visibility = Visibility.confidential, Visibility.public
    app_session.commit()
    for days in ("as_of=2026-11-23", "known_on=2026-11-24"):
        both = {"Was closed"} if "as_of" in days else set()
        assert set(titles(client_for("viewer").read(f"/projects?{days}"))) == both, days
        assert {"Was open", "Was closed"} < set(titles(client_for("coordinator").read(f"/projects?{days}"))), days
        client_for("viewer").read(f"/projects/was-open?{days}", 404)


@pytest.mark.parametrize("number", [1, 30])
def test_looking_back_asks_the_record_the_same_few_questions(
    app: Flask, client_for: ClientFor, app_session: UnitSession, number: int
) -> None:
    haiti = make.territory(app_session, "HT", "Haiti")
    for _ in range(number):
        make.project(app_session, territories=[haiti])
    app_session.commit()
    client = client_for("manager")
    client.read(f"/projects?{THEN}")
    with counted(app.extensions["tracker"].engine) as asked:
        client.read(f"/projects?{THEN}")
    assert len([one for one in asked if one.startswith("SELECT")]) == 2


def test_who_waits_for_a_large_record_sees_how_far_it_is(
    app: Flask, client_for: ClientFor, homes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = app.extensions["snapshots"]
    monkeypatch.setattr(kept, "_patience", 0)
    with kept.turn:  # as while another snapshot is being made
        client = client_for("manager")
        answer = client.get(f"/projects?{THEN}")
        assert (answer.status_code, answer.headers["Refresh"]) == (202, "2")
        assert client.page is not None
        assert client.page.heading == "Looking back"
        part = client.get(f"/projects?{THEN}", headers=HTMX)
        assert part.headers["HX-Redirect"] == f"/projects?{THEN}"
    monkeypatch.setattr(kept, "_patience", 60)
    assert titles(client.read(f"/projects?{THEN}")) == ["Homes"]


def test_pages_of_today_say_that_they_are_and_lead_to_what_looks_back(
    client_for: ClientFor, app_session: UnitSession, homes: None
) -> None:
    client, mine = client_for("manager"), cast.load(app_session).manager.id
    for address, said, instead in (
        ("/", "My work is what is due from you now: it is of today.", f"/projects?manager={mine}&{THEN}"),
        ("/territories", "Names of countries and areas go by the day of reading", f"/projects?{THEN}"),
        ("/reviews", "Reviews are meetings", f"/portfolio?{THEN}"),
        ("/briefs", "One brief can be ordered as of another day.", f"/briefs/new?{THEN}"),
        ("/briefs/batches/new", "orders of many at once print as of today", f"/briefs/new?{THEN}"),
        ("/portfolio/compared", "This page is of two days", "/portfolio/compared?from=2003-12-31"),
    ):
        page = client.read(f"{address}?{THEN}")
        assert said in page.text
        assert instead in page.links, address
        assert said not in client.read(address).text
        client.read(instead)
    assert "it cannot be shown as of another day" in client.read(f"/account?{THEN}").text
    assert "cannot be shown" not in client.read(f"/briefs/new?{THEN}").text
    assert "As of another day" in client.read("/projects").text
    assert titles(client.read(f"/projects?manager={mine}&{THEN}")) == ["Homes"]
    compare = "/portfolio/compared?from=2003-12-31&territory=HT"
    assert compare in client.read(f"/projects?{THEN}&territory=HT").links
    assert "/portfolio/compared?from=2003-12-31" in client.read(f"/projects?{THEN}&territory=HT,IR").links


def test_a_snapshot_holds_no_secret_of_an_account_and_shows_nobody_a_private_view_of_another(
    client_for: ClientFor, app: Flask, app_session: UnitSession, homes: None
) -> None:
    client_for("coordinator")
    client = client_for("viewer")
    owner: int | None = app_session.scalars(sa.select(col(User.id)).where(col(User.name) == "Dmitri Coordinator")).one()
    app_session.add(SavedView(code="own", name="Whom I distrust", query="q=quietly", owner_id=owner or 0))
    app_session.commit()
    assert "Whom I distrust" not in client.read(f"/projects?{THEN}").text
    assert "Whom I distrust" in client_for("coordinator").read(f"/projects?{THEN}").text
    folder = app.extensions["tracker"].settings.instance / "looking-back"
    passwords = [row.password for row in app_session.scalars(sa.select(User)).all()]
    assert all(passwords)
    files = list(folder.glob("*.sqlite3"))
    assert files
    for file in files:
        content = file.read_bytes()
        assert not [one for one in passwords if one.encode() in content]


def test_words_are_added_to_a_copy_of_what_was_put_together_already(
    client_for: ClientFor, app: Flask, homes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, folder = client_for("coordinator"), app.extensions["tracker"].settings.instance / "looking-back"
    assert titles(client.read(f"/projects?{THEN}")) == ["Homes"]
    (plain,) = folder.glob("*.sqlite3")
    monkeypatch.setattr("tracker.domain.queries.snapshots.build", None)  # nothing is put together again
    assert titles(client.read(f"/projects?{THEN}&q=homes")) == ["Homes"]
    assert titles(client.read(f"/projects?{THEN}&q=school")) == []
    assert sorted(one.stem for one in folder.glob("*")) == [plain.stem, f"{plain.stem}-words"]
    plain.unlink()
    assert titles(client.read(f"/projects?{THEN}")) == ["Homes"]


def test_what_cannot_be_put_together_is_said_once_and_tried_anew(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: Snapshots = app.extensions["snapshots"]
    wanted = Wanted(Times(date(2026, 11, 23), date(2003, 12, 31)), Viewer(1, Role.coordinator))
    begun: list[int] = []

    def fail(*_given: object) -> None:
        begun.append(1)
        raise OSError("no room")

    monkeypatch.setattr(kept, "_write", fail)
    with acting(app.extensions["tracker"].engine) as session:
        for tries in (1, 2):
            with pytest.raises(OSError, match="no room"):
                kept.of(session, wanted)
            assert len(begun) == tries


def test_a_manager_who_looks_back_is_offered_no_change(client_for: ClientFor, homes: None) -> None:
    page = client_for("manager").read(f"/projects?{THEN}")
    assert page.by_id("bulk") is None
    assert client_for("manager").read("/projects").by_id("bulk") is not None
    assert "Not there on that day" not in client_for("coordinator").read(f"/reviews?{THEN}").text
