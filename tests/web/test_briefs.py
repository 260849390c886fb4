"""Briefs: ordering one, how far it is, the archive and the file; whose they are."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col

from tests import cast, make
from tests.queries import counted
from tests.web.client import HTMX, PageClient
from tracker.domain.actions.briefs import keep_brief
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind, JobState, Visibility
from tracker.domain.dates import now
from tracker.domain.models import Brief, Job, Record, User
from tracker.handlers import HANDLERS
from tracker.store import UnitSession
from tracker.worker import Worker

ClientFor = Callable[[str], PageClient]
ORDER = {"key": "HT", "language": "en", "submission": "0123456789abcdef0123456789abcdef", "unverified": "yes"}
"""An order by somebody who has seen what the check found."""


@pytest.fixture
def haiti(app_session: UnitSession) -> None:
    territory = make.territory(app_session, "HT", "Haiti")
    make.project(app_session, title="Preparatory assistance", territories=[territory])
    app_session.commit()


def work(app: Flask) -> None:
    tracker = app.extensions["tracker"]
    worker = Worker(tracker.settings, tracker.engine, HANDLERS)
    while worker.work_once():
        pass


def count(session: UnitSession, table: type[Job | Brief]) -> int:
    number = session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    session.commit()
    return number


def test_a_brief_is_ordered_printed_and_read(app: Flask, client_for: ClientFor, haiti: None) -> None:
    client = client_for("mission")
    assert client.read("/briefs/new?key=HT").values("key") == ["HT"]
    response = cast.post(client, "/briefs/new", ORDER)
    assert (response.status_code, response.location) == (303, "/briefs/jobs/1")
    waiting = client.read(response.location)
    assert "queued" in waiting.text
    assert "Being printed" in client.read("/briefs").text
    work(app)
    done = client.read(response.location)
    address = next(link for link in done.links if re.fullmatch(r"/briefs/\d+", link))
    assert client.read(address).heading == "Haiti"
    file = client.get(f"{address}/pdf")
    assert (file.mimetype, file.data[:5]) == ("application/pdf", b"%PDF-")
    assert file.headers["Content-Disposition"] == "attachment; filename=mission-brief-ht-en-2026-11-23.pdf"
    assert client.get(f"{address}/pdf?open").headers["Content-Disposition"].startswith("inline")
    assert address in client.read("/briefs").links


def test_progress_is_answered_as_a_part(app: Flask, client_for: ClientFor, haiti: None) -> None:
    client = client_for("mission")
    cast.post(client, "/briefs/new", ORDER)
    part = client.get("/briefs/jobs/1", headers=HTMX).text
    assert ('hx-get="/briefs/jobs/1"' in part, "<html" in part) == (True, False)
    work(app)
    assert "hx-get" not in client.get("/briefs/jobs/1", headers=HTMX).text


def test_an_order_sent_twice_prints_once(client_for: ClientFor, app_session: UnitSession, haiti: None) -> None:
    client = client_for("mission")
    first, second = (cast.post(client, "/briefs/new", ORDER) for _ in range(2))
    assert (first.location, count(app_session, Job)) == (second.location, 1)


def test_a_failed_job_says_why_and_what_to_do(client_for: ClientFor, app_session: UnitSession, haiti: None) -> None:
    client = client_for("mission")
    cast.post(client, "/briefs/new", ORDER)
    job = app_session.scalars(sa.select(Job)).one()
    job.state, job.error = JobState.failed, "The paper is out."
    app_session.commit()
    page = client.read("/briefs/jobs/1")
    assert "The paper is out." in page.text
    assert "/briefs/new?key=HT&language=en" in page.links


@pytest.mark.parametrize("order", [{"key": "ZZ"}, {"key": ""}, {"language": "tlh"}])
def test_what_there_is_not_cannot_be_ordered(
    client_for: ClientFor, app_session: UnitSession, haiti: None, order: dict[str, str]
) -> None:
    assert cast.post(client_for("mission"), "/briefs/new", {**ORDER, **order}).status_code == 422
    assert count(app_session, Job) == 0


def test_a_brief_is_its_printers_and_the_coordinators(app: Flask, client_for: ClientFor, haiti: None) -> None:
    cast.post(client_for("mission"), "/briefs/new", ORDER)
    work(app)
    page = client_for("mission").read("/briefs")
    address = next(link for link in page.links if re.fullmatch(r"/briefs/\d+", link))
    for path in (address, f"{address}/pdf", "/briefs/jobs/1"):
        answers = [client_for(who).get(path).status_code for who in ("mission", "coordinator", "administrator")]
        assert answers == [200, 200, 200]
        assert [client_for(who).get(path).status_code for who in ("manager", "viewer", "stranger")] == [404, 404, 404]
    assert address not in client_for("manager").read("/briefs").links


def test_viewers_are_told_who_prints(client_for: ClientFor, haiti: None) -> None:
    client = client_for("viewer")
    assert client.get("/briefs/new").status_code == 403
    assert client.get("/briefs/preview?key=HT").status_code == 403
    assert cast.post(client, "/briefs/new", ORDER).status_code == 403
    assert "Briefs are printed by the programme's own people." in client.read("/briefs").text


def test_a_preview_shows_the_brief_and_prints_nothing(
    client_for: ClientFor, app_session: UnitSession, haiti: None
) -> None:
    client = client_for("mission")
    response = cast.post(client, "/briefs/new", {**ORDER, "action": "preview"})
    assert response.location == "/briefs/preview?key=HT&language=en"
    page = client.read(response.location)
    assert page.heading == "Haiti"
    assert "Preparatory assistance" in page.text
    assert count(app_session, Job) == 0


def test_a_preview_of_nothing_is_not_found(client_for: ClientFor, haiti: None) -> None:
    assert client_for("mission").get("/briefs/preview?key=ZZ&language=en").status_code == 404


def test_a_lost_file_is_said_and_not_offered(app: Flask, client_for: ClientFor, haiti: None) -> None:
    client = client_for("mission")
    cast.post(client, "/briefs/new", ORDER)
    work(app)
    for file in app.extensions["tracker"].settings.documents.iterdir():
        file.unlink()
    address = next(link for link in client.read("/briefs").links if re.fullmatch(r"/briefs/\d+", link))
    assert "is missing on this machine" in client.read(address).text
    assert client.get(f"{address}/pdf").status_code == 404


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_archive_asks_the_same_number_of_questions(
    app: Flask, client_for: ClientFor, app_session: UnitSession, number: int
) -> None:
    printer = app_session.scalars(sa.select(col(User.id)).where(col(User.email) == cast.email("mission"))).one()
    for _ in range(number):
        keep_brief(
            app_session,
            BriefOrder(kind=BriefKind.mission, key="HT", lang="en"),
            title="Haiti",
            data_day=now(),
            pages=2,
            sha256="0" * 64,
            size=1,
            user_id=printer,
            job_id=None,
        )
    app_session.commit()
    client = client_for("coordinator")
    with counted(app.extensions["tracker"].engine) as asked:
        client.read("/briefs")
    assert len([one for one in asked if one.startswith("SELECT")]) == 8


# ------------------------------------------------------------------------------- briefs of the other kinds


@pytest.fixture
def recovery(app_session: UnitSession) -> None:
    """A programme with a project that Canada's money goes to."""
    programme = make.programme(app_session, "recovery", name="Recovery Programme")
    project = make.project(app_session, "homes", title="Homes", programme_id=programme.id)
    gift = make.contribution(
        app_session, make.organisation(app_session, "canada", name="Canada"), steps=[("received", 500_00)]
    )
    make.allocation(app_session, gift, project, 500_00)
    make.organisation(app_session, "undp", name="UNDP")
    app_session.commit()


