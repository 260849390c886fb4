"""From the order to the check and on: what was found is listed with its links, and nothing typed is lost."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import cast, make
from tests.queries import counted
from tests.web.client import HTMX, PageClient
from tests.web.test_briefs import work
from tracker.domain.codes import Visibility
from tracker.domain.models import Brief, Job, ProjectMember, User
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]
ORDER = {"kind": "project", "key": "homes", "language": "en", "submission": "0123456789abcdef0123456789abcdef"}
NOTE = "Dear colleagues,\n\nRead “section 3” & <b>this</b> first. " + "اقرأ" * 300
CHECK = "/briefs/check?kind=project&key=homes&language=en"


@pytest.fixture
def homes(app_session: UnitSession) -> None:
    """A project without a manager, a summary and an amount; a milestone of it is long past."""
    project = make.project(app_session, "homes", title="Homes")
    make.milestone(app_session, project, "Masons chosen", due="2026-01")
    make.update(app_session, project, happened="Ten stand.", as_of=date(2026, 11, 1))
    mission = make.mission(app_session, "trip", title="Trip", purpose=None)
    assert mission.id
    app_session.commit()


@pytest.fixture
def sound(app_session: UnitSession) -> None:
    """An organisation that gave an amount under a signed agreement: its brief has no doubts."""
    canada = make.organisation(app_session, "canada", name="Canada")
    own = make.organisation(app_session, "un", name="UN")
    paper = make.agreement(app_session, "mou", parties=[canada], visibility=Visibility.public)
    make.party(app_session, paper, own)
    make.signature(app_session, paper, own)
    make.signature(app_session, paper, canada)
    author = app_session.scalars(sa.select(User)).first()
    gift = make.contribution(app_session, canada, "gift", agreement_id=paper.id)
    make.step(app_session, gift, "received", 100, created_by_id=author.id if author else None)  # type: ignore[arg-type]
    app_session.commit()


def jobs(session: UnitSession) -> list[Job]:
    found = list(session.scalars(sa.select(Job)))
    session.commit()
    return found


def test_an_order_with_doubts_leads_to_the_check(client_for: ClientFor, app_session: UnitSession, homes: None) -> None:
    client = client_for("coordinator")
    response = cast.post(client, "/briefs/new", ORDER)
    assert (response.status_code, response.location) == (303, CHECK)
    assert jobs(app_session) == []
    page = client.read(response.location)
    assert page.heading == "Check before printing"
    assert "4 things should be looked at" in page.text
    milestone = app_session.scalar(sa.text("SELECT id FROM milestone"))
    wanted = {
        "/projects/homes/edit#summary",
        "/projects/homes/edit#manager_ids",
        "/projects/homes/requirements/new#amount",
        f"/projects/homes/milestones/{milestone}#due",
    }
    app_session.commit()
    assert wanted <= set(page.links)
    for address in wanted:
        path, _, field = address.partition("#")
        assert f'id="{field}"' in client.get(path).text


def test_under_htmx_the_order_leads_there_too(client_for: ClientFor, homes: None) -> None:
    answer = cast.post(client_for("coordinator"), "/briefs/new", ORDER, headers=HTMX)
    assert answer.headers["HX-Redirect"] == CHECK


def test_a_brief_is_printed_anyway_and_marked(
    app: Flask, client_for: ClientFor, app_session: UnitSession, homes: None
) -> None:
    client = client_for("mission")
    page = client.read(cast.post(client, "/briefs/new", {**ORDER, "note": NOTE}).location)
    assert "Print anyway (marked unverified)" in page.text
    assert page.values("note") == [NOTE]
    sent = {name: page.values(name)[0] for name in ("kind", "key", "language", "note", "unverified", "submission")}
    assert cast.post(client, "/briefs/new", sent).location.startswith("/briefs/jobs/")
    (job,) = jobs(app_session)
    assert job.args["note"] == NOTE
    work(app)
    brief = app_session.scalars(sa.select(Brief)).one()
    app_session.commit()
    assert (brief.doubts, brief.note) == (4, NOTE)
    assert "unverified" in client.read("/briefs").text
    assert "found 4 things" in client.read(f"/briefs/{brief.id}").text


def test_without_doubts_it_is_printed_at_once_and_says_so(
    app: Flask, client_for: ClientFor, app_session: UnitSession, sound: None
) -> None:
    client = client_for("coordinator")
    response = cast.post(client, "/briefs/new", {**ORDER, "kind": "donor", "key": "canada"})
    assert response.location.startswith("/briefs/jobs/")
    assert "The check found nothing to look at." in client.read(response.location).text
    work(app)
    brief = app_session.scalars(sa.select(Brief)).one()
    app_session.commit()
    assert brief.doubts == 0
    for address in ("/briefs", f"/briefs/{brief.id}"):
        assert "unverified" not in client.read(address).text
    page = client.read("/briefs/check?kind=donor&key=canada&language=en")
    assert "The check found nothing to look at" in page.text
    assert page.values("unverified") == []


def test_the_note_survives_every_way(client_for: ClientFor, app_session: UnitSession, homes: None) -> None:
    client = client_for("coordinator")
    preview = cast.post(client, "/briefs/new", {**ORDER, "note": NOTE, "action": "preview"}).location
    page = client.read(preview)
    assert "Read “section 3” & <b>this</b> first." in page.text
    assert page.values("note") == [NOTE]
    check = next(link for link in page.links if link.startswith("/briefs/check"))
    assert client.read(check).values("note") == [NOTE]
    again = next(link for link in client.read(check).links if link.startswith("/briefs/new?kind"))
    assert client.read(again).text.count("Dear colleagues") == 1
    assert client.read(again).values("key") == ["homes"]


def test_a_note_is_nobody_elses(client_for: ClientFor, homes: None) -> None:
    location = cast.post(client_for("manager"), "/briefs/new", {**ORDER, "note": "Secret"}).location
    assert "&note=" in location
    assert client_for("coordinator").read(location).values("note") == []
    for odd in ("x", "-1", "%C2%B2", "99999999999999999999"):
        assert client_for("coordinator").get(f"{CHECK}&note={odd}").status_code == 200


def test_a_note_that_is_too_long_is_refused_and_kept(
    client_for: ClientFor, app_session: UnitSession, homes: None
) -> None:
    answer = cast.post(client_for("coordinator"), "/briefs/new", {**ORDER, "note": "x" * 2001})
    assert (answer.status_code, "x" * 2001 in answer.text) == (422, True)
    assert "maxlength" not in answer.text  # a browser would cut what is pasted, and say nothing
    assert jobs(app_session) == []


def test_the_preview_says_how_many_and_prints_knowingly(
    client_for: ClientFor, app_session: UnitSession, homes: None
) -> None:
    page = client_for("coordinator").read("/briefs/preview?kind=project&key=homes&language=en")
    assert "4 things to check before printing" in page.text
    assert CHECK in page.links
    assert page.values("unverified") == ["yes"]


def test_links_lead_to_the_record_where_the_reader_cannot_edit_it(
    client_for: ClientFor, app_session: UnitSession, homes: None
) -> None:
    links = client_for("manager").read(CHECK).links
    assert "/projects/homes" in " ".join(links)
    assert not [link for link in links if "/edit" in link]
    manager = app_session.scalars(sa.select(User).where(User.email == cast.email("manager"))).one()  # type: ignore[arg-type]
    project_id = app_session.scalar(sa.text("SELECT id FROM project"))
    app_session.add(ProjectMember(project_id=project_id, user_id=manager.id or 0))
    app_session.commit()
    assert "/projects/homes/edit#summary" in client_for("manager").read(CHECK).links


def test_who_travels_is_led_to_the_missions_form(client_for: ClientFor, app_session: UnitSession, homes: None) -> None:
    address = "/briefs/check?key=trip&language=en"
    assert "/missions/trip/edit#security_focal_point" in client_for("coordinator").read(address).links
    assert [link for link in client_for("mission").read(address).links if "/edit" in link] == []


def test_the_check_is_for_those_who_print(client_for: ClientFor, homes: None) -> None:
    assert client_for("viewer").get(CHECK).status_code == 403
    assert client_for("coordinator").get("/briefs/check?kind=project&key=nobody").status_code == 404


def test_the_check_costs_no_more_than_a_preview(app: Flask, client_for: ClientFor, homes: None) -> None:
    client, asked = client_for("coordinator"), []
    for address in ("/briefs/preview?kind=project&key=homes&language=en", CHECK):
        client.read(address)
        with counted(app.extensions["tracker"].engine) as statements:
            client.read(address)
        asked.append(len(statements))
    assert asked[1] <= asked[0] + 1
