"""Every kind of page in the five other languages: its language and direction, and what axe finds in its words.

In English, axe asks all it knows of every page, by day and night (test_accessible). The structure is the same in all six
languages, so here it asks what depends on words: names, labels, titles, languages. One page of a browser takes in the
answers of the server one after the other, without loading anything anew: a sixth of the time.
"""

from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.test_accessible import FORMS, LISTS, RECORDS
from tests.browser.world import MANAGED, MISSION, World
from tracker.language import direction

pytestmark = pytest.mark.once

OF_WORDS = [
    "aria-command-name",
    "button-name",
    "document-title",
    "empty-heading",
    "empty-table-header",
    "form-field-multiple-labels",
    "html-has-lang",
    "html-lang-valid",
    "image-alt",
    "input-button-name",
    "label",
    "landmark-unique",
    "link-name",
    "role-img-alt",
    "select-name",
    "summary-name",
    "svg-img-alt",
    "table-duplicate-name",
    "valid-lang",
]

ALIKE = {
    "/projects?q=zeppelin",
    "/projects?archived=yes",
    "/projects/bam-transitional-shelter",
    "/funding?by=fund",
    "/briefs/preview?kind=project&key=bam-transitional-shelter&language=en",
    "/briefs/preview?kind=donor&key=canada&language=en",
    "/briefs/preview?kind=portfolio&key=shsppp&language=en",
    f"/projects/{MANAGED}/risks/new",
    "/projects/new",
    "/agreements/new",
    "/agreements/mou-undp/undertakings/new",
    "/agreements/mou-undp/amendments/new",
    "/funding/contributions/c-can/edit",
    "/projects/bam-transitional-shelter/payments/new",
    f"/missions/{MISSION}/edit",
    "/assessments/as-bam/edit",
    "/assessments/as-bam/findings/new",
    "/briefs/new?kind=portfolio",
    "/briefs/batches/new?kind=projects&selection=territory%3DXK",
}
"""Addresses whose kind of page is asked for by another one."""

ASK = """async ([addresses, lang, runOnly]) => {
  const found = [];
  for (const address of addresses) {
    const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}lang=${lang}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").documentElement;
    document.replaceChild(document.adoptNode(page), document.documentElement);
    found.push(`${address} ${answer.status} ${page.lang} ${page.dir}`);
    const { violations } = await axe.run(document, { resultTypes: ["violations"], runOnly });
    for (const one of violations) for (const node of one.nodes) found.push(`${address}: ${one.id} ${node.html}`);
  }
  return found;
}"""


@pytest.mark.parametrize("language", ["fr", "es", "ar", "zh", "ru"])
def test_every_kind_of_page_is_in_its_language_and_named(
    signed_in: Callable[..., Page], world: World, language: str
) -> None:
    addresses = [one.format(**vars(world)) for one in (*LISTS, *RECORDS, *FORMS) if one not in ALIKE]
    page = signed_in("coordinator")
    page.goto("/account")
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(ASK, [addresses, language, OF_WORDS])
    answers = {address: 404 if address == "/nowhere" else 200 for address in addresses}
    assert found == [f"{address} {status} {language} {direction(language)}" for address, status in answers.items()]
