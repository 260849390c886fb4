"""Changing several projects of the list at once: shown first, done together, undone where nobody changed them since."""

from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from tests import cast, html, make
from tests.queries import counted
from tests.web.client import PageClient
from tests.web.posting import ClientFor, count, person, send, versions
from tracker.domain.codes import Visibility
from tracker.domain.dates import now
from tracker.domain.models import BulkChange, KeptForm, Project, ProjectTag
from tracker.store import UnitSession

BULK = "/projects/bulk"
TAGGED = {"change": "add_tag", "tag": "Winter"}


@pytest.fixture
def three(app_session: UnitSession) -> list[Project]:
    """One with a manager, one bare, one that has the tag already."""
    programme = make.programme(app_session, "dmp", name="Disaster management")
    made = [
        make.project(
            app_session,
            code,
            title=title,
            managers=[person(app_session, "manager")] if code == "bam" else [],
            programme_id=programme.id if code == "bam" else None,
        )
        for code, title in (("accra", "Accra homes"), ("bam", "Bam shelter"), ("cap", "Cap-Haïtien roofs"))
    ]
    app_session.add(ProjectTag(project_id=made[2].id or 0, tag="winter"))
    app_session.commit()
    return made


def show(client: PageClient, codes: list[str], **order: object) -> html.Page:
    answer = cast.post(client, BULK, {"asked": "yes", "project": codes, "back": "q=a&view=x&changed=3", **order})
    assert answer.status_code == 200, answer.text
    assert client.page is not None
    return client.page


def confirm(client: PageClient, page: html.Page) -> TestResponse:
    """Send the second form of the preview as it stands."""
    form = page.forms[-1]
    sent: dict[str, Any] = {}
    for field in form.iter("input"):
        sent.setdefault(field.get("name") or "", []).append(field.get("value"))
    sent.pop("csrf_token")
    return cast.post(client, BULK, sent)


def cells(page: html.Page, table: str) -> list[str]:
    found = page.by_id(table)
    assert found is not None
    return [html.text_of(row) for body in found.iter("tbody") for row in body.iter("tr")]


def test_the_list_offers_it_to_those_who_may_edit(
    client_for: ClientFor, app_session: UnitSession, three: list[Project]
) -> None:
    ticks = {who: client_for(who).read("/projects").source for who in ("coordinator", "manager", "mission")}
    assert [ticks[who].count('name="project"') for who in ticks] == [3, 1, 0]
    assert [ticks[who].count('value="set_manager"') for who in ticks] == [1, 0, 0]
    assert 'action="/projects/bulk"' not in client_for("other_manager").read("/projects").source
    assert 'action="/projects/bulk"' not in client_for("coordinator").read("/projects?archived=yes").source
    assert cast.post(client_for("mission"), BULK, {"project": "bam"}).status_code == 403
    client = client_for("coordinator")
    assert client.get(BULK).location == "/projects"
    none = cast.post(client, BULK, {"change": "add_tag"})
    assert (none.status_code, "No project was ticked" in none.text) == (422, True)
    first = cast.post(client, BULK, {"project": ["bam", "cap", "nothing"], "change": "set_manager"})
    assert (first.status_code, "1 of the ticked projects is not open to you" in first.text) == (200, True)
    assert client.page is not None
    assert cells(client.page, "standing") == [
        "Bam shelter Amina Manager none Disaster management",
        "Cap-Haïtien roofs none winter none",
    ]
    for wrong, why in (
        ({"change": "add_tag", "tag": " "}, "Write the tag."),
        ({"change": "add_tag", "tag": "a, b"}, "without a comma"),
        ({"change": "set_manager"}, "Choose the manager."),
        ({"change": "set_programme", "programme_id": "99"}, "Not a valid choice"),
    ):
        answer = cast.post(client, BULK, {"asked": "yes", "project": ["bam"], **wrong})
        assert (answer.status_code, why in answer.text, 'value="bam"' in answer.text) == (422, True, True), wrong