KINDS = [("project", "homes", "Homes"), ("donor", "canada", "Canada"), ("portfolio", "recovery", "Recovery Programme")]
PAGES = {"project": "/projects/homes", "donor": "/organisations/canada", "portfolio": "/programmes/recovery"}


def of(kind: str, key: str) -> dict[str, str]:
    return {**ORDER, "kind": kind, "key": key}


@pytest.mark.parametrize("about", KINDS)
def test_a_brief_of_each_kind_is_ordered_from_its_page_and_kept(
    app: Flask, client_for: ClientFor, recovery: None, about: tuple[str, str, str]
) -> None:
    kind, key, title = about
    client = client_for("mission")
    offer = f"/briefs/new?kind={kind}&key={key}"
    assert offer in client.read(PAGES[kind]).links
    assert client.read(offer).values("key") == [key]
    response = cast.post(client, "/briefs/new", of(kind, key))
    assert (response.status_code, response.location) == (303, "/briefs/jobs/1")
    assert f"{kind.capitalize()} brief" in client.read("/briefs/jobs/1").text
    work(app)
    address = next(link for link in client.read("/briefs/jobs/1").links if re.fullmatch(r"/briefs/\d+", link))
    kept = client.read(address)
    assert (kept.heading, f"/briefs/preview?kind={kind}&key={key}&language=en" in kept.links) == (title, True)
    name = client.get(f"{address}/pdf").headers["Content-Disposition"].rpartition("=")[2]
    assert name == f"{kind}-brief-{key}-en-2026-11-23.pdf"
    assert address in client.read(f"/briefs?kind={kind}").links
    assert address not in client.read("/briefs?kind=mission").links


