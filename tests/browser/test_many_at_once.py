"""Briefs of all donors in two languages are ordered, watched to their end, and carried away as one file."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import heading
from tests.browser.test_accessible import complaints_by_day_and_night

pytestmark = pytest.mark.once

SignedIn = Callable[..., Page]


def test_many_briefs_are_watched_to_their_end_and_carried_away(signed_in: SignedIn) -> None:
    page = signed_in("mission", accept_downloads=True)
    page.goto("/briefs")
    page.get_by_role("link", name="Print many").first.click()
    page.get_by_role("link", name="All donors").click()
    count = page.locator("#count")
    before = int(re.findall(r"\d+", count.text_content() or "")[0])
    page.get_by_label("français").check()
    expect(count).to_contain_text(f"This makes {before * 2} briefs.")
    page.get_by_role("button", name="Print the briefs").click()
    expect(heading(page)).to_have_text("Briefs: all donors")
    expect(page.locator(".job")).to_contain_text(f"{before * 2} briefs, all printed", timeout=120_000)
    assert complaints_by_day_and_night(page, "a printed batch") == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all as ZIP").click()
    assert re.fullmatch(r"briefs-donors-\d{4}-\d\d-\d\d-\d+\.zip", download.value.suggested_filename)
    names = zipfile.ZipFile(Path(download.value.path())).namelist()
    assert (len(names), names[-2:]) == (before * 2 + 2, ["links.txt", "contents.csv"])
    expect(page.locator("#addresses-text")).to_have_value(re.compile(r"^.+, English\nhttp://.+/briefs/\d+\n"))


def test_a_batch_is_cancelled_and_taken_up_again_without_a_script(signed_in: SignedIn) -> None:
    page = signed_in("mission", java_script_enabled=False)
    page.goto("/briefs/batches/new?kind=territories&languages=en&languages=fr&languages=es&languages=ar&languages=ru")
    page.get_by_role("button", name="Print the briefs").click()
    page.get_by_role("button", name="Cancel what is left").click()
    expect(page.get_by_text(re.compile(r"\d+ briefs are cancelled\."))).to_be_visible()
    page.get_by_role("link", name=re.compile("^cancelled")).click()
    expect(page.get_by_role("cell", name="cancelled").first).to_be_visible()
    page.get_by_role("button", name="Print the cancelled ones too").click()
    expect(page.get_by_text(re.compile(r"\d+ briefs are printed again\."))).to_be_visible()
    page.get_by_role("link", name="Look again").click()
    page.get_by_role("button", name="Cancel what is left").click()