def test_what_was_shown_is_done_together_told_and_undone(
    client_for: ClientFor, app_session: UnitSession, three: list[Project], clock: time_machine.Traveller
) -> None:
    client, before = client_for("coordinator"), versions(app_session, "project_tag")
    page = show(client, ["accra", "bam", "cap"], **TAGGED)
    assert cells(page, "changes") == ["Accra homes none winter", "Bam shelter none winter"]
    assert cells(page, "stays") == ["Cap-Haïtien roofs winter It is so already."]
    assert versions(app_session, "project_tag") == before
    clock.shift(60)
    answer = confirm(client, page)
    assert (answer.status_code, answer.location) == (303, "/projects?q=a&view=x&changed=1")
    assert confirm(client, page).location == answer.location
    assert (versions(app_session, "project_tag"), count(app_session, BulkChange)) == (before + 2, 1)
    listed = client.read(answer.location)
    assert "2 projects are changed." in listed.text
    assert "Undo the change" in listed.text
    told = client.read("/projects/bam").text
    assert "Dmitri Coordinator added the tag “winter”." in told
    assert "Reason: changed together with 1 other" in told
    assert len(cells(client.read("/projects?tag=winter"), "projects")) == 3

    clock.shift(60)
    assert (
        send(client, "/projects/accra/edit", "title", "visibility", "version", "tags", summary="x").status_code == 303
    )
    other = client_for("administrator")
    assert cast.post(other, f"{BULK}/1/undo").status_code == 404
    undone = cast.post(client, f"{BULK}/1/undo", {"back": "q=a&changed=1"})
    assert (undone.status_code, undone.location) == (303, "/projects?q=a")
    text = client.read("/projects").text
    assert "1 project is as it was." in text
    assert "Changed by somebody since, and left as it is: Accra homes." in text
    assert cells(client.read("/projects?tag=winter"), "projects")[0].startswith("Accra homes")
    assert len(cells(client.read("/projects?tag=winter"), "projects")) == 2
    assert cast.post(client, f"{BULK}/1/undo").status_code == 422


def test_managers_and_programmes_are_set_and_put_back(
    client_for: ClientFor, app_session: UnitSession, three: list[Project]
) -> None:
    key, programme = person(app_session, "other_manager").id, three[1].programme_id
    app_session.commit()
    client = client_for("coordinator")
    page = show(client, ["accra", "bam"], change="set_manager", manager_id=key)
    assert cells(page, "changes") == ["Accra homes none Boris Manager", "Bam shelter Amina Manager Boris Manager"]
    assert confirm(client, page).status_code == 303
    page = show(client, ["accra", "bam"], change="set_programme", programme_id=programme)
    assert cells(page, "changes") == ["Accra homes none Disaster management"]
    assert confirm(client, page).status_code == 303
    page = show(client, ["accra", "bam"], change="set_programme", programme_id=0)
    assert cells(page, "changes")[1] == "Bam shelter Disaster management none"
    page = show(client, ["cap"], change="remove_tag", tag="WINTER")
    assert cells(page, "changes") == ["Cap-Haïtien roofs winter none"]
    undone = [cast.post(client, f"{BULK}/{number}/undo").status_code for number in (2, 1)]
    assert undone == [303, 303]
    text = client.read("/projects").text
    assert "Changed by somebody since, and left as it is: Accra homes." in text
    page = show(client, ["accra", "bam"], change="add_manager", manager_id=key)
    assert cells(page, "changes") == ["Bam shelter Amina Manager Amina Manager, Boris Manager"]
    assert cells(page, "stays") == ["Accra homes Boris Manager It is so already."]


