"""Tags of projects: typed on the form, shown, searched and filtered by."""

import time_machine
from flask import Flask

from tests import cast, make
from tests.queries import counted
from tests.web.posting import ClientFor, send, typed
from tracker.domain.codes import Visibility
from tracker.domain.models import ProjectTag
from tracker.store import UnitSession

EDIT = "/projects/bam/edit"
FIELDS = ("title", "visibility", "version", "tags")


def test_tags_are_typed_shown_told_searched_and_filtered_by(
    client_for: ClientFor, app: Flask, app_session: UnitSession
) -> None:
    make.project(app_session, "bam", title="Shelter in Bam", visibility=Visibility.public)
    other = make.project(app_session, "accra", title="Elsewhere", visibility=Visibility.confidential)
    app_session.add(ProjectTag(project_id=other.id or 0, tag="secret word"))
    app_session.commit()
    client = client_for("coordinator")
    assert send(client, EDIT, *FIELDS, tags=" Winter,  Land Rights ,winter").status_code == 303
    page = client.read("/projects/bam")
    assert "/projects?tag=land+rights" in page.links
    assert "Dmitri Coordinator added the tag “winter”." in page.text
    edit = client.read(EDIT)
    assert edit.values("tags") == ["land rights, winter"]
    assert [one.get("value") for one in edit.all("option") if one.get("value") == "secret word"] == ["secret word"]

    reader = client_for("viewer")
    for query in ("tag=winter", "tag=Land%20%20RIGHTS", "q=winter", "q=land+rights"):
        assert "Shelter in Bam" in reader.read(f"/projects?{query}").text, query
    for query in ("tag=wint", "tag=secret+word", "q=secret"):
        assert "No project fits this filter." in reader.read(f"/projects?{query}").text, query
    page = reader.read("/projects?tag=winter")
    assert set(page.values("tag")) == {"winter"}
    assert "secret word" not in page.text

    assert send(client, EDIT, *FIELDS, tags="").status_code == 303
    page = client.read("/projects/bam")
    assert "Dmitri Coordinator removed the tag “winter”." in page.text
    assert "No project fits" in reader.read("/projects?q=winter").text
    with counted(app.extensions["tracker"].engine) as asked:
        client.get("/projects/bam")
    assert len(asked) <= 13


def test_a_refused_tag_keeps_what_was_typed_and_a_clash_shows_both(
    client_for: ClientFor, app_session: UnitSession, clock: time_machine.Traveller
) -> None:
    bam = make.project(app_session, "bam", title="Shelter in Bam")
    app_session.add(ProjectTag(project_id=bam.id or 0, tag="winter"))
    app_session.commit()
    client = client_for("coordinator")
    answer = send(client, EDIT, *FIELDS, tags="x" * 41)
    assert (answer.status_code, "at most 40 characters" in answer.text, "x" * 41 in answer.text) == (422, True, True)

    old = typed(client.read(EDIT), *FIELDS)
    clock.shift(60)
    assert send(client, EDIT, *FIELDS, tags="winter, shelter").status_code == 303
    answer = cast.post(client, EDIT, {**old, "tags": "winter, land"})
    assert answer.status_code == 409
    for words in ("Before: winter", "shelter, winter", "winter, land"):
        assert words in answer.text, words
