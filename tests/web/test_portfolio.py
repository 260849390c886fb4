"""The whole portfolio: what is counted, for whom."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests import make
from tests.html import Page, text_of
from tests.queries import counted
from tests.web.client import PageClient
from tracker.domain.codes import Health, Stage, Visibility
from tracker.domain.dates import now
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]


def rows(page: Page, table: str) -> list[str]:
    found = page.by_id(table)
    assert found is not None
    return [text_of(row) for body in found.iter("tbody") for row in body.iter("tr")]


def test_the_programme_of_2004_is_counted(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/portfolio")
    assert rows(page, "by-stage")[-1] == "All 18"
    assert rows(page, "by-health") == ["on track 0", "at risk 0", "off track 0", "not reported 18", "All 18"]
    assert "resolution 1244 (1999)" in page.text
    assert "/projects?territory=XK" in page.links


def test_a_project_of_two_territories_is_counted_once_in_all(client_for: ClientFor, app_session: UnitSession) -> None:
    both = [make.territory(app_session, "HT", "Haiti"), make.territory(app_session, "SD", "Sudan")]
    make.project(app_session, territories=both, health=Health.at_risk, stage=Stage.under_way)
    make.project(app_session, stage=Stage.proposed)
    app_session.commit()
    page = client_for("manager").read("/portfolio")
    assert rows(page, "by-stage") == ["proposed 1", "under way 1", "All 2"]
    assert [row.split(" 0 ")[0] for row in rows(page, "by-territory")] == [
        "Haiti 1 1",
        "Sudan 1 1",
        "No territory stated 1",
    ]


def test_what_is_hidden_or_archived_counts_for_nothing(client_for: ClientFor, app_session: UnitSession) -> None:
    haiti = make.territory(app_session, "HT", "Haiti")
    make.project(app_session, territories=[haiti], visibility=Visibility.confidential)
    make.project(app_session, territories=[haiti], archived_at=now())
    app_session.commit()
    assert "No projects yet" in client_for("manager").read("/portfolio").text
    assert rows(client_for("coordinator").read("/portfolio"), "by-stage")[-1] == "All 1"


def test_those_who_print_are_offered_a_brief(programme_client_for: ClientFor) -> None:
    assert "/briefs/new?key=XK" in programme_client_for("mission").read("/portfolio").links
    assert "/briefs/new?key=XK" not in programme_client_for("viewer").read("/portfolio").links


@pytest.mark.parametrize("number", [1, 3, 30])
def test_it_asks_the_same_number_of_questions(
    app: Flask, client_for: ClientFor, app_session: UnitSession, number: int
) -> None:
    haiti = make.territory(app_session, "HT", "Haiti")
    for _ in range(number):
        make.project(app_session, territories=[haiti])
    app_session.commit()
    client = client_for("manager")
    with counted(app.extensions["tracker"].engine) as asked:
        client.read("/portfolio")
    assert len([one for one in asked if one.startswith("SELECT")]) == 5
