"""Money on pages: the programme of 2004 as it states it, and who may see what."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from tests import make
from tests.html import Page, text_of
from tests.queries import counted, told
from tests.sheets import read
from tests.web.client import HTMX, PageClient
from tracker.domain.actions import funding, rates
from tracker.domain.codes import StepKind, Visibility
from tracker.domain.drafts.rates import RateDraft
from tracker.domain.money import Money
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]
ADDRESSES = (
    "/funding",
    "/funding/contributions/c-can",
    "/funding/contributions/c-ca-ita",
    "/funds/tf-shsppp",
    "/funds/tf-watsan",
    "/funds/foundation",
    "/funds/slum-upgrading",
)


def rows(page: Page, table: str) -> list[str]:
    found = page.by_id(table)
    assert found is not None
    return [text_of(row) for body in found.iter("tbody") for row in body.iter("tr")]


def test_each_currency_stands_alone_and_pledges_apart(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/funding")
    assert rows(page, "totals") == [
        "CAD 1 not stated not stated not stated CAD 15,000,000",
        "NOK 1 not stated not stated not stated NOK 10,000,000",
        "USD 2 USD 775,000 not stated USD 775,000 not stated",
        "Amount not stated 5",
    ]
    assert "No rate is stored for CAD; subtotals stay per currency." in page.text
    assert "No rate is stored for NOK; subtotals stay per currency." in page.text


def test_the_list_has_every_contribution_with_the_sources_own_word(programme_client_for: ClientFor) -> None:
    found = rows(programme_client_for("viewer").read("/funding"), "contributions-table")
    assert len(found) == 9
    assert any(
        "Italy" in row and "announced stated: “intention announced”" in row and "not stated" in row for row in found
    )


def test_a_fund_is_covered_only_by_what_was_given_in_its_currency(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/funds/tf-shsppp")
    assert rows(page, "covers")[0].split(" years ")[1] == (
        "USD 5,000,000 USD 775,000 not stated USD 775,000 15.5% (coverage = funded ÷ asked;"
        " funded = received + committed and not yet received)gap: USD 4,225,000 not stated USD 775,000"
    )


def test_pledges_are_no_funding_and_make_no_percentage(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/funds/tf-watsan")
    assert [row.split()[0] for row in rows(page, "covers")] == ["CAD", "NOK"]
    assert "%" not in " ".join(rows(page, "covers"))
    assert "25,000,000" not in page.text


def test_loans_and_totals_of_others_stand_apart(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/funding")
    found = rows(page, "reported-table")
    assert len(found) == 11
    assert any("USD 500,000,000" in row and "planned loans" in row for row in found)
    assert any("60 per cent" in row for row in found)
    assert "500,000,000" not in " ".join(rows(page, "totals"))


def test_a_contribution_without_amount_says_so(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/funding/contributions/c-ca-nor")
    assert "No amount is stated. It is not zero" in page.text
    assert page.by_id("ladder") is None


def test_ambiguous_words_are_quoted_with_their_note(programme_client_for: ClientFor) -> None:
    text = programme_client_for("viewer").read("/funding/contributions/c-can").text
    assert "出资承诺" in text
    assert "A pledge; the report does not say that it was paid." in text
    assert "A/59/198" in text


@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.once
def test_every_page_of_money_reads_in_every_script(programme_client_for: ClientFor, address: str, lang: str) -> None:
    page = programme_client_for("viewer").read(f"{address}?lang={lang}")
    assert page.one("html").get("lang") == lang


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("donor=norway", 3),
        ("fund=tf-watsan", 2),
        ("currency=USD", 2),
        ("q=swed", 2),
        ("q=xyzzy", 0),
        ("donor=nobody", 0),
    ],
)
def test_the_list_shows_what_is_asked_for(programme_client_for: ClientFor, query: str, number: int) -> None:
    client = programme_client_for("manager")
    words = f"{number} contribution" + ("" if number == 1 else "s")
    assert words in client.read(f"/funding?{query}").text
    part = client.get(f"/funding?{query}", headers=HTMX).text
    assert (words in part, "<html" in part) == (True, False)


@pytest.mark.parametrize("sort", ["donor", "-donor", "fund", "-fund", "currency", "nonsense"])
def test_the_list_is_sorted_as_asked(programme_client_for: ClientFor, sort: str) -> None:
    found = rows(programme_client_for("viewer").read(f"/funding?sort={sort}"), "contributions-table")
    first = {"-donor": "United States", "donor": "Canada"}.get(sort, "")
    assert found[0].startswith(first)


def test_the_page_asks_few_questions_and_fewer_when_asked_again(programme_client_for: ClientFor) -> None:
    client = programme_client_for("mission")
    for remembered, most in ((False, 14), (True, 11)):
        with counted(client.application.extensions["tracker"].engine) as asked:
            client.read("/funding")
        assert len(told(asked)) <= most, remembered


def test_a_stranger_learns_of_no_internal_money(client_for: ClientFor, app_session: UnitSession) -> None:
    fund = make.fund(app_session, "fund")
    make.contribution(app_session, code="gift", fund_id=fund.id, steps=[("received", 100)])
    make.contribution(
        app_session, code="secret", steps=[("received", 100)], visibility=Visibility.confidential, purpose="quiet"
    )
    app_session.commit()
    stranger, staff = client_for("stranger"), client_for("manager")
    assert [stranger.get(address).status_code for address in ("/funds/fund", "/funding/contributions/gift")] == [
        404,
        404,
    ]
    assert staff.get("/funding/contributions/secret").status_code == 404
    assert "0 contributions" in stranger.read("/funding").text
    assert "quiet" not in staff.read("/funding").text


def downloaded(client: PageClient, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/funding.csv{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_list_is_downloaded_with_dates_and_sources(programme_client_for: ClientFor) -> None:
    found = downloaded(programme_client_for("viewer"))
    assert len(found) == 9
    canada = found[0]
    assert (canada["donor"], canada["step"], canada["stated"]) == ("Canada", "pledged", "pledge")
    assert (canada["currency"], canada["amount"], canada["usd"]) == ("CAD", "15000000.00", "")
    assert canada["source"] == "A/59/198, 3"
    assert [row["amount"] for row in found if row["donor"] == "Italy"] == [""]


def test_the_download_follows_the_filter_and_the_reader(client_for: ClientFor, app_session: UnitSession) -> None:
    make.contribution(app_session, code="open", steps=[("received", 100)], visibility=Visibility.public, purpose="=1+1")
    make.contribution(app_session, code="secret", currency="EUR", steps=[("received", 1)])
    app_session.commit()
    assert [row["contribution"] for row in downloaded(client_for("viewer"))] == ["open"]
    assert [row["purpose"] for row in downloaded(client_for("viewer"))] == ["'=1+1"]
    assert [row["contribution"] for row in downloaded(client_for("manager"), "?currency=EUR")] == ["secret"]


def test_a_rate_is_shown_with_its_day_and_source(client_for: ClientFor, app_session: UnitSession) -> None:
    make.contribution(
        app_session, code="nok", currency="NOK", steps=[("received", 69_40, "2004-03-05")], visibility=Visibility.public
    )
    draft = RateDraft(currency="NOK", day=date(2004, 1, 1), units_per_dollar=Decimal("6.94"), source="UN rates")
    rates.add(app_session, draft=draft)
    app_session.commit()
    for address in ("/funding", "/funding?by=donor", "/funding/contributions/nok"):
        text = client_for("viewer").read(address).text
        assert "USD 10" in text, address
        assert "6.94 NOK per US dollar, from 1 January 2004 (UN rates)" in text, address
        assert "Old rate" in text, address
    (row,) = downloaded(client_for("viewer"))
    assert (row["usd"], row["rate"], row["rate_day"]) == ("10.00", "6.94", "2004-01-01")


def test_the_workbook_has_amounts_as_numbers_and_names_its_filters(programme_client_for: ClientFor) -> None:
    client = programme_client_for("viewer")
    assert "/funding.xlsx?currency=CAD" in client.read("/funding?currency=CAD&page=1").links
    first, second = read(client.get("/funding.xlsx?currency=CAD").data)
    (canada,) = first.dicts
    assert (canada["Donor"], canada["Step"], canada["As stated"]) == ("Canada", "pledged", "pledge")
    assert (canada["Amount"], canada["Currency"], canada["In US dollars"]) == (15000000.0, "CAD", None)
    assert second.rows[:2] == [["List", "Contributions"], ["Shown are only", "Currency: CAD"]]
    assert second.rows[-1][0] == "A/59/198"
    assert second.rows[-1][2:] == ["3", 1.0, canada["Contribution"]]


def test_a_withdrawal_says_what_it_takes_back(client_for: ClientFor, app_session: UnitSession) -> None:
    gift = make.contribution(app_session, code="c", steps=[("pledged", 500_00)])
    make.step(app_session, gift, StepKind.withdrawn, 200_00, takes_back=StepKind.pledged)
    funding.keep_position(app_session, gift)
    app_session.commit()
    page = client_for("manager").read("/funding/contributions/c")
    assert "withdrawn takes back what was pledged USD 200" in page.text
    ladder = page.by_id("ladder")
    assert ladder is not None
    assert "Pledged, not counted USD 300" in text_of(ladder)


@pytest.mark.parametrize("by", ["currency", "fund", "donor", "project", "year", "biennium", "nonsense"])
def test_money_is_taken_apart_as_asked(programme_client_for: ClientFor, by: str) -> None:
    client = programme_client_for("manager")
    page = client.read(f"/funding?by={by}&sort=fund")
    marked = [text_of(link) for link in page.all("a") if link.get("aria-current") == "true"]
    assert marked == [f"By {'currency' if by == 'nonsense' else by}"]
    assert "CAD 15,000,000" in " ".join(rows(page, "totals"))
    assert (set(page.values("by")), set(page.values("sort"))) == ({by}, {"fund"})


def test_over_funding_is_shown_in_the_list_of_funds(client_for: ClientFor, app_session: UnitSession) -> None:
    fund = make.fund(app_session, "fund", visibility=Visibility.public)
    make.requirement(app_session, fund, Money(100_00, "USD"))
    make.contribution(app_session, fund_id=fund.id, steps=[("received", 150_00)], visibility=Visibility.public)
    app_session.commit()
    for address, table in (("/funding", "funds-table"), ("/funding?by=fund", "totals"), ("/funds/fund", "covers")):
        (row,) = rows(client_for("viewer").read(address), table)
        assert "150.0%" in row
        assert "over-funded by USD 50" in row


def test_a_fund_that_needs_money_and_has_none_is_a_group_of_its_own(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    make.requirement(app_session, make.fund(app_session, "empty", name="Empty fund"), Money(100_000, "USD"))
    app_session.commit()
    assert "Empty fund" in client_for("coordinator").read("/funding?by=fund").text


def test_a_list_narrowed_to_a_programme_says_its_name(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/funding?programme=shsppp")
    chips = [one for one in page.all("ul") if one.get("class") == "applied"]
    assert "Special Human Settlements Programme for the Palestinian People" in text_of(chips[0])
