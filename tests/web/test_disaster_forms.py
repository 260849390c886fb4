"""Recording, changing and archiving disasters."""

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col

from tests import cast, make
from tests.web.client import HTMX
from tests.web.posting import SENT, ClientFor, count, person, send, versions
from tracker.domain.codes import Visibility
from tracker.domain.models import Disaster, DisasterPlace, Place, Record, Territory
from tracker.store import UnitSession

EDIT = "/disasters/bam/edit"
FIELDS = ("name", "hazard", "glide", "on", "end", "place_stated", "summary", "visibility", "version", "territory_ids")


@pytest.fixture
def iran(app_session: UnitSession) -> Territory:
    made = make.territory(app_session, "IR", "Iran (Islamic Republic of)")
    app_session.commit()
    return made


@pytest.fixture
def bam(app_session: UnitSession, iran: Territory) -> Disaster:
    maker = person(app_session, "mission").id
    made = make.disaster(
        app_session, "bam", name="Bam earthquake", territories=[iran], on="2003-12-26", created_by_id=maker
    )
    app_session.commit()
    return made


def facts(iran: Territory, **given: object) -> dict[str, object]:
    return {
        "name": "Bam earthquake",
        "hazard": "EQ",
        "glide": "eq-2003-000630-irn",
        "on": "2003-12-26",
        "territory_ids": [str(iran.id)],
        "summary": "Adobe houses fell",
        "visibility": "internal",
        "submission": SENT,
        **given,
    }


def test_a_mission_records_a_disaster(client_for: ClientFor, app_session: UnitSession, iran: Territory) -> None:
    client = client_for("mission")
    assert "/disasters/new" in client.read("/disasters").links
    client.read("/disasters/new")
    response = cast.post(client, "/disasters/new", facts(iran))
    assert (response.status_code, response.location) == (303, "/disasters/bam-earthquake")
    page = client.read("/disasters/bam-earthquake")
    for words in ("EQ-2003-000630-IRN", "26 December 2003", "Adobe houses fell", "Carla Mission recorded this."):
        assert words in page.text
    assert versions(app_session, "disaster") == 1


def test_a_form_sent_twice_records_one_disaster(
    client_for: ClientFor, app_session: UnitSession, iran: Territory
) -> None:
    answers = [cast.post(client_for("mission"), "/disasters/new", facts(iran)).location for _ in range(2)]
    assert (answers[0], count(app_session, Disaster)) == (answers[1], 1)


def test_under_htmx_the_reader_is_led_on_by_a_header(client_for: ClientFor, iran: Territory) -> None:
    response = cast.post(client_for("mission"), "/disasters/new", facts(iran), headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/disasters/bam-earthquake")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": ""}, "This is needed."),
        ({"hazard": ""}, "This is needed."),
        ({"hazard": "XX"}, "This is not one of the choices."),
        ({"glide": "EQ-2003-630-IRN"}, "Write the GLIDE number as EQ-2003-000630-IRN"),
        ({"glide": "FL-2003-000630-IRN"}, "The number begins with FL, the hazard chosen is EQ"),
        ({"on": "2003-13"}, "There is no day 2003-13."),
        ({"on": "2004", "end": "2003"}, "The end comes before the start."),
        ({"territory_ids": ["999999"]}, "not a valid choice"),
        ({"territory_ids": [], "new_place": "Baravat"}, "Say in which territory this place lies."),
        ({"visibility": "secret"}, "This is not one of the choices."),
    ],
)
@pytest.mark.once
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, iran: Territory, wrong: dict[str, object], why: str
) -> None:
    client = client_for("mission")
    assert cast.post(client, "/disasters/new", facts(iran, **wrong)).status_code == 422
    assert client.page is not None
    assert why in client.page.text
    assert client.page.values("summary") == ["Adobe houses fell"]
    assert count(app_session, Disaster) == 0


def test_a_place_that_is_named_for_the_first_time_is_made_once(
    client_for: ClientFor, app_session: UnitSession, iran: Territory
) -> None:
    client = client_for("mission")
    for name in ("One", "Two"):
        sent = facts(iran, name=name, glide="", new_place="Baravat", submission="")
        assert cast.post(client, "/disasters/new", sent).status_code == 303
    assert app_session.scalars(sa.select(col(Place.name))).all() == ["Baravat"]
    assert app_session.scalar(sa.select(sa.func.count()).select_from(DisasterPlace)) == 2


def test_an_edit_is_one_line_of_history(client_for: ClientFor, app_session: UnitSession, bam: Disaster) -> None:
    before = versions(app_session, "disaster", bam.id)
    assert send(client_for("mission"), EDIT, *FIELDS, summary="Two towns fell").location == "/disasters/bam"
    assert versions(app_session, "disaster", bam.id) == before + 1
    text = client_for("mission").read("/disasters/bam").text
    assert "Carla Mission set the summary to “Two towns fell”." in text


