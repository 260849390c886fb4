"""Documents: added to a record, shown, sent, described, taken off and put back."""

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlmodel import col
from werkzeug.test import TestResponse

from tests import cast, make, papers
from tests.queries import counted
from tests.web.client import HTMX, PageClient
from tests.web.posting import SENT, ClientFor, count, person, versions
from tracker import storage
from tracker.domain.codes import Visibility
from tracker.domain.models import Document, DocumentLink, Project, Record
from tracker.store import UnitSession

Typed = dict[str, Any]


@pytest.fixture
def bam(app_session: UnitSession) -> Project:
    made = make.project(app_session, "bam", title="Bam", managers=[person(app_session, "manager")])
    app_session.commit()
    return made


def form(content: bytes = papers.PDF, name: str = "report.pdf", **given: object) -> Typed:
    said = {"title": "Situation report", "kind": "report", "on": "early 2004", "reference": "", "language": "fr"}
    said |= {"note": "First of three", "visibility": "internal", "submission": SENT, "version": ""}
    return {**said, "file": (io.BytesIO(content), name), **given}


def address(record: Any) -> str:  # noqa: ANN401 - a row of any kind
    return f"/records/{record.id}/documents/new"


def add(client: PageClient, record: Any, **given: Any) -> TestResponse:  # noqa: ANN401 - as above
    return cast.post(client, address(record), form(**given), content_type="multipart/form-data")


def only(session: UnitSession) -> Document:
    found = session.scalars(sa.select(Document).execution_options(populate_existing=True)).one()
    session.commit()
    return found


def files(app: Flask) -> list[Path]:
    folder: Path = app.extensions["tracker"].settings.documents
    return sorted(folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def report(client_for: ClientFor, app_session: UnitSession, bam: Project) -> Document:
    """A report that the project's manager added."""
    assert add(client_for("manager"), bam).status_code == 303
    return only(app_session)


# ------------------------------------------------------------------------------------------------- adding


def test_a_document_is_added_and_stands_on_the_records_page(
    app: Flask, client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    assert address(bam) in client.read("/projects/bam").links
    assert client.read(address(bam)).heading == "Add a document"
    response = add(client, bam)
    assert (response.status_code, response.location) == (303, "/projects/bam#documents")
    page, document = client.read("/projects/bam"), only(app_session)
    assert "Situation report in French" not in page.text
    assert "Situation report report · early 2004 · PDF, 1 kB" in page.text
    assert f"/documents/{document.id}/file" in page.links
    assert [path.name for path in files(app)] == [document.sha256]


def test_a_title_that_is_not_given_is_the_files_name(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    add(client_for("manager"), bam, title="", name="تقرير_البعثة.pdf")
    assert (only(app_session).title, only(app_session).file_name) == ("تقرير البعثة", "تقرير_البعثة.pdf")


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("agreement", "/agreements/{}"),
        ("assessment", "/assessments/{}"),
        ("disaster", "/disasters/{}"),
        ("organisation", "/organisations/{}"),
        ("mission", "/missions/{}"),
        ("programme", "/programmes/{}"),
        ("contribution", "/funding/contributions/{}"),
        ("fund", "/funds/{}"),
    ],
)
def test_every_record_with_a_page_holds_documents(
    client_for: ClientFor, app_session: UnitSession, kind: str, path: str
) -> None:
    row = getattr(make, kind)(app_session, code="it")
    app_session.commit()
    client = client_for("coordinator")
    page = path.format("it")
    assert address(row) in client.read(page).links
    assert add(client, row).location == f"{page}#documents"
    assert "Situation report" in client.read(page).text
    assert address(row) not in client_for("manager").read(page).links


def test_a_document_of_a_part_stands_on_its_owners_page(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    milestone = make.milestone(app_session, bam)
    app_session.commit()
    client = client_for("manager")
    assert add(client, milestone).location == "/projects/bam#documents"
    assert "report · attached to: milestone" in client.read("/projects/bam").text


def test_a_double_click_adds_one(app: Flask, client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    client = client_for("manager")
    first, second = (add(client, bam) for _ in range(2))
    assert (first.location, count(app_session, Document)) == (second.location, 1)
    assert len(files(app)) == 1


def test_the_same_file_twice_is_kept_once(
    app: Flask, client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    for submission in (SENT, SENT[::-1]):
        add(client_for("manager"), bam, submission=submission)
    assert (count(app_session, Document), len(files(app))) == (2, 1)


def test_under_htmx_the_reader_is_led_on_by_a_header(client_for: ClientFor, bam: Project) -> None:
    response = cast.post(client_for("manager"), address(bam), form(), headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/projects/bam#documents")


def test_adding_is_one_line_of_history(client_for: ClientFor, app_session: UnitSession, report: Document) -> None:
    assert (versions(app_session, "document"), versions(app_session, "document_link")) == (1, 1)
    assert "Amina Manager added the document “Situation report”." in client_for("manager").read("/projects/bam").text


# ------------------------------------------------------------------------------------------------ refusing

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"content": b"MZ\x90\x00" + bytes(200)}, "no whole PDF file"),
        ({"content": b"<!doctype html><script>1</script>", "name": "house.png"}, "no whole PNG file"),
        ({"content": SVG, "name": "map.svg"}, "Files of this kind are not taken"),
        ({"content": papers.PDF, "name": "../../etc/passwd"}, "Files of this kind are not taken"),
        ({"content": b""}, "This file is empty."),
        ({"content": papers.PDF + bytes(25_000_000)}, "larger than the 20 MB"),
        ({"file": (io.BytesIO(), "")}, "Choose a file."),
        ({"on": "2026-13"}, "Choose the file again; everything else is still here."),
        ({"kind": "novel"}, "This is not one of the choices."),
        ({"reference": "x" * 121}, "At most 120 characters"),
    ],
)
@pytest.mark.once
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    app: Flask, client_for: ClientFor, bam: Project, wrong: Typed, why: str
) -> None:
    client = client_for("manager")
    response = add(client, bam, **wrong)
    assert response.status_code == 422
    assert client.page is not None
    assert why in client.page.text
    kept = [client.page.values(name)[-1] for name in ("title", "note", "language", "submission")]
    assert kept == ["Situation report", "First of three", "fr", SENT]
    assert files(app) == []
    assert "No documents yet" in client.read("/projects/bam").text


