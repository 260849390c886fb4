"""Nothing sticks out of a page, from a small telephone to a desk, in a left-to-right and a right-to-left language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.world import MANAGED, MISSION

pytestmark = pytest.mark.once  # how pages look is no matter of the database

SignedIn = Callable[..., Page]

WIDTHS = (320, 360, 640, 1280)
"""Two telephones, a desk at twice the size, a desk."""
PAGES = (
    "/",
    "/projects",
    "/projects?q=zeppelin",
    "/projects/bam-transitional-shelter",
    f"/projects/{MANAGED}",
    f"/projects/{MANAGED}/updates/new",
    f"/projects/{MANAGED}/edit",
    "/assessments",
    "/assessments/as-bam",
    "/agreements",
    "/agreements/mou-undp",
    "/agreements/mou-undp/edit",
    "/agreements/mou-undp/state?to=terminated",
    "/disasters",
    "/disasters/bam-2003",
    "/organisations",
    "/organisations/canada",
    "/programmes",
    "/programmes/shsppp",
    "/funding",
    "/funding?by=fund",
    "/funding/contributions/c-can",
    "/funds/tf-shsppp",
    "/rates",
    "/missions",
    f"/missions/{MISSION}",
    "/missions/new",
    "/briefs",
    "/briefs/new",
    "/briefs/check?key=XK&language={lang}",
    "/briefs/batches/new?kind=projects&selection=territory%3DXK",
    "/briefs/preview?key=XK&language={lang}",
    "/portfolio",
    "/portfolio/map",
    "/portfolio/map?measure=disasters",
    "/portfolio/compared?from=2003-12-31&to=2026-01-01",
    "/portfolio/silent",
    "/portfolio?as_of=2003-12-31",
    "/reporting",
    "/territories/MK",
    "/verify",
    "/account",
    "/nowhere",
)

STICKING_OUT = """() => {
  const top = document.documentElement, width = top.clientWidth;
  if (top.scrollWidth <= width) return [];
  const out = [...document.body.querySelectorAll("*")].filter(node => {
    const box = node.getBoundingClientRect();
    return node.checkVisibility() && box.width > 0 && (box.right > width + 0.5 || box.left < -0.5);
  });
  const inner = out.filter(node => ![...node.children].some(child => out.includes(child)));
  return [`${top.scrollWidth} > ${width}`, ...inner.slice(0, 5).map(node => node.outerHTML.slice(0, 160))];
}"""


def sticking_out(page: Page, address: str) -> dict[str, list[str]]:
    """By width, what is wider than the page."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if out := page.evaluate(STICKING_OUT):
            found[f"{address} at {width}"] = out
    return found


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_no_page_needs_sideways_scrolling(signed_in: SignedIn, lang: str, direction: str) -> None:
    page = signed_in("coordinator")
    wrong: dict[str, list[str]] = {}
    for address in PAGES:
        told = address.format(lang=lang)
        page.goto(f"{told}{'&' if '?' in told else '?'}lang={lang}")
        assert page.locator("html").get_attribute("dir") == direction, address
        wrong |= sticking_out(page, address)
    assert wrong == {}


def test_the_sign_in_page_fits_everywhere(new_page: Callable[[], Page]) -> None:
    page = new_page()
    for lang in ("en", "ar"):
        page.goto(f"/sign-in?lang={lang}")
        assert sticking_out(page, f"/sign-in in {lang}") == {}