def test_two_edits_clash_and_are_put_together(
    client_for: ClientFor, app_session: UnitSession, bam: Disaster, clock: time_machine.Traveller
) -> None:
    mine, theirs = client_for("mission"), client_for("coordinator")
    opened = {name: mine.read(EDIT).values(name) for name in FIELDS}
    clock.shift(60)
    send(theirs, EDIT, *FIELDS, name="Bam, theirs", place_stated="Kerman")
    response = cast.post(mine, EDIT, {**opened, "name": "Bam, mine", "summary": "Adobe"})
    assert response.status_code == 409
    assert mine.page is not None
    for words in ("Before: Bam earthquake", "Bam, theirs", "Bam, mine", "Dmitri Coordinator"):
        assert words in mine.page.text
    merged = {name: mine.page.values(name) for name in FIELDS if mine.page.values(name)}
    assert cast.post(mine, EDIT, {**merged, "name": "Bam, mine", "pick_name": "theirs"}).status_code == 303
    text = mine.read("/disasters/bam").text
    for words in ("Bam, theirs", "Kerman", "Adobe"):
        assert words in text


def test_others_are_refused_with_the_reason_or_find_nothing(client_for: ClientFor, bam: Disaster) -> None:
    for posted in (EDIT, "/disasters/bam/archive", "/disasters/bam/restore"):
        assert cast.post(client_for("stranger"), posted, {}).status_code == 404
        response = cast.post(client_for("manager"), posted, {})
        assert response.status_code == 403
        assert "Only whoever recorded this disaster, and coordinators, edit it." in response.text
    assert client_for("viewer").get("/disasters/new").status_code == 403
    assert "those who go on missions" in cast.post(client_for("manager"), "/disasters/new", {}).text


def test_a_confidential_disaster_is_not_found_by_another_mission(
    client_for: ClientFor, app_session: UnitSession, bam: Disaster
) -> None:
    made = app_session.get_one(Record, bam.id)
    made.visibility, made.created_by_id = Visibility.confidential, None
    app_session.commit()
    for address in ("/disasters/bam", EDIT, "/disasters/bam/trace", "/disasters/bam/trace.csv"):
        assert client_for("mission").get(address).status_code == 404


def test_an_archived_disaster_is_restored_from_its_page(
    client_for: ClientFor, app_session: UnitSession, bam: Disaster
) -> None:
    client = client_for("mission")
    assert cast.post(client, "/disasters/bam/archive", {"version": "99"}).status_code == 409
    assert cast.post(client, "/disasters/bam/archive", {"version": str(bam.version)}).status_code == 303
    assert "Bam earthquake" not in client.read("/disasters").text
    page = client.read("/disasters/bam")
    assert "This was archived on 23 November 2026." in page.text
    assert client.get(EDIT).status_code == 403
    assert cast.post(client, "/disasters/bam/restore", {"version": page.values("version")[0]}).status_code == 303
    assert "Bam earthquake" in client.read("/disasters").text


def test_looking_changes_nothing(client_for: ClientFor, app_session: UnitSession, bam: Disaster) -> None:
    before = versions(app_session, "disaster")
    for address in ("/disasters/new", EDIT, "/disasters/bam/impact/new", "/disasters/bam/trace"):
        client_for("mission").read(address)
    assert client_for("mission").get("/disasters/bam/archive").status_code == 405
    assert versions(app_session, "disaster") == before


def test_html_in_a_disaster_is_shown_as_it_was_typed(client_for: ClientFor, bam: Disaster) -> None:
    send(client_for("mission"), EDIT, *FIELDS, name="<b>Bam</b>", summary="<i>x")
    text = client_for("mission").get("/disasters/bam").text
    assert "&lt;b&gt;Bam&lt;/b&gt;" in text
    assert "<i>x" not in text


def test_earlier_figures_stand_folded_below_the_newest(
    client_for: ClientFor, app_session: UnitSession, bam: Disaster
) -> None:
    client = client_for("mission")
    for figure, day in (("26271-50000", "2003-12"), ("26271", "2004-03"), (">40000", "2003")):
        sent = {"measure": "deaths", "figure": figure, "on": day, "source_words": "OCHA"}
        assert cast.post(client, "/disasters/bam/impact/new", sent).status_code == 303
    page = client.read("/disasters/bam")
    assert "deaths" in page.text
    assert "2 earlier figures" in page.text
    assert "26,271–50,000" in page.text
    assert "40,000 or more" in page.text
    table = page.by_id("impact-table")
    assert table is not None
    words = " ".join("".join(table.itertext()).split())
    assert words.index("26,271–50,000") < words.index("March 2004")  # the folded ones stand in the row's own head
