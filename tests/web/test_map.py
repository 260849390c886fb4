"""The map of the portfolio: what stands on it, for whom, and that its numbers are those of the lists behind it."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from tests import make
from tests.html import Page, text_of
from tests.queries import counted
from tests.web.client import PageClient
from tracker.domain.codes import ContributionKind, Hazard, Health, Visibility
from tracker.domain.dates import now
from tracker.domain.money import Money
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]

SVG = "{http://www.w3.org/2000/svg}"


def rows(page: Page, table: str = "map-territories") -> list[str]:
    found = page.by_id(table)
    assert found is not None
    return [text_of(row) for body in found.iter("tbody") for row in body.iter("tr")]


def drawn(page: Page, kind: str = "map-mark") -> dict[str, Element]:
    """The marks by what is read aloud of them."""
    found = (one for one in page.all(f"{SVG}a") if kind in (one.get("class") or "").split())
    return {text_of(one): next(one.iter(f"{SVG}circle")) for one in found}


def test_the_programme_of_2004_stands_on_the_map(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/portfolio/map")
    assert "Kosovo 2 not reported" in rows(page)
    assert rows(page)[-1] == "No territory stated 5"
    assert "Kosovo: 2 projects · not reported" in drawn(page)
    assert "resolution 1244 (1999)" in page.text
    assert page.text.count("The designations employed") == 1


def numbers(page: Page) -> dict[str, str]:
    """The number of projects of each territory, by the address of its list."""
    listed = page.by_id("map-territories")
    assert listed is not None
    links = {link.get("href", ""): row for row in listed.iter("tr") for link in row.iter("a")}
    return {link: next(text_of(cell) for cell in row.iter("td")) for link, row in links.items()}


@pytest.mark.parametrize("who", ["coordinator", "manager", "viewer"])
def test_each_number_is_that_of_the_list_behind_it(programme_client_for: ClientFor, who: str) -> None:
    client = programme_client_for(who)
    found = numbers(client.read("/portfolio/map?stage=under_way,proposed"))
    assert len(found) > 3
    for link, number in found.items():
        assert f"{number} project" in client.read(link).text, link


def test_only_the_territories_asked_for_have_a_number(client_for: ClientFor, app_session: UnitSession) -> None:
    names = (("HT", "Haiti"), ("SD", "Sudan"), ("IR", "Iran"))
    haiti, sudan, iran = (make.territory(app_session, code, name, region="asia") for code, name in names)
    make.project(app_session, territories=[haiti, sudan, iran])
    make.project(app_session, territories=[sudan])
    app_session.commit()
    client = client_for("manager")
    for asked, links in (
        ("territory=HT", {"/projects?territory=HT": "1"}),
        ("territory=HT&territory=SD", {"/projects?territory=HT": "1", "/projects?territory=SD": "2"}),
    ):
        assert numbers(client.read(f"/portfolio/map?{asked}")) == links
        for link, number in links.items():
            assert f"{number} project" in client.read(link).text


def test_a_territory_shows_the_most_serious_health(client_for: ClientFor, app_session: UnitSession) -> None:
    haiti = make.territory(app_session, "HT", "Haiti", region="americas", latitude=18.5, longitude=-72.3)
    sudan = make.territory(app_session, "SD", "Sudan", region="africa", latitude=15.5, longitude=32.5)
    nowhere = make.territory(app_session, "XX", "Nowhere")
    for health in (Health.on_track, Health.at_risk, Health.not_reported, Health.on_track):
        make.project(app_session, territories=[haiti], health=health)
    make.project(app_session, territories=[sudan, nowhere], health=Health.off_track)
    make.project(app_session, territories=[sudan], visibility=Visibility.confidential)
    app_session.commit()
    client = client_for("manager")
    page = client.read("/portfolio/map")
    assert rows(page) == ["Haiti 4 at risk", "Nowhere 1 off track", "Sudan 1 off track"]
    marks = drawn(page)
    assert list(marks) == ["Haiti: 4 projects · at risk", "Sudan: 1 project · off track"]
    sizes = [float(circle.get("r", 0)) for circle in marks.values()]
    assert sizes[0] == 2 * sizes[1], "four times the area"
    assert "1 of them has no position" in page.text
    assert rows(client_for("coordinator").read("/portfolio/map"))[-1] == "Sudan 2 off track"
    africa = client.read("/portfolio/map?view=africa")
    assert rows(africa) == ["Sudan 1 off track"]
    assert "no position" not in africa.text, "its list does not show it either"
    assert rows(client.read("/portfolio/map?health=at_risk")) == ["Haiti 1 at risk"]
    assert rows(client.read("/portfolio/map?view=nowhere&measure=nothing")) == rows(page)
    assert "No project fits this filter." in client.read("/portfolio/map?health=at_risk&territory=SD").text
    twice = client.read("/portfolio/map?health=at_risk&health=off_track")
    assert rows(twice) == ["Haiti 1 at risk", "Nowhere 1 off track", "Sudan 1 off track"], "as the list reads it"
    assert 'name="health" value="at_risk,off_track"' in twice.source


def test_money_sizes_marks_only_where_it_is_stated(client_for: ClientFor, app_session: UnitSession) -> None:
    haiti = make.territory(app_session, "HT", "Haiti", region="americas", latitude=18.5, longitude=-72.3)
    sudan = make.territory(app_session, "SD", "Sudan", region="africa", latitude=15.5, longitude=32.5)
    homes = make.project(app_session, territories=[haiti, sudan])
    make.project(app_session, territories=[sudan])
    make.requirement(app_session, homes, Money(900_00, "USD"))
    gift = make.contribution(app_session, steps=[("pledged", 500_00), ("received", 200_00)])
    make.allocation(app_session, gift, homes, 500_00)
    app_session.commit()
    client = client_for("manager")
    asked = client.read("/portfolio/map?measure=asked&currency=USD")
    assert rows(asked) == ["Haiti 1 USD 900", "Sudan 2 USD 900"]
    received = client.read("/portfolio/map?measure=received&currency=USD")
    assert rows(received) == ["Haiti 1 USD 200", "Sudan 2 USD 200"], "a pledge is not money"
    assert rows(client.read("/portfolio/map?measure=gap")) == ["Haiti 1 USD 700", "Sudan 2 USD 700"]
    other = client.read("/portfolio/map?measure=asked&currency=NOK")
    assert rows(other) == ["Haiti 1 not stated", "Sudan 2 not stated"]
    assert drawn(other) == {}


def test_only_currencies_that_the_reader_may_know_of_are_offered(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    session, public, hidden = app_session, Visibility.public, Visibility.confidential
    seen = make.project(session, territories=[make.territory(session, "HT", "Haiti")], visibility=public)
    unseen = make.project(session, visibility=hidden)
    make.requirement(session, seen, Money(900_00, "CHF"), visibility=public)
    make.requirement(session, seen, Money(900_00, "SEK"), visibility=public, archived_at=now())
    for currency, project, given in (
        ("NOK", seen, {"visibility": public}),
        ("DKK", unseen, {"visibility": public}),
        ("GBP", seen, {"visibility": hidden}),
        ("CAD", seen, {"visibility": public, "archived_at": now()}),
        ("AUD", seen, {"visibility": public, "kind": ContributionKind.loan}),
    ):
        gift = make.contribution(session, currency=currency, steps=[("received", 500_00)], **given)
        make.allocation(session, gift, project, 500_00, visibility=public)
    make.contribution(session, currency="NZD", steps=[("received", 500_00)], visibility=public)
    session.commit()

    def offered(who: str) -> list[str]:
        page = client_for(who).read("/portfolio/map")
        box = next(one for one in page.all("select") if one.get("name") == "currency")
        return [value for one in box.iter("option") if (value := one.get("value", ""))]

    assert offered("viewer") == ["CHF", "NOK"]
    assert offered("coordinator") == ["CHF", "DKK", "GBP", "NOK"]


def test_disasters_stand_where_they_struck(client_for: ClientFor, app_session: UnitSession) -> None:
    iran = make.territory(app_session, "IR", "Iran", region="asia", latitude=35.7, longitude=51.4)
    bam = make.place(app_session, "Bam", territory=iran, latitude=29.1, longitude=58.4)
    quake = make.disaster(app_session, "bam", name="Bam earthquake", hazard=Hazard.EQ, territories=[iran], places=[bam])
    make.disaster(app_session, "flood", name="A flood nowhere", hazard=Hazard.FL)
    make.project(app_session, "bam-homes", territories=[iran], disasters=[quake], places=[bam])
    app_session.commit()
    client = client_for("manager")
    page = client.read("/portfolio/map?measure=disasters")
    assert [re.sub(r" (\d+ \w+ \d{4}|not stated) ", " … ", row) for row in rows(page, "map-disasters")] == [
        "Bam earthquakeearthquake … 1",
        "A flood nowhereflood … 0",
    ]
    assert [name.partition(":")[0] for name in drawn(page)] == ["Bam earthquake"]
    assert "/disasters/bam" in page.links
    projects = client.read("/portfolio/map")
    assert list(drawn(projects, "map-place")) == ["Bam: 1 project"]
    assert 'href="/projects/bam-homes"' in projects.source
    narrowed = client.read("/portfolio/map?measure=disasters&territory=IR")
    assert len(rows(narrowed, "map-disasters")) == 1


def test_a_place_of_several_projects_leads_to_its_territory_if_to_any(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    iran = make.territory(app_session, "IR", "Iran", region="asia", latitude=35.7, longitude=51.4)
    bam = make.place(app_session, "Bam", territory=iran, latitude=29.1, longitude=58.4)
    sea = make.place(app_session, "High seas", latitude=0.0, longitude=-30.0)
    for _ in range(2):
        make.project(app_session, territories=[iran], places=[bam, sea])
    app_session.commit()
    page = client_for("manager").read("/portfolio/map")
    places = {text_of(one): one.get("href") for one in page.all(f"{SVG}a") if one.get("class") == "map-place"}
    assert places == {"Bam: 2 projects": "/projects?territory=IR"}
    alone = [text_of(one) for one in page.all(f"{SVG}g") if one.get("class") == "map-place"]
    assert alone == ["High seas: 2 projects"]


def test_the_map_asks_the_same_number_of_questions_whatever_there_is(
    app: Flask, client_for: ClientFor, app_session: UnitSession
) -> None:
    client, engine, numbers = client_for("manager"), app.extensions["tracker"].engine, []
    for size in (1, 5):
        for number in range(size):
            there = make.territory(
                app_session, f"{'AB'[size > 1]}{number}", latitude=1.0, longitude=1.0, region="africa"
            )
            place = make.place(app_session, latitude=1.0, longitude=1.0, territory=there)
            make.project(app_session, territories=[there], places=[place], disasters=[make.disaster(app_session)])
        app_session.commit()
        client.read("/portfolio/map?measure=asked&currency=USD")
        with counted(engine) as asked:
            client.read("/portfolio/map?measure=asked&currency=USD")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] <= 12


def test_an_empty_map_says_what_belongs_on_it(client_for: ClientFor) -> None:
    assert "Nothing to show on the map" in client_for("viewer").read("/portfolio/map").text
