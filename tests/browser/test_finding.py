"""Signing in, and finding a project by typing or by the keyboard alone."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.journeys import heading, sign_in

pytestmark = pytest.mark.once

SignedIn = Callable[..., Page]
BAM = "bam-transitional-shelter"


def test_somebody_signs_in_finds_bam_by_typing_and_opens_it(new_page: Callable[[], Page]) -> None:
    page = new_page()
    page.goto("/projects")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    sign_in(page, "coordinator")
    expect(page).to_have_url(re.compile(r"/projects$"))
    rows = page.locator("#projects tbody tr")
    expect(rows.nth(17)).to_be_visible()

    page.get_by_role("searchbox", name="Search", exact=True).press_sequentially("bam")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/projects\?q=bam$"))
    expect(page.get_by_text("1 project", exact=True).first).to_be_visible()
    expect(page.get_by_role("searchbox", name="Search", exact=True)).to_be_focused()
    expect(page.locator("#live")).to_have_text("1 project")

    rows.get_by_role("link").click()
    expect(page).to_have_url(re.compile(rf"/projects/{BAM}$"))
    expect(heading(page)).to_contain_text("Bam")


def test_the_address_that_typing_made_shows_the_same_when_opened_anew(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/projects")
    stage = page.locator("details.facet", has_text="Stage").first
    stage.locator("summary").click()
    stage.get_by_label("under way").check()
    expect(page).to_have_url(re.compile(r"/projects\?stage=under_way$"))
    expect(page.locator("#chosen-stage")).to_have_text("under way")
    stage.get_by_label("proposed").check()
    expect(page).to_have_url(re.compile(r"/projects\?stage=proposed,under_way$"))
    stage.get_by_label("proposed").uncheck()
    expect(page).to_have_url(re.compile(r"/projects\?stage=under_way$"))
    shown = page.locator("#projects tbody .row-link").all_inner_texts()
    page.reload()
    expect(page.locator("#chosen-stage")).to_have_text("under way")
    assert page.locator("#projects tbody .row-link").all_inner_texts() == shown
    assert 0 < len(shown) < 18


def test_filters_chosen_in_place_go_on_to_another_day_and_back(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/projects")
    stage = page.locator("details.facet", has_text="Stage").first
    stage.locator("summary").click()
    stage.get_by_label("under way").check()
    expect(page).to_have_url(re.compile(r"/projects\?stage=under_way$"))
    page.get_by_text("As of another day").click()
    page.get_by_label("True on").fill("2003-12-31")
    page.locator("form.days button").click()
    expect(page.get_by_text("As of 31 December 2003")).to_be_visible()
    assert sorted(parse_qsl(urlsplit(page.url).query)) == [("as_of", "2003-12-31"), ("stage", "under_way")]
    page.get_by_role("searchbox", name="Search", exact=True).press_sequentially("bam")
    expect(page).to_have_url(re.compile(r"q=bam"))
    assert parse_qsl(urlsplit(page.url).query).count(("as_of", "2003-12-31")) == 1
    page.get_by_role("link", name="Back to today").click()
    expect(page.get_by_text("As of 31 December 2003")).to_have_count(0)
    assert sorted(parse_qsl(urlsplit(page.url).query)) == [("q", "bam"), ("stage", "under_way")]


def test_what_is_typed_last_is_what_is_shown(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/projects")
    box = page.get_by_role("searchbox", name="Search", exact=True)
    box.press_sequentially("haiti", delay=120)
    box.fill("mozambique")
    expect(page).to_have_url(re.compile(r"/projects\?q=mozambique$"))
    expect(page.locator("#projects tbody .row-link").first).to_have_attribute("href", re.compile("mozambique"))
    box.fill("")
    expect(page).to_have_url(re.compile(r"/projects$"))
    expect(page.locator("#projects tbody tr")).to_have_count(18)


def test_a_search_that_finds_nothing_says_what_to_do(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/projects")
    page.get_by_role("searchbox", name="Search", exact=True).fill("zeppelin")
    expect(page.get_by_text("No project fits this filter.")).to_be_visible()
    page.get_by_role("link", name="Show all projects").click()
    expect(page.locator("#projects tbody tr")).to_have_count(18)


def test_the_whole_row_opens_its_project(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/projects?q=bam")
    page.locator("#projects tbody tr td").last.click(force=True)
    expect(page).to_have_url(re.compile(rf"/projects/{BAM}$"))


def test_a_project_is_found_and_opened_by_the_keyboard_alone(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/portfolio")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search projects")).to_be_focused()
    page.keyboard.type("bam")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/projects\?q=bam$"))
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search", exact=True)).to_be_focused()
    link = page.locator("#projects tbody .row-link")
    for _press in range(30):
        if link.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/projects/{BAM}$"))


def test_a_slash_is_typed_where_somebody_types(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/projects")
    box = page.get_by_role("searchbox", name="Search", exact=True)
    box.press_sequentially("a/b")
    expect(box).to_have_value("a/b")


def test_the_first_tab_leads_past_the_menus_to_the_content(signed_in: SignedIn) -> None:
    page = signed_in("viewer")
    page.goto("/projects")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    assert (skip.bounding_box() or {"height": 0})["height"] > 10
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_wrong_password_is_refused_and_the_address_kept(new_page: Callable[[], Page]) -> None:
    page = new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(cast.email("other_manager"))
    page.get_by_label("Password").fill("not this one, surely")
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value(cast.email("other_manager"))
    expect(page.get_by_label("Password")).to_have_value("")


def test_a_territory_among_many_is_found_by_a_few_letters_and_the_keyboard(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto("/missions/new")
    find = page.get_by_label("Find in: Territories")
    boxes = page.get_by_role("group", name="Territories").get_by_role("checkbox")
    expect(boxes).to_have_count(0)
    find.fill("cote")
    expect(boxes).to_have_count(1)
    find.press("Enter")
    expect(find).to_have_value("")
    expect(page.get_by_label("Côte d'Ivoire")).to_be_checked()
    find.press_sequentially("sudan")
    expect(boxes.nth(1)).to_have_accessible_name("Sudan")
    find.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    find.fill("")
    expect(boxes).to_have_count(2)
    find.fill("xyz")
    expect(page.get_by_text("No name here has these letters.")).to_be_visible()


def test_somebody_signs_out_and_the_pages_are_closed(new_page: Callable[[], Page]) -> None:
    page = new_page()
    page.goto("/sign-in")
    sign_in(page, "stranger")
    page.locator("summary", has_text=cast.NAMES["stranger"]).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile(r"/sign-in"))
    page.goto("/projects")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
