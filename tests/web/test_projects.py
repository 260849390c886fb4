"""Projects: one project's page, making, changing, moving and archiving one."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests import cast, html, make
from tests.queries import counted
from tests.web.client import HTMX, PageClient
from tests.web.posting import SENT, ClientFor, count, person, send, versions
from tracker.domain.codes import Health, Phase, Stage, UpdateState, Visibility
from tracker.domain.dates import now
from tracker.domain.models import Project
from tracker.store import UnitSession

EDIT = "/projects/bam/edit"
FIELDS = (
    "title",
    "summary",
    "programme_id",
    "territory_ids",
    "place_stated",
    "phase",
    "start",
    "end",
    "next_step",
    "visibility",
    "version",
)


@pytest.fixture
def bam(app_session: UnitSession) -> Project:
    iran = make.territory(app_session, "IR", "Iran (Islamic Republic of)")
    make.territory(app_session, "HT", "Haiti")
    project = make.project(
        app_session,
        "bam",
        title="Temporary shelter in Bam",
        summary="Shelter first",
        stage=Stage.under_review,
        territories=[iran],
        managers=[person(app_session, "manager")],
    )
    app_session.commit()
    return project


def again(session: UnitSession, project: Project) -> Project:
    """The project as it stands now, with the lock let go."""
    session.refresh(project)
    session.refresh(project.record)
    session.commit()
    return project


# ------------------------------------------------------------------------------------------------------- one page


def test_the_page_answers_who_where_how_it_goes_and_with_whose_money(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    make.milestone(app_session, bam, "Roofs on", due="early 2027")
    make.component(app_session, bam, "Training of masons")
    app_session.commit()
    page = client_for("mission").read("/projects/bam")
    assert page.heading == "Temporary shelter in Bam"
    for words in (
        "Iran (Islamic Republic of)",
        "not reported",
        "under review",
        "Roofs on · early 2027",
        "Amina Manager",
    ):
        assert words in page.text, words
    funding = page.by_id("funding")
    assert funding is not None
    assert "".join(funding.itertext()).count("not stated") == 4
    assert "Training of masons" in page.text


def test_a_project_page_asks_at_most_thirteen_questions(
    client_for: ClientFor, app: Flask, bam: Project, app_session: UnitSession
) -> None:
    make.milestone(app_session, bam, due="end 2026")
    make.risk(app_session, bam)
    make.action_point(app_session, bam, owner_id=person(app_session, "mission").id)
    make.update(app_session, bam, person(app_session, "manager"), state=UpdateState.published)
    contribution = make.contribution(app_session, steps=[("pledged", 500_00)])
    make.allocation(app_session, contribution, bam, 500_00)
    app_session.commit()
    client = client_for("manager")
    client.get("/projects/bam")
    with counted(app.extensions["tracker"].engine) as asked:
        client.get("/projects/bam")
    assert len(asked) <= 13, list(asked)


def test_a_viewer_reads_neither_risks_nor_action_points_nor_managers(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    bam.record.visibility = Visibility.public
    make.risk(app_session, bam, "Winter comes early")
    make.action_point(app_session, bam, "Telephone the ministry")
    app_session.commit()
    inside, outside = client_for("mission").read("/projects/bam"), client_for("viewer").read("/projects/bam")
    for words in ("Winter comes early", "Telephone the ministry", "Amina Manager"):
        assert words in inside.text, words
        assert words not in outside.text, words
    assert "Amina Manager" not in client_for("viewer").read("/projects").text
    key = person(app_session, "manager").id
    app_session.commit()
    assert "Temporary shelter" not in client_for("viewer").read(f"/projects?manager={key}").text
    assert "Temporary shelter" in client_for("mission").read(f"/projects?manager={key}").text
    for words in ("winter", "telephone"):
        assert "Temporary shelter" not in client_for("viewer").read(f"/projects?q={words}").text


def test_html_in_a_project_is_shown_as_it_was_typed(client_for: ClientFor, bam: Project) -> None:
    client = client_for("manager")
    send(client, EDIT, *FIELDS, title="<b>Shelter</b>", summary="<script>alert(1)</script>", next_step='"><i>')
    text = client.get("/projects/bam").text
    assert "&lt;b&gt;Shelter&lt;/b&gt;" in text
    assert "<b>Shelter" not in text
    assert "<script>alert" not in text


# ------------------------------------------------------------------------------------------- nobody else's business


@pytest.fixture
def secret(app_session: UnitSession) -> Project:
    """A confidential project with words, a territory, a hazard and a manager that nothing else has."""
    project = make.project(
        app_session,
        "secret",
        title="Quiet work",
        territories=[make.territory(app_session, "GH", "Ghana")],
        disasters=[make.disaster(app_session, name="Flood")],
        managers=[person(app_session, "other_manager")],
        programme_id=make.programme(app_session, name="Quiet programme", visibility=Visibility.confidential).id,
        visibility=Visibility.confidential,
        stage=Stage.approved,
    )
    make.milestone(app_session, project, "Quiet step")
    app_session.commit()
    return project


@pytest.mark.parametrize("who", ["stranger", "viewer", "mission", "manager"])
def test_a_confidential_project_is_nowhere_for_those_it_does_not_concern(
    client_for: ClientFor, secret: Project, who: str
) -> None:
    client = client_for(who)
    for address in ("", "/edit", "/stage", "/updates/new", "/milestones/new"):
        assert client.get(f"/projects/secret{address}").status_code == 404, address
    page = client.read("/projects")
    assert "0 projects" in page.text
    for words in ("Quiet", "Ghana", "Boris"):
        assert words not in page.text, words
    for query in ("q=quiet", "territory=GH", "hazard=EQ", "stage=approved"):
        assert "0 projects" in client.read(f"/projects?{query}").text, query
    assert "Quiet" not in client.read("/").text
    assert "Quiet" not in client.read("/portfolio").text


@pytest.mark.parametrize("who", ["other_manager", "coordinator", "administrator"])
def test_those_it_concerns_find_it(client_for: ClientFor, secret: Project, who: str) -> None:
    client = client_for(who)
    assert client.read("/projects/secret").heading == "Quiet work"
    assert "1 project" in client.read("/projects?territory=GH").text


def test_who_a_project_is_shared_with_finds_it(
    client_for: ClientFor, app_session: UnitSession, secret: Project
) -> None:
    make.share(app_session, secret, person(app_session, "viewer"))
    app_session.commit()
    assert client_for("viewer").read("/projects/secret").heading == "Quiet work"
    assert client_for("stranger").get("/projects/secret").status_code == 404


WRITES = ("/edit", "/stage", "/archive", "/restore", "/milestones/new", "/risks/new", "/action-points/new")


@pytest.mark.parametrize("address", WRITES)
def test_every_write_is_hidden_from_strangers_and_refused_to_readers(
    client_for: ClientFor, app_session: UnitSession, bam: Project, address: str
) -> None:
    sent = {"title": "Mine now", "stage": "approved", "visibility": "public", "version": str(bam.version)}
    assert cast.post(client_for("stranger"), f"/projects/bam{address}", sent).status_code == 404
    for who in ("other_manager", "mission"):
        response = cast.post(client_for(who), f"/projects/bam{address}", sent)
        assert response.status_code == 403
        assert "managers and the coordinators edit it." in response.text
        assert "Ask one of its managers, or a coordinator." in response.text
    project = again(app_session, bam)
    assert (project.title, project.stage, project.version) == ("Temporary shelter in Bam", Stage.under_review, 1)


# ---------------------------------------------------------------------------------------------------------- making


NEW = {"title": "Homes in Haiti", "code": "haiti-homes", "stage": "proposed", "visibility": "internal"}


def test_a_manager_makes_a_project_and_manages_it(client_for: ClientFor) -> None:
    client = client_for("manager")
    client.read("/projects/new")
    response = cast.post(client, "/projects/new", {**NEW, "start": "early 2027", "phase": "preparedness"})
    assert (response.status_code, response.location) == (303, "/projects/haiti-homes")
    page = client.read("/projects/haiti-homes")
    assert page.heading == "Homes in Haiti"
    assert "early 2027" in page.text
    assert "preparedness" in page.text
    assert "/projects/haiti-homes/edit" in page.links


def test_a_coordinator_names_its_managers(client_for: ClientFor, app_session: UnitSession) -> None:
    key = person(app_session, "other_manager").id
    app_session.commit()
    cast.post(client_for("coordinator"), "/projects/new", {**NEW, "manager_ids": [str(key)]})
    assert "Boris Manager" in client_for("coordinator").read("/projects/haiti-homes").text
    assert client_for("other_manager").get("/projects/haiti-homes/edit").status_code == 200


@pytest.mark.parametrize("who", ["mission", "viewer"])
def test_others_make_no_projects_and_are_told_who_does(
    client_for: ClientFor, app_session: UnitSession, who: str
) -> None:
    response = cast.post(client_for(who), "/projects/new", NEW)
    assert response.status_code == 403
    assert "administrator, coordinator" in response.text
    assert count(app_session, Project) == 0


def test_a_project_without_a_code_gets_one_of_its_title(client_for: ClientFor) -> None:
    client = client_for("manager")
    assert cast.post(client, "/projects/new", {**NEW, "code": ""}).location == "/projects/homes-in-haiti"
    assert cast.post(client, "/projects/new", {**NEW, "code": " "}).location == "/projects/homes-in-haiti-2"


def test_a_form_sent_twice_makes_one_project(client_for: ClientFor, app_session: UnitSession) -> None:
    client = client_for("manager")
    answers = [cast.post(client, "/projects/new", {**NEW, "submission": SENT}) for _ in range(2)]
    assert [answer.location for answer in answers] == ["/projects/haiti-homes"] * 2
    assert count(app_session, Project) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ("title", " ", "This is needed."),
        ("title", "x" * 201, "At most 200 characters; shorten it."),
        ("code", "Bam & Co", "Use lower case letters, digits and hyphens"),
        ("code", "new", "Use lower case letters, digits and hyphens"),
        ("code", "bam", "There is a project with this code already."),
        ("stage", "flying", "This is not one of the choices."),
        ("phase", "relief", "This is not one of the choices."),
        ("visibility", "", "This is needed."),
        ("start", "2004-13", "There is no day 2004-13."),
        ("territory_ids", "99999", "not a valid choice"),
    ],
)
@pytest.mark.once
def test_a_refused_project_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, bam: Project, wrong: tuple[str, str, str]
) -> None:
    (field, value, why), client = wrong, client_for("manager")
    response = cast.post(client, "/projects/new", {**NEW, "summary": "Long & typed", "start": "2026", field: value})
    assert response.status_code == 422
    assert client.page is not None
    assert why in client.page.text
    assert client.page.values("summary") == ["Long & typed"]
    if field == "start":
        assert client.page.values("start") == [value]
    assert count(app_session, Project) == 1


# -------------------------------------------------------------------------------------------------------- changing


def test_a_manager_edits_their_project_and_history_gets_one_version(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client, before = client_for("manager"), versions(app_session, "project", bam.id)
    response = send(client, EDIT, *FIELDS, title="Shelter in Bam")
    assert (response.status_code, response.location) == (303, "/projects/bam")
    assert versions(app_session, "project", bam.id) == before + 1
    page = client.read("/projects/bam")
    assert (page.heading, "Saved." in page.text) == ("Shelter in Bam", True)
    assert "Amina Manager changed the title from “Temporary shelter in Bam” to “Shelter in Bam”." in page.text
    assert "Amina Manager" in page.text  # a manager's own form has no box for managers: they stay


def test_a_project_gets_a_phase_and_loses_it_again(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    offered = next(box for box in client.read(EDIT).all("select") if box.get("name") == "phase")
    assert [html.text_of(one) for one in offered] == [
        "not stated",
        "prevention and mitigation",
        "preparedness",
        "response and relief",
        "recovery and rehabilitation",
        "reconstruction",
    ]
    send(client, EDIT, *FIELDS, phase="recovery")
    page = client.read("/projects/bam")
    facts = page.by_id("facts")
    assert facts is not None
    assert "Phase recovery and rehabilitation" in html.text_of(facts)
    assert "/projects?phase=recovery" in page.links
    assert "Amina Manager set the phase to “recovery and rehabilitation”." in page.text
    assert client.read(EDIT).values("phase") == ["recovery"]
    cast.post(client, EDIT, {"title": "Shelter", "visibility": "internal", "version": "2"})
    assert again(app_session, bam).phase == Phase.recovery  # a form without the box leaves it
    send(client, EDIT, *FIELDS, phase="")
    facts = client.read("/projects/bam").by_id("facts")
    assert facts is not None
    assert "Phase not stated" in html.text_of(facts)


def test_saving_what_stands_changes_nothing(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    before = versions(app_session, "project", bam.id)
    assert send(client_for("manager"), EDIT, *FIELDS).status_code == 303
    assert (again(app_session, bam).version, versions(app_session, "project", bam.id)) == (1, before)


def test_opening_the_forms_changes_nothing(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    client, before = client_for("manager"), versions(app_session, "project")
    for address in ("/projects", "/projects/new", "/projects/bam", EDIT, "/projects/bam/stage"):
        client.read(address)
    for address in ("archive", "restore"):
        assert client.get(f"/projects/bam/{address}").status_code == 405
    assert versions(app_session, "project") == before


def test_under_htmx_the_reader_is_led_on_by_a_header(client_for: ClientFor, bam: Project) -> None:
    client = client_for("manager")
    sent = {"title": "Shelter", "visibility": "internal", "version": str(bam.version)}
    response = cast.post(client, EDIT, sent, headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/projects/bam")


def test_a_refused_edit_keeps_what_was_typed(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    client = client_for("manager")
    response = send(client, EDIT, *FIELDS, title="", summary="Typed", start="2027", end="2026")
    assert response.status_code == 422
    assert client.page is not None
    assert "This is needed." in client.page.text
    assert (client.page.values("summary"), client.page.values("end")) == (["Typed"], ["2026"])
    send(client, EDIT, *FIELDS, start="2027", end="2026")
    assert "The end comes before the start." in client.page.text
    assert again(app_session, bam).version == 1


@pytest.fixture
def clashing(
    client_for: ClientFor, app_session: UnitSession, bam: Project, clock: time_machine.Traveller
) -> Callable[..., tuple[PageClient, Any]]:
    """The coordinator saves after the manager's form was opened; the manager sends it all the same."""

    def post(theirs: dict[str, Any], mine: dict[str, Any]) -> tuple[PageClient, Any]:
        client = client_for("manager")
        page = client.read(EDIT)
        opened = {name: page.values(name) for name in (*FIELDS, "territory_ids") if page.values(name)}
        clock.shift(60)
        managers = [str(person(app_session, "manager").id)]
        app_session.commit()
        sent = {**opened, "manager_ids": managers, **theirs}
        assert cast.post(client_for("coordinator"), EDIT, sent).status_code == 303
        return client, cast.post(client, EDIT, {**opened, **mine})

    return post


