"""The lists of agreements, assessments, organisations and disasters as files: what the page shows, for whom it shows it."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from tests import make
from tests.queries import counted
from tests.sheets import read
from tests.web.client import PageClient
from tracker.domain.codes import Hazard, Visibility
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]
LISTS = ("agreements", "assessments", "organisations", "disasters")


def codes(client: PageClient, address: str) -> list[str]:
    text = client.get(address).text.removeprefix("\ufeff")
    return [row["code"] for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize("noun", LISTS)
def test_the_files_hold_all_that_the_page_counts_in_its_order(programme_client_for: ClientFor, noun: str) -> None:
    client = programme_client_for("coordinator")
    page = client.read(f"/{noun}?sort=title&per_page=5")
    assert {f"/{noun}.csv?sort=title", f"/{noun}.xlsx?sort=title"} <= set(page.links)
    found = codes(client, f"/{noun}.csv?sort=title")
    counted_there = re.search(rf"(\d+) {noun.removesuffix('s')}s?\b", page.text)
    assert counted_there is not None
    assert len(found) == int(counted_there[1]) > 0
    shown = [str(link.get("href")) for link in page.all("a") if link.get("class") == "row-link"]
    assert shown == [f"/{noun}/{code}" for code in found[:5]]
    first, second = read(client.get(f"/{noun}.xlsx?sort=title").data)
    assert [row["Code"] for row in first.dicts] == found
    assert second.rows[0] == ["List", noun.capitalize()]
    nothing = read(client.get(f"/{noun}.xlsx?territory=ZZ").data)
    assert nothing[0].rows[1:] == []
    assert ["Shown are only", "Territory: ZZ"] in nothing[1].rows


def test_what_is_typed_is_typed_there_and_filters_are_told(client_for: ClientFor, app_session: UnitSession) -> None:
    haiti, day = make.territory(app_session, "HT", "Haiti"), date(2026, 12, 1)
    partner = make.organisation(app_session, "partner", name="=Partner", visibility=Visibility.public)
    make.agreement(app_session, "ending", parties=[partner], signed="2004-02", end=day.isoformat())
    make.agreement(app_session, "later", end="2030")
    flood = make.disaster(app_session, "flood", hazard=Hazard.FL, territories=[haiti], on="early 2004")
    make.project(app_session, disasters=[flood])
    make.assessment(app_session, "study", territories=[haiti], hazard=Hazard.FL)
    app_session.commit()
    client = client_for("coordinator")
    first, second = read(client.get("/agreements.xlsx?ending=30&organisation=partner").data)
    (agreement,) = first.dicts
    assert (agreement["With"], agreement["Signed"], agreement["Signed, latest"]) == (
        "=Partner",
        "February 2004",
        date(2004, 2, 29),
    )
    assert (agreement["Ends, latest"], agreement["State"]) == (day, "signed")
    assert [row[1] for row in second.rows[1:3]] == ["Partner: =Partner", "Ends: ends within 30 days"]
    first, second = read(client.get("/disasters.xlsx?hazard=FL").data)
    (disaster,) = first.dicts
    assert (disaster["Date"], disaster["Territory"], disaster["Projects"]) == ("early 2004", "Haiti", 1.0)
    assert second.rows[1] == ["Shown are only", "Hazard: flood"]
    assert codes(client, "/organisations.csv?q=partner") == ["partner"]
    assert codes(client_for("viewer"), "/organisations.csv") == ["partner"]
    assert [codes(client_for("viewer"), f"/{noun}.csv") for noun in ("agreements", "assessments")] == [[], []]


def test_each_page_of_rows_takes_the_same_number_of_questions(
    app: Flask, client_for: ClientFor, app_session: UnitSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.domain.queries.paging.MOST", 2)
    client, counts = client_for("coordinator"), []
    for _ in range(3):
        for _ in range(4):
            make.agreement(app_session, parties=[make.organisation(app_session)])
        app_session.commit()
        client.get("/agreements.csv").get_data()
        with counted(app.extensions["tracker"].engine) as asked:
            client.get("/agreements.csv").get_data()
        counts.append(len(asked))
    assert counts[2] - counts[1] == counts[1] - counts[0] <= 2 * 16, counts
