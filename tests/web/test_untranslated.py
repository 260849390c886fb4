"""No word of English is left on a page in another alphabet, but for what is marked as being in another language."""

from collections.abc import Callable

import pytest

from tests.tongues import english
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
NAMES = ("Dmitri", "Coordinator", "Tracker", "Umoja")
"""Names of people and of programs."""


@pytest.mark.once
@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_no_english_is_left_on_pages_in_another_alphabet(programme_client_for: ClientFor, language: str) -> None:
    client = programme_client_for("coordinator")
    left: dict[str, list[str]] = {}
    for address in PAGES:
        client.get(f"{address}?lang={language}")
        assert client.page is not None
        if found := english(client.page.one("body"), language, *NAMES):
            left[address] = found
    assert left == {}
