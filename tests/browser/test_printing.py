"""A mission plans its journey, previews the brief, has it printed by the worker, and carries the file away."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Download, Page, expect
from pypdf import PdfReader

from tests.browser.journeys import heading
from tests.browser.world import MISSION
from tracker.legal import DESIGNATIONS, standing_text

SignedIn = Callable[..., Page]


def words(text: str) -> str:
    """A text without the line breaks that paper gives it."""
    return " ".join(text.split())


def pages_of(download: Download) -> list[str]:
    path = Path(download.path())
    return [words(page.extract_text()) for page in PdfReader(path).pages]


def await_brief(page: Page) -> None:
    """The progress page asks for itself again until the brief is there."""
    expect(heading(page)).to_have_text("Printing a brief")
    page.get_by_role("link", name="Open the brief").click()
    expect(page).to_have_url(re.compile(r"/briefs/\d+$"))


def test_a_mission_prints_the_brief_of_kosovo_and_reads_it(signed_in: SignedIn) -> None:
    page = signed_in("mission", accept_downloads=True)
    page.goto("/briefs")
    page.get_by_role("link", name="Print a brief").first.click()
    page.get_by_label("Territory or mission").select_option("XK")
    page.get_by_role("button", name="Preview").click()
    expect(heading(page)).to_contain_text("Kosovo")
    expect(page.locator("article.brief")).to_contain_text("not stated")
    page.get_by_role("button", name="Print anyway").click()
    await_brief(page)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    assert re.fullmatch(r"mission-brief-xk-en-\d{4}-\d\d-\d\d\.pdf", download.value.suggested_filename)
    pages = pages_of(download.value)
    text = " ".join(pages)
    assert "Kosovo" in pages[0]
    assert words(standing_text("kosovo_1244", "en").text) in text
    assert words(standing_text(DESIGNATIONS, "en").text) in text
    assert "UN-HABITAT projects in Kosovo" in text
    assert "Restoration of property and land registries" in text
    assert "not stated" in text
    assert "Sources and dates" in text
    assert "A/59/198" in text
    for number, one in enumerate(pages, 1):
        assert f"{number} of {len(pages)}" in one


def test_the_printed_brief_is_found_again_by_its_printer_alone(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto("/briefs/new?key=IR")
    page.get_by_label("Language of the brief").select_option("zh")
    page.get_by_label("Covering note").fill("Read this first.")
    page.get_by_role("button", name="Print the brief").click()
    expect(heading(page)).to_have_text("Check before printing")
    page.get_by_role("button", name="Print anyway").click()
    await_brief(page)
    address = page.url
    page.goto("/briefs")
    expect(page.locator(f'a[href="{urlsplit(address).path}"]')).to_be_visible()

    stranger = signed_in("stranger")
    answer = stranger.goto(address)
    assert answer is not None
    assert answer.status == 404


def test_a_planned_mission_gets_a_brief_with_what_it_will_say(signed_in: SignedIn) -> None:
    page = signed_in("mission", accept_downloads=True)
    page.goto("/missions/new")
    page.get_by_label("Title").fill("Mission to Maputo")
    page.get_by_label("First day").fill("2030-03-04")
    page.get_by_label("Last day").fill("2030-03-01")
    page.get_by_label("Find in: Territories").fill("mozam")
    page.get_by_label("Mozambique").check()
    page.get_by_label("Points to raise").fill("Gauges on the Limpopo")
    page.get_by_label("What we ask").fill("Two engineers for a year")
    page.get_by_role("button", name="Plan the mission").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Points to raise")).to_have_value("Gauges on the Limpopo")
    page.get_by_label("Last day").fill("2030-03-09")
    page.get_by_role("button", name="Plan the mission").click()

    expect(heading(page)).to_have_text("Mission to Maputo")
    page.get_by_role("link", name=re.compile("brief", re.IGNORECASE)).last.click()
    page.get_by_role("button", name="Print the brief").click()
    page.get_by_role("button", name="Print anyway").click()
    await_brief(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    text = " ".join(pages_of(download.value))
    for expected in ("Mission to Maputo", "Gauges on the Limpopo", "Two engineers for a year", "Mozambique"):
        assert expected in text


def test_a_mission_that_somebody_else_edits_meanwhile_loses_nothing(signed_in: SignedIn) -> None:
    hers, his = signed_in("coordinator"), signed_in("mission")
    for page in (hers, his):
        page.goto(f"/missions/{MISSION}/edit")
    hers.get_by_label("What we ask").fill("Office space")
    hers.get_by_role("button", name="Save the mission").click()
    expect(hers.get_by_text("Saved.")).to_be_visible()
    his.get_by_label("Sensitivities").fill("No photographs")
    his.get_by_role("button", name="Save the mission").click()
    expect(heading(his)).to_have_text("Somebody saved this meanwhile")
    his.get_by_role("button", name="Save the result").click()
    expect(heading(his)).to_have_text("Visit to Pristina")
    expect(his.get_by_text("Office space", exact=True)).to_be_visible()
    expect(his.get_by_text("No photographs", exact=True)).to_be_visible()
