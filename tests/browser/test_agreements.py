"""A memorandum's way: drafted, signed, a promise recorded and kept, amended, and its end found in the list."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import heading

pytestmark = pytest.mark.once

SignedIn = Callable[..., Page]
TITLE = "Memorandum with the ministry of housing"


def test_a_memorandum_goes_from_draft_to_signed_to_amended(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto("/agreements")
    page.get_by_role("link", name="Record an agreement").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Find in: Other parties").fill("canad")
    page.get_by_label("Find in: Other parties").press("Enter")
    expect(page.get_by_role("group", name="Other parties").get_by_label("Canada")).to_be_checked()
    page.get_by_label("Ceiling").fill("100,000")
    page.get_by_label("Currency").fill("usd")
    page.get_by_role("button", name="Record the agreement").click()
    expect(heading(page)).to_have_text(TITLE)
    expect(page.get_by_text("The agreement is recorded.")).to_be_visible()

    page.get_by_role("link", name="Mark as signed").click()
    page.get_by_role("button", name="Mark the agreement as signed").click()
    expect(page.get_by_role("alert")).to_contain_text("Say when it was signed")
    page.get_by_label("Date of signature").fill("2026-01")
    page.get_by_role("button", name="Mark the agreement as signed").click()
    expect(page.locator(".strip")).to_contain_text("signed January 2026")

    _add(page, "Add an undertaking", {"What was promised": "Give the land"})
    expect(page.locator("#undertakings")).to_contain_text("Give the land")

    _add(page, "Add a signature", {"or the name as stated": "Ada Lovelace", "Office held": "Minister"})
    expect(page.locator("#signatures")).to_contain_text("Ada Lovelace, Minister")

    end = date.today() + timedelta(days=20)  # noqa: DTZ011 - the server's clock is today's as well
    changed = {"Date": "2026-02", "What it changes": "Shorter and dearer", "New end": end.isoformat()}
    _add(page, "Add an amendment", {**changed, "New ceiling": "150,000", "Currency": "USD"})
    expect(page.locator(".strip")).to_contain_text("ends in 20 days")
    expect(page.locator(".facts").first).to_contain_text("150,000 by amendment 1")

    page.goto("/agreements?ending=30")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    page.goto("/agreements?ending=7")
    expect(page.get_by_role("link", name=TITLE)).to_have_count(0)


def _add(page: Page, act: str, fields: dict[str, str]) -> None:
    """Open the form of a part in its place, fill it and save."""
    page.get_by_role("link", name=act).click()
    form = page.locator(".in-place form")
    for label, text in fields.items():
        form.get_by_label(re.compile(f"^{re.escape(label)}")).first.fill(text)
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    expect(page.get_by_text("Added.", exact=True)).to_be_visible()
