"""Whoever holds a printed brief may ask about its number or about the file, without an account."""

import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from limits import parse
from sqlmodel import col
from werkzeug.test import TestResponse

from tests import cast, make
from tests.queries import counted
from tests.web.client import PageClient
from tests.web.posting import person
from tracker import storage
from tracker.domain import models as m
from tracker.domain.codes import BriefKind, Stage, UpdateState, Visibility
from tracker.domain.dates import now
from tracker.store import UnitSession
from tracker.web import limits, receiving

ClientFor = Callable[[str], PageClient]
NUMBER = "DMP-HT-2026-7"
PDF = b"%PDF-1.7 the brief as it was issued\n%%EOF\n"


@pytest.fixture
def project(app_session: UnitSession) -> m.Project:
    """A project in Haiti, a brief issued of it, and an hour gone by."""
    haiti = make.territory(app_session, "HT", "Haiti")
    return make.project(app_session, "homes", title="Secret homes", territories=[haiti])


@pytest.fixture
def brief(app_session: UnitSession, project: m.Project, clock: time_machine.Traveller) -> m.Brief:
    made = make.brief(app_session, NUMBER, content=PDF, title="Secret title")
    app_session.commit()
    clock.shift(timedelta(hours=1))
    return made


def rewrite(session: UnitSession, brief: m.Brief, **columns: object) -> None:
    """Change the issued brief's row, which no session does: these tests want it otherwise than it was made."""
    session.flush()
    session.connection().execute(sa.update(m.Brief).where(col(m.Brief.id) == brief.id).values(**columns))
    session.commit()


def send(
    client: PageClient, content: bytes | None, address: str = f"/verify/{NUMBER}", name: str = "brief.pdf"
) -> TestResponse:
    file = {} if content is None else {"file": (io.BytesIO(content), name)}
    return cast.post(client, address, file, content_type="multipart/form-data")


def test_a_number_that_was_not_issued_is_said_to_be_none(client: PageClient) -> None:
    answer = client.get("/verify/DMP-IR-2026-7")
    assert answer.status_code == 404
    assert "No brief with the number “DMP-IR-2026-7” was issued here." in answer.text


def test_a_number_left_off_asks_for_one(client: PageClient) -> None:
    for address in ("/verify", "/verify/"):
        assert client.read(address).heading == "Check a printed brief"


def test_the_number_is_shown_as_text(client: PageClient) -> None:
    assert "&lt;b&gt;" in client.get("/verify/<b>").text


def test_a_brief_that_nothing_changed_since_is_current(client: PageClient, brief: m.Brief) -> None:
    page = client.read(f"/verify/{NUMBER}")
    assert page.heading == NUMBER
    for words in ("Current", "Mission brief", "English", "23 November 2026, 09:00 UTC", brief.sha256):
        assert words in page.text
    assert ("Superseded" in page.text, "changed since." in page.text) == (False, False)


@pytest.mark.parametrize("typed", ["dmp-ht-2026-7", "DMP–HT–2026–7", " Dmp-Ht-2026-7 ", "ＤＭＰ-HT-2026-7"])
def test_a_number_is_found_however_it_is_typed(client: PageClient, brief: m.Brief, typed: str) -> None:
    assert client.read(f"/verify/{typed}").heading == NUMBER
    assert client.get("/verify", query_string={"number": typed}).location.startswith("/verify/")


def test_neither_the_title_nor_the_file_nor_a_person_is_told(
    client: PageClient, brief: m.Brief, app_session: UnitSession
) -> None:
    rewrite(app_session, brief, user_id=person(app_session, "mission").id)
    answer = client.get(f"/verify/{NUMBER}")
    for secret in ("Secret", cast.NAMES["mission"], "/briefs/"):
        assert secret not in answer.text
    assert client.get(f"/briefs/{brief.id}/pdf").status_code == 303


def test_who_may_read_the_brief_is_led_to_it(client_for: ClientFor, brief: m.Brief) -> None:
    assert f"/briefs/{brief.id}" in client_for("coordinator").read(f"/verify/{NUMBER}").links
    assert f"/briefs/{brief.id}" not in client_for("viewer").read(f"/verify/{NUMBER}").links


