"""Issuing from the pages: who may, what is said before, and what an issued brief's page and file are."""

import hashlib
import re
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col

from tests import cast, make
from tests.queries import counted
from tests.web.client import PageClient
from tests.web.test_briefs import ORDER, work
from tracker.domain.actions.briefs import keep_brief
from tracker.domain.actions.issuing import Frozen
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind
from tracker.domain.dates import now
from tracker.domain.models import Brief, Job, User, UserTerritory
from tracker.domain.queries import issued
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]
PREVIEW = "/briefs/preview?key=HT&language=en"
DONOR = "/briefs/preview?kind=donor&key=canada&language=en"
MEANING = "Issuing gives the brief the next number, now {}, and keeps paper and data: it never changes any more."


@pytest.fixture
def haiti(app_session: UnitSession) -> None:
    """A territory that the mission works in and a project that the manager manages; Canada gave."""
    people = cast.load(app_session)
    territory = make.territory(app_session)
    app_session.add(UserTerritory(user_id=people.mission.id or 0, territory_id=territory.id or 0))
    programme = make.programme(app_session, "dmp", acronym="DMP")
    homes = make.project(
        app_session, "homes", territories=[territory], managers=[people.manager], programme_id=programme.id
    )
    gift = make.contribution(app_session, make.organisation(app_session, "canada"), steps=[("received", 500)])
    make.allocation(app_session, gift, homes, 500)
    app_session.commit()


def kept(session: UnitSession, who: str = "mission", *, content: str = "a") -> Brief:
    """An issued brief of Haiti, without its paper."""
    order = BriefOrder(kind=BriefKind.mission, key="HT", lang="en", issue=True)
    user = session.scalars(sa.select(User).where(col(User.email) == cast.email(who))).one()
    brief = keep_brief(
        session,
        order,
        title="Haiti",
        data_day=now(),
        pages=2,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        size=len(content),
        user_id=user.id,
        job_id=None,
        frozen=Frozen(issued.next_issue(session, order, now()), "b" * 64, 2),
    )
    session.commit()
    return brief


def test_a_brief_is_looked_through_issued_and_handed_out(
    app: Flask, client_for: ClientFor, app_session: UnitSession, haiti: None
) -> None:
    client = client_for("mission")
    assert "Issue it with a number" in client.read("/briefs/new?key=HT").text
    response = cast.post(client, "/briefs/new", {**ORDER, "action": "issue"})
    assert response.location == f"{PREVIEW}#issue"
    text = client.read(PREVIEW).text
    assert MEANING.format("DMP-HT-2026-1") in text
    assert "It is the first that is issued of this in its language." in text
    response = cast.post(client, "/briefs/new", {**ORDER, "issue": "1"})
    assert "Issuing a brief" in client.read(response.location).text
    work(app)
    done = client.read(response.location)
    address = next(link for link in done.links if re.fullmatch(r"/briefs/\d+", link))
    shown = client.read(address).text
    assert all(words in shown for words in ("DMP-HT-2026-1", "issued", "23 November 2026", "nothing: it is the first"))
    file = client.get(f"{address}/pdf")
    brief = app_session.scalars(sa.select(Brief)).one()
    assert hashlib.sha256(file.data).hexdigest() == brief.sha256
    assert file.headers["Content-Disposition"] == "attachment; filename=DMP-HT-2026-1.pdf"
    assert "DMP-HT-2026-1" in client.read("/briefs").text


