"""The trace from damage to delivery: of a disaster, a territory, a place, an assessment."""

import csv
import io
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import make
from tests.queries import counted
from tests.sheets import read
from tests.web.posting import ClientFor, person, send
from tracker.domain.codes import Effect, RecommendationState, Visibility
from tracker.domain.models import Assessment, Delivery, Disaster, Project, ProjectMember, Recommendation
from tracker.domain.money import Money
from tracker.store import UnitSession


@dataclass(frozen=True)
class World:
    disaster: Disaster
    study: Assessment
    project: Project
    asked: Recommendation


@pytest.fixture
def world(app_session: UnitSession) -> World:
    """A need for shelters, a recommendation that became a project, 400 shelters delivered."""
    iran = make.territory(app_session, "IR", "Iran (Islamic Republic of)")
    bam = make.disaster(app_session, "bam", name="Bam earthquake", territories=[iran])
    study = make.assessment(app_session, "study", title="The study", territories=[iran], disasters=[bam])
    need = make.finding(app_session, study, "No roofs", effect=Effect.need, low=1000, high=1500, unit="shelters")
    made = make.project(app_session, "shelter", title="Shelter", territories=[iran], disasters=[bam])
    became = {"state": RecommendationState.project, "project_id": made.id}
    asked = make.recommendation(app_session, study, "Give shelters", **became)
    make.answers(app_session, asked, need)
    make.delivery(app_session, made, 400, answering=asked, on="2026-10")
    app_session.commit()
    return World(bam, study, made, asked)


@pytest.mark.parametrize("address", ["/disasters/bam/trace", "/trace?territory=ir", "/trace?assessment=study"])
def test_the_trace_leads_from_the_finding_to_what_is_left(client_for: ClientFor, world: World, address: str) -> None:
    page = client_for("manager").read(address)
    for words in ("No roofs", "1,000–1,500 shelters", "Give shelters", "Shelter", "400 shelters", "600–1,100 shelters"):
        assert words in page.text
    assert {"/projects/shelter", f"/assessments/study#recommendation-{world.asked.id}"} <= set(page.links)


def test_of_a_place_only_what_was_found_there(client_for: ClientFor, app_session: UnitSession, world: World) -> None:
    spots = [make.place(app_session, name, visibility=Visibility.internal) for name in ("Bam", "Baravat")]
    for spot in spots:
        make.finding(app_session, world.study, f"Found in {spot.name}", place_id=spot.id)
    app_session.commit()
    page = client_for("manager").read(f"/trace?place={spots[0].id}")
    assert ("Found in Bam" in page.text, "Found in Baravat" in page.text, "No roofs" in page.text) == (
        True,
        False,
        True,
    )


def test_a_delivery_for_two_findings_counts_once(client_for: ClientFor, app_session: UnitSession, world: World) -> None:
    more = make.finding(app_session, world.study, "For women", effect=Effect.need, low=50, high=50, unit="Shelters")
    make.answers(app_session, world.asked, more)
    app_session.commit()
    page = client_for("manager").read("/disasters/bam/trace")
    assert "400 delivered counted here" in page.text
    assert "0 delivered counted here" in page.text
    units = page.by_id("trace-units")
    assert units is not None
    words = " ".join(text.strip() for text in units.itertext() if text.strip())
    assert "shelters 1,050–1,550 400 650–1,150" in words


def test_over_delivery_is_shown_and_nothing_falls_below_zero(
    client_for: ClientFor, app_session: UnitSession, world: World
) -> None:
    make.delivery(app_session, world.project, 1200, answering=world.asked)
    app_session.commit()
    page = client_for("manager").read("/disasters/bam/trace")
    assert "0 shelters" in page.text
    assert "100 more than needed" in page.text


def test_money_is_set_against_needs_of_its_own_currency_only(
    client_for: ClientFor, app_session: UnitSession, world: World
) -> None:
    need = {"effect": Effect.need, "amount": Money.of(2000, "USD"), "amount_high_minor": 3000_00}
    make.answers(app_session, world.asked, make.finding(app_session, world.study, "Schools", **need))
    make.requirement(app_session, world.project, Money.of(900, "USD"))
    for currency, steps in (("USD", [("received", 500_00)]), ("NOK", [("pledged", 700_00)])):
        given = make.contribution(app_session, currency=currency, steps=steps)
        make.allocation(app_session, given, world.project, 700_00)
    app_session.commit()
    text = client_for("manager").read("/disasters/bam/trace").text
    for words in (
        "USD 1,500–2,500",
        "USD 500 of the funding counted here",
        "no rate, not compared: NOK",
        "pledged, not counted: NOK 700",
        "asked: USD 900",
        "received: USD 500",
        "asked: not stated",
    ):
        assert words in text


def test_what_is_not_stated_stays_so(client_for: ClientFor, app_session: UnitSession, world: World) -> None:
    make.finding(app_session, world.study, "Schools needed", effect=Effect.need)
    make.finding(app_session, world.study, "Houses gone", low=5, high=5, unit="houses")
    app_session.commit()
    text = client_for("manager").read("/disasters/bam/trace").text
    assert "need not stated" in text
    assert "no need, nothing to set against it" in text
    assert "no recommendation yet" in text


def test_projects_and_deliveries_without_a_recommendation_stand_last(
    client_for: ClientFor, app_session: UnitSession, world: World
) -> None:
    other = make.project(app_session, "other", title="Tents", disasters=[world.disaster])
    make.delivery(app_session, other, 70, "tents")
    app_session.commit()
    text = client_for("manager").read("/disasters/bam/trace").text
    assert "answers no finding" in text
    assert text.index("Give shelters") < text.index("Tents")
    assert "70 tents" in text