@pytest.mark.parametrize("about", KINDS)
def test_a_brief_of_each_kind_is_previewed_and_printed_from_there(
    client_for: ClientFor, app_session: UnitSession, recovery: None, about: tuple[str, str, str]
) -> None:
    kind, key, title = about
    client = client_for("mission")
    response = cast.post(client, "/briefs/new", {**of(kind, key), "action": "preview"})
    assert response.location == f"/briefs/preview?kind={kind}&key={key}&language=en"
    page = client.read(response.location)
    assert (page.heading, page.values("kind"), page.values("key")) == (title, [kind], [key])
    assert count(app_session, Job) == 0


def test_a_page_for_each_project_is_kept_in_the_order(
    client_for: ClientFor, app_session: UnitSession, recovery: None
) -> None:
    client = client_for("mission")
    order = {**of("portfolio", "recovery"), "full": "y"}
    preview = cast.post(client, "/briefs/new", {**order, "action": "preview"}).location
    assert client.read(preview).values("full") == ["1"]
    cast.post(client, "/briefs/new", order)
    assert app_session.scalars(sa.select(Job)).one().args["full"] is True


def test_a_brief_of_a_kind_is_ordered_once_and_plainly_under_htmx_too(
    client_for: ClientFor, app_session: UnitSession, recovery: None
) -> None:
    client = client_for("mission")
    first = cast.post(client, "/briefs/new", of("project", "homes"))
    again = cast.post(client, "/briefs/new", of("project", "homes"), headers=HTMX)
    assert (first.location, again.headers["HX-Redirect"]) == ("/briefs/jobs/1", "/briefs/jobs/1")
    assert count(app_session, Job) == 1


@pytest.mark.parametrize(
    "order",
    [{"kind": "weather"}, {"kind": "donor", "key": "undp"}, {"kind": "project", "key": "canada"}, {"key": "homes"}],
)
def test_a_kind_or_subject_there_is_not_is_refused_and_kept(
    client_for: ClientFor, app_session: UnitSession, recovery: None, order: dict[str, str]
) -> None:
    response = cast.post(client_for("mission"), "/briefs/new", {**ORDER, "language": "fr", **order})
    assert response.status_code == 422
    assert '<option selected value="fr">' in response.text
    assert count(app_session, Job) == 0


@pytest.mark.parametrize("about", KINDS)
def test_who_may_not_print_or_know_gets_no_brief_of_any_kind(
    client_for: ClientFor, app_session: UnitSession, recovery: None, about: tuple[str, str, str]
) -> None:
    kind, key, _title = about
    viewer = client_for("viewer")
    assert viewer.get(f"/briefs/new?kind={kind}&key={key}").status_code == 403
    assert viewer.get(f"/briefs/preview?kind={kind}&key={key}").status_code == 403
    assert cast.post(viewer, "/briefs/new", of(kind, key)).status_code == 403
    app_session.execute(sa.update(Record).values(visibility=Visibility.confidential))
    app_session.commit()
    mission = client_for("mission")
    assert mission.get(f"/briefs/preview?kind={kind}&key={key}").status_code == 404
    assert cast.post(mission, "/briefs/new", of(kind, key)).status_code == 422
    assert count(app_session, Job) == 0


def test_only_an_organisation_that_gave_offers_a_brief(client_for: ClientFor, recovery: None) -> None:
    offered = [link for link in client_for("mission").read("/organisations/undp").links if "/briefs/new" in link]
    assert offered == []
    assert not [link for link in client_for("viewer").read("/organisations/canada").links if "/briefs/new" in link]


@pytest.mark.parametrize("address", ["/briefs/preview?kind=weather&key=HT", "/briefs/preview?kind=donor&key=HT"])
def test_a_preview_of_an_unknown_kind_or_key_is_not_found(client_for: ClientFor, haiti: None, address: str) -> None:
    assert client_for("mission").get(address).status_code == 404
