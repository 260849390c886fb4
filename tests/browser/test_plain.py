"""The same journeys with JavaScript switched off: every form posts, every list filters, every job can be looked at."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import fill_update, heading, publish, published, sign_in

SignedIn = Callable[..., Page]
PLAIN = {"java_script_enabled": False}


def look_again_until_printed(page: Page) -> None:
    """Follow the link of the progress page as a patient reader does."""
    done = page.get_by_role("link", name="Open the brief")
    for _look in range(30):
        try:
            expect(done).to_be_visible(timeout=700)
            break
        except AssertionError:
            page.get_by_role("link", name="Look again").click()
    done.click()


def test_somebody_signs_in_and_filters_projects_by_the_plain_form(new_page: Callable[..., Page]) -> None:
    page = new_page(**PLAIN)
    page.goto("/projects")
    sign_in(page, "viewer")
    form = page.get_by_role("search", name="Filter the list")
    form.get_by_label("Search").fill("bam")
    form.locator("summary", has_text="Territory").click()
    form.get_by_role("checkbox", name="Iran").check()
    form.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"/projects\?.*q=bam.*territory=IR"))
    expect(page.locator("#projects tbody tr")).to_have_count(1)
    page.locator("#projects tbody .row-link").click()
    expect(heading(page)).to_contain_text("Bam")


def test_a_manager_is_refused_keeps_the_text_and_then_publishes(signed_in: SignedIn) -> None:
    page = signed_in("coordinator", **PLAIN)
    page.goto("/projects/housing-property-directorate")
    page.get_by_role("link", name="Report status").click()
    page.get_by_label("What happened").fill("Nine hundred claims were settled.")
    publish(page)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("What happened")).to_have_value("Nine hundred claims were settled.")
    page.get_by_label("On track").check()
    publish(page)
    published(page, "housing-property-directorate")
    expect(page.locator("#now")).to_contain_text("Nine hundred claims were settled.")


def test_a_draft_is_kept_by_its_button_and_found_under_my_work(signed_in: SignedIn) -> None:
    page = signed_in("other_manager", **PLAIN)
    page.goto("/projects/new")
    page.get_by_label("Title").fill("Wells of Gonaïves")
    page.get_by_label("Code").fill("wells-gonaives")
    page.get_by_label("Stage").select_option("under_way")
    page.get_by_role("button", name="Make the project").click()
    expect(heading(page)).to_have_text("Wells of Gonaïves")
    page.get_by_role("link", name="Report status").click()
    page.get_by_label("What happened").fill("Two wells")
    page.get_by_role("button", name="Keep as a draft").click()
    page.goto("/")
    page.locator("#drafts").get_by_role("link", name="Wells of Gonaïves").click()
    expect(page.get_by_label("What happened")).to_have_value("Two wells")
    fill_update(page, "Two wells give water.")
    publish(page)
    published(page, "wells-gonaives")


def test_two_people_clash_and_both_changes_are_saved(signed_in: SignedIn) -> None:
    hers, his = signed_in("coordinator", **PLAIN), signed_in("administrator", **PLAIN)
    for page in (hers, his):
        page.goto("/projects/serbia-refugees/edit")
    hers.get_by_label("Next step").fill("Count the houses")
    hers.get_by_role("button", name="Save the project").click()
    his.get_by_label("Place, as your source words it").fill("Southern Serbia")
    his.get_by_role("button", name="Save the project").click()
    expect(heading(his)).to_have_text("Somebody saved this meanwhile")
    his.get_by_role("button", name="Save the result").click()
    his.goto("/projects/serbia-refugees/edit")
    expect(his.get_by_label("Next step")).to_have_value("Count the houses")
    expect(his.get_by_label("Place, as your source words it")).to_have_value("Southern Serbia")


def test_what_was_typed_is_back_after_the_sign_in_had_run_out(signed_in: SignedIn) -> None:
    page = signed_in("coordinator", **PLAIN)
    page.goto("/projects/serbia-fyrom-identification/updates/new")
    fill_update(page, "The report is read.")
    page.context.clear_cookies()
    publish(page)
    expect(heading(page)).to_have_text("Please sign in again")
    sign_in(page, "coordinator")
    expect(page.get_by_label("What happened")).to_have_value("The report is read.")
    expect(page.get_by_label("On track")).to_be_checked()
    publish(page)
    published(page, "serbia-fyrom-identification")


def test_a_mission_is_planned_and_its_brief_ordered_and_awaited(signed_in: SignedIn) -> None:
    page = signed_in("mission", **PLAIN)
    page.goto("/missions/new")
    page.get_by_label("Title").fill("Mission to Port-au-Prince")
    page.get_by_label("First day").fill("2030-05-04")
    page.get_by_label("Last day").fill("2030-05-09")
    page.get_by_label("Haiti").check()
    page.get_by_role("button", name="Plan the mission").click()
    expect(heading(page)).to_have_text("Mission to Port-au-Prince")

    page.get_by_role("link", name=re.compile("brief", re.IGNORECASE)).last.click()
    page.get_by_label("Covering note").fill("Read this first.")
    page.get_by_role("button", name="Print the brief").click()
    expect(heading(page)).to_have_text("Check before printing")
    page.get_by_role("button", name="Print anyway").click()
    expect(heading(page)).to_have_text("Printing a brief")
    look_again_until_printed(page)
    expect(page.get_by_role("link", name="Download the PDF")).to_be_visible()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/projects",
        "/assessments",
        "/agreements",
        "/disasters",
        "/organisations",
        "/programmes",
        "/funding",
        "/missions",
    ],
)
def test_a_plain_page_shows_its_list_and_menus(signed_in: SignedIn, address: str) -> None:
    page = signed_in("viewer", **PLAIN)
    page.goto(address)
    expect(heading(page)).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.locator("nav summary", has_text="More").click()
    expect(page.get_by_role("link", name="Missions", exact=True)).to_be_visible()
