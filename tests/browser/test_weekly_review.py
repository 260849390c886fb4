"""The coordinator's hour: what is off track and unfunded in Africa, kept, looked at as of 2003, and decided on."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.test_accessible import complaints, complaints_by_day_and_night
from tests.browser.test_layout import STICKING_OUT
from tests.browser.test_printing import pages_of
from tests.browser.world import MOZAMBIQUE, SOMALIA

pytestmark = pytest.mark.once

SignedIn = Callable[..., Page]

WIDTHS = {"desk": 1280, "telephone": 360}
OPEN = [f"/projects/{MOZAMBIQUE}", f"/projects/{SOMALIA}"]
DECISION = "Work begins again when the money is there"


@dataclass
class Walk:
    """A page that is walked through at one width; at each step it is looked at."""

    page: Page
    width: str
    found: list[str] = field(default_factory=list)

    def seen(self, what: str) -> None:
        """Colours are those of every width: in the dark they are looked at once."""
        told = f"{what}, {self.width}"
        look = complaints_by_day_and_night if self.width == "desk" else complaints
        self.found += look(self.page, told)
        self.fits(told)

    def fits(self, told: str) -> None:
        """Nothing sticks out of the page."""
        self.found += [f"{told}: {one}" for one in self.page.evaluate(STICKING_OUT)]

    def rows(self) -> list[str | None]:
        links = self.page.locator("#projects tbody .row-link")
        return [one.get_attribute("href") for one in links.all()]


def finds_what_is_off_track_and_unfunded(walk: Walk) -> None:
    page = walk.page
    page.goto("/portfolio")
    page.get_by_label("Region").select_option(label="Africa")
    expect(page).to_have_url(re.compile("region=africa"))
    pressing = page.locator("#first")
    expect(pressing).to_contain_text("2 projects ask for money and have none")
    walk.seen("the portfolio")
    pressing.get_by_role("link", name="3 projects are off track.").click()
    expect(page.locator("#projects tbody tr")).to_have_count(3)
    page.locator("summary", has_text="More filters").click()
    last = page.locator("details.facet", has_text="Agreement")
    last.locator("summary").click()
    expect(last).to_contain_text("no agreement")
    walk.fits(f"the last filter, {walk.width}")
    money = page.locator("details.facet", has_text="Funding")
    money.locator("summary").click()
    expect(money).to_contain_text("asks for money and has none 2")
    walk.seen("the filters")
    money.get_by_label("asks for money and has none").check()
    expect(page.locator("#projects tbody tr")).to_have_count(2)
    money.locator("summary").click()
    walk.seen("what is off track and unfunded")
    assert walk.rows() == OPEN


def keeps_it_as_a_view(walk: Walk) -> None:
    """For oneself first, then for everybody."""
    page, name = walk.page, f"Africa in need, {walk.width}"
    page.get_by_role("link", name="Save this view").click()
    expect(page.get_by_text("asks for money and has none")).to_be_visible()
    page.get_by_label("Name of the view").fill(name)
    walk.seen("saving a view")
    page.get_by_role("button", name="Save the view").click()
    expect(page.get_by_text("only you see this view")).to_be_visible()
    page.get_by_role("link", name="Rename, share or delete").click()
    page.get_by_label("Share it with everybody").check()
    page.get_by_role("button", name="Save the view").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.locator(".views > .quiet")).to_have_text("shared")
    walk.seen("the shared view")


def looks_at_it_as_of_2003(walk: Walk) -> None:
    """Then one of the two was on track; the file of that day says so as well."""
    page = walk.page
    page.get_by_text("As of another day").click()
    page.get_by_label("True on").fill("2003-12-31")
    page.locator("form.days").get_by_role("button", name="Show").click()
    expect(page.get_by_text("As of 31 December 2003: what was true then")).to_be_visible()
    expect(page.locator("#projects tbody tr")).to_have_count(1)
    walk.seen("as of the end of 2003")
    assert walk.rows() == [f"{OPEN[0]}?as_of=2003-12-31"]
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "as-of-2003-12-31" in download.value.suggested_filename
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == [MOZAMBIQUE]
    page.get_by_role("link", name="Back to today").click()
    expect(page.locator("#projects tbody tr")).to_have_count(2)


def reviews_both(walk: Walk) -> None:
    """By keys, where there are any."""
    page = walk.page
    page.get_by_role("link", name="Review this list").click()
    page.get_by_label("Title").fill(f"Africa, {walk.width}")
    walk.seen("beginning a review")
    page.get_by_role("button", name="Begin the review").click()
    page.get_by_role("link", name="Go through the projects").click()
    walk.seen("the first project")
    page.keyboard.press("d")
    page.keyboard.type(DECISION)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#decisions-list")).to_contain_text(DECISION)
    page.locator("h1").click()
    page.keyboard.press("a")
    page.keyboard.type(f"Ask the donors, {walk.width}")
    page.get_by_label("By whom").select_option(label=cast.NAMES["manager"])
    page.get_by_role("textbox", name="Due").fill("2031-01-02")
    page.get_by_role("button", name="Write down the action").click()
    expect(page.locator("#actions-list")).to_contain_text(cast.NAMES["manager"])
    page.get_by_role("button", name="Mark as discussed").click()
    expect(page.get_by_role("button", name="Not discussed after all")).to_be_visible()
    walk.seen("what was decided")
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/2$"))
    page.get_by_role("button", name="Mark as discussed").click()
    expect(page.get_by_role("button", name="Not discussed after all")).to_be_visible()


def prints_the_minute(walk: Walk) -> str:
    """Close the review; the words of its minute."""
    page = walk.page
    page.get_by_role("link", name="To the overview").click()
    walk.seen("the review")
    page.get_by_role("link", name="Close the review").click()
    walk.seen("closing")
    page.get_by_role("button", name="Close the review and print the minute").click()
    page.get_by_role("link", name="Open the brief").click()
    expect(page.get_by_role("link", name="Download the PDF")).to_be_visible()
    walk.seen("the minute")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    return " ".join(pages_of(download.value))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_coordinator_reviews_what_is_off_track_and_unfunded_in_africa(signed_in: SignedIn, width: str) -> None:
    page = signed_in("coordinator", accept_downloads=True, viewport={"width": WIDTHS[width], "height": 800})
    walk = Walk(page, width)
    finds_what_is_off_track_and_unfunded(walk)
    keeps_it_as_a_view(walk)
    looks_at_it_as_of_2003(walk)
    reviews_both(walk)
    minute = prints_the_minute(walk)
    assert DECISION in minute
    assert f"Ask the donors, {width}" in minute
    owner = signed_in("manager", viewport={"width": WIDTHS[width], "height": 800})
    owner.goto("/")
    expect(owner.locator("#due")).to_contain_text(f"Ask the donors, {width}")
    Walk(owner, width, walk.found).seen("my work")
    assert walk.found == []
