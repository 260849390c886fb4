"""axe finds nothing to complain about: every kind of page, in light and dark, in English and Arabic."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.journeys import heading, publish
from tests.browser.world import HIDDEN, MANAGED, MISSION, REVIEW, WAITING, World

pytestmark = pytest.mark.once  # how pages look is no matter of the database

SignedIn = Callable[..., Page]
ALL: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS = {**ALL, "runOnly": ["color-contrast", "link-in-text-block"]}

LISTS = (
    "/",
    "/projects",
    "/projects?q=zeppelin",
    "/projects?archived=yes",
    "/assessments",
    "/agreements",
    "/disasters",
    "/organisations",
    "/programmes",
    "/funding",
    "/funding?by=fund",
    "/rates",
    "/missions",
    "/briefs",
    "/briefs/batches",
    "/portfolio",
    "/portfolio/map",
    "/portfolio/map?measure=disasters",
    "/portfolio/compared?from=2003-12-31&to=2026-01-01",
    "/portfolio/silent",
    "/portfolio?as_of=2003-12-31",
    "/reporting",
    "/reviews",
    "/territories?open=1",
    "/verify",
)
RECORDS = (
    "/projects/bam-transitional-shelter",
    f"/projects/{MANAGED}",
    "/assessments/as-bam",
    "/agreements/mou-undp",
    "/disasters/bam-2003",
    "/organisations/canada",
    "/programmes/shsppp",
    "/funding/contributions/c-can",
    "/funds/tf-shsppp",
    f"/missions/{MISSION}",
    f"/reviews/{REVIEW}",
    f"/reviews/{REVIEW}/1",
    f"/projects/{WAITING}/updates/{{waiting_update}}",
    "/documents/{source}",
    "/territories/MK",
    "/briefs/check?kind=portfolio&key=dmp&language=fr",
    "/briefs/preview?key=XK&language=en",
    "/briefs/preview?kind=project&key=bam-transitional-shelter&language=en",
    "/briefs/preview?kind=donor&key=canada&language=en",
    "/briefs/preview?kind=portfolio&key=shsppp&language=en",
)
FORMS = (
    f"/projects/{MANAGED}/updates/new",
    f"/projects/{MANAGED}/edit",
    f"/projects/{MANAGED}/stage",
    f"/projects/{MANAGED}/milestones/{{milestone}}",
    f"/projects/{MANAGED}/risks/new",
    f"/projects/{MANAGED}/action-points/new",
    "/projects/new",
    "/views/new?query=stage%3Dunder_way",
    "/agreements/new",
    "/agreements/mou-undp/edit",
    "/agreements/mou-undp/state?to=terminated",
    "/agreements/mou-undp/signatures/new",
    "/agreements/mou-undp/undertakings/new",
    "/agreements/mou-undp/amendments/new",
    "/missions/new",
    "/funds/new",
    "/funding/contributions/new",
    "/funding/contributions/c-can/edit",
    "/funding/contributions/c-can/steps/new",
    "/projects/bam-transitional-shelter/payments/new",
    f"/missions/{MISSION}/edit",
    "/reviews/new",
    f"/reviews/{REVIEW}/close",
    f"/reviews/{REVIEW}/1/actions",
    "/assessments/new",
    "/assessments/as-bam/edit",
    "/assessments/as-bam/findings/new",
    "/disasters/new",
    "/disasters/bam-2003/impact/new",
    "/disasters/bam-2003/trace",
    "/trace",
    "/briefs/new",
    "/briefs/new?kind=portfolio",
    "/briefs/batches/new?kind=programmes",
    "/briefs/batches/new?kind=projects&selection=territory%3DXK",
    "/records/{milestone}/documents/new",
    "/records/{managed}/translate?to=ar",
    "/documents/{source}/edit",
    "/account",
    "/account/password",
    "/account/two-factor",
    "/nowhere",
)


def complaints(page: Page, what: str, options: dict[str, Any] = ALL) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        f"{what}: {one['id']}: {json.dumps(node['target'])} {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"]
    ]


def complaints_by_day_and_night(page: Page, what: str) -> list[str]:
    """Everything in the light; in the dark only what depends on colours."""
    page.emulate_media(color_scheme="dark")
    dark = complaints(page, f"{what}, dark", COLOURS)
    page.emulate_media(color_scheme="light")
    return complaints(page, what) + dark


@pytest.mark.parametrize("kind", [LISTS, RECORDS, FORMS], ids=["lists", "records", "forms"])
def test_axe_finds_nothing_on_pages(signed_in: SignedIn, world: World, kind: tuple[str, ...]) -> None:
    page = signed_in("coordinator")
    found: list[str] = []
    for address in kind:
        told = address.format(**vars(world))
        page.goto(told)
        found += complaints_by_day_and_night(page, told)
    assert found == []


def test_axe_finds_nothing_in_arabic(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    found: list[str] = []
    for address in (
        "/",
        "/projects",
        f"/projects/{MANAGED}",
        "/funding",
        f"/projects/{MANAGED}/updates/new",
        "/portfolio",
    ):
        page.goto(f"{address}?lang=ar")
        found += complaints(page, f"{address} in Arabic")
    page.goto("/briefs/preview?key=XK&language=ar")
    assert found + complaints(page, "preview in Arabic") == []


def test_axe_finds_nothing_on_a_telephone(signed_in: SignedIn) -> None:
    page = signed_in("coordinator", viewport={"width": 360, "height": 740})
    found: list[str] = []
    for address in ("/projects", f"/projects/{MANAGED}", "/funding"):
        page.goto(address)
        page.get_by_role("button", name="Menu").click()
        expect(page.get_by_role("navigation", name="Main")).to_be_visible()
        found += complaints(page, f"{address} on a telephone")
    assert found == []


def test_axe_finds_nothing_when_signing_in(new_page: Callable[[], Page]) -> None:
    page = new_page()
    page.goto("/sign-in")
    found = complaints_by_day_and_night(page, "/sign-in")
    page.get_by_label("E-mail address").fill("nobody@example.org")
    page.get_by_label("Password").fill("no such password")
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert found + complaints_by_day_and_night(page, "refused sign-in") == []


def test_axe_finds_nothing_on_refused_forms(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto(f"/projects/{MANAGED}/updates/new")
    publish(page)
    expect(page.get_by_role("alert")).to_be_visible()
    found = complaints_by_day_and_night(page, "refused update")
    for address, button in (("/projects/new", "Make the project"), ("/missions/new", "Plan the mission")):
        page.goto(address)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_visible()
        found += complaints_by_day_and_night(page, f"refused {address}")
    assert found == []


def test_axe_finds_nothing_on_rates_and_their_file(signed_in: SignedIn) -> None:
    page = signed_in("administrator")
    found: list[str] = []
    for address in ("/rates", "/rates/new", "/rates/import"):
        page.goto(address)
        found += complaints_by_day_and_night(page, address)
    head = "currency,day,units_per_dollar,source\n"
    for row, shown in (("EUR,soon,1,x", "Row 2, column day"), ("EUR,2004-03-01,0.8065,UN rates", "New: 1.")):
        page.get_by_label("Or its contents").fill(head + row)
        page.get_by_role("button", name="Show what it would do").click()
        expect(page.get_by_text(shown)).to_be_visible()
        found += complaints_by_day_and_night(page, shown)
    assert found == []


def test_axe_finds_nothing_on_refusals(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto(f"/projects/{HIDDEN}")
    expect(heading(page)).to_have_text("Not found")
    found = complaints_by_day_and_night(page, "404")
    page.goto(f"/projects/{MANAGED}/edit")
    expect(heading(page)).to_have_text("Not open to you")
    assert found + complaints_by_day_and_night(page, "403") == []


def test_axe_finds_nothing_on_a_clash_or_an_ended_sign_in(signed_in: SignedIn) -> None:
    page, other = signed_in("coordinator"), signed_in("administrator")
    address = "/missions/pristina-visit/edit"
    for one in (page, other):
        one.goto(address)
        one.get_by_label("Purpose").fill(f"As {one} sees it")
    other.get_by_role("button", name="Save the mission").click()
    expect(other.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("button", name="Save the mission").click()
    expect(heading(page)).to_have_text("Somebody saved this meanwhile")
    found = complaints_by_day_and_night(page, "clash")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save the result").click()
    expect(heading(page)).to_have_text("Please sign in again")
    assert found + complaints_by_day_and_night(page, "ended sign-in") == []


def test_axe_finds_nothing_on_a_printed_brief(signed_in: SignedIn) -> None:
    page = signed_in("mission")
    page.goto("/briefs/new?key=HT")
    page.get_by_role("button", name="Print the brief").click()
    expect(heading(page)).to_have_text("Check before printing")
    found = complaints_by_day_and_night(page, "what the check found")
    page.get_by_role("button", name="Print anyway").click()
    expect(heading(page)).to_have_text("Printing a brief")
    found += complaints(page, "a brief being printed")
    page.get_by_role("link", name="Open the brief").click()
    expect(page.get_by_role("link", name="Download the PDF")).to_be_visible()
    found += complaints_by_day_and_night(page, "a printed brief")
    page.goto("/briefs")
    assert found + complaints_by_day_and_night(page, "/briefs") == []