def test_nothing_hidden_shows_or_counts(client_for: ClientFor, app_session: UnitSession, world: World) -> None:
    for row in (world.disaster, world.study):
        row.record.visibility = Visibility.public
    app_session.commit()
    viewer = client_for("viewer")
    page = viewer.read("/disasters/bam/trace")
    assert "/projects/shelter" not in page.links
    assert "400 shelters" not in page.text
    assert "1,000–1,500 shelters" in page.text
    world.study.record.visibility = Visibility.confidential
    app_session.commit()
    assert "No roofs" not in viewer.read("/disasters/bam/trace").text
    assert viewer.get("/trace?assessment=study").status_code == 404


def test_deliveries_are_as_visible_as_their_project(
    client_for: ClientFor, app_session: UnitSession, world: World
) -> None:
    for row in (world.disaster, world.study, world.project):
        row.record.visibility = Visibility.public
    app_session.commit()
    viewer = client_for("viewer")
    for address in ("/disasters/bam/trace", "/assessments/study", "/projects/shelter"):
        assert "400 shelters" in viewer.read(address).text


def test_what_an_editor_may_not_know_of_is_kept_on_saving(
    client_for: ClientFor, app_session: UnitSession, world: World
) -> None:
    manager = person(app_session, "manager").id
    app_session.add(ProjectMember(project_id=world.project.id or 0, user_id=manager or 0))
    world.study.record.visibility = Visibility.confidential
    app_session.commit()
    row = app_session.scalars(sa.select(Delivery)).one()
    address, asked = f"/projects/shelter/deliveries/{row.id}", row.recommendation_id
    app_session.commit()
    names = ("text", "quantity", "unit", "on", "recommendation_id", "version")
    client = client_for("manager")
    assert "Give shelters" not in client.read(address).text
    assert send(client, address, *names, quantity="401").status_code == 303
    app_session.expire_all()
    assert (row.quantity, row.recommendation_id) == (401, asked)


def test_an_empty_trace_says_what_to_record(client_for: ClientFor, app_session: UnitSession) -> None:
    make.disaster(app_session, "flood", name="Flood")
    app_session.commit()
    text = client_for("manager").read("/disasters/flood/trace").text
    assert "Record an assessment with what it found" in text
    assert "Record an assessment of a territory first" in client_for("manager").read("/trace").text


@pytest.mark.parametrize(
    "address", ["/trace?territory=ZZ", "/trace?place=x", "/trace?place=999999", "/trace?assessment=no", "/trace.csv"]
)
def test_a_trace_of_nothing_is_not_found(client_for: ClientFor, address: str) -> None:
    assert client_for("manager").get(address).status_code == 404


def test_lists_of_a_territory_lead_to_its_trace(client_for: ClientFor, world: World) -> None:
    client = client_for("manager")
    for listed in ("/assessments", "/disasters", "/projects"):
        assert "/trace?territory=IR" in client.read(f"{listed}?territory=IR").links
    assert "/trace?territory=IR" in client.read("/trace").links
    assert "/disasters/bam/trace" in client.read("/disasters/bam").links
    assert "/trace?assessment=study" in client.read("/assessments/study").links


def test_the_download_holds_the_same(client_for: ClientFor, app_session: UnitSession, world: World) -> None:
    make.finding(app_session, world.study, "=1+1; -2")
    app_session.commit()
    for address in ("/disasters/bam/trace.csv", "/trace.csv?territory=IR"):
        response = client_for("manager").get(address)
        assert (response.status_code, response.mimetype) == (200, "text/csv")
        rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
        first = {name: rows[0][name] for name in ("finding", "project", "delivered", "unmet_low", "unmet_high")}
        assert first == {
            "finding": "No roofs",
            "project": "Shelter",
            "delivered": "400 shelters",
            "unmet_low": "600",
            "unmet_high": "1100",
        }
        assert rows[1]["finding"] == "'=1+1; '-2"
        shown, about = read(client_for("manager").get(address.replace(".csv", ".xlsx")).data)
        assert (shown.dicts[0]["Finding"], shown.dicts[0]["Still unmet, high"]) == ("No roofs", 1100.0)
        assert shown.dicts[1]["Finding"] == "=1+1; -2"
        assert about.rows[0] == ["List", "From damage to delivery"]


def test_the_page_asks_the_same_number_of_questions(
    app: Flask, client_for: ClientFor, app_session: UnitSession, world: World
) -> None:
    asked_each_time = []
    for _ in range(3):
        client = client_for("manager")
        with counted(app.extensions["tracker"].engine) as asked:
            client.read("/disasters/bam/trace")
        asked_each_time.append(len([one for one in asked if one.startswith("SELECT")]))
        for number in range(5):
            made = make.project(app_session, title=f"More {number}", disasters=[world.disaster])
            make.requirement(app_session, made, Money.of(5, "USD"))
            study = make.assessment(app_session, disasters=[world.disaster])
            row = make.recommendation(app_session, study, project_id=made.id)
            make.answers(app_session, row, make.finding(app_session, study, effect=Effect.need, low=3, unit="homes"))
            make.delivery(app_session, made, 2, "homes", answering=row)
        app_session.commit()
    assert len(set(asked_each_time)) == 1, asked_each_time
