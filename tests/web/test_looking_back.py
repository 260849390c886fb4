"""Pages as of another day: what stands on them, that every link keeps the days, and that nothing is written there."""

from collections.abc import Callable

from tests.html import Page, text_of
from tests.web.client import PageClient

ClientFor = Callable[[str], PageClient]

THEN = "as_of=2003-12-31"


def titles(page: Page) -> list[str]:
    found = page.by_id("projects")
    return [] if found is None else [text_of(link) for link in found.iter("a") if link.get("class") == "row-link"]