def test_changes_in_what_it_covers_are_counted_and_not_told(
    client: PageClient, brief: m.Brief, project: m.Project, app_session: UnitSession
) -> None:
    project.title = "Other homes"
    make.milestone(app_session, project, "Roofs")
    make.project(app_session, title="Elsewhere")
    app_session.commit()
    page = client.read(f"/verify/{NUMBER}")
    assert "Data changed since" in page.text
    assert "2 changes were recorded in what this brief covers since its data was taken." in page.text
    assert ("Current" in page.text, "Other homes" in page.text, "Roofs" in page.text) == (False, False, False)


def test_what_nobody_has_published_is_no_change(
    client: PageClient, brief: m.Brief, project: m.Project, app_session: UnitSession
) -> None:
    make.update(app_session, project, person(app_session, "manager"), state=UpdateState.draft)
    app_session.commit()
    assert "Current" in client.read(f"/verify/{NUMBER}").text


def test_what_its_printer_may_not_see_is_no_change(
    client: PageClient, brief: m.Brief, project: m.Project, app_session: UnitSession
) -> None:
    hidden = make.project(
        app_session, territories=[app_session.get_one(m.Territory, 1)], visibility=Visibility.confidential
    )
    app_session.commit()
    assert "Data changed since" in client.read(f"/verify/{NUMBER}").text
    rewrite(app_session, brief, user_id=person(app_session, "mission").id)
    assert hidden.id
    assert "Current" in client.read(f"/verify/{NUMBER}").text


def test_a_record_that_was_put_away_since_is_a_change(
    app: Flask, client: PageClient, brief: m.Brief, project: m.Project, app_session: UnitSession
) -> None:
    data = json.dumps({"brief": {"records": [project.id]}}).encode()
    project.record.archived_at = now()
    rewrite(app_session, brief, data_sha256=storage.of(app.extensions["tracker"].settings).keep(data))
    assert "1 change was recorded" in client.read(f"/verify/{NUMBER}").text


def test_what_a_brief_was_about_may_be_gone(client: PageClient, brief: m.Brief, app_session: UnitSession) -> None:
    rewrite(app_session, brief, kind=BriefKind.project, key="no-such-project")
    assert "no longer recorded here" in client.read(f"/verify/{NUMBER}").text


def test_the_filters_of_a_selection_may_find_nothing_any_more(
    app: Flask, client: PageClient, brief: m.Brief, project: m.Project, app_session: UnitSession
) -> None:
    data = json.dumps({"brief": {"records": [project.id]}}).encode()
    kept = storage.of(app.extensions["tracker"].settings).keep(data)
    rewrite(app_session, brief, kind=BriefKind.portfolio, key="", selection="stage=under_way", data_sha256=kept)
    project.stage = Stage.suspended
    app_session.commit()
    assert "1 change was recorded" in client.read(f"/verify/{NUMBER}").text


def test_a_superseded_brief_leads_to_the_one_in_its_place(
    client: PageClient, brief: m.Brief, app_session: UnitSession
) -> None:
    make.brief(app_session, "DMP-HT-2026-8", supersedes_id=brief.id)
    app_session.commit()
    page = client.read(f"/verify/{NUMBER}")
    assert "The brief DMP-HT-2026-8 took its place on 23 November 2026." in page.text
    assert ("/verify/DMP-HT-2026-8" in page.links, "Current" in page.text) == (True, False)
    assert "Current" in client.read("/verify/DMP-HT-2026-8").text


def test_the_issued_file_is_known_byte_for_byte(client: PageClient, brief: m.Brief) -> None:
    assert "Your file is this brief, byte for byte as it was issued." in send(client, PDF).text
    assert "not this brief as it was issued" in send(client, PDF + b"\n").text


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\x\\..\\brief.exe", "<b>.pdf", "\N{RIGHT-TO-LEFT OVERRIDE}fdp.pdf"]
)
def test_a_files_name_is_not_read(client: PageClient, brief: m.Brief, name: str) -> None:
    assert "byte for byte as it was issued" in send(client, PDF, name=name).text


def test_another_issued_file_is_said_to_be_that_one(
    client: PageClient, brief: m.Brief, app_session: UnitSession
) -> None:
    make.brief(app_session, "DMP-XK-2026-1", content=PDF + b"of Kosovo")
    app_session.commit()
    answer = send(client, PDF + b"of Kosovo")
    assert "Your file is not this brief. It is the issued brief" in answer.text
    assert client.page
    assert "/verify/DMP-XK-2026-1" in client.page.links