def result(page: html.Page, **picks: str) -> dict[str, Any]:
    """What the clash page's form sends."""
    names = {field.get("name") for form in page.forms for field in form.iter("input")}
    sent = {name: page.values(name) for name in names if name and not name.startswith(("pick_", "csrf"))}
    return {**sent, **{f"pick_{name}": side for name, side in picks.items()}}


def test_saving_over_a_newer_version_shows_base_theirs_and_mine(
    clashing: Callable[..., Any], app_session: UnitSession, bam: Project
) -> None:
    client, response = clashing({"title": "Theirs"}, {"title": "Mine"})
    assert response.status_code == 409
    text = client.page.text
    assert "Dmitri Coordinator saved a newer version on 23 November 2026" in text
    for words in ("Before: Temporary shelter in Bam", "Theirs", "Mine", "Save the result"):
        assert words in text, words
    assert again(app_session, bam).title == "Theirs"


@pytest.mark.parametrize(("pick", "title"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_one_button_saves_the_result_of_a_clash(
    clashing: Callable[..., Any], app_session: UnitSession, bam: Project, pick: str, title: str
) -> None:
    client, _ = clashing({"title": "Theirs"}, {"title": "Mine"})
    assert cast.post(client, EDIT, result(client.page, title=pick)).status_code == 303
    assert again(app_session, bam).title == title


def test_what_does_not_overlap_is_put_together(
    clashing: Callable[..., Any], client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    boxes = client_for("manager").read(EDIT).all("label")
    (key,) = (box.get("value") for label in boxes if "Haiti" in html.text_of(label) for box in label.iter("input"))
    client, response = clashing(
        {"summary": "Theirs", "visibility": "confidential", "territory_ids": [key]}, {"title": "Mine"}
    )
    assert response.status_code == 409
    assert "Fits together without a choice" in client.page.text
    assert client.page.values("pick_title") == []
    assert cast.post(client, EDIT, result(client.page)).status_code == 303
    project = again(app_session, bam)
    assert (project.title, project.summary, project.record.visibility) == ("Mine", "Theirs", Visibility.confidential)
    facts = client.read("/projects/bam").by_id("facts")
    assert facts is not None
    assert "Haiti" in "".join(facts.itertext())
    assert "Iran" not in "".join(facts.itertext())


def test_a_newer_version_still_is_a_new_clash(
    clashing: Callable[..., Any], client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client, _ = clashing({"title": "Theirs"}, {"title": "Mine"})
    sent = result(client.page, title="mine")
    send(client_for("coordinator"), EDIT, *FIELDS, "manager_ids", title="Theirs again")
    response = cast.post(client, EDIT, sent)
    assert (response.status_code, "Theirs again" in client.page.text) == (409, True)


def test_a_form_without_a_version_is_not_saved_unseen(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    response = cast.post(client_for("manager"), EDIT, {"title": "Mine", "visibility": "internal"})
    assert (response.status_code, again(app_session, bam).title) == (409, "Temporary shelter in Bam")


# ----------------------------------------------------------------------------------------------------------- stage


def test_a_stage_moves_as_allowed_and_history_gets_one_version(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client, before = client_for("manager"), versions(app_session, "project", bam.id)
    response = cast.post(client, "/projects/bam/stage", {"stage": "approved", "version": str(bam.version)})
    assert (response.status_code, response.location) == (303, "/projects/bam")
    assert (again(app_session, bam).stage, versions(app_session, "project", bam.id)) == (Stage.approved, before + 1)
    assert "changed the stage from “under review” to “approved”" in client.read("/projects/bam").text


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"stage": "closed"}, "From its present stage the project cannot go there."),
        ({"stage": "cancelled"}, "a suspension or cancellation needs its reason"),
        ({"stage": "cancelled", "why": "  "}, "a suspension or cancellation needs its reason"),
        ({"stage": ""}, "This is needed."),
        ({"stage": "flying"}, "This is not one of the choices."),
    ],
)
def test_a_refused_move_says_why(
    client_for: ClientFor, app_session: UnitSession, bam: Project, sent: dict[str, str], why: str
) -> None:
    client = client_for("manager")
    response = cast.post(client, "/projects/bam/stage", {**sent, "version": str(bam.version)})
    assert response.status_code == 422
    assert client.page is not None
    assert why in client.page.text
    assert again(app_session, bam).stage == Stage.under_review


def test_a_cancellation_shows_its_reason(client_for: ClientFor, bam: Project) -> None:
    client = client_for("manager")
    sent = {"stage": "cancelled", "why": "The donor <withdrew>.", "version": str(bam.version)}
    assert cast.post(client, "/projects/bam/stage", sent).status_code == 303
    assert "The donor <withdrew>." in client.read("/projects/bam").text


def test_two_who_move_the_stage_do_not_overwrite_each_other(
    client_for: ClientFor, app_session: UnitSession, bam: Project, clock: time_machine.Traveller
) -> None:
    version = str(bam.version)
    clock.shift(60)
    cast.post(client_for("coordinator"), "/projects/bam/stage", {"stage": "approved", "version": version})
    client = client_for("manager")
    sent = {"stage": "cancelled", "why": "No money", "version": version}
    assert cast.post(client, "/projects/bam/stage", sent).status_code == 409
    assert client.page is not None
    assert "No money" in client.page.text
    picked = {**sent, "version": client.page.values("version")[0], "pick_stage": "theirs"}
    assert cast.post(client, "/projects/bam/stage", picked).status_code == 303
    project = again(app_session, bam)
    assert (project.stage, project.stage_why) == (Stage.approved, None)


def test_only_the_allowed_moves_are_offered(client_for: ClientFor, bam: Project) -> None:
    page = client_for("manager").read("/projects/bam")
    offered = {option.get("value") for option in page.root.iter("option")} & set(Stage)
    assert offered == {"proposed", "approved", "cancelled"}


# --------------------------------------------------------------------------------------------------------- archive


def test_an_archived_project_leaves_lists_and_comes_back(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client, before = client_for("manager"), versions(app_session, "record", bam.id)
    sent = {"version": str(bam.version)}
    response = cast.post(client, "/projects/bam/archive", sent)
    assert (response.status_code, response.location) == (303, "/projects/bam")
    assert versions(app_session, "record", bam.id) == before + 1
    assert "0 projects" in client.read("/projects").text
    archived = client.read("/projects?archived=yes").text
    assert "Temporary shelter in Bam" in archived
    assert "Show on the map" not in archived
    assert "This project is archived" in client.read("/projects/bam").text
    assert client.get(EDIT).status_code == 403
    assert cast.post(client, "/projects/bam/restore", sent).status_code == 303
    assert "1 project" in client.read("/projects").text


@pytest.mark.parametrize("act", ["archive", "restore"])
def test_a_stale_page_archives_nothing(client_for: ClientFor, app_session: UnitSession, bam: Project, act: str) -> None:
    response = cast.post(client_for("manager"), f"/projects/bam/{act}", {"version": "99"})
    assert (response.status_code, again(app_session, bam).record.archived_at) == (409, None)


def test_reports_are_asked_of_an_untended_project_by_no_mark(client_for: ClientFor, app_session: UnitSession) -> None:
    project = make.project(app_session, "old", title="Old work")
    report = make.document(app_session, on="2004-08-03")
    make.citation(app_session, project, report)
    make.milestone(app_session, project, "Consultation", due="early 2004")
    app_session.commit()
    page = client_for("coordinator").read("/projects/old")
    assert "as reported on 3 August 2004" in page.text
    assert "Consultation · early 2004 as reported on 3 August 2004" in page.text
    for word in ("late", "days", "overdue", "to be confirmed"):
        assert word not in page.text.split("History")[0].split(), word


@pytest.mark.parametrize(("confirmed", "word"), [("no", "to be confirmed"), ("yes", "late")])
def test_a_tended_project_is_late_only_with_dates_confirmed_since(
    client_for: ClientFor, app_session: UnitSession, bam: Project, confirmed: str, word: str
) -> None:
    make.milestone(app_session, bam, "Roofs on", due="2004", confirmed_at=now() if confirmed == "yes" else None)
    bam.record.visibility = Visibility.public
    app_session.commit()
    for who in ("manager", "viewer"):
        assert f"Roofs on · 2004 {word}" in client_for(who).read("/projects/bam").text


def test_the_health_in_the_list_is_the_one_on_the_page(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    facts = {"health": "off_track", "stage": "under_review", "happened": "The road is cut.", "as_of": "2026-11-20"}
    cast.post(client_for("manager"), "/projects/bam/updates/new", facts)
    client = client_for("mission")
    assert "Temporary shelter in Bam" in client.read("/projects?health=off_track").text
    assert "last update as of 20 November 2026" in client.read("/projects/bam").text
    assert again(app_session, bam).health == Health.off_track
