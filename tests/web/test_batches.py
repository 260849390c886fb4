"""Many briefs at once: what is ordered, how far it is, what is carried away, and whose it is."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col

from tests import cast, make
from tests.queries import counted
from tests.web.client import HTMX, PageClient
from tracker import jobs
from tracker.domain.codes import LANGUAGES, JobState, StepKind, Visibility
from tracker.domain.models import Brief, Job, Record
from tracker.handlers import HANDLERS
from tracker.store import UnitSession
from tracker.worker import Worker

ClientFor = Callable[[str], PageClient]
SUBMISSION = "0123456789abcdef0123456789abcdef"
ORDER = {"kind": "territories", "languages": ["en", "fr"], "submission": SUBMISSION}
NEW = "/briefs/batches/new"


@pytest.fixture
def world(app_session: UnitSession) -> None:
    """Two territories with projects and one without, a mission ahead and one that is over, a donor, a programme."""
    haiti = make.territory(app_session, "HT", "Haiti")
    kosovo = make.territory(app_session, "XK", "Kosovo")
    make.territory(app_session, "GH", "Ghana")
    programme = make.programme(app_session, "recovery", name="Recovery Programme")
    homes = make.project(app_session, "homes", title="Homes", territories=[haiti], programme_id=programme.id)
    make.project(app_session, "schools", title="Schools", territories=[kosovo])
    donor = make.organisation(app_session, "canada", name="Canada")
    gift = make.contribution(app_session, donor, steps=[(StepKind.received, 500_00)])
    make.allocation(app_session, gift, homes, 500_00)
    make.organisation(app_session, "undp", name="UNDP")
    app_session.commit()


def work(app: Flask, most: int = 100) -> None:
    tracker = app.extensions["tracker"]
    worker = Worker(tracker.settings, tracker.engine, HANDLERS)
    while most and worker.work_once():
        most -= 1


def order(client: PageClient, **given: object) -> str:
    """Order a batch; its address."""
    response = cast.post(client, NEW, {**ORDER, **given})
    assert response.status_code == 303, response.text
    assert response.location is not None
    return str(response.location)


def parts(session: UnitSession) -> list[Job]:
    found = session.scalars(sa.select(Job).where(col(Job.parent_id).is_not(None)).order_by(col(Job.id))).all()
    session.commit()
    return list(found)


def states(session: UnitSession) -> dict[str, int]:
    rows = session.execute(
        sa.select(col(Job.state), sa.func.count()).where(col(Job.parent_id).is_not(None)).group_by(col(Job.state))
    ).all()
    session.commit()
    return {state.value: number for state, number in rows}


def test_a_brief_of_each_territory_in_each_language_is_ordered_at_once(
    client_for: ClientFor, app_session: UnitSession, world: None
) -> None:
    client = client_for("mission")
    page = client.read(NEW)
    assert page.values("languages") == ["en"]
    assert "This makes 2 briefs." in page.text
    address = order(client)
    orders = [(job.kind, job.args, job.user_id) for job in parts(app_session)]
    asker = orders[0][2]
    assert orders == [
        ("brief", {"kind": "mission", "key": key, "lang": lang}, asker) for key in ("HT", "XK") for lang in ("en", "fr")
    ]
    shown = client.read(address)
    assert (shown.heading, "0 of 4 briefs printed" in shown.text) == ("Briefs: all territories", True)
    assert shown.text.count("Haiti") == 2


def test_one_link_takes_all_six_languages(client_for: ClientFor, app_session: UnitSession, world: None) -> None:
    client = client_for("mission")
    whole = [
        link
        for link in client.read(f"{NEW}?kind=programmes&full=1").links
        if link.count("languages=") == len(LANGUAGES)
    ]
    page = client.read(whole[0])
    assert "Take all six languages" not in page.text
    assert page.values("languages") == list(LANGUAGES)
    order(client, kind="programmes", languages=page.values("languages"), full="y")
    assert [(job.args["key"], job.args["lang"], job.args["full"]) for job in parts(app_session)] == [
        ("recovery", lang, True) for lang in LANGUAGES
    ]


KINDS = [
    ("missions", {}, [("mission", "ahead")]),
    ("projects", {}, [("project", "homes"), ("project", "schools")]),
    ("projects", {"selection": "territory=xk"}, [("project", "schools")]),
    ("projects", {"selection": "q=homes&programme=recovery&page=7"}, [("project", "homes")]),
    ("donors", {}, [("donor", "canada")]),
    ("programmes", {}, [("portfolio", "recovery")]),
]


@pytest.mark.parametrize("case", KINDS)
def test_every_kind_is_ordered_whole_or_as_its_list_is_narrowed(
    client_for: ClientFor,
    app_session: UnitSession,
    world: None,
    case: tuple[str, dict[str, str], list[tuple[str, str]]],
) -> None:
    kind, given, expected = case
    make.mission(app_session, "over", start_day=date(2026, 11, 10), end_day=date(2026, 11, 12))
    make.mission(app_session, "ahead", start_day=date(2026, 11, 23), end_day=date(2026, 11, 30))
    app_session.commit()
    client = client_for("mission")
    order(client, kind=kind, languages=["ar"], **given)
    assert [(job.args["kind"], job.args["key"]) for job in parts(app_session)] == expected
    assert {job.args["lang"] for job in parts(app_session)} == {"ar"}


@pytest.mark.parametrize("selection", ["nonsense=1", "helth=off_track", "stage=soon"])
def test_a_list_that_there_cannot_be_is_refused_and_nothing_is_printed(
    client_for: ClientFor, app_session: UnitSession, world: None, selection: str
) -> None:
    client = client_for("mission")
    answers = [
        client.get(f"{NEW}?kind=projects&{urlencode({'selection': selection})}"),
        cast.post(client, NEW, {**ORDER, "kind": "projects", "selection": selection}),
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("filter" in answer.text for answer in answers)
    assert parts(app_session) == []


def test_programmes_can_have_a_page_for_each_project(
    client_for: ClientFor, app_session: UnitSession, world: None
) -> None:
    order(client_for("mission"), kind="programmes", full="y")
    assert all(job.args["full"] for job in parts(app_session))


def test_the_list_of_projects_leads_to_a_brief_of_each_it_shows(client_for: ClientFor, world: None) -> None:
    client = client_for("mission")
    link = f"{NEW}?kind=projects&selection=territory%3DXK"
    assert link in client.read("/projects?territory=XK&sort=-updated").links
    page = client.read(link)
    assert ("Territory: Kosovo" in page.text, "This makes 1 brief." in page.text) == (True, True)
    assert page.values("selection") == ["territory=XK"]
    assert not [link for link in client_for("viewer").read("/projects").links if NEW in link]


def test_how_many_is_said_before_with_and_without_a_script(client_for: ClientFor, world: None) -> None:
    client = client_for("mission")
    response = cast.post(client, NEW, {**ORDER, "languages": ["en", "fr", "ar"], "action": "count"})
    assert response.location == f"{NEW}?kind=territories&languages=en&languages=fr&languages=ar"
    page = client.read(response.location)
    assert (page.values("languages"), "This makes 6 briefs." in page.text) == (["en", "fr", "ar"], True)
    assert "less than a minute" in page.text
    part = client.get(f"{NEW}?kind=territories&languages=en", headers=HTMX).text
    assert ("This makes 2 briefs." in part, "<html" in part) == (True, False)
    assert "Choose a language" in client.get(f"{NEW}?kind=territories", headers=HTMX).text


@pytest.mark.parametrize("given", [{"languages": []}, {"languages": ["tlh"]}, {"kind": "planets"}])
def test_what_there_is_not_cannot_be_ordered(
    client_for: ClientFor, app_session: UnitSession, world: None, given: dict[str, object]
) -> None:
    assert cast.post(client_for("mission"), NEW, {**ORDER, **given}).status_code == 422
    assert parts(app_session) == []


def test_nothing_to_print_is_said_and_not_ordered(client_for: ClientFor, app_session: UnitSession) -> None:
    client = client_for("mission")
    for kind in ("territories", "missions", "projects", "donors", "programmes"):
        assert "There is nothing to print here yet." in client.read(f"{NEW}?kind={kind}").text
    assert "No project fits this filter." in client.read(f"{NEW}?kind=projects&selection=q%3Dnone").text
    assert cast.post(client, NEW, ORDER).status_code == 422
    assert parts(app_session) == []


def test_more_than_can_be_printed_at_once_are_refused_with_a_sentence(
    client_for: ClientFor, app_session: UnitSession, monkeypatch: pytest.MonkeyPatch, world: None
) -> None:
    monkeypatch.setattr("tracker.web.forms.batches.MOST_BRIEFS", 3)
    monkeypatch.setattr("tracker.web.views.batches.MOST_BRIEFS", 3)
    client = client_for("mission")
    assert "at most 3 are printed at once" in client.read(f"{NEW}?languages=en&languages=fr").text
    response = cast.post(client, NEW, ORDER)
    assert (response.status_code, "These are 4 briefs; at most 3" in response.text) == (422, True)
    assert parts(app_session) == []


def test_an_order_sent_twice_makes_one_batch(client_for: ClientFor, app_session: UnitSession, world: None) -> None:
    client = client_for("mission")
    assert order(client) == order(client)
    assert len(parts(app_session)) == 4


def test_a_batch_is_printed_and_listed_with_its_addresses(app: Flask, client_for: ClientFor, world: None) -> None:
    client = client_for("mission")
    address = order(client)
    going = client.read("/briefs")
    assert (address in going.links, "0 of 4 briefs printed" in going.text) == (True, True)
    assert not [link for link in going.links if link.startswith("/briefs/jobs/")]
    work(app)
    page = client.read(address)
    assert "4 briefs, all printed" in page.text
    briefs = [link for link in page.links if re.fullmatch(r"/briefs/\d+", link)]
    assert len(set(briefs)) == 4
    lines = client.get(f"{address}/links.txt").text.splitlines()
    assert lines[:3] == ["Haiti, English", f"http://localhost{briefs[0]}", ""]
    assert page.by_id("addresses-text") is not None
    assert address in client.read("/briefs/batches").links
    assert address in client.read("/briefs").links


def test_progress_is_answered_as_a_part_until_the_batch_is_over(app: Flask, client_for: ClientFor, world: None) -> None:
    client = client_for("mission")
    address = order(client)
    part = client.get(f"{address}?state=queued", headers=HTMX).text
    assert (f'hx-get="{address}?state=queued"' in part, "<html" in part) == (True, False)
    assert "Look again" in part
    work(app)
    assert "hx-get" not in client.get(address, headers=HTMX).text


def test_time_left_is_said_once_a_few_are_done_and_somebody_is_at_it(
    app: Flask, client_for: ClientFor, app_session: UnitSession, world: None
) -> None:
    client = client_for("mission")
    address = order(client, languages=["en", "fr", "es"])
    assert "It waits for a worker" in client.read(address).text
    work(app, 3)
    assert jobs.claim(app.extensions["tracker"].engine) is not None
    page = client.read(address)
    assert ("3 of 6 briefs printed" in page.text, "Less than a minute is left." in page.text) == (True, True)


def test_a_cancelled_batch_keeps_what_was_printed_and_can_be_taken_up_again(
    app: Flask, client_for: ClientFor, app_session: UnitSession, world: None
) -> None:
    client = client_for("mission")
    address = order(client)
    work(app, 1)
    running = jobs.claim(app.extensions["tracker"].engine)
    assert running is not None
    assert cast.post(client, f"{address}/cancel").location == address
    assert states(app_session) == {"done": 1, "running": 1, "cancelled": 2}
    assert "2 briefs are cancelled." in client.read(address).text
    with app.extensions["tracker"].engine.begin() as connection:
        jobs.give_back(connection, running, counted=False)
    work(app)
    assert states(app_session) == {"done": 2, "cancelled": 2}
    assert cast.post(client, f"{address}/cancel").status_code == 303
    cast.post(client, f"{address}/retry")
    work(app)
    assert states(app_session) == {"done": 4}
    assert len(app_session.scalars(sa.select(Brief)).all()) == 4


def test_failed_briefs_say_why_and_are_tried_again(
    app: Flask, client_for: ClientFor, app_session: UnitSession, world: None
) -> None:
    client = client_for("mission")
    address = order(client, languages=["en"])
    lost = parts(app_session)[0]
    rightly = dict(lost.args)
    app_session.execute(sa.update(Job).where(col(Job.id) == lost.id).values(args={**rightly, "key": "QQ"}))
    app_session.commit()
    work(app)
    page = client.read(f"{address}?state=failed")
    assert ("1 failed" in page.text, "QQ" in page.text) == (True, True)
    assert not [link for link in page.links if re.fullmatch(r"/briefs/\d+", link)]
    app_session.execute(sa.update(Job).where(col(Job.id) == lost.id).values(args=rightly))
    app_session.commit()
    cast.post(client, f"{address}/retry")
    assert states(app_session) == {"done": 1, "queued": 1}
    work(app)
    assert states(app_session) == {"done": 2}
    assert "2 briefs, all printed" in client.read(address).text


def unzipped(client: PageClient, address: str) -> zipfile.ZipFile:
    response = client.get(f"{address}/briefs.zip")
    assert (response.mimetype, response.status_code) == ("application/zip", 200)
    opened = zipfile.ZipFile(io.BytesIO(response.data))
    assert opened.testzip() is None
    return opened


def test_the_archive_holds_what_is_printed_with_addresses_and_a_table(
    app: Flask, client_for: ClientFor, app_session: UnitSession, world: None
) -> None:
    client = client_for("mission")
    address = order(client)
    work(app, 3)
    archive = unzipped(client, address)
    names = [
        "mission-brief-ht-en-2026-11-23.pdf",
        "mission-brief-ht-fr-2026-11-23.pdf",
        "mission-brief-xk-en-2026-11-23.pdf",
    ]
    assert archive.namelist() == [*names, "links.txt", "contents.csv"]
    assert all(info.flag_bits & 8 == 0 and info.compress_type == zipfile.ZIP_STORED for info in archive.infolist())
    kept = {brief.sha256 for brief in app_session.scalars(sa.select(Brief))}
    folder = app.extensions["tracker"].settings.documents
    assert sorted(archive.read(name) for name in names) == sorted((folder / one).read_bytes() for one in kept)
    assert archive.read("links.txt").decode().count("http://localhost/briefs/") == 3
    rows = list(csv.DictReader(io.StringIO(archive.read("contents.csv").decode("utf-8-sig"))))
    assert [(row["file"], row["key"], row["state"]) for row in rows] == [
        *((name, key, "done") for name, key in zip(names, ("HT", "HT", "XK"), strict=True)),
        ("", "XK", "queued"),
    ]


def test_a_lost_file_is_left_out_of_the_archive(app: Flask, client_for: ClientFor, world: None) -> None:
    client = client_for("mission")
    address = order(client, languages=["en"])
    work(app)
    next(iter(app.extensions["tracker"].settings.documents.iterdir())).unlink()
    assert len([name for name in unzipped(client, address).namelist() if name.endswith(".pdf")]) == 1


def test_a_batch_is_its_orderers_and_the_coordinators(
    app: Flask, client_for: ClientFor, app_session: UnitSession, world: None
) -> None:
    address = order(client_for("mission"), languages=["en"])
    work(app, 1)
    for path in (address, f"{address}/links.txt", f"{address}/briefs.zip"):
        answers = [client_for(who).get(path).status_code for who in ("mission", "coordinator", "administrator")]
        assert answers == [200, 200, 200]
        assert [client_for(who).get(path).status_code for who in ("manager", "viewer", "stranger")] == [404, 404, 404]
    for what in ("cancel", "retry"):
        for who, status in (("manager", 404), ("viewer", 404), ("coordinator", 303)):
            assert cast.post(client_for(who), f"{address}/{what}").status_code == status
    assert address not in client_for("manager").read("/briefs").links
    assert address not in client_for("manager").read("/briefs/batches").links
    assert len(unzipped(client_for("coordinator"), address).namelist()) == 3
    app_session.execute(sa.update(Record).where(col(Record.kind) == "brief").values(archived_at=Record.created_at))
    app_session.commit()
    assert unzipped(client_for("mission"), address).namelist() == ["links.txt", "contents.csv"]


def test_only_what_the_orderer_may_know_of_is_printed(
    client_for: ClientFor, app_session: UnitSession, world: None
) -> None:
    app_session.execute(
        sa.update(Record).where(col(Record.code) == "schools").values(visibility=Visibility.confidential)
    )
    app_session.commit()
    order(client_for("mission"), languages=["en"])
    assert [job.args["key"] for job in parts(app_session)] == ["HT"]


def test_viewers_are_told_who_prints(client_for: ClientFor, world: None) -> None:
    client = client_for("viewer")
    assert client.get(NEW).status_code == 403
    assert cast.post(client, NEW, ORDER).status_code == 403
    assert client.read("/briefs/batches").heading == "Many briefs at once"


def many(session: UnitSession, number: int) -> int:
    """A batch of so many, of each state some, for the coordinator."""
    owner = cast.load(session).coordinator.id
    each = [{"kind": "mission", "key": "HT", "lang": "en"}] * number
    batch = jobs.enqueue_batch(
        session, "briefs", {"kind": "territories", "langs": ["en"]}, owner, part="brief", each=each
    )
    first = sa.select(sa.func.min(Job.id)).where(col(Job.parent_id) == batch.id).scalar_subquery()
    session.execute(
        sa.update(Job)
        .where(col(Job.parent_id) == batch.id, col(Job.id) % 5 == 1)
        .values(state=JobState.failed, error="x")
    )
    session.execute(
        sa.update(Job).where(col(Job.id) == first).values(state=JobState.running, started_at=batch.created_at)
    )
    session.commit()
    assert batch.id is not None
    return batch.id


@pytest.mark.parametrize("number", [1, 3, 2000])
def test_the_page_of_a_batch_asks_the_same_number_of_questions(
    app: Flask, client_for: ClientFor, app_session: UnitSession, world: None, number: int
) -> None:
    batch_id = many(app_session, number)
    client = client_for("coordinator")
    for path, most in ((f"/briefs/batches/{batch_id}", 7), ("/briefs/batches", 4), ("/briefs", 9)):
        client.read(path)
        with counted(app.extensions["tracker"].engine) as asked:
            client.read(path)
        assert len(asked) == most, asked
    assert len(client.read(f"/briefs/batches/{batch_id}").all("tr")) <= 26
