"""Filters of the list of projects on its page: several codes, numbers beside choices, chips, notices, columns, the file."""

import csv
import io

import pytest
from flask import Flask

from tests import make
from tests.queries import counted
from tests.web.client import HTMX
from tests.web.posting import ClientFor, person
from tracker.domain.codes import Hazard, Stage
from tracker.domain.money import Money
from tracker.store import UnitSession

EVERY_COLUMN = (
    "territory,place,stage,health,updated,programme,manager,start,end,hazard,donor,asked,received,pledged,gap,coverage,"
    "milestone,risks"
)


@pytest.fixture(autouse=True)
def projects(app_session: UnitSession) -> None:
    haiti, ghana = make.territory(app_session, "HT", "Haiti"), make.territory(app_session, "GH", "Ghana")
    homes = make.project(
        app_session,
        "homes",
        title="=Homes",
        territories=[haiti],
        managers=[person(app_session, "manager")],
        disasters=[make.disaster(app_session, hazard=Hazard.EQ)],
        start="early 2026",
        end="2027",
    )
    make.project(app_session, "roads", title="Roads", stage=Stage.proposed, territories=[haiti, ghana])
    make.project(app_session, "wells", title="Wells", stage=Stage.completed, place_stated="the coast")
    make.requirement(app_session, homes, Money(2000_00, "USD"))
    make.requirement(app_session, homes, Money(70_00, "EUR"))
    gift = make.contribution(app_session, make.organisation(app_session, "canada"), steps=[("received", 500_00)])
    make.allocation(app_session, gift, homes, 500_00)
    make.milestone(app_session, homes, "Roof on", due="2026-12")
    make.milestone(app_session, homes, "Keys", due="2027-03")
    make.risk(app_session, homes)
    document = make.document(app_session, "Report")
    make.citation(app_session, homes, document, "7")
    app_session.commit()


def test_several_codes_are_asked_for_and_taken_away_one_by_one(client_for: ClientFor) -> None:
    client = client_for("mission")
    page = client.read("/projects?territory=HT,GH&stage=proposed,completed&sort=-title")
    assert [word in page.text for word in ("Roads", "Homes", "Wells")] == [True, False, False]
    assert "Territory: Ghana" in page.text
    assert "/projects?stage=completed,proposed&territory=HT&sort=-title" in page.links
    assert "/projects?stage=proposed&territory=GH,HT&sort=-title" in page.links
    assert "/projects?sort=-title" in page.links
    assert page.values("territory")[:2] == ["GH", "HT"]
    assert page.by_id("count-stage-under_way") is not None
    counts = {name: page.by_id(f"count-stage-{name}") for name in ("under_way", "proposed", "completed")}
    assert {name: one.text for name, one in counts.items() if one is not None} == {
        "under_way": "1",
        "proposed": "1",
        "completed": "0",
    }


def test_an_address_is_made_tidy_and_a_part_tells_the_tidy_one(client_for: ClientFor) -> None:
    client = client_for("mission")
    untidy = "/projects?q=&territory=HT&territory=GH&stage="
    assert client.get(untidy).location == "/projects?territory=HT,GH"
    assert client.get("/projects?q=").location == "/projects"
    part = client.get(untidy, headers=HTMX)
    assert part.headers["HX-Replace-Url"] == "/projects?territory=HT,GH"
    assert 'id="count-stage-proposed" hx-swap-oob="true">1<' in part.text
    assert 'id="chosen-territory" hx-swap-oob="true">Ghana, Haiti<' in part.text
    assert "hx-swap-oob" not in client.get("/projects?territory=HT").text


NOT_UNDERSTOOD = [
    ("tomato=1", "There is no filter tomato.", 3),
    ("stage=flying,proposed", "The filter stage takes no flying.", 1),
    ("territory=ZZ", "The filter Territory finds nothing called ZZ.", 0),
    ("donor=nobody-knows", "The filter Donor finds nothing called nobody-knows.", 0),
    ("starts_from=soon", "takes a day such as 2026-11-23, not soon.", 3),
    ("gap_from=7", "Choose it as well.", 3),
    ("sort=asked", "Choose a currency to sort by an amount.", 3),
    ("q=a&q=b", "The filter q is given twice.", 0),
]


def test_what_is_not_understood_is_said(client_for: ClientFor) -> None:
    client = client_for("mission")
    for query, words, number in NOT_UNDERSTOOD:
        page = client.read(f"/projects?{query}")
        assert words in page.text, query
        assert f"{number} project{'s' if number != 1 else ''}" in page.text, query


