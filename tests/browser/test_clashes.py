"""Two people, or one in two tabs, change the same: nobody's words are lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import fill_update, heading, publish

pytestmark = pytest.mark.once

SignedIn = Callable[..., Page]
CODE = "croatia-local-government"
EDIT = f"/projects/{CODE}/edit"
SAVED = re.compile(rf"/projects/{CODE}$")


def test_two_tabs_clash_and_the_changes_of_both_are_saved(signed_in: SignedIn) -> None:
    hers, his = signed_in("coordinator"), signed_in("administrator")
    hers.goto(EDIT)
    his.goto(EDIT)
    before = his.get_by_label("Title").input_value()

    hers.get_by_label("Title").fill("Local government in Croatia, her words")
    hers.get_by_label("Next step").fill("Her next step")
    hers.get_by_role("button", name="Save the project").click()
    expect(hers).to_have_url(SAVED)

    his.get_by_label("Title").fill("Local government in Croatia, his words")
    his.get_by_label("Place, as your source words it").fill("Knin and around")
    with his.expect_response(lambda answer: answer.request.method == "POST") as answer:
        his.get_by_role("button", name="Save the project").click()
    assert answer.value.status == 409
    expect(heading(his)).to_have_text("Somebody saved this meanwhile")
    expect(his.get_by_text("Dmitri Coordinator").first).to_be_visible()

    title = his.get_by_role("group", name="Title")
    expect(title).to_contain_text(before)
    expect(title).to_contain_text("her words")
    expect(title).to_contain_text("his words")
    merged = his.locator("main dl")
    expect(merged).to_contain_text("Her next step")
    expect(merged).to_contain_text("Knin and around")
    title.get_by_label(re.compile("By Dmitri Coordinator")).check()
    his.get_by_role("button", name="Save the result").click()

    expect(his).to_have_url(SAVED)
    his.goto(EDIT)
    expect(his.get_by_label("Title")).to_have_value("Local government in Croatia, her words")
    expect(his.get_by_label("Next step")).to_have_value("Her next step")
    expect(his.get_by_label("Place, as your source words it")).to_have_value("Knin and around")


def test_a_third_change_while_choosing_is_shown_again(signed_in: SignedIn) -> None:
    first, second = signed_in("coordinator"), signed_in("administrator")
    for page in (first, second):
        page.goto("/projects/caribbean-consultation/edit")
    for words in ("one", "two"):
        first.goto("/projects/caribbean-consultation/edit")
        first.get_by_label("Next step").fill(f"First says {words}")
        first.get_by_role("button", name="Save the project").click()
        expect(first.get_by_text("Saved.")).to_be_visible()
        if words == "one":
            second.get_by_label("Next step").fill("Second says three")
            second.get_by_role("button", name="Save the project").click()
            expect(second.get_by_text("First says one")).to_be_visible()
    second.get_by_role("button", name="Save the result").click()
    expect(second.get_by_text("First says two")).to_be_visible()
    second.get_by_role("button", name="Save the result").click()
    expect(second).to_have_url(re.compile(r"/projects/caribbean-consultation$"))
    expect(second.locator("#now")).to_contain_text("Second says three")


def test_two_reports_at_once_are_put_side_by_side(signed_in: SignedIn) -> None:
    code = "mozambique-local-consultation"
    hers, his = signed_in("coordinator"), signed_in("administrator")
    for page in (hers, his):
        page.goto(f"/projects/{code}/updates/new")
    fill_update(hers, "The dykes hold.", next_step="Plant reeds")
    publish(hers)
    expect(hers).to_have_url(re.compile(rf"/projects/{code}$"))

    fill_update(his, "The gauges work.", health="At risk", next_step="Buy batteries")
    publish(his)
    expect(heading(his)).to_have_text("Somebody saved this meanwhile")
    expect(his.get_by_role("group", name="Next step")).to_contain_text("Plant reeds")
    his.get_by_role("button", name="Save the result").click()
    expect(his).to_have_url(re.compile(rf"/projects/{code}$"))
    expect(his.locator("#now")).to_contain_text("The gauges work.")
    expect(his.locator("#now")).to_contain_text("The dykes hold.")
    expect(his.locator(".strip")).to_contain_text("at risk")
