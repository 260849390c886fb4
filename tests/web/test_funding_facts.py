"""Every line of money that the report of 2004 states stands on its page, with its paragraph, as what it was stated to be."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.html import Page, text_of
from tests.web.client import PageClient

ClientFor = Callable[[str], PageClient]


@dataclass(frozen=True)
class Given:
    """A contribution or promise: whose, for what, how it was said, the step it is, its amount (none: not stated)."""

    code: str
    donor: str
    what_for: str
    said: str
    step: str
    amount: str
    paragraph: str


GIVEN = (
    Given("c-can", "Canada", "MDG 7 (targets 10 and 11)", "pledge", "pledged", "CAD 15,000,000", "3"),
    Given("c-nor", "Norway", "MDG 7 (targets 10 and 11)", "pledge", "pledged", "NOK 10,000,000", "3"),
    Given("c-usa", "United States of America", "SHSPPP", "contributed", "received", "USD 500,000", "4"),
    Given("c-swe", "Sweden", "SHSPPP", "contributed", "received", "USD 275,000", "4"),
    Given("c-ca-nor", "Norway", "Cities Alliance", "contribution increased", "received", "", "32"),
    Given("c-ca-swe", "Sweden", "Cities Alliance", "contribution increased", "received", "", "32"),
    Given("c-ca-ita", "Italy", "non-core, Latin America", "intention announced", "announced", "", "32"),
    Given("c-youth-nld", "Netherlands", "sustainable livelihoods", "supported", "received", "", "25(a)"),
    Given("c-youth-nor", "Norway", "Governing Council sessions", "funded", "received", "", "25(b)"),
)

FUNDS = {
    "tf-shsppp": (
        "Technical cooperation trust fund of SHSPPP",
        "4",
        ("USD 5,000,000", "USD 775,000", "15.5%", "2003/62"),
    ),
    "tf-watsan": ("Water and Sanitation Trust Fund", "3", ("CAD 15,000,000", "NOK 10,000,000")),
    "foundation": ("United Nations Habitat and Human Settlements Foundation", "summary, 3", ("Governments increased",)),
    "slum-upgrading": ("Slum-upgrading lending mechanism", "3", ("in preparation",)),
}
"""Funds: name, paragraph, what stands on the page."""

STATED = (
    ("planned grants", "USD 10,000,000", "3"),
    ("planned loans", "USD 500,000,000", "3"),
    ("Cities Alliance", "more than USD 60,000,000", "32"),
    ("aid of all donors", "about USD 4,000,000,000", "51"),
    ("loans of multilateral development banks", "USD 3,000,000,000", "51"),
    ("technical assistance", "USD 400,000,000", "51"),
    ("general-purpose contributions Governments 2002", "USD 6,000,000", "2"),
    ("general-purpose contributions Governments 2003", "USD 8,300,000", "2"),
    ("special-purpose contributions Governments and other donors 2002", "USD 30,000,000", "2"),
    ("special-purpose contributions Governments and other donors 2003", "USD 37,800,000", "2"),
    ("four countries", "60 per cent", "3"),
)
"""Amounts and shares that are nobody's funding here: words of the row, amount, paragraph."""


def rows(page: Page, table: str) -> list[str]:
    found = page.by_id(table)
    assert found is not None
    return [text_of(row) for body in found.iter("tbody") for row in body.iter("tr")]


def sources(page: Page) -> str:
    found = page.by_id("sources")
    assert found is not None
    return text_of(found)


def cites(page: Page, paragraph: str) -> bool:
    """Do the page's sources name the report and this paragraph, alone or among others?"""
    numbers = re.findall(r"para\. ((?:[\w()]+(?:, )?)+)", sources(page))
    named = {part for each in numbers for part in each.split(" (")[0].split(", ")}
    return "A/59/198" in sources(page) and (paragraph in named or f", {paragraph} (" in sources(page))


@pytest.mark.parametrize("fact", GIVEN, ids=lambda fact: fact.code)
def test_a_contribution_stands_on_its_page_as_it_was_stated(programme_client_for: ClientFor, fact: Given) -> None:
    page = programme_client_for("viewer").read(f"/funding/contributions/{fact.code}")
    steps = page.by_id("steps")
    assert steps is not None
    said = text_of(steps)
    for words in (fact.step, f"stated: “{fact.said}”", fact.amount or "amount not stated", "no date stated"):
        assert words in said, words
    assert fact.donor in page.text
    assert fact.what_for in page.text
    assert cites(page, fact.paragraph)