def test_the_filters_used_less_open_when_asked_for_or_used(client_for: ClientFor) -> None:
    client = client_for("mission")
    assert client.read("/projects").by_id("filter-starts_from") is None
    assert "/projects?stage=proposed&more=yes" in client.read("/projects?stage=proposed").links
    opened = client.read("/projects?more=yes")
    for name in ("starts_from", "unreported", "currency", "gap_to"):
        assert opened.by_id(f"filter-{name}") is not None, name
    most = [
        field.get("max") for name in ("ending", "asked_from") if (field := opened.by_id(f"filter-{name}")) is not None
    ]
    assert most == ["36500", str(10**12)]
    page = client.read("/projects?currency=USD&asked_from=1000")
    for name, value in (("currency", "USD"), ("asked_from", "1000"), ("more", "yes")):
        assert set(page.values(name)) == {value}
    assert "Homes" in page.text
    assert "Asked, at least: 1,000" in page.text
    assert page.by_id("count-hazard-EQ") is not None


def test_columns_are_chosen_and_sorted_by(client_for: ClientFor) -> None:
    client = client_for("mission")
    page = client.read(f"/projects?columns={EVERY_COLUMN}&currency=USD&sort=-received")
    text = " ".join(page.text.split())
    for words in (
        "USD 2,000",
        "USD 500",
        "25.0%",
        "early 2026",
        "Roof on",
        "earthquake",
        "the coast",
        "Government of Canada",
    ):
        assert words in text, words
    assert "EUR" not in text.partition("Coverage")[2].partition("Wells")[0]
    assert text.index("=Homes") < text.index("Roads")
    heads = [head for head in page.all("th") if head.get("aria-sort")]
    assert [head.get("aria-sort") for head in heads] == ["descending"]
    assert len([head for head in page.all("th") if head.get("scope") == "col"]) == 19
    assert "EUR 70" in " ".join(client.read("/projects?columns=asked").text.split())
    outside = client_for("viewer").read("/projects?columns=manager,risks,start")
    assert "Open risks" not in outside.text


@pytest.mark.parametrize("column", EVERY_COLUMN.split(","))
def test_every_column_sorts_both_ways(client_for: ClientFor, column: str) -> None:
    client = client_for("coordinator")
    for sort in (column, f"-{column}"):
        assert "3 projects" in client.read(f"/projects?columns={column}&currency=USD&sort={sort}").text


def test_the_questions_to_the_database_stay_the_same_in_number(
    client_for: ClientFor, app: Flask, app_session: UnitSession
) -> None:
    client, counts = client_for("coordinator"), []
    land = make.territory(app_session, "IR", "Iran")
    for more in (1, 12):
        for _ in range(more):
            one = make.project(app_session, territories=[land], managers=[person(app_session, "manager")])
            make.requirement(app_session, one, Money(100, "USD"))
            make.milestone(app_session, one, "First")
        app_session.commit()
        address = f"/projects?territory=HT,IR&columns={EVERY_COLUMN}&currency=USD&sort=gap&more=yes&per_page=50"
        client.get(address)
        with counted(app.extensions["tracker"].engine) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16, counts


def test_the_file_holds_the_list_as_it_is_shown(client_for: ClientFor) -> None:
    client = client_for("mission")
    address = "/projects.csv?territory=HT&sort=-title&columns=territory,stage,end,asked,coverage,risks"
    assert address in client.read(address.replace("/projects.csv", "/projects")).links
    answer = client.get(address + "&currency=USD")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=projects-2026-11-23.csv"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["code"] for row in rows] == ["roads", "homes"]
    homes = rows[1]
    assert (homes["title"], homes["territory_codes"], homes["territory"]) == ("'=Homes", "HT", "Haiti")
    assert (homes["end"], homes["end_latest"], homes["open_risks"]) == ("2027", "2027-12-31", "1")
    assert (homes["asked"], homes["coverage_percent"], homes["currency"]) == ("2000.00", "25.0", "USD")
    assert (homes["data_of"], homes["sources"]) == ("2026-11-23", "Report, 7")
    assert rows[0]["asked"] == ""
    assert "EUR 70.00; USD 2000.00" in client.get(address).text


def test_a_file_that_cannot_hold_all_says_so(client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.web.project_download.MOST", 2)
    monkeypatch.setattr("tracker.web.project_download._AT_ONCE", 1)
    lines = client_for("viewer").get("/projects.csv").text.splitlines()
    assert lines[1:] == []
    lines = client_for("mission").get("/projects.csv").text.splitlines()
    assert len(lines) == 4
    assert "Only the first 2 of 3 projects stand here." in lines[-1]