def test_what_was_changed_meanwhile_or_may_not_be_changed_stops_all(
    client_for: ClientFor, app_session: UnitSession, three: list[Project], clock: time_machine.Traveller
) -> None:
    client, manager = client_for("coordinator"), client_for("manager")
    page, own = show(client, ["accra", "bam"], **TAGGED), show(manager, ["accra", "bam"], **TAGGED)
    assert cells(own, "stays") == ["Accra homes none Only its managers and the coordinators edit it."]
    refused = cast.post(manager, BULK, {"asked": "yes", "project": ["bam"], "change": "set_manager", "manager_id": 1})
    assert refused.status_code in {403, 422}
    clock.shift(60)
    fields = ("title", "visibility", "version")
    assert send(client, "/projects/bam/edit", *fields, summary="Newer").status_code == 303
    app_session.refresh(three[0].record)
    three[0].record.archived_at = now()
    app_session.commit()
    for who, sent, named in ((client, page, ("Accra homes", "Bam shelter")), (manager, own, ("Bam shelter",))):
        answer = confirm(who, sent)
        assert answer.status_code == 409
        assert who.page is not None
        alert = next(element for element in who.page.all("div") if element.get("role") == "alert")
        assert [html.text_of(item) for item in alert.iter("li")] == list(named)
    assert (count(app_session, BulkChange), count(app_session, ProjectTag)) == (0, 1)
    assert client.page is not None
    assert cells(client.page, "stays") == ["Accra homes none It is archived."]
    assert confirm(client, client.page).status_code == 303
    assert count(app_session, ProjectTag) == 2


def test_all_that_fit_are_changed_and_nothing_that_the_reader_may_not_see(
    client_for: ClientFor, app: Flask, app_session: UnitSession, three: list[Project]
) -> None:
    make.project(app_session, "quiet", title="Quiet talks", visibility=Visibility.confidential)
    for number in range(27):
        make.project(app_session, f"p-{number}", title=f"Project {number}", managers=[person(app_session, "manager")])
    app_session.commit()
    manager, coordinator = client_for("manager"), client_for("coordinator")
    assert "all 30 that fit, on every page" in manager.read("/projects").text
    everything = {"change": "add_tag", "everything": "yes", "selection": "archived=no"}
    for client, number in ((manager, 30), (coordinator, 31)):
        assert cast.post(client, BULK, everything).status_code == 200
        assert client.page is not None
        assert (len(client.page.values("project")), "Quiet" in client.page.text) == (number, number == 31)
    narrowed = {**everything, "selection": "q=roofs"}
    assert cast.post(manager, BULK, narrowed).status_code == 200
    assert manager.page is not None
    assert manager.page.values("project") == ["cap"]
    page = show(coordinator, [f"p-{number}" for number in range(27)], **TAGGED)
    with counted(app.extensions["tracker"].engine) as asked:
        assert confirm(coordinator, page).status_code == 303
    assert len([one for one in asked if "FROM project" in one and "project_tag" not in one]) < 40
    many = cast.post(coordinator, BULK, {"change": "add_tag", "project": [f"x-{number}" for number in range(501)]})
    assert (many.status_code, "At most 500 projects" in many.text) == (422, True)


def test_what_was_ticked_before_the_sign_in_ran_out_is_given_back(
    client_for: ClientFor, app_session: UnitSession, three: list[Project]
) -> None:
    kept = KeptForm(
        user_id=person(app_session, "coordinator").id or 0,
        path=BULK,
        data={"project": ["accra", "bam"], "asked": ["yes"], "change": ["add_tag"], "tag": ["Winter"]},
    )
    app_session.add(kept)
    app_session.commit()
    client = client_for("coordinator")
    answer = client.get(f"{BULK}?kept={kept.id}")
    assert (answer.status_code, answer.location) == (303, f"/kept/{kept.id}")
    page = client.read(answer.location)
    assert (page.values("project"), page.values("tag")) == (["accra", "bam"], ["Winter"])
    assert page.forms[-1].get("action") == f"{BULK}?kept={kept.id}"
