"""The list of projects by the keyboard: moving, ticking, opening, the help, and switching single keys off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

SignedIn = Callable[..., Page]

pytestmark = pytest.mark.once


def test_rows_are_moved_through_ticked_and_opened_by_single_keys(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto("/projects")
    rows, boxes = page.locator("#projects tbody .row-link"), page.locator("#projects [data-pick]")
    press, ticked = page.keyboard.press, page.locator("[data-picked]")
    press("j")
    expect(rows.nth(0)).to_be_focused()
    assert rows.nth(0).evaluate("link => getComputedStyle(link, '::after').outlineStyle") == "solid"
    press("j")
    press("j")
    press("k")
    expect(rows.nth(1)).to_be_focused()
    press("x")
    expect(boxes.nth(1)).to_be_checked()
    expect(ticked).to_have_text("Ticked: 1")
    expect(rows.nth(1)).to_be_focused()
    press("j")
    press("Space")
    expect(ticked).to_have_text("Ticked: 2")
    press("x")
    expect(boxes.nth(2)).not_to_be_checked()
    press("Control+j")
    expect(rows.nth(2)).to_be_focused()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(ticked).to_have_text("Ticked: 4")
    page.get_by_label("Tick all on this page").check()
    expect(page.locator("#projects [data-pick]:checked")).to_have_count(rows.count())

    press("/")
    search = page.get_by_role("searchbox", name="Search", exact=True)
    expect(search).to_be_focused()
    page.keyboard.type("bam j/k?x")
    expect(search).to_have_value("bam j/k?x")
    search.fill("bam")
    expect(rows).to_have_count(1)
    expect(ticked).to_have_text("")
    page.locator("h1").click()
    press("j")
    press("Enter")
    expect(page).to_have_url(re.compile("/projects/bam-transitional-shelter$"))


def test_the_help_lists_the_keys_and_single_keys_can_be_switched_off(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/agreements")
    page.keyboard.press("j")
    expect(page.locator(".row-link").first).to_be_focused()
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Keys in lists")
    expect(help_).to_be_visible()
    expect(help_.get_by_role("button", name="Close")).to_be_focused()
    help_.get_by_label("Single keys act, on this device").uncheck()
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    for key in ("?", "/", "j"):
        page.keyboard.press(key)
    expect(help_).to_be_hidden()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(".row-link").first).not_to_be_focused()
    page.get_by_role("button", name="Keyboard").click()
    help_.get_by_label("Single keys act, on this device").check()
    help_.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    expect(page.locator(".row-link").first).to_be_focused()


def test_the_map_goes_nearer_by_wheel_and_by_keys_and_back(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto("/portfolio/map")
    picture = page.locator(".map-picture")
    whole = picture.get_attribute("viewBox") or ""
    picture.hover()
    page.mouse.wheel(0, -200)
    expect(picture).not_to_have_attribute("viewBox", whole)
    picture.focus()
    page.keyboard.press("0")
    expect(picture).to_have_attribute("viewBox", "0.00 0.00 1000.00 487.00")
    for key in ("+", "ArrowRight"):
        before = picture.get_attribute("viewBox") or ""
        page.keyboard.press(key)
        expect(picture).not_to_have_attribute("viewBox", before)
