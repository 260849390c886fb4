"""Reporting a project's status: in one go, refused, drafted while typing, doubled, and when the sign-in has run out."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.journeys import fill_update, heading, publish, published, sign_in

SignedIn = Callable[..., Page]
BAM = "bam-transitional-shelter"


def updates_shown(page: Page, code: str, words: str) -> int:
    """How many published updates of the project say this."""
    page.goto(f"/projects/{code}")
    return page.locator("#now .update", has_text=words).count()


def test_a_coordinator_reports_the_status_of_bam_in_one_go(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto(f"/projects/{BAM}")
    page.get_by_role("link", name="Report status").click()
    expect(heading(page)).to_have_text("Report status")
    expect(page.get_by_label("Stage")).to_have_value("under_review")
    fill_update(page, "Forty shelters stand in Bam.", health="At risk", next_step="Roof the last ten.")
    publish(page)

    published(page, BAM)
    strip = page.locator(".strip")
    expect(strip).to_contain_text("at risk")
    expect(strip).to_contain_text("last update as of")
    now = page.locator("#now")
    expect(now.locator(".update")).to_contain_text("Forty shelters stand in Bam.")
    expect(now).to_contain_text("Roof the last ten.")
    story = page.locator("#history")
    expect(story).to_contain_text("Dmitri Coordinator")
    expect(story).to_contain_text(re.compile("at risk", re.IGNORECASE))
    page.goto("/projects?health=at_risk&q=bam")
    expect(page.locator("#projects tbody .row-link")).to_have_attribute("href", f"/projects/{BAM}")


def test_a_report_with_gaps_is_refused_and_everything_typed_stays(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto("/projects/toolkits/updates/new")
    page.get_by_label("Next step").fill("Print the toolkit in Spanish.")
    page.get_by_label("As of").fill("")
    publish(page)
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    expect(page.get_by_label("Next step")).to_have_value("Print the toolkit in Spanish.")
    expect(page.get_by_label("What happened")).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link", name="What happened").click()
    expect(page.get_by_label("What happened")).to_be_focused()
    assert updates_shown(page, "toolkits", "") == 0


def test_a_suspension_without_its_reason_is_refused_and_then_mended(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto("/projects/somalia-gender-governance")
    page.get_by_text("Change the stage", exact=True).first.click()
    page.get_by_label("New stage").select_option("suspended")
    page.locator("#now").get_by_role("button", name="Change the stage").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("New stage")).to_have_value("suspended")
    page.get_by_label("Reason").fill("The roads are closed.")
    page.get_by_role("button", name="Change the stage").click()
    expect(page.get_by_text("The stage is changed.")).to_be_visible()
    expect(page.locator(".strip")).to_contain_text("suspended")
    expect(page.locator("#now")).to_contain_text("The roads are closed.")


def test_a_report_of_a_cancellation_needs_words_and_keeps_the_choice(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto("/projects/sids-disaster-management/updates/new")
    page.get_by_label("Off track").check()
    page.get_by_label("Stage").select_option("cancelled")
    publish(page)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Stage")).to_have_value("cancelled")
    expect(page.get_by_label("Off track")).to_be_checked()


def test_a_double_click_on_publish_makes_one_update(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto("/projects/surge/updates/new")
    fill_update(page, "The roster has twelve names.")
    page.get_by_role("button", name="Publish update").dblclick(no_wait_after=True)
    published(page, "surge")
    assert updates_shown(page, "surge", "The roster has twelve names.") == 1


def test_a_draft_is_kept_while_typing_and_found_again_under_my_work(signed_in: SignedIn) -> None:
    page = signed_in("manager")
    page.goto("/projects/haiti-preparatory/updates/new")
    page.get_by_label("What happened").press_sequentially("The ministry asked for")
    expect(page.get_by_text("Draft kept at")).to_be_visible()
    expect(page.get_by_label("What happened")).to_be_focused()

    page.goto("/")
    drafts = page.locator("#drafts")
    drafts.get_by_role("link").first.click()
    expect(page.get_by_text("This is the draft you began.")).to_be_visible()
    expect(page.get_by_label("What happened")).to_have_value("The ministry asked for")
    fill_update(page, "The ministry asked for two more weeks.")
    publish(page)
    published(page, "haiti-preparatory")
    page.goto("/")
    expect(page.locator("#drafts")).to_have_count(0)


def test_an_update_submitted_by_a_mission_waits_for_the_coordinator_who_publishes_it(signed_in: SignedIn) -> None:
    page = signed_in("mission")
    page.goto("/projects/kosovo-municipal/updates/new")
    fill_update(page, "The registers were read.")
    page.get_by_role("button", name="Submit update").click()
    expect(page.get_by_text("The update is submitted.")).to_be_visible()

    page = signed_in("coordinator")
    page.goto("/")
    waiting = page.locator("#waiting")
    expect(waiting).to_contain_text("The registers were read.")
    waiting.get_by_role("link", name="UN-HABITAT projects in Kosovo").click()
    publish(page)
    published(page, "kosovo-municipal")
    expect(page.locator("#now")).to_contain_text("The registers were read.")


def test_what_was_typed_is_back_after_the_sign_in_had_run_out(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto("/projects/liberia-cap/updates/new")
    fill_update(page, "Monrovia was reached.", health="Off track", next_step="Ask for trucks.")
    expect(page.get_by_text("Draft kept at")).to_be_visible()
    page.context.clear_cookies()
    publish(page)
    expect(heading(page)).to_have_text("Please sign in again")
    sign_in(page, "coordinator")

    expect(heading(page)).to_have_text("Report status")
    expect(page.get_by_text("It is not saved yet.")).to_be_visible()
    expect(page.get_by_label("What happened")).to_have_value("Monrovia was reached.")
    expect(page.get_by_label("Next step")).to_have_value("Ask for trucks.")
    expect(page.get_by_label("Off track")).to_be_checked()
    publish(page)
    published(page, "liberia-cap")
    assert updates_shown(page, "liberia-cap", "Monrovia was reached.") == 1


def test_typing_on_after_the_sign_in_had_run_out_loses_nothing(signed_in: SignedIn) -> None:
    page = signed_in("coordinator")
    page.goto("/projects/sudan-south-roads/updates/new")
    page.get_by_label("On track").check()
    expect(page.get_by_text("Draft kept at")).to_be_visible()
    page.context.clear_cookies()
    with page.expect_response(re.compile(r"/updates/draft$")) as answer:
        page.get_by_label("What happened").press_sequentially("Rumbek is reached")
    assert answer.value.status == 401
    expect(page.get_by_text("The draft is not being kept")).to_be_visible()
    expect(page.get_by_label("What happened")).to_be_focused()
    page.keyboard.type(" by road.")
    publish(page)
    expect(heading(page)).to_have_text("Please sign in again")
    sign_in(page, "coordinator")
    expect(page.get_by_label("What happened")).to_have_value("Rumbek is reached by road.")
    publish(page)
    published(page, "sudan-south-roads")
