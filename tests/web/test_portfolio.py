"""The review of the portfolio: what it counts, for whom, and that each number leads to exactly its records."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests import make
from tests.html import Page, text_of
from tests.queries import counted, told
from tests.sheets import read
from tests.web.client import PageClient
from tracker.domain.actions import territories
from tracker.domain.codes import (
    ContributionKind,
    Hazard,
    Health,
    RecommendationState,
    Stage,
    StepKind,
    UpdateState,
    Visibility,
)
from tracker.domain.dates import PartialDate, now, today
from tracker.domain.money import Money
from tracker.exchange.invented.portfolio import Order, synthesise
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]


def rows(page: Page, table: str) -> list[str]:
    found = page.by_id(table)
    assert found is not None, table
    return [text_of(row) for body in found.iter("tbody") for row in body.iter("tr")]


def numbers(page: Page) -> Iterator[tuple[int, str]]:
    """Every number of the page that leads somewhere, and where; each address once."""
    found = {
        link.get("href", ""): int(link.get("data-number", "0")) for link in page.all("a") if link.get("data-number")
    }
    for address, number in found.items():
        yield number, address


def behind(client: PageClient, address: str) -> int:
    """How many records stand behind a number."""
    page = client.read(f"{address}{'&' if '?' in address else '?'}per_page=100")
    return len(rows(page, "projects" if address.startswith("/projects") else "records"))


def in_files(client: PageClient, address: str) -> int:
    """How many records stand in its files: the same in both; a project without money has a row for each currency."""
    path, mark, query = address.partition("?")
    listed = client.read(address)
    assert {f"{path}.csv{mark}{query}", f"{path}.xlsx{mark}{query}"} <= set(
        listed.links
    ) or "Nothing here" in listed.text
    text = client.get(f"{path}.csv{mark}{query}").text.removeprefix("\ufeff")
    first, second = read(client.get(f"{path}.xlsx{mark}{query}").data)
    found = list(csv.reader(io.StringIO(text, newline="")))
    assert [len(row) for row in found] == [len(found[0])] * len(found)
    assert [row[0] for row in found[1:]] == [row[0] for row in first.rows[1:]]
    assert [row for row in second.rows if row[:1] == ["Address"]] == [["Address", f"http://localhost{address}"]]
    return len({row[0] for row in found[1:]} if path.endswith("unfunded") else found[1:])


def test_each_number_leads_to_exactly_its_records(client_for: ClientFor, app_session: UnitSession) -> None:
    territories.load(app_session)
    synthesise(app_session, Order(26, 3, today()))
    app_session.commit()
    since = today() - timedelta(days=150)
    seen = set()
    for who in ("coordinator", "manager", "viewer"):
        client = client_for(who)
        for address in (
            f"/portfolio?by=hazard&since={since}",
            f"/portfolio?by=programme&programme=inv-africa&since={since}",
        ):
            page = client.read(address)
            assert "An invented portfolio is counted here" in page.text
            followed = list(numbers(page))
            lists = [one for one in followed if one[1].startswith("/portfolio")]
            table = [one for one in followed if one[1].startswith("/projects")]
            for number, link in [*lists, *table[::7]]:
                seen.add((who, urlsplit(link).path))
                assert (link, behind(client, link)) == (link, number)
                if who == "coordinator" and link.startswith("/portfolio"):
                    assert (link, in_files(client, link)) == (link, number)
            for link in [one for one in page.links if one.startswith("/portfolio/money")][::9]:
                told = client.read(link)
                total, figure = told.by_id("total"), next(one for one in page.all("a") if one.get("href") == link)
                assert total is not None
                assert text_of(figure) in text_of(total)
    measures = {path.removeprefix("/portfolio/") for who, path in seen if who == "coordinator"}
    assert measures >= {
        *("/projects", "silent", "unfunded", "pledges-ageing", "recommendations-overdue"),
        *("reports-since", "projects-since", "stages-since", "received-since", "without", "ending"),
    }
    assert ("viewer", "/projects") in seen


@pytest.fixture
def pressed(app_session: UnitSession) -> UnitSession:
    """Two territories of two regions, and one of everything that presses."""
    session, day = app_session, today()
    haiti = make.territory(session, "HT", "Haiti", region="americas")
    sudan = make.territory(session, "SD", "Sudan", region="africa")
    flood = make.disaster(session, "flood", hazard=Hazard.FL, territories=[haiti], visibility=Visibility.public)
    own = make.programme(session, "own", name="Own programme", visibility=Visibility.public)
    seen: dict[str, Any] = {"visibility": Visibility.public, "programme_id": own.id}
    off = make.project(
        session,
        "off",
        title="Off",
        territories=[haiti],
        disasters=[flood],
        health=Health.off_track,
        health_day=day - timedelta(days=3),
        end=PartialDate.on(day + timedelta(days=20)),
        **seen,
    )
    make.project(
        session,
        "quiet",
        title="Quiet",
        territories=[sudan],
        health=Health.at_risk,
        health_day=day - timedelta(days=200),
        **seen,
    )
    make.project(session, "hidden", title="Hidden", territories=[haiti], visibility=Visibility.confidential)
    make.project(
        session, "done", title="Done", territories=[haiti], stage=Stage.completed, visibility=Visibility.public
    )
    make.requirement(session, off, Money(900_00, "USD"), visibility=Visibility.public)
    donor = make.organisation(session, "donor", name="Donor")
    gift = make.contribution(
        session, donor, "gift", visibility=Visibility.public, steps=[(StepKind.pledged, 500_00, "2025-01-05")]
    )
    make.allocation(session, gift, off, 500_00, visibility=Visibility.public)
    for code, ends in (("lapsed", -5), ("ending", 30), ("later", 300)):
        make.agreement(
            session,
            code,
            title=code,
            parties=[donor],
            projects=[off],
            visibility=Visibility.public,
            end=PartialDate.on(day + timedelta(days=ends)),
        )
    asked = make.assessment(session, "asked", territories=[haiti], visibility=Visibility.public)
    for state in (RecommendationState.open, RecommendationState.done):
        make.recommendation(
            session,
            asked,
            f"Do it: {state}",
            due_day=day - timedelta(days=9),
            state=state,
            visibility=Visibility.public,
        )
    make.update(session, off, as_of=day - timedelta(days=3), visibility=Visibility.public)
    make.update(session, off, state=UpdateState.draft, as_of=day, visibility=Visibility.public)
    session.commit()
    return session


def test_what_matters_first_is_told_in_sentences(client_for: ClientFor, pressed: UnitSession) -> None:
    page = client_for("viewer").read("/portfolio")
    first = page.by_id("first")
    assert first is not None
    assert [text_of(one) for one in first.iter("li")] == [
        "1 project is off track.",
        "1 project has had no report for more than 90 days.",
        "1 project asks for money and has none received or committed.",
        "1 agreement has lapsed and still counts as in force.",
        "1 open recommendation is past its day.",
        "1 contribution was pledged over a year ago and nobody has committed it.",
        "1 agreement ends within 90 days.",
        "1 project is at risk.",
        "1 project ends within 90 days.",
    ]
    assert "/projects?health=off_track" in page.links
    assert "/projects?unreported=90" in page.links
    assert "/projects?ending=90" in page.links
    assert rows(page, "money-by-currency")[0].startswith("USD USD 900 not stated not stated not stated USD 500 USD 900")
    assert rows(page, "silent-by-manager") == ["All 1 0 0 1 0"]
    assert rows(client_for("manager").read("/portfolio"), "silent-by-manager")[0] == "Nobody manages them 1 0 0 1 0"
    changed = rows(page, "what-changed")
    assert changed[0] == "Reports published 1"
    assert changed[1] == "Projects recorded 3"


def test_it_is_narrowed_by_territory_region_and_programme(client_for: ClientFor, pressed: UnitSession) -> None:
    client = client_for("coordinator")
    page = client.read("/portfolio?territory=SD")
    assert "/portfolio/map?territory=SD" in page.links
    assert "/reporting" in page.links
    assert "/reporting" not in client_for("viewer").read("/portfolio").links
    first = page.by_id("first")
    assert first is not None
    assert [one.get("href") for one in first.iter("a")] == [
        "/projects?territory=SD&unreported=90",
        "/projects?territory=SD&health=at_risk",
    ]
    assert [row.split()[0] for row in rows(page, "by-territory")] == ["Sudan", "All"]
    assert rows(client.read("/portfolio?region=africa,americas&by=region"), "by-region")[-1].startswith("All 4")
    assert rows(client.read("/portfolio?programme=own"), "by-territory")[-1].startswith("All 2")
    page = client.read("/portfolio?region=oceania")
    assert "No projects like these" in page.text
    assert "/portfolio?region=africa" not in page.links
    lists = client.read("/portfolio/recommendations-overdue?region=africa")
    assert "Nothing here" in lists.text
    assert len(rows(client.read("/portfolio/recommendations-overdue?territory=HT"), "records")) == 1


def test_lists_behind_numbers_say_what_they_are_of(client_for: ClientFor, pressed: UnitSession) -> None:
    client = client_for("viewer")
    assert "Do it: open" in rows(client.read("/portfolio/recommendations-overdue"), "records")[0]
    assert rows(client.read("/portfolio/agreements-lapsed"), "records")[0].startswith("lapsed ")
    assert rows(client.read("/portfolio/pledges-ageing?age=over_365"), "records") == ["gift Donor USD 500 USD 500"]
    assert rows(client.read("/portfolio/silent"), "records")[0].startswith("Quiet ")
    unfunded = client.read("/portfolio/unfunded?region=americas")
    assert "Off" in rows(unfunded, "records")[0]
    assert "/projects?region=americas&funding=unfunded" in unfunded.links
    total = rows(client.read("/portfolio/money?currency=USD&figure=asked"), "records")[-1]
    assert total.startswith("All in USD USD 900")
    assert "Nothing here" in client.read("/portfolio/silent?manager=x&age=never").text
    assert "Nothing here" in client.read("/portfolio/pledges-ageing?age=soon").text
    for address in ("/portfolio/weather", "/portfolio/money?currency=USD&figure=luck"):
        assert client.get(address).status_code == 404
    for address in ("/portfolio?since=2999-01-01", "/portfolio?since=x&by=luck"):
        assert f"since={date(2026, 11, 16)}" in " ".join(client.read(address).links)


def test_files_behind_numbers_have_days_amounts_and_what_they_are_narrowed_to(
    client_for: ClientFor, pressed: UnitSession
) -> None:
    client = client_for("coordinator")

    def sheets(address: str) -> tuple[list[dict[str, Any]], list[Any]]:
        first, second = read(client.get(address).data)
        return first.dicts, [row[1] for row in second.rows if row and row[0] in {"List", "Shown are only", None}]

    silent, about = sheets("/portfolio/silent.xlsx?region=africa&age=from_180")
    assert [(row["Code"], row["Last report"], row["Stage"]) for row in silent] == [
        ("quiet", today() - timedelta(days=200), "under way")
    ]
    assert about[:2] == ["Who has not reported", "Region: Africa"]
    money, about = sheets("/portfolio/money.xlsx?figure=gap&currency=USD")
    assert [(row["Code"], row["Asked"], row["Gap"], row["Pledged, not counted"]) for row in money] == [
        ("off", 900.0, 900.0, 500.0)
    ]
    assert about[0] == "Projects with this figure: gap, USD"
    unfunded, _about = sheets("/portfolio/unfunded.xlsx")
    assert [(row["Currency"], row["Asked"]) for row in unfunded] == [("USD", 900.0)]
    pledged, about = sheets("/portfolio/pledges-ageing.xlsx?age=over_365")
    assert [(row["Contribution"], row["Donor"], row["Pledged"]) for row in pledged] == [("gift", "Donor", 500.0)]
    assert client.get("/portfolio/nothing.csv").status_code == 404
    assert client.get("/portfolio/money.csv?figure=x").status_code == 404
    assert client.get(f"/portfolio/reports-since.csv?as_of={today() - timedelta(days=1)}").status_code == 404


def test_the_programme_of_2004_is_counted(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/portfolio")
    assert rows(page, "by-territory")[-1].startswith("All 18 0 0 0 18")
    assert "resolution 1244 (1999)" in page.text
    assert "/projects?territory=XK" in page.links


def test_a_project_of_two_territories_is_counted_once_in_all(client_for: ClientFor, app_session: UnitSession) -> None:
    both = [make.territory(app_session, "HT", "Haiti"), make.territory(app_session, "SD", "Sudan")]
    make.project(app_session, territories=both, health=Health.at_risk, stage=Stage.under_way)
    make.project(app_session, stage=Stage.proposed)
    app_session.commit()
    page = client_for("manager").read("/portfolio")
    assert [row.partition(" none")[0] for row in rows(page, "by-territory")] == [
        "Haiti 1 0 1 0 0 0 1",
        "Sudan 1 0 1 0 0 0 1",
        "No territory stated 1 0 0 0 1 1 0",
        "All 2 0 1 0 1 1 1",
    ]


def test_what_is_hidden_or_archived_counts_for_nothing(client_for: ClientFor, app_session: UnitSession) -> None:
    haiti = make.territory(app_session, "HT", "Haiti")
    make.project(app_session, territories=[haiti], visibility=Visibility.confidential)
    make.project(app_session, territories=[haiti], archived_at=now())
    app_session.commit()
    assert "No projects yet" in client_for("manager").read("/portfolio").text
    assert rows(client_for("coordinator").read("/portfolio"), "by-territory")[-1].startswith("All 1 ")


def test_loans_and_goods_are_no_money_received(client_for: ClientFor, app_session: UnitSession) -> None:
    make.project(app_session)
    for kind in ContributionKind:
        make.contribution(app_session, kind=kind, steps=[(StepKind.received, 100_00, "2026-11-20")])
    app_session.commit()
    client = client_for("manager")
    page = client.read("/portfolio")
    assert rows(page, "what-changed")[-2:] == ["Receipts recorded 1", "of these in USD 1USD 100"]
    link = next(link for _, link in numbers(page) if "received-since" in link)
    assert behind(client, link) == 1


def test_invented_projects_are_told_of_where_one_is_in_view(client_for: ClientFor, app_session: UnitSession) -> None:
    haiti, sudan = make.territory(app_session, "HT", "Haiti"), make.territory(app_session, "SD", "Sudan")
    make.project(app_session, territories=[haiti, sudan])
    make.project(app_session, "inv-homes", territories=[haiti], visibility=Visibility.confidential)
    app_session.commit()
    told = "An invented portfolio is counted here"
    client = client_for("coordinator")
    assert told in client.read("/portfolio?territory=HT").text
    assert told not in client.read("/portfolio?territory=SD").text
    assert told not in client_for("manager").read("/portfolio?territory=HT").text


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
    for remembered, most in ((False, 18), (True, 2)):
        with counted(app.extensions["tracker"].engine) as asked:
            client.read("/portfolio")
        assert len(told(asked)) == most, remembered
