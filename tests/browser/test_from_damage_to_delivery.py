"""A mission records what it saw; a coordinator makes a project of what it asks for; what is delivered shows in the trace."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import heading

pytestmark = pytest.mark.once

SignedIn = Callable[..., Page]
TITLE = "Rapid look at Gonaïves"
STUDY = "/assessments/rapid-look-at-gonaives"


def add_finding(page: Page, words: str, *, effect: str, figure: str, unit: str) -> None:
    page.get_by_role("link", name="Add a finding").click()
    form = page.locator("#new-findings")
    form.get_by_label("What was found").fill(words)
    form.get_by_label("Sector").select_option("housing")
    form.get_by_label("Effect").select_option(effect)
    form.get_by_label("How many").fill(figure)
    form.get_by_label("Unit").fill(unit)
    form.get_by_role("button", name="Save").click()
    expect(page.locator("#findings").get_by_text(words).first).to_be_visible()


def test_from_a_mission_in_the_field_to_what_is_still_unmet(signed_in: SignedIn) -> None:
    field = signed_in("mission", viewport={"width": 360, "height": 780})
    field.goto("/assessments/new")
    field.get_by_label("Title").fill(TITLE)
    field.get_by_label("Kind").select_option("rapid")
    field.get_by_label("Find in: Territories").fill("hai")
    field.get_by_label("Haiti", exact=True).check()
    field.get_by_label("What was seen, in short").fill("Houses stand in mud")
    field.get_by_role("button", name="Record the assessment").click()
    expect(heading(field)).to_have_text(TITLE)
    add_finding(field, "Houses swept away", effect="damage", figure="3000-4000", unit="houses")
    add_finding(field, "Families need shelters", effect="need", figure="1,000-1,500", unit="shelters")

    field.get_by_role("link", name="Add a recommendation").click()
    form = field.locator("#new-recommendations")
    form.get_by_label("What is asked for").fill("Give families transitional shelters")
    form.get_by_label("Families need shelters").check()
    form.get_by_role("button", name="Save").click()
    expect(field.get_by_text("Answers: Families need shelters")).to_be_visible()

    office = signed_in("coordinator")
    office.goto(STUDY)
    office.get_by_role("button", name="Turn into a project").click()
    expect(heading(office)).to_have_text("Give families transitional shelters")
    expect(office.get_by_text("Haiti").first).to_be_visible()

    office.get_by_role("link", name="Record a delivery").click()
    form = office.locator("#new-deliveries")
    form.get_by_label("What was delivered").fill("Shelters handed over")
    form.get_by_label("How many").fill("400")
    form.get_by_label("Unit").fill("shelters")
    form.get_by_label("For which recommendation").select_option(index=1)
    form.get_by_role("button", name="Save").click()
    expect(office.locator("#delivery-list")).to_contain_text("400 shelters")

    office.goto(STUDY)
    office.get_by_role("link", name="From damage to delivery").click()
    expect(office).to_have_url(re.compile(r"/trace\?assessment=rapid-look-at-gonaives$"))
    expect(office.locator("#trace-table")).to_contain_text("600–1,100 shelters")
