"""Money from pledge to receipt: recorded in place, and the same on every page that shows it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import heading

pytestmark = pytest.mark.once

SignedIn = Callable[..., Page]


def row(page: Page, table: str, name: str) -> Locator:
    """The row of a table that begins with this."""
    return page.locator(f"#{table}").get_by_role("row", name=re.compile(rf"^{name}"))


def contains(where: Locator, *words: str) -> None:
    for one in words:
        expect(where).to_contain_text(one)


def make_fund(page: Page) -> None:
    """Make a fund that needs EUR 400,000."""
    page.goto("/funding")
    page.get_by_role("link", name="Make a fund").click()
    page.get_by_label("Name").fill("Roofs Trust Fund")
    page.get_by_role("button", name="Make the fund").click()
    expect(heading(page)).to_have_text("Roofs Trust Fund")
    page.get_by_role("link", name="Add what is needed").click()
    needs = page.locator("#requirements")
    needs.get_by_label("Amount needed").fill("400,000")
    needs.get_by_label("Currency").fill("eur")
    needs.get_by_label("Period").fill("2026")
    needs.get_by_role("button", name="Save").click()
    expect(needs).to_contain_text("EUR 400,000")


def pledge(page: Page) -> None:
    """Record Norway's pledge into the fund whose page this is; its currency is forgotten first."""
    page.get_by_role("link", name="Record a contribution").click()
    expect(heading(page)).to_have_text("Record a contribution")
    page.get_by_label("Donor").select_option(label="Norway")
    page.get_by_label("First step").select_option("pledged")
    page.get_by_label("Amount").fill("100,000")
    page.get_by_role("button", name="Record the contribution").click()
    expect(page.get_by_role("alert")).to_contain_text("Give the currency of the amount")
    expect(page.get_by_label("Amount")).to_have_value("100,000")
    page.get_by_label("Currency").fill("EUR")
    page.get_by_role("button", name="Record the contribution").click()
    expect(row(page, "ladder", "Pledged")).to_contain_text("EUR 100,000")
    expect(row(page, "ladder", "Funded")).to_contain_text("not stated")


def record_step(page: Page, kind: str, amount: str, on: str) -> None:
    """Open the form of a step in its place, fill and send it."""
    steps = page.locator("#steps")
    steps.get_by_role("link", name="Record a step").click()
    steps.get_by_label("Step", exact=True).select_option(kind)
    steps.get_by_label("Amount in EUR").fill(amount)
    steps.locator("[name=on]").fill(on)
    steps.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Record a step")).to_be_visible()


def allocate(page: Page) -> str:
    """Give the first project more than there is, and then less; the project's name."""
    parts = page.locator("#allocations")
    parts.get_by_role("link", name="Give a part to a project").click()
    parts.get_by_label("Project").select_option(index=1)
    parts.get_by_label("Amount in EUR").fill("100,001")
    parts.get_by_role("button", name="Save").click()
    expect(parts.get_by_role("alert")).to_contain_text("This is more than there is: EUR 100,000 of it are left.")
    chosen = parts.get_by_label("Project").locator("option:checked").inner_text()
    parts.get_by_label("Amount in EUR").fill("70,000")
    parts.get_by_role("button", name="Save").click()
    expect(row(page, "allocations-table", "Given to no project yet")).to_contain_text("EUR 30,000")
    return chosen


def test_a_contribution_goes_from_pledge_to_receipt_and_all_pages_agree(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    make_fund(page)
    pledge(page)
    gift = page.url.split("/")[-1]
    record_step(page, "committed", "100,000", "2026-03")
    record_step(page, "received", "60,000", "2026-05-04")
    contains(row(page, "ladder", "Received"), "EUR 60,000")
    contains(row(page, "ladder", "Committed"), "EUR 40,000")
    contains(row(page, "ladder", "Funded"), "EUR 100,000")

    project = allocate(page)
    page.get_by_role("link", name=project).first.click()
    contains(row(page, "money", "EUR"), "EUR 60,000", "EUR 10,000")

    page.goto("/funds/roofs-trust-fund")
    cover = row(page, "covers", "EUR")
    contains(cover, "EUR 400,000", "EUR 60,000", "EUR 40,000", "EUR 100,000", "25.0%", "EUR 300,000")
    page.goto("/funding")
    contains(row(page, "totals", "EUR"), "EUR 60,000", "EUR 40,000", "EUR 100,000")
    page.goto("/organisations/norway")
    given = page.locator("#contributions-table tbody tr", has=page.locator(f'a[href$="/{gift}"]'))
    contains(given.filter(has_text="received"), "EUR 60,000")
