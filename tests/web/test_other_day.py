"""Briefs as of another day, asked for on the page and in the address."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import cast, make
from tests.web.client import PageClient
from tests.web.test_briefs import ORDER, count, work
from tracker.domain.codes import Visibility
from tracker.domain.models import Brief, Job
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]


@pytest.fixture
def haiti(app_session: UnitSession) -> None:
    territory = make.territory(app_session, "HT", "Haiti")
    make.project(app_session, "assistance", title="Preparatory assistance", territories=[territory])
    make.disaster(app_session, name="Floods", territories=[territory], on="2004-05-23", visibility=Visibility.public)
    app_session.commit()


def test_a_brief_of_another_day_is_previewed_printed_and_kept(
    app: Flask, client_for: ClientFor, app_session: UnitSession, haiti: None
) -> None:
    client = client_for("mission")
    days = {"as_of": "2004-05-22", "known_on": "2026-11-23"}
    address = cast.post(client, "/briefs/new", {**ORDER, **days, "action": "preview"}).location
    assert address == "/briefs/preview?key=HT&as_of=2004-05-22&known_on=2026-11-23&language=en"
    page = client.read(address)
    assert "As it was true on 22 May 2004, by what was known on 23 November 2026" in page.text
    assert "Floods" not in page.text
    assert "/briefs/preview?key=HT&language=en" in page.links
    assert (page.values("as_of"), page.values("known_on")) == (["2004-05-22"], ["2026-11-23"])
    cast.post(client, "/briefs/new", {**ORDER, **days})
    work(app)
    brief = app_session.scalars(sa.select(Brief)).one()
    assert (str(brief.as_of), str(brief.known_on)) == ("2004-05-22", "2026-11-23")
    assert "as true on 22 May 2004" in client.read("/briefs").text
    kept = next(link for link in client.read("/briefs").links if re.fullmatch(r"/briefs/\d+", link))
    assert "22 May 2004" in client.read(kept).text
    assert "Floods" in client.read("/briefs/preview?key=HT&as_of=2004-05-23").text


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ({"as_of": "2026-11-24"}, "nobody can say what will be true"),
        ({"known_on": "2026-11-24"}, "nobody can say what will be known"),
        ({"known_on": "2026-11-22"}, "By 22 November 2026 nothing was recorded here."),
        ({"as_of": "christmas"}, "Write the day as year-month-day"),
    ],
)
def test_a_day_of_which_nothing_can_be_said_is_told_beside_its_field(
    client_for: ClientFor, app_session: UnitSession, haiti: None, days: dict[str, str], why: str
) -> None:
    client = client_for("mission")
    answer = cast.post(client, "/briefs/new", {**ORDER, **days})
    assert answer.status_code == 422
    assert why in answer.text
    assert f'value="{next(iter(days.values()))}"' in answer.text
    assert count(app_session, Job) == 0
    shown = client.get("/briefs/preview", query_string={"key": "HT", **days})
    assert shown.status_code == 422


def test_what_was_not_known_yet_leads_back_to_the_form(
    client_for: ClientFor, app_session: UnitSession, haiti: None
) -> None:
    app_session.execute(
        sa.text("UPDATE row_version SET recorded_from = '2026-11-22 09:00:00.000000' WHERE entity = 'user'")
    )
    app_session.commit()
    client = client_for("coordinator")
    asked = {"kind": "project", "key": "assistance", "known_on": "2026-11-22"}
    ordered = cast.post(client, "/briefs/new", {**ORDER, **asked, "note": "Read this first.", "unverified": ""})
    for answer in (client.get("/briefs/preview", query_string=asked), ordered):
        assert answer.status_code == 422
        assert "By 22 November 2026 nothing was recorded here under" in answer.text
        assert 'value="2026-11-22"' in answer.text
    assert "Read this first." in ordered.text


def test_the_form_opens_with_the_days_of_its_address(client_for: ClientFor, haiti: None) -> None:
    page = client_for("mission").read("/briefs/new?key=HT&as_of=2003-12-31")
    assert page.values("as_of") == ["2003-12-31"]
    assert client_for("mission").get("/briefs/new?key=HT&as_of=2003-13-31").status_code == 422
