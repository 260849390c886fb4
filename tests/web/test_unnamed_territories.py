"""A territory without a name in the reader's language: shown in English, tagged, with a warning above the page."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests import make
from tests.html import Page, text_of
from tests.web.posting import ClientFor
from tracker.domain.codes import Visibility
from tracker.domain.models import User
from tracker.store import UnitSession

PAGES = (
    "/",
    "/projects",
    "/projects/homes",
    "/portfolio",
    "/assessments",
    "/assessments/needs",
    "/disasters",
    "/disasters/quake",
    "/organisations",
    "/organisations/ministry",
    "/missions",
    "/missions/visit",
    "/trace",
    "/trace?territory=HT",
)


@pytest.fixture
def haiti(app_session: UnitSession) -> None:
    """Haiti, named in English and French, on a page of every kind; Ghana, that is named in all that is read here, beside it."""
    there = make.territory(app_session, "HT", "Haiti")
    make.territory_name(app_session, there, "fr", "Haïti")
    ghana = make.territory(app_session, "GH", "Ghana")
    for lang, name in (("ar", "غانا"), ("fr", "Ghana")):
        make.territory_name(app_session, ghana, lang, name)
    both, everybody = [there, ghana], Visibility.public
    owners = app_session.scalars(sa.select(User)).all()
    make.project(app_session, "homes", territories=both, managers=owners, visibility=everybody)
    quake = make.disaster(app_session, "quake", territories=both, visibility=everybody)
    study = make.assessment(app_session, "needs", territories=both, disasters=[quake], visibility=everybody)
    make.finding(app_session, study)
    make.organisation(app_session, "ministry", territory_id=there.id)
    make.mission(app_session, "visit", territories=both, start_day=date(2026, 12, 1), visibility=everybody)
    app_session.commit()


def warning(page: Page) -> tuple[str, list[str]] | None:
    found = page.by_id("unnamed")
    return None if found is None else (text_of(found), [one.get("href", "") for one in found.iter("a")])


def named(page: Page) -> set[str | None]:
    """The languages in which the page says the English name, outside the warning."""
    return {one.get("lang") for one in page.one("main").iter() if one.text == "Haiti"} - {None}


def test_every_page_that_names_it_warns_and_leads_administrators_to_the_form(
    client_for: ClientFor, haiti: None
) -> None:
    client = client_for("administrator")
    found = {address: warning(client.read(f"{address}{'&' if '?' in address else '?'}lang=ar")) for address in PAGES}
    assert {address: told and told[1] for address, told in found.items()} == {
        address: ["/territories/HT/correct"] for address in PAGES
    }


def test_the_english_name_is_tagged_as_english(client_for: ClientFor, haiti: None) -> None:
    client = client_for("administrator")
    for address in PAGES:
        page = client.read(f"{address}{'&' if '?' in address else '?'}lang=ar")
        assert named(page) == {"en"}, address
        assert not [one for one in page.one("main").iter() if one.text == "غانا" and one.get("lang")]


def test_others_are_told_whom_to_ask_and_whoever_has_the_name_is_told_nothing(
    client_for: ClientFor, haiti: None
) -> None:
    viewer, administrator = client_for("viewer"), client_for("administrator")
    asked, led = (warning(client.read("/projects/homes?lang=ar")) for client in (viewer, administrator))
    assert asked
    assert led
    assert ("Haiti" in asked[0], asked[1], asked[0] == led[0]) == (True, [], False)
    assert warning(viewer.read("/projects/homes?lang=fr")) is None
    assert warning(viewer.read("/projects/homes?lang=en")) is None


def test_a_warning_names_five_and_leads_to_the_others(client_for: ClientFor, app_session: UnitSession) -> None:
    many = [make.territory(app_session, f"X{sign}", f"Land {sign}") for sign in "ABCDEFG"]
    make.project(app_session, "wide", territories=many, visibility=Visibility.public)
    app_session.commit()
    told = warning(client_for("viewer").read("/projects/wide?lang=zh"))
    assert told
    assert ("Land E" in told[0], "Land F" in told[0], told[1]) == (True, False, ["/territories?open=1"])
