"""No word of English is left on a page in another alphabet, but for what is marked as being in another language."""

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import pytest

from tests.web.client import PageClient

ClientFor = Callable[[str], PageClient]

PAGES = (
    "/",
    "/projects",
    "/projects/kosovo-municipal",
    "/projects/bam-transitional-shelter",
    "/projects/mozambique-local-consultation",
    "/projects/new",
    "/projects/haiti-preparatory/edit",
    "/projects/haiti-preparatory/updates/new",
    "/assessments",
    "/assessments/as-bam",
    "/assessments/new",
    "/disasters",
    "/disasters/bam-2003",
    "/agreements",
    "/agreements/mou-undp",
    "/agreements/new",
    "/organisations",
    "/organisations/canada",
    "/organisations/new",
    "/funding",
    "/funding/contributions/c-can",
    "/funds/tf-shsppp",
    "/missions",
    "/missions/new",
    "/programmes",
    "/programmes/dmp",
    "/portfolio",
    "/briefs",
    "/briefs/new",
    "/rates",
    "/territories",
    "/territories/XK",
    "/trace",
    "/account",
    "/account/password",
    "/verify/DMP-XK-2026-1",
)
WORD = re.compile(r"[A-Za-z]*[a-z]{3,}")
OTHERS = frozenset({"Dmitri", "Coordinator", "Tracker", "tracker", "example", "org", "kB"})
"""Names of people and of the program."""


def texts(element: Element, language: str) -> Iterator[str]:
    """The texts of an element and of those inside it that are in the page's language."""
    if not isinstance(element.tag, str) or element.get("lang", language) != language or element.tag in {"script", "style", "code", "bdi", "option"}:
        return
    yield element.text or ""
    for name in ("title", "aria-label", "placeholder", "alt"):
        yield element.get(name) or ""
    for part in element:
        yield from texts(part, language)
        yield part.tail or ""


@pytest.mark.once
@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_no_english_is_left_on_pages_in_another_alphabet(programme_client_for: ClientFor, language: str) -> None:
    client = programme_client_for("coordinator")
    left: dict[str, list[str]] = {}
    for address in PAGES:
        client.get(f"{address}?lang={language}")
        assert client.page is not None
        found = [text for text in texts(client.page.one("body"), language) if set(WORD.findall(text)) - OTHERS]
        if found:
            left[address] = found
    assert left == {}