def test_the_file_of_an_issued_brief_costs_two_questions_and_no_printing(
    app: Flask, client_for: ClientFor, app_session: UnitSession, haiti: None
) -> None:
    content = b"%PDF-1.7 of long ago"
    (app.extensions["tracker"].settings.documents).mkdir(parents=True, exist_ok=True)
    (app.extensions["tracker"].settings.documents / hashlib.sha256(content).hexdigest()).write_bytes(content)
    brief = kept(app_session, content=content.decode())
    client = client_for("mission")
    with counted(app.extensions["tracker"].engine) as asked:
        answer = client.get(f"/briefs/{brief.id}/pdf")
    assert (answer.data, len(asked)) == (content, 2)
    assert client.get(f"/briefs/{brief.id}/pdf", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_pages_of_two_editions_name_each_other(
    client_for: ClientFor, app_session: UnitSession, haiti: None
) -> None:
    first, second = kept(app_session), kept(app_session, content="b")
    client = client_for("mission")
    old, new = client.read(f"/briefs/{first.id}"), client.read(f"/briefs/{second.id}")
    assert "Superseded by DMP-HT-2026-2, issued on 23 November 2026." in old.text
    assert f"/briefs/{second.id}" in old.links
    assert f"/briefs/{first.id}" in new.links
    assert "Superseded by" not in new.text
    listed = client.read("/briefs").text
    assert "superseded by DMP-HT-2026-2" in listed
    assert "issued 23 November 2026" in listed
    assert "It supersedes DMP-HT-2026-2, issued on 23 November 2026, and says so." in client.read(PREVIEW).text


def test_an_edition_of_somebody_else_is_named_and_not_led_to(
    client_for: ClientFor, app_session: UnitSession, haiti: None
) -> None:
    first, second = kept(app_session), kept(app_session, "coordinator", content="b")
    page = client_for("mission").read(f"/briefs/{first.id}")
    assert "Superseded by DMP-HT-2026-2" in page.text
    assert f"/briefs/{second.id}" not in page.links


@pytest.mark.parametrize(
    "case",
    [
        ("coordinator", PREVIEW, True),
        ("administrator", DONOR, True),
        ("mission", PREVIEW, True),
        ("mission", DONOR, False),
        ("manager", PREVIEW, False),
        ("manager", "/briefs/preview?kind=project&key=homes&language=en", True),
        ("other_manager", "/briefs/preview?kind=project&key=homes&language=en", False),
    ],
)
def test_who_may_issue_is_offered_it_and_others_are_told_whom_to_ask(
    client_for: ClientFor, app_session: UnitSession, haiti: None, case: tuple[str, str, bool]
) -> None:
    who, address, may = case
    client = client_for(who)
    page = client.read(address)
    assert ("Issue the brief" in page.text, "ask a coordinator to issue the brief" in page.text) == (may, not may)
    order = dict(part.split("=") for part in address.partition("?")[2].split("&"))
    assert cast.post(client, "/briefs/new", {**ORDER, **order, "issue": "1"}).status_code == (303 if may else 403)
    assert len(app_session.scalars(sa.select(Job)).all()) == may


def test_a_traveller_issues_the_brief_of_the_mission(
    client_for: ClientFor, app_session: UnitSession, haiti: None
) -> None:
    people = cast.load(app_session)
    make.mission(app_session, "haiti-may", members=[people.manager], start_day=date(2026, 12, 1))
    app_session.commit()
    assert "Issue the brief" in client_for("manager").read("/briefs/preview?key=haiti-may").text
    assert "Issue the brief" not in client_for("other_manager").read("/briefs/preview?key=haiti-may").text


def test_a_button_to_issue_stands_where_it_may_lead_to_an_issue(client_for: ClientFor, haiti: None) -> None:
    offers = {
        (who, kind): "Issue it with a number" in client_for(who).read(f"/briefs/new?kind={kind}").text
        for who in ("coordinator", "manager", "mission")
        for kind in BriefKind
    }
    assert [who_and_kind for who_and_kind, offered in offers.items() if not offered] == [
        ("manager", "donor"),
        ("manager", "portfolio"),
        ("manager", "minute"),
        ("mission", "project"),
        ("mission", "donor"),
        ("mission", "portfolio"),
        ("mission", "minute"),
    ]


def test_a_territory_without_a_name_in_the_language_stops_issuing_and_no_draft(
    app: Flask, client_for: ClientFor, app_session: UnitSession, haiti: None
) -> None:
    client = client_for("coordinator")
    page = client.read("/briefs/preview?key=HT&language=fr")
    assert "it has no name yet for Haiti" in page.text
    assert "Issue the brief" not in page.text
    cast.post(client, "/briefs/new", {**ORDER, "language": "fr", "issue": "1"})
    work(app)
    assert "it has no name yet for Haiti" in client.read("/briefs/jobs/1").text
    draft = {**ORDER, "language": "fr", "submission": "1" * 32}
    assert cast.post(client, "/briefs/new", draft).location == "/briefs/jobs/2"
    work(app)
    assert [brief.number for brief in app_session.scalars(sa.select(Brief))] == [None]


def test_no_address_changes_an_issued_brief(
    app: Flask, client_for: ClientFor, app_session: UnitSession, haiti: None
) -> None:
    """Nothing below a brief's address takes anything but a question."""
    brief = kept(app_session)
    rules = [rule for rule in app.url_map.iter_rules() if "brief_id" in rule.arguments]
    assert {method for rule in rules for method in rule.methods or ()} == {"GET", "HEAD", "OPTIONS"}
    client = client_for("administrator")
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(f"/briefs/{brief.id}").status_code == 405