def test_a_script_has_the_file_still_and_is_not_told_to_choose_it(client_for: ClientFor, bam: Project) -> None:
    response = cast.post(client_for("manager"), address(bam), form(on="2026-13"), headers=HTMX)
    assert (response.status_code, "Choose the file again" in response.text) == (422, False)
    assert 'id="document-form"' in response.text
    assert "<html" not in response.text


def test_what_is_far_too_large_is_not_even_read(client_for: ClientFor, bam: Project) -> None:
    sent = {"environ_overrides": {"CONTENT_LENGTH": str(200_000_000)}}
    assert cast.post(client_for("manager"), address(bam), form(), **sent).status_code == 413


def test_strangers_may_send_no_more_than_elsewhere(client: PageClient, bam: Project) -> None:
    sent = {"environ_overrides": {"CONTENT_LENGTH": str(20_000_000)}}
    assert client.post(address(bam), data=form(), **sent).status_code == 413


def test_an_upload_that_is_cut_off_leaves_nothing(
    app: Flask, client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    whole = form(csrf_token=cast.token(client))
    sent = {"environ_overrides": {"CONTENT_LENGTH": "100000"}}
    assert client.post(address(bam), data=whole, **sent).status_code == 400
    assert (count(app_session, Document), files(app)) == (0, [])


def test_a_full_disk_is_said_and_the_form_comes_back(
    app: Flask, client_for: ClientFor, app_session: UnitSession, bam: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> str:
        raise storage.StorageError("The place where files are kept is full or does not answer.")

    monkeypatch.setattr("tracker.storage.folder.Folder.keep", full)
    client = client_for("manager")
    assert add(client, bam).status_code == 503
    assert client.page is not None
    assert "is full or does not answer" in client.page.text
    assert client.page.values("note") == ["First of three"]
    assert count(app_session, Document) == 0


def test_a_silent_store_is_said_and_the_page_stays(
    client_for: ClientFor, report: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_args: object) -> None:
        raise storage.StorageError("The place where files are kept does not answer.")

    for act in ("has", "open"):
        monkeypatch.setattr(f"tracker.storage.folder.Folder.{act}", silent)
    client = client_for("manager")
    assert client.read(f"/documents/{report.id}").heading == "Situation report"
    response = client.get(f"/documents/{report.id}/file")
    assert (response.status_code, "does not answer" in response.text) == (503, True)


def test_strangers_find_nothing_and_readers_are_told_why(
    app: Flask, client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    assert add(client_for("stranger"), bam).status_code == 404
    assert client_for("stranger").get(address(bam)).status_code == 404
    reader = client_for("mission")
    assert add(reader, bam).status_code == 403
    assert reader.page is not None
    assert "Only those who edit this record add documents to it" in reader.page.text
    assert (count(app_session, Document), files(app)) == (0, [])


def test_an_archived_record_takes_no_documents(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    client = client_for("manager")
    cast.post(client, "/projects/bam/archive", {"version": "1"})
    assert add(client, bam).status_code == 403
    assert address(bam) not in client.read("/projects/bam").links


@pytest.mark.parametrize("made", ["document", "territory", "person"])
def test_some_records_hold_none(client_for: ClientFor, app_session: UnitSession, made: str) -> None:
    row = getattr(make, made)(app_session)
    app_session.commit()
    assert (client_for("coordinator").get(address(row)).status_code == 404) == (made != "person")


# ------------------------------------------------------------------------------------------------- reading


def test_its_page_says_what_it_is_and_where_it_belongs(client_for: ClientFor, report: Document) -> None:
    page = client_for("mission").read(f"/documents/{report.id}")
    assert page.heading == "Situation report"
    for words in ("report.pdf", "early 2004", "français", "First of three", "Bam project", "Amina Manager"):
        assert words in page.text
    assert "/projects/bam" in page.links
    assert "/documents/1/edit" not in page.links


def test_outsiders_are_not_told_who_added_it(
    client_for: ClientFor, app_session: UnitSession, report: Document, bam: Project
) -> None:
    for key in (report.id, bam.id):
        app_session.get_one(Record, key).visibility = Visibility.public
    app_session.commit()
    page = client_for("viewer").read(f"/documents/{report.id}")
    assert "Added 23 November 2026" in page.text
    assert not {"By", "Remove"} & set(page.text.split())


def test_a_source_leads_to_its_document_and_back(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    document = make.document(app_session)
    make.citation(app_session, bam, document)
    app_session.commit()
    client = client_for("mission")
    assert f"/documents/{document.id}" in client.read("/projects/bam").links
    page = client.read(f"/documents/{document.id}")
    assert "Source of facts in 1" in page.text
    assert "/projects/bam" in page.links
    assert client.get(f"/documents/{document.id}/file").status_code == 404


def test_a_file_is_saved_under_its_name_and_can_do_nothing(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    add(client_for("manager"), bam, content=papers.TEXT, name="تقرير.csv")
    response = client_for("mission").get(f"/documents/{only(app_session).id}/file?open")
    assert (response.status_code, response.data) == (200, papers.TEXT)
    said = response.headers["Content-Disposition"]
    assert said.startswith("attachment; ")
    assert "filename*=UTF-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1.csv" in said
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "private" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [
        (papers.PDF, "report.pdf", "inline"),
        (papers.picture("PNG"), "map.png", "inline"),
        (papers.picture("JPEG"), "house.jpg", "inline"),
        (papers.picture("WEBP"), "house.webp", "attachment"),
        (papers.word(), "letter.docx", "attachment"),
    ],
)
def test_only_what_is_harmless_is_shown(
    client_for: ClientFor, bam: Project, content: bytes, name: str, shown: str
) -> None:
    client = client_for("manager")
    add(client, bam, content=content, name=name)
    page = client.read("/projects/bam")
    path = next(link for link in page.links if re.fullmatch(r"/documents/\d+/file", link))
    assert client.get(path).headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"{path}?open").headers["Content-Disposition"].startswith(shown)


def test_a_part_of_a_file_and_its_size_can_be_asked_for(client_for: ClientFor, report: Document) -> None:
    client, path = client_for("manager"), f"/documents/{report.id}/file"
    part = client.get(path, headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.data) == (206, b"PDF")
    assert part.headers["Content-Range"] == f"bytes 1-3/{len(papers.PDF)}"
    beyond = client.get(path, headers={"Range": "bytes=9999-"})
    assert beyond.status_code == 416
    head = client.head(path)
    assert (head.status_code, head.data, head.content_length) == (200, b"", len(papers.PDF))
    again = client.get(path, headers={"If-None-Match": head.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_an_internal_document_is_not_there_for_viewers(
    client_for: ClientFor, app_session: UnitSession, report: Document, bam: Project
) -> None:
    app_session.get_one(Record, bam.id).visibility = Visibility.public
    app_session.commit()
    viewer = client_for("viewer")
    assert "Situation report" not in viewer.read("/projects/bam").text
    for path in ("", "/file", "/edit"):
        assert viewer.get(f"/documents/{report.id}{path}").status_code == 404


def test_a_lost_file_is_said_and_not_offered(app: Flask, client_for: ClientFor, report: Document) -> None:
    for path in files(app):
        path.unlink()
    client = client_for("manager")
    page = client.read(f"/documents/{report.id}")
    assert "The file of this document is missing." in page.text
    assert f"/documents/{report.id}/file" not in page.links
    assert client.get(f"/documents/{report.id}/file").status_code == 404


@pytest.mark.parametrize("number", [1, 3, 30])
def test_pages_ask_the_same_number_of_questions(
    app: Flask, client_for: ClientFor, app_session: UnitSession, bam: Project, number: int
) -> None:
    document = make.document(app_session, visibility=Visibility.internal)
    for _ in range(number):
        other = make.document(app_session)
        project = make.project(app_session)
        app_session.add(DocumentLink(document_id=other.id or 0, record_id=bam.id or 0))
        app_session.add(DocumentLink(document_id=document.id or 0, record_id=project.id or 0))
        make.citation(app_session, project, document)
    app_session.commit()
    client = client_for("manager")
    asked = []
    for path in ("/projects/bam", f"/documents/{document.id}"):
        client.read(path)
        with counted(app.extensions["tracker"].engine) as questions:
            client.read(path)
        asked.append(len(questions))
    assert asked == [11, 14]


def test_a_territory_named_on_a_page_has_its_note(client_for: ClientFor, app_session: UnitSession) -> None:
    make.territory(app_session, "XK", "Kosovo", note="kosovo_1244")
    row = make.agreement(app_session, title="Homes in Kosovo")
    app_session.commit()
    client = client_for("coordinator")
    add(client, row)
    key = only(app_session).id
    for path in (address(row), f"/documents/{key}"):
        assert "Security Council resolution 1244" in client.read(path).text


# ------------------------------------------------------------------------------- describing, taking off


def test_it_is_described_anew(client_for: ClientFor, app_session: UnitSession, report: Document) -> None:
    client, path = client_for("manager"), f"/documents/{report.id}"
    page = client.read(f"{path}/edit")
    stood = [page.values(name)[-1] for name in ("title", "on", "language")]
    assert stood == ["Situation report", "early 2004", "fr"]
    sent = form(title="Final report", version="1", language="") | {"file": ""}
    response = cast.post(client, f"{path}/edit", sent)
    assert (response.status_code, response.location) == (303, path)
    assert versions(app_session, "document") == 2
    page = client.read(path)
    assert "Amina Manager changed the title from “Situation report” to “Final report”." in page.text
    assert (only(app_session).title, only(app_session).language) == ("Final report", None)


def test_a_refused_description_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, report: Document
) -> None:
    client = client_for("manager")
    response = cast.post(client, f"/documents/{report.id}/edit", form(title="", version="1") | {"file": ""})
    assert response.status_code == 422
    assert client.page is not None
    assert client.page.values("note") == ["First of three"]
    assert versions(app_session, "document") == 1


def test_two_descriptions_clash(
    client_for: ClientFor, app_session: UnitSession, report: Document, clock: time_machine.Traveller
) -> None:
    client, path = client_for("manager"), f"/documents/{report.id}/edit"
    clock.shift(timedelta(minutes=1))
    theirs = form(title="Theirs", version="1", visibility="public") | {"file": ""}
    cast.post(client_for("coordinator"), path, theirs)
    response = cast.post(client, path, form(title="Mine", note="Second", version="1") | {"file": ""})
    assert response.status_code == 409
    assert client.page is not None
    for words in ("Before: Situation report", "Theirs", "Mine", "Dmitri Coordinator"):
        assert words in client.page.text
    assert client.page.values("visibility") == ["public"]
    sent = {name: client.page.values(name) for name in ("title", "note", "kind", "on", "visibility", "version")}
    assert cast.post(client, path, {**sent, "pick_title": "theirs"}).status_code == 303
    after = only(app_session)
    assert (after.title, after.note, after.record.visibility) == ("Theirs", "Second", Visibility.public)


def test_a_removed_document_is_put_back(
    client_for: ClientFor, app_session: UnitSession, report: Document, bam: Project
) -> None:
    client, path = client_for("manager"), f"/records/{bam.id}/documents/{report.id}"
    response = cast.post(client, f"{path}/remove")
    assert response.status_code == 303
    page = client.read(response.location.split("#")[0])
    assert "Undo the removal of the document" in page.text
    assert "Amina Manager removed the document “Situation report”." in page.text
    assert f"/documents/{report.id}" not in page.links
    assert versions(app_session, "document_link") == 2
    assert cast.post(client, f"{path}/remove").status_code == 404
    assert cast.post(client, f"{path}/undo").status_code == 303
    assert f"/documents/{report.id}" in client.read("/projects/bam").links


def test_a_document_of_elsewhere_is_not_brought_here(
    client_for: ClientFor, app_session: UnitSession, report: Document
) -> None:
    other = make.project(app_session, managers=[person(app_session, "manager")])
    app_session.commit()
    path = f"/records/{other.id}/documents/{report.id}"
    assert [cast.post(client_for("manager"), f"{path}/{what}").status_code for what in ("undo", "remove")] == [404, 404]


def test_an_archived_document_leaves_the_page_and_comes_back(
    app: Flask, client_for: ClientFor, app_session: UnitSession, report: Document
) -> None:
    client, path = client_for("manager"), f"/documents/{report.id}"
    assert cast.post(client, f"{path}/archive", {"version": "9"}).status_code == 409
    assert cast.post(client, f"{path}/archive", {"version": "1"}).status_code == 303
    assert path not in client.read("/projects/bam").links
    assert "This was archived" in client.read(path).text
    assert len(files(app)) == 1
    assert cast.post(client, f"{path}/restore", {"version": "1"}).status_code == 303
    assert path in client.read("/projects/bam").links
    assert versions(app_session, "record", report.id) == 3


def test_others_change_nothing(client_for: ClientFor, app_session: UnitSession, report: Document, bam: Project) -> None:
    off = f"/records/{bam.id}/documents/{report.id}/remove"
    for posted in (f"/documents/{report.id}/edit", f"/documents/{report.id}/archive", off):
        sent = form(title="Not mine", version="1") | {"file": ""}
        assert cast.post(client_for("stranger"), posted, sent).status_code == 404
        response = cast.post(client_for("mission"), posted, sent)
        assert response.status_code == 403
        assert "Only those who edit" in response.text
    assert (only(app_session).title, versions(app_session, "document")) == ("Situation report", 1)


def test_looking_changes_nothing(
    client_for: ClientFor, app_session: UnitSession, report: Document, bam: Project
) -> None:
    client = client_for("manager")
    for path in ("", "/edit", "/file"):
        assert client.get(f"/documents/{report.id}{path}").status_code == 200
    client.read(address(bam))
    for path in (f"/documents/{report.id}/archive", f"/records/{bam.id}/documents/{report.id}/remove"):
        assert client.get(path).status_code == 405
    assert (versions(app_session, "document"), versions(app_session, "document_link")) == (1, 1)


def test_the_files_name_and_title_are_shown_as_they_were_typed(client_for: ClientFor, bam: Project) -> None:
    client = client_for("manager")
    add(client, bam, title="<b>Report</b>", name="<i>.pdf")
    text = client.get("/projects/bam").text
    assert "&lt;b&gt;Report&lt;/b&gt;" in text
    assert "<b>Report" not in text


def test_the_form_waits_over_a_sign_in_that_ran_out(client_for: ClientFor, client: PageClient, bam: Project) -> None:
    response = client.post(address(bam), data=form(csrf_token="x"))
    assert response.status_code == 401
    assert client.page is not None
    assert client.page.values("kept") != [""]


def test_the_visibility_of_an_old_link_is_asked_of_the_record(
    client_for: ClientFor, app_session: UnitSession, report: Document, bam: Project
) -> None:
    app_session.get_one(Record, report.id).visibility = Visibility.public
    app_session.get_one(Record, bam.id).visibility = Visibility.confidential
    app_session.commit()
    answers = {
        who: client_for(who).get(f"/documents/{report.id}/file").status_code
        for who in ("manager", "mission", "viewer", "coordinator")
    }
    assert answers == {"manager": 200, "mission": 404, "viewer": 404, "coordinator": 200}
    found = app_session.scalars(sa.select(Document).where(col(Document.id) == report.id)).one()
    assert found.sha256 is not None
