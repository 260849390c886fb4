"""Steps that several journeys take."""

import re

from playwright.sync_api import Locator, Page, expect

from tests import cast


def sign_in(page: Page, who: str) -> None:
    """Fill and send the sign-in form that stands before the reader."""
    page.get_by_label("E-mail address").fill(cast.email(who))
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign in")).to_have_count(0)


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def fill_update(page: Page, happened: str, *, health: str = "On track", next_step: str = "") -> None:
    page.get_by_label(health).check()
    page.get_by_label("What happened").fill(happened)
    if next_step:
        page.get_by_label("Next step").fill(next_step)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish update").click()


def published(page: Page, code: str) -> None:
    """Wait for the project's page that tells of the published update."""
    expect(page).to_have_url(re.compile(rf"/projects/{code}$"))
    expect(page.get_by_text("The update is published.")).to_be_visible()
