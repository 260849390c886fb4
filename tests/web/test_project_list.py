"""The list of projects: search, filters, sorting, paging; as a plain form and as you type."""

import pytest
from flask import Flask

from tests import make
from tests.queries import counted
from tests.web.client import HTMX
from tests.web.posting import ClientFor, person
from tracker.domain.codes import Hazard, Stage
from tracker.domain.models import Project
from tracker.store import UnitSession


@pytest.fixture
def bam(app_session: UnitSession) -> Project:
    iran = make.territory(app_session, "IR", "Iran (Islamic Republic of)")
    project = make.project(
        app_session,
        "bam",
        title="Temporary shelter in Bam",
        stage=Stage.under_review,
        territories=[iran],
        managers=[person(app_session, "manager")],
        disasters=[make.disaster(app_session, hazard=Hazard.EQ)],
        programme_id=make.programme(app_session, "dmp").id,
    )
    make.project(app_session, "accra", title="Elsewhere")
    app_session.commit()
    return project


def test_the_list_finds_by_typing_and_says_what_it_shows(client_for: ClientFor, bam: Project) -> None:
    client = client_for("manager")
    assert "2 projects" in client.read("/projects").text
    page = client.read("/projects?q=shel")
    assert "Temporary shelter in Bam" in page.text
    assert "Elsewhere" not in page.text
    assert "1 project" in page.text
    assert page.values("q")[-1] == "shel"


FITTING = (
    "territory=IR",
    "territory=ir",
    "stage=under_review",
    "hazard=EQ",
    "programme=dmp",
    "q=IRAN",
    "q=shelter bam",
)


@pytest.mark.parametrize("query", FITTING)
def test_each_filter_keeps_what_fits_and_drops_the_rest(client_for: ClientFor, bam: Project, query: str) -> None:
    page = client_for("mission").read(f"/projects?{query}")
    assert "Temporary shelter in Bam" in page.text
    assert "Elsewhere" not in page.text


def test_the_manager_is_a_filter_too(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    key = person(app_session, "manager").id
    app_session.commit()
    page = client_for("mission").read(f"/projects?manager={key}")
    assert ("Temporary shelter in Bam" in page.text, "Elsewhere" in page.text) == (True, False)


@pytest.mark.parametrize(
    "query", ["health=not_reported", "sort=-updated", "sort=x", "page=99", "page=-1", "per_page=x"]
)
@pytest.mark.once
def test_what_cannot_be_read_in_an_address_does_no_harm(client_for: ClientFor, bam: Project, query: str) -> None:
    assert "2 projects" in client_for("mission").read(f"/projects?{query}").text


@pytest.mark.parametrize(
    "query",
    [
        "territory=SD",
        "stage=closed",
        "stage=flying",
        "health=on_track",
        "programme=none",
        "manager=0",
        "hazard=FL",
        "q=xyz",
    ],
)
def test_a_filter_that_nothing_fits_says_what_to_do(client_for: ClientFor, bam: Project, query: str) -> None:
    page = client_for("mission").read(f"/projects?{query}")
    assert "Temporary shelter in Bam" not in page.text
    assert "No project fits this filter." in page.text
    assert "/projects" in page.links


def test_a_part_is_answered_when_htmx_asks_for_one(client_for: ClientFor, bam: Project) -> None:
    answer = client_for("mission").get("/projects?q=bam", headers=HTMX)
    assert "<html" not in answer.text
    assert "Temporary shelter in Bam" in answer.text


def test_the_list_is_sorted_both_ways_and_paged(client_for: ClientFor, app_session: UnitSession) -> None:
    for number in range(7):
        make.project(app_session, f"p-{number}", title=f"Project {number}")
    app_session.commit()
    client = client_for("mission")
    first = client.read("/projects?per_page=5&sort=-title").text
    assert first.index("Project 6") < first.index("Project 2")
    assert "Project 1" not in first
    last = client.read("/projects?per_page=5&sort=-title&page=2").text
    assert ("Project 1" in last, "Project 2" in last) == (True, False)
    assert "7 projects" in last


def test_the_list_asks_the_database_the_same_number_of_questions(
    client_for: ClientFor, app: Flask, app_session: UnitSession
) -> None:
    land, counts = make.territory(app_session, "HT", "Haiti"), []
    for more in (1, 2, 27):
        for _ in range(more):
            make.project(app_session, territories=[land], managers=[person(app_session, "manager")])
        app_session.commit()
        client = client_for("coordinator")
        client.get("/projects?per_page=100")
        with counted(app.extensions["tracker"].engine) as asked:
            client.get("/projects?per_page=100")
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2] <= 12, counts


def test_an_empty_list_offers_who_may_to_begin(client_for: ClientFor) -> None:
    page = client_for("coordinator").read("/projects")
    assert "There are no projects yet." in page.text
    assert "/projects/new" in page.links
    assert "/projects/new" not in client_for("mission").read("/projects").links
