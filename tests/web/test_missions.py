"""Missions: the list, one mission, planning and changing one."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col

from tests import cast, html, make
from tests.queries import counted
from tests.web.client import HTMX, PageClient
from tracker.domain.codes import Visibility
from tracker.domain.models import Mission, Record, RowVersion, Territory, User
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]
SENT = "0123456789abcdef0123456789abcdef"


def person(session: UnitSession, who: str) -> User:
    return session.scalars(sa.select(User).where(col(User.email) == cast.email(who))).one()


@pytest.fixture
def haiti(app_session: UnitSession) -> Territory:
    made = make.territory(app_session, "HT", "Haiti")
    app_session.commit()
    return made


@pytest.fixture
def mission(app_session: UnitSession, haiti: Territory) -> Mission:
    made = make.mission(
        app_session,
        "to-haiti",
        title="To Haiti",
        territories=[haiti],
        members=[person(app_session, "mission")],
        purpose="See the shelters",
        sensitivities="Two ministers quarrel",
    )
    app_session.commit()
    return made


def form(haiti: Territory, **given: object) -> dict[str, object]:
    facts = {
        "title": "To Haiti in spring",
        "purpose": "See the shelters",
        "start_day": "2026-12-01",
        "end_day": "2026-12-05",
        "territories": [str(haiti.id)],
        "points_to_raise": "Land\nWater",
        "visibility": "internal",
        "submission": SENT,
    }
    return {**facts, **given}


def missions(session: UnitSession) -> int:
    number = session.scalar(sa.select(sa.func.count()).select_from(Mission)) or 0
    session.commit()  # lets go of the lock that the client's next post wants
    return number


def member(session: UnitSession, who: str) -> list[str]:
    """What the form sends for one of the cast who travels."""
    key = session.scalars(sa.select(col(User.id)).where(col(User.email) == cast.email(who))).one()
    session.commit()
    return [str(key)]


def versions(session: UnitSession, mission: Mission) -> int:
    own = (col(RowVersion.entity) == "mission") & (col(RowVersion.record_id) == mission.id)
    number = session.scalar(sa.select(sa.func.count()).select_from(RowVersion).where(own)) or 0
    session.commit()
    return number


def test_somebody_plans_a_mission(client_for: ClientFor, app_session: UnitSession, haiti: Territory) -> None:
    client = client_for("mission")
    client.read("/missions/new")
    response = cast.post(client, "/missions/new", form(haiti))
    assert (response.status_code, response.location) == (303, "/missions/to-haiti-in-spring")
    page = client.read("/missions/to-haiti-in-spring")
    assert page.heading == "To Haiti in spring"
    assert "Land Water" in page.text
    assert "/briefs/new?key=to-haiti-in-spring" in page.links


def test_a_form_sent_twice_makes_one_mission(client_for: ClientFor, app_session: UnitSession, haiti: Territory) -> None:
    client = client_for("mission")
    first, second = (cast.post(client, "/missions/new", form(haiti)) for _ in range(2))
    assert (first.location, missions(app_session)) == (second.location, 1)


def test_under_htmx_the_reader_is_led_on_by_a_header(client_for: ClientFor, haiti: Territory) -> None:
    response = cast.post(client_for("mission"), "/missions/new", form(haiti), headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/missions/to-haiti-in-spring")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"title": ""}, "This is needed."),
        ({"end_day": "2026-11-30"}, "The mission ends before it starts."),
        ({"start_day": "soon"}, "Write the day as year-month-day"),
        ({"territories": []}, "This is needed."),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, haiti: Territory, wrong: dict[str, object], why: str
) -> None:
    client = client_for("mission")
    response = cast.post(client, "/missions/new", form(haiti, **wrong))
    assert response.status_code == 422
    assert client.page is not None
    assert why in client.page.text
    assert client.page.values("points_to_raise")[0].split() == ["Land", "Water"]
    assert missions(app_session) == 0


def test_looking_changes_nothing(client_for: ClientFor, app_session: UnitSession, mission: Mission) -> None:
    before = versions(app_session, mission)
    for address in ("/missions", "/missions/new", "/missions/to-haiti", "/missions/to-haiti/edit"):
        client_for("mission").read(address)
    assert versions(app_session, mission) == before


def test_of_many_to_choose_from_the_chosen_ones_come_first(
    client_for: ClientFor, app_session: UnitSession, mission: Mission
) -> None:
    for number in range(9):
        make.territory(app_session, f"A{number}", f"Area {number}")
    app_session.commit()
    boxes = client_for("mission").read("/missions/to-haiti/edit").all("fieldset")[0]
    names = [html.text_of(label) for label in boxes.iter("label")]
    assert names == ["Haiti", *(f"Area {number}" for number in range(9))]
    assert [one.get("type") for one in boxes.iter("input")][:2] == ["search", "checkbox"]


def test_an_edit_is_one_line_of_history(
    client_for: ClientFor, app_session: UnitSession, mission: Mission, haiti: Territory
) -> None:
    before = versions(app_session, mission)
    client = client_for("mission")
    version = client.read("/missions/to-haiti/edit").values("version")[0]
    sent = form(haiti, title="To Haiti", version=version, members=member(app_session, "mission"))
    response = cast.post(client, "/missions/to-haiti/edit", {**sent, "purpose": "See the school"})
    assert (response.status_code, versions(app_session, mission)) == (303, before + 1)
    assert (
        "Carla Mission changed the purpose from “See the shelters” to “See the school”."
        in client.read("/missions/to-haiti").text
    )


@pytest.mark.parametrize(("who", "kept"), [("mission", True), ("coordinator", False)])
def test_a_programme_that_the_form_could_not_offer_stays(
    client_for: ClientFor, app_session: UnitSession, mission: Mission, haiti: Territory, who: str, *, kept: bool
) -> None:
    quiet = make.programme(app_session, name="Quiet programme", visibility=Visibility.confidential)
    mission.programme_id = quiet.id
    app_session.commit()
    client = client_for(who)
    page = client.read("/missions/to-haiti/edit")
    assert ("Quiet programme" in page.text) == (not kept)
    sent = form(haiti, version=page.values("version")[0], members=member(app_session, "mission"), programme="")
    assert cast.post(client, "/missions/to-haiti/edit", sent).status_code == 303
    app_session.expire_all()
    assert app_session.get_one(Mission, mission.id).programme_id == (quiet.id if kept else None)


def test_two_edits_clash_and_are_put_together(
    client_for: ClientFor, app_session: UnitSession, mission: Mission, haiti: Territory
) -> None:
    one, other = client_for("mission"), client_for("coordinator")
    version = one.read("/missions/to-haiti/edit").values("version")[0]
    travels = member(app_session, "mission")
    sent = form(haiti, title="To Haiti", version=version, members=travels, points_to_raise="")
    cast.post(one, "/missions/to-haiti/edit", {**sent, "purpose": "theirs", "requests": "Two desks"})
    response = cast.post(other, "/missions/to-haiti/edit", {**sent, "purpose": "mine", "counterparts": "Minister"})
    assert response.status_code == 409
    assert other.page is not None
    newer = other.page.values("version")[0]
    merged = {name: other.page.values(name) for name in (*sent, "requests", "counterparts") if other.page.values(name)}
    assert (merged["requests"], merged["counterparts"]) == (["Two desks"], ["Minister"])
    answer = {**merged, "version": newer, "pick_purpose": "theirs", "submission": SENT}
    assert cast.post(other, "/missions/to-haiti/edit", answer).status_code == 303
    text = other.read("/missions/to-haiti").text
    for words in ("theirs", "Two desks", "Minister"):
        assert words in text


def test_a_stranger_learns_of_no_internal_mission(client_for: ClientFor, mission: Mission) -> None:
    stranger = client_for("stranger")
    for address in ("/missions/to-haiti", "/missions/to-haiti/edit"):
        assert stranger.get(address).status_code == 404
    assert "To Haiti" not in stranger.read("/missions").text


def test_a_confidential_mission_is_for_those_who_travel(
    client_for: ClientFor, app_session: UnitSession, mission: Mission
) -> None:
    app_session.get_one(Record, mission.id).visibility = Visibility.confidential
    app_session.commit()
    answers = {
        who: client_for(who).get("/missions/to-haiti").status_code for who in ("mission", "manager", "coordinator")
    }
    assert answers == {"mission": 200, "manager": 404, "coordinator": 200}


def test_a_reader_is_told_why_they_may_not_edit(client_for: ClientFor, mission: Mission) -> None:
    client = client_for("manager")
    assert client.get("/missions/to-haiti/edit").status_code == 403
    assert client.page is not None
    assert "travel on it" in client.page.text
    assert "Ask a coordinator." in client.page.text
    assert cast.post(client, "/missions/to-haiti/edit", {}).status_code == 403
    assert client_for("viewer").get("/missions/new").status_code == 403


def test_what_is_for_the_programmes_people_is_not_shown_to_viewers(
    client_for: ClientFor, app_session: UnitSession, mission: Mission
) -> None:
    app_session.get_one(Record, mission.id).visibility = Visibility.public
    app_session.commit()
    assert "Two ministers quarrel" in client_for("manager").read("/missions/to-haiti").text
    text = client_for("viewer").read("/missions/to-haiti").text
    assert "See the shelters" in text
    for secret in ("Two ministers quarrel", "Carla Mission"):
        assert secret not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 1),
        ("?q=hait", 1),
        ("?q=sudan", 0),
        ("?territory=ht", 1),
        ("?territory=SD", 0),
        ("?when=ahead", 1),
        ("?when=over", 0),
    ],
)
def test_the_list_shows_what_is_asked_for(client_for: ClientFor, mission: Mission, query: str, found: int) -> None:
    client = client_for("manager")
    assert ("/missions/to-haiti" in client.read(f"/missions{query}").links) == bool(found)
    part = client.get(f"/missions{query}", headers=HTMX)
    assert ("/missions/to-haiti" in part.text, "<html" in part.text) == (bool(found), False)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_list_asks_the_same_number_of_questions(
    app: Flask, client_for: ClientFor, app_session: UnitSession, haiti: Territory, number: int
) -> None:
    for _ in range(number):
        make.mission(app_session, territories=[haiti], members=[person(app_session, "mission")])
    app_session.commit()
    client = client_for("manager")
    with counted(app.extensions["tracker"].engine) as asked:
        client.read("/missions")
    assert len([one for one in asked if one.startswith("SELECT")]) == 9
