"""A review by keys: what is typed is written down in its place, and nothing typed elsewhere is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import heading

pytestmark = pytest.mark.once

SignedIn = Callable[..., Page]


def is_switched_on_in_the_help(page: Page) -> None:
    """Both switches are one."""
    page.get_by_role("button", name="Keyboard").click()
    page.get_by_label("Single keys act, on this device").check()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_label("Keys: n next")).to_be_checked()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/2$"))


def test_a_meeting_goes_through_its_projects_by_keys(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto("/projects?territory=XK")
    page.get_by_role("link", name="Review this list").click()
    page.get_by_label("Title").fill("Kosovo, monthly")
    page.get_by_role("button", name="Begin the review").click()
    expect(heading(page)).to_have_text("Kosovo, monthly")
    page.get_by_role("link", name="Go through the projects").click()
    first = page.url
    page.get_by_label("What is to be done").fill("Tell the mayor")

    page.locator("h1").click()
    page.keyboard.press("d")
    page.keyboard.type("no more plans")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#decisions-list")).to_contain_text("no more plans")
    expect(page.get_by_label("What is to be done")).to_have_value("Tell the mayor")
    decision = page.get_by_label("What is decided")
    expect(decision).to_have_value("")
    expect(decision).to_be_focused()
    assert page.url == first

    page.locator("#new-actions-due_day").fill("2031-01-02")
    page.get_by_role("button", name="Write down the action").click()
    expect(page.locator("#actions-list")).to_contain_text("2 January 2031")
    expect(page.get_by_label("What is to be done")).to_be_focused()

    line = page.locator("#decisions-list li").first
    line.get_by_role("link", name="Edit").click()
    line.get_by_label("What is decided").fill("No more plans this year")
    page.get_by_label("What is to be done").fill("half a thought")
    line.get_by_role("button", name="Save").click()
    expect(page.locator("#decisions-list")).to_contain_text("No more plans this year")
    line.get_by_role("button", name="Remove").click()
    line.get_by_role("button", name="Undo the removal").click()
    expect(page.locator("#decisions-list")).to_contain_text("No more plans this year")
    page.get_by_role("button", name="Mark as discussed").click()
    expect(page.get_by_role("button", name="Not discussed after all")).to_be_visible()
    expect(page.get_by_label("What is to be done")).to_have_value("half a thought")
    page.get_by_label("What is to be done").fill("")

    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/2$"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("/1$"))
    page.get_by_label("Keys: n next").uncheck()
    page.locator("h1").click()
    page.keyboard.press("n")
    page.reload()
    expect(page).to_have_url(re.compile("/1$"))
    expect(page.get_by_label("Keys: n next")).not_to_be_checked()
    is_switched_on_in_the_help(page)


def test_what_somebody_else_writes_down_comes_in_beside_what_is_being_typed(signed_in: SignedIn) -> None:
    page, other = signed_in("coordinator"), signed_in("administrator")
    page.goto("/reviews/new?selection=territory%3DXK")
    page.get_by_label("Title").fill("Kosovo, two of us")
    page.get_by_role("button", name="Begin the review").click()
    page.clock.install()
    page.get_by_role("link", name="Go through the projects").click()
    page.get_by_label("What is decided").fill("half a thought")
    other.goto(page.url)
    other.get_by_label("What is decided").fill("Ask the ministry")
    other.get_by_role("button", name="Write down the decision").click()
    expect(other.locator("#decisions-list")).to_contain_text("Ask the ministry")
    page.clock.fast_forward(11_000)
    expect(page.locator("#decisions-list li")).to_have_count(1)
    page.locator("#decisions-list").get_by_role("button", name="Remove").click()
    expect(page.locator("#decisions-list")).to_contain_text("Undo the removal")
    expect(page.get_by_label("What is decided")).to_have_value("half a thought")
    page.get_by_label("What is decided").fill("")
