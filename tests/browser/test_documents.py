"""Adding a document: with its progress shown and the chosen file kept, and by the plain form."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests import papers
from tests.browser.journeys import heading

pytestmark = pytest.mark.once

SignedIn = Callable[..., Page]

REPORT: FilePayload = {"name": "تقرير.pdf", "mimeType": "application/pdf", "buffer": papers.PDF}
LARGE: FilePayload = {"name": "large.pdf", "mimeType": "application/pdf", "buffer": papers.PDF + bytes(20_000_001)}


def begin(page: Page, record: str) -> None:
    page.goto(record)
    page.get_by_role("link", name="Add a document").click()
    expect(heading(page)).to_have_text("Add a document")


def add(page: Page) -> None:
    page.get_by_role("button", name="Add the document").click()


def test_a_refused_form_still_holds_the_file(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    begin(page, "/agreements/mou-undp")
    page.get_by_label("File", exact=True).set_input_files(REPORT)
    page.get_by_label("Title").fill("Signed memorandum")
    page.get_by_label("Date of the document").fill("2026-13")
    add(page)
    expect(page.get_by_role("alert")).to_contain_text("There is no day 2026-13.")
    page.get_by_label("Date of the document").fill("2004-03")
    add(page)
    expect(page.get_by_text("The document is added.")).to_be_visible()
    documents = page.locator("#documents")
    expect(documents).to_contain_text("March 2004 · PDF, 1 kB")
    with page.expect_download() as download:
        documents.get_by_role("link", name="Download Signed memorandum").click()
    assert download.value.suggested_filename == "تقرير.pdf"
    documents.get_by_role("button", name="Remove Signed memorandum").click()
    page.get_by_role("button", name="Undo the removal of the document").click()
    expect(documents).to_contain_text("Signed memorandum")


def test_a_file_that_is_too_large_is_not_sent(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    begin(page, "/agreements/mou-unhcr")
    page.get_by_label("File", exact=True).set_input_files(LARGE)
    page.get_by_label("Title").fill("Large")
    add(page)
    expect(page.get_by_role("status").filter(has_text="larger than the 20 MB")).to_be_visible()
    page.get_by_label("File", exact=True).set_input_files(REPORT)
    add(page)
    expect(page.locator("#documents")).to_contain_text("Large")


@pytest.mark.parametrize("file", [REPORT, LARGE], ids=["report", "large"])
def test_the_plain_form_takes_it_or_keeps_what_was_typed(signed_in: SignedIn, file: FilePayload) -> None:
    page = signed_in("coordinator", java_script_enabled=False)
    begin(page, "/assessments/as-bam")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("Title").fill("Field notes")
    add(page)
    if file is REPORT:
        expect(page.locator("#documents")).to_contain_text("Field notes")
    else:
        expect(page.get_by_role("alert")).to_contain_text("larger than the 20 MB")
        expect(page.get_by_label("Title")).to_have_value("Field notes")
