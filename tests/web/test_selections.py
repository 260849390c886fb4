"""Printing a list of projects: from its page, with its filters in words, refused where nothing fits."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import cast, make
from tests.web.client import HTMX, PageClient
from tracker.domain.codes import Stage
from tracker.domain.models import Brief, Job
from tracker.handlers import HANDLERS
from tracker.store import UnitSession
from tracker.worker import Worker

ClientFor = Callable[[str], PageClient]
SELECTION = "stage=under_way&territory=HT"
OFFER = "/briefs/new?kind=portfolio&selection=stage%3Dunder_way%26territory%3DHT"
ORDER = {
    "kind": "portfolio",
    "selection": SELECTION,
    "language": "en",
    "full": "y",
    "submission": "0123456789abcdef0123456789abcdef",
}


@pytest.fixture(autouse=True)
def projects(app_session: UnitSession) -> None:
    haiti = make.territory(app_session, "HT", "Haiti")
    make.project(app_session, "homes", title="Homes", territories=[haiti])
    make.project(app_session, "roads", title="Roads", stage=Stage.proposed, territories=[haiti])
    app_session.commit()


def test_the_list_offers_to_print_what_it_shows(client_for: ClientFor) -> None:
    client = client_for("mission")
    assert OFFER in client.read("/projects?territory=ht&stage=under_way&sort=-updated&page=1").links
    assert "/briefs/new?kind=portfolio&selection=archived%3Dno" in client.read("/projects").links
    assert "/briefs/new?kind=portfolio&selection=archived%3Dno" in client.read("/portfolio").links
    part = client.get("/projects?q=homes", headers=HTMX).text
    assert "/briefs/new?kind=portfolio&amp;selection=q%3Dhomes" in part


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("viewer", "/projects"),
        ("viewer", "/portfolio"),
        ("mission", "/projects?territory=ZZ"),
        ("mission", "/projects?archived=yes"),
        ("mission", "/projects?q=" + "%D9%84" * 100),
    ],
)
def test_what_cannot_be_printed_is_not_offered(client_for: ClientFor, who: str, address: str) -> None:
    assert not [link for link in client_for(who).read(address).links if "selection=" in link]


def test_the_order_says_which_projects_and_how_many(client_for: ClientFor) -> None:
    page = client_for("mission").read(OFFER)
    text = " ".join(page.text.split())
    assert "Stage under way Territory Haiti Projects 1" in text
    assert (page.values("selection"), page.values("key")) == ([SELECTION], [])
    assert f"/projects?{SELECTION}" in page.links


def test_a_list_is_previewed_ordered_printed_and_kept(
    app: Flask, client_for: ClientFor, app_session: UnitSession
) -> None:
    client = client_for("mission")
    preview = cast.post(client, "/briefs/new", {**ORDER, "action": "preview"}).location
    page = client.read(preview)
    assert (page.heading, page.values("selection"), page.values("full")) == ("Selected projects", [SELECTION], ["1"])
    assert ("Homes" in page.text, "Roads" in page.text) == (True, False)
    cast.post(client, "/briefs/new", {**ORDER, "unverified": "yes"})
    assert app_session.scalars(sa.select(Job)).one().args["selection"] == SELECTION
    app_session.commit()
    tracker = app.extensions["tracker"]
    assert Worker(tracker.settings, tracker.engine, HANDLERS).work_once()
    kept = app_session.scalars(sa.select(Brief)).one()
    assert (kept.title, kept.selection, kept.key, kept.full) == ("Selected projects", SELECTION, "", True)
    text = " ".join(client.read(f"/briefs/{kept.id}").text.split())
    assert "Stage: under way · Territory: HT" in text
    name = client.get(f"/briefs/{kept.id}/pdf").headers["Content-Disposition"].rpartition("=")[2]
    assert name == "portfolio-brief-list-en-2026-11-23.pdf"
    assert "Stage: under way · Territory: HT" in " ".join(client.read("/briefs").text.split())


BAD = [
    ("territory=ZZ", "No project that you may see fits these filters."),
    ("helth=off_track", "There is no filter helth. The filters are: q, territory"),
    ("archived=yes", "Archived projects have no brief."),
]


@pytest.mark.parametrize(("selection", "why"), BAD)
def test_a_selection_that_cannot_be_printed_is_refused_and_says_why(
    client_for: ClientFor, app_session: UnitSession, selection: str, why: str
) -> None:
    client = client_for("mission")
    assert why in client.read(f"/briefs/new?kind=portfolio&selection={selection.replace('=', '%3D')}", 422).text
    response = cast.post(client, "/briefs/new", {**ORDER, "selection": selection})
    assert (response.status_code, why in response.text) == (422, True)
    preview = client.get(f"/briefs/preview?kind=portfolio&selection={selection.replace('=', '%3D')}")
    assert (preview.status_code, preview.location.partition("?")[0]) == (303, "/briefs/new")
    assert app_session.scalars(sa.select(Job)).all() == []