def test_a_draft_is_said_to_be_one(client: PageClient, brief: m.Brief, app_session: UnitSession) -> None:
    make.brief(app_session, content=PDF + b"a draft", title="Secret draft")
    app_session.commit()
    for address in ("/verify", f"/verify/{NUMBER}"):
        answer = send(client, PDF + b"a draft", address)
        assert "Your file is a draft that was printed here." in answer.text
        assert "Secret" not in answer.text


def test_a_file_alone_leads_to_what_is_said_of_its_brief(client: PageClient, brief: m.Brief) -> None:
    answer = send(client, PDF, "/verify")
    assert client.page
    assert (answer.status_code, client.page.heading) == (200, NUMBER)
    assert "Your file is this brief" in answer.text
    assert "Your file is no brief that was issued here" in send(client, PDF + b" ", "/verify").text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "Choose a file."),
        (b"", "This file is empty. Choose another."),
        (b"MZ\x90\x00 a program", "This is no PDF"),
        (b"<script>alert(1)</script>", "This is no PDF"),
        (b"%PDF-" + b"x" * 4096, "This file is larger than the 0 MB"),
    ],
)
def test_what_can_be_no_brief_is_refused_with_the_reason(
    client: PageClient, brief: m.Brief, monkeypatch: pytest.MonkeyPatch, content: bytes | None, why: str
) -> None:
    monkeypatch.setattr(receiving, "COMPARED", 4096)
    for address in ("/verify", f"/verify/{NUMBER}"):
        answer = send(client, content, address)
        assert answer.status_code == 422
        assert why in answer.text


def test_what_is_far_too_large_is_refused_unread(app: Flask, client: PageClient, brief: m.Brief) -> None:
    answer = send(client, b"%PDF-" + b"x" * (app.config["MAX_CONTENT_LENGTH"] + 1))
    assert answer.status_code == 413
    assert "larger than the 15 MB" in answer.text


def test_nothing_of_a_file_is_kept(app: Flask, client: PageClient, brief: m.Brief) -> None:
    place = storage.of(app.extensions["tracker"].settings)
    send(client, PDF)
    assert list(place.listed()) == []


def test_a_page_open_too_long_is_asked_for_again_not_for_a_sign_in(client: PageClient, brief: m.Brief) -> None:
    answer = client.post(f"/verify/{NUMBER}", data={"file": (io.BytesIO(PDF), "brief.pdf")})
    assert (answer.status_code, answer.location) == (303, f"/verify/{NUMBER}")
    assert "Choose the file again." in client.read(answer.location).text


def test_search_engines_keep_no_number(client: PageClient, brief: m.Brief) -> None:
    for address in ("/verify", f"/verify/{NUMBER}", "/verify/DMP-NO-2026-1"):
        assert client.get(address).headers["X-Robots-Tag"] == "noindex, nofollow"


def test_numbers_are_not_tried_without_end(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PER_READER", (parse("3/minute"),))
    answers = [client.get(f"/verify/DMP-HT-2026-{number}").status_code for number in range(4)]
    assert answers == [404, 404, 404, 429]
    assert "Too many briefs were looked up." in client.get("/verify/DMP-HT-2026-1").text
    assert send(client, PDF, "/verify").status_code == 429
    assert client.get("/verify").status_code == 200
    assert client.get("/sign-in").status_code == 200


def test_the_sign_in_page_leads_to_the_check(client: PageClient) -> None:
    assert "/verify" in client.read("/sign-in").links
    assert client.read("/verify").heading == "Check a printed brief"


def test_looking_a_brief_up_asks_the_same_of_many_changes(
    app: Flask, client: PageClient, brief: m.Brief, project: m.Project, app_session: UnitSession
) -> None:
    def asked() -> int:
        with counted(app.extensions["tracker"].engine) as statements:
            client.read(f"/verify/{NUMBER}")
        return len(statements)

    def change(times: int) -> None:
        for _ in range(times):
            project.summary = f"{project.summary}."
            app_session.commit()

    asked()
    change(1)
    few = asked()
    change(19)
    assert asked() == few
    assert "20 changes were recorded" in client.read(f"/verify/{NUMBER}").text