@pytest.mark.parametrize("fact", GIVEN, ids=lambda fact: fact.code)
def test_a_contribution_stands_in_the_list_and_on_its_donors_page(programme_client_for: ClientFor, fact: Given) -> None:
    client = programme_client_for("viewer")
    listed = client.read("/funding")
    address = f"/funding/contributions/{fact.code}"
    assert address in listed.links
    donors = [link for link in client.read(address).links if link.startswith("/organisations/")]
    own = client.read(donors[0])
    assert fact.donor in own.heading
    row = next(
        row for row in rows(own, "contributions-table") if fact.said in row and (fact.amount or "not stated") in row
    )
    assert fact.step in row


def test_a_promise_is_counted_nowhere_as_funding(programme_client_for: ClientFor) -> None:
    client = programme_client_for("viewer")
    for by in ("fund", "donor", "project", "year", "biennium"):
        for row in rows(client.read(f"/funding?by={by}"), "totals"):
            if "CAD" in row or "NOK" in row:
                assert row.count("not stated") >= 3, row  # neither received, committed nor funded
    assert rows(client.read("/funding"), "totals")[2].startswith("USD 2 USD 775,000 not stated USD 775,000")


@pytest.mark.parametrize("code", FUNDS)
def test_a_fund_stands_on_its_page(programme_client_for: ClientFor, code: str) -> None:
    name, paragraph, words = FUNDS[code]
    page = programme_client_for("viewer").read(f"/funds/{code}")
    assert name in page.heading
    for said in words:
        assert said in page.text, said
    assert cites(page, paragraph)


def test_the_trust_fund_of_the_palestinian_programme_is_covered_by_15_5_per_cent(
    programme_client_for: ClientFor,
) -> None:
    client = programme_client_for("viewer")
    (row,) = rows(client.read("/funds/tf-shsppp"), "covers")
    for words in ("first two years", "USD 5,000,000", "USD 775,000", "15.5%", "USD 4,225,000"):
        assert words in row
    (by_fund,) = (row for row in rows(client.read("/funding?by=fund"), "totals") if "SHSPPP" in row)
    assert "15.5%" in by_fund
    assert "coverage = funded ÷ asked" in by_fund


def test_the_surge_mechanism_states_no_amount(programme_client_for: ClientFor) -> None:
    client = programme_client_for("viewer")
    client.read("/projects?q=surge")
    assert client.page is not None
    address = next(link for link in client.page.links if "surge" in link and link.startswith("/projects/"))
    page = client.read(address)
    funding = page.by_id("funding")
    assert funding is not None
    assert "not stated" in text_of(funding)
    assert "0" not in text_of(funding)
    assert cites(page, "44")


@pytest.mark.parametrize(("words", "amount", "paragraph"), STATED)
def test_a_stated_amount_stands_apart_with_its_paragraph(
    programme_client_for: ClientFor, words: str, amount: str, paragraph: str
) -> None:
    page = programme_client_for("viewer").read("/funding")
    found = [row for row in rows(page, "reported-table") if words in row and amount in row]
    assert len(found) == 1
    assert f"A/59/198, para. {paragraph}" in found[0]
    assert amount not in " ".join(rows(page, "totals"))


def test_general_and_special_purpose_stand_side_by_side_as_stated(programme_client_for: ClientFor) -> None:
    found = rows(programme_client_for("viewer").read("/funding"), "purposes")
    assert "USD 775,000" in found[0]  # what is recorded here is all special-purpose: no share can be made
    assert "%" not in found[0]
    of_2002, of_2003 = found[1:]
    assert "As the source states it for 2002 USD 6,000,000 USD 30,000,000 16.7%" in of_2002
    assert "As the source states it for 2003 USD 8,300,000 USD 37,800,000 18.0%" in of_2003
    assert all("A/59/198, para. 2" in row for row in (of_2002, of_2003))
    assert "E/2004/70" in of_2003


def test_the_stated_concentration_stands_beside_the_recorded_one(programme_client_for: ClientFor) -> None:
    recorded, stated = rows(programme_client_for("viewer").read("/funding"), "concentration")
    assert "in USD 2 1 100.0%" in recorded
    assert "four countries (not named) 60 per cent A/59/198, para. 3" in stated


def test_no_total_is_made_of_several_currencies_or_of_stated_amounts(programme_client_for: ClientFor) -> None:
    text = programme_client_for("viewer").read("/funding").text
    for total in ("25,000,000", "25,775,000", "36,000,000", "46,100,000", "14,300,000", "67,800,000"):
        assert total not in text
