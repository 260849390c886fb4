"""Status updates: reported, submitted, published, returned, corrected; what is refused, and what is never lost."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlmodel import col

from tests import cast, make
from tests.web.client import HTMX, PageClient
from tests.web.posting import SENT, ClientFor, count, person, send, versions, works_in
from tracker.domain.codes import Health, Stage, UpdateState, Visibility
from tracker.domain.models import Project, Update
from tracker.store import UnitSession

NEW = "/projects/bam/updates/new"
FACTS = {"health": "at_risk", "stage": "under_way", "happened": "Forty shelters stand.", "as_of": "2026-11-20"}
FIELDS = ("health", "stage", "happened", "next_step", "as_of", "version", "submission")


@pytest.fixture
def bam(app_session: UnitSession) -> Project:
    """A project of the manager's in Iran, where the mission works too."""
    iran = make.territory(app_session, "IR", "Iran (Islamic Republic of)")
    bam = make.project(
        app_session, "bam", title="Shelter", territories=[iran], managers=[person(app_session, "manager")]
    )
    works_in(app_session, "mission", iran.id)
    app_session.commit()
    return bam


def again(session: UnitSession, project: Project) -> Project:
    """The project as it stands now, with the lock let go."""
    session.refresh(project)
    session.commit()
    return project


def updates(session: UnitSession) -> list[Update]:
    session.expire_all()
    rows = list(session.scalars(sa.select(Update).order_by(col(Update.id))))
    session.commit()
    return rows


# ------------------------------------------------------------------------------------------------------- reporting


def test_a_manager_reports_in_one_form_and_the_project_follows(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    response = send(client, NEW, *FIELDS, **FACTS, next_step="Find masons", action="publish")
    assert (response.status_code, response.location) == (303, "/projects/bam")
    page = client.read("/projects/bam")
    assert "The update is published." in page.text
    assert "at risk as of 20 November 2026 Amina Manager" in page.text
    assert "Forty shelters stand." in page.text
    project = again(app_session, bam)
    assert (project.health, str(project.health_day), project.next_step) == (Health.at_risk, "2026-11-20", "Find masons")


def test_a_plain_script_needs_no_more_than_five_fields(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    response = cast.post(client_for("manager"), NEW, FACTS)
    assert (response.status_code, response.location) == (303, "/projects/bam")
    assert [row.state for row in updates(app_session)] == [UpdateState.published]


def test_a_next_step_that_is_not_sent_stays_as_it_was(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    bam.next_step = "Find masons"
    app_session.commit()
    cast.post(client_for("manager"), NEW, FACTS)
    assert again(app_session, bam).next_step == "Find masons"
    cast.post(client_for("manager"), NEW, {**FACTS, "next_step": ""})
    assert again(app_session, bam).next_step is None


def test_without_an_action_it_is_published_where_one_may_and_submitted_otherwise(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    for who in ("manager", "coordinator", "administrator", "mission"):
        assert cast.post(client_for(who), NEW, FACTS).status_code == 303
    states = [row.state for row in updates(app_session)]
    assert states == [UpdateState.published] * 3 + [UpdateState.submitted]


def test_a_mission_cannot_publish_by_asking_for_it(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    cast.post(client_for("mission"), NEW, {**FACTS, "action": "publish"})
    assert [row.state for row in updates(app_session)] == [UpdateState.submitted]
    assert again(app_session, bam).health == Health.not_reported


def test_who_may_publish_may_also_only_submit(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    cast.post(client_for("manager"), NEW, {**FACTS, "action": "submit"})
    assert [row.state for row in updates(app_session)] == [UpdateState.submitted]


def test_the_form_is_filled_from_the_last_report(client_for: ClientFor, bam: Project) -> None:
    cast.post(client_for("manager"), NEW, {**FACTS, "next_step": "Find masons"})
    page = client_for("coordinator").read(NEW)
    assert page.values("health") == ["at_risk"]
    assert page.values("stage") == ["under_way"]
    assert page.values("next_step") == ["Find masons"]
    assert page.values("happened") == [""]
    assert page.values("as_of") == ["2026-11-23"]
    assert "Forty shelters stand." in page.text


def test_one_report_is_one_row_version_of_the_update_and_one_of_the_project(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    before = versions(app_session, "project")
    cast.post(client_for("manager"), NEW, FACTS)
    assert (versions(app_session, "update"), versions(app_session, "project") - before) == (1, 1)


def test_a_form_sent_twice_makes_one_update(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    client = client_for("manager")
    first = send(client, NEW, *FIELDS, **FACTS, submission=SENT)
    second = cast.post(client, NEW, {**FACTS, "version": str(bam.version), "submission": SENT})
    assert (first.status_code, second.status_code, second.location) == (303, 303, "/projects/bam")
    assert count(app_session, Update) == 1


def test_the_same_report_from_a_new_form_is_recognised_and_shown(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    send(client, NEW, *FIELDS, **FACTS)
    response = send(client, NEW, *FIELDS, **FACTS)
    (only,) = updates(app_session)
    assert (response.status_code, response.location) == (303, at(only))
    assert "You have reported exactly this already" in client.read(at(only)).text


def test_the_same_report_is_recognised_whatever_version_its_form_was_filled_from(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client, version = client_for("manager"), str(bam.version)
    for _ in range(2):
        assert cast.post(client, NEW, {**FACTS, "version": version}).status_code == 303
    assert count(app_session, Update) == 1


def test_what_was_kept_while_a_report_was_typed_twice_is_gone(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    cast.post(client, NEW, FACTS)
    cast.post(client, "/projects/bam/updates/draft", FACTS)
    assert cast.post(client, NEW, FACTS).location == at(updates(app_session)[0])
    assert "This is the draft you began." not in client.read(NEW).text


def test_the_same_words_after_another_report_or_of_another_day_are_a_report(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    cast.post(client, NEW, FACTS)
    cast.post(client, NEW, {**FACTS, "as_of": "2026-11-21"})
    cast.post(client_for("coordinator"), NEW, FACTS)
    cast.post(client, NEW, FACTS)
    assert count(app_session, Update) == 4


def test_under_htmx_the_reader_is_led_on_by_a_header(client_for: ClientFor, bam: Project) -> None:
    response = cast.post(client_for("manager"), NEW, FACTS, headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/projects/bam")


def test_opening_the_form_changes_nothing(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    before = versions(app_session, "project")
    client_for("manager").read(NEW)
    assert (count(app_session, Update), versions(app_session, "project")) == (0, before)


# -------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    "wrong",
    [
        ("health", "", "This is needed."),
        ("health", None, "This is needed."),
        ("health", "not_reported", "This is not one of the choices."),
        ("health", "splendid", "This is not one of the choices."),
        ("stage", "", "This is needed."),
        ("stage", None, "This is needed."),
        ("stage", "identified", "From its present stage the project cannot go there."),
        ("stage", "flying", "This is not one of the choices."),
        ("happened", "", "This is needed."),
        ("happened", "   ", "This is needed."),
        ("happened", None, "This is needed."),
        ("happened", "x" * 20_001, "At most 20000 characters; shorten it."),
        ("as_of", "", "This is needed."),
        ("as_of", None, "This is needed."),
        ("as_of", "2026-11-24", "This day is still to come."),
        ("as_of", "yesterday", "Write the day as year-month-day"),
        ("as_of", "0004-08-03", "Give the year with four digits."),
    ],
)
@pytest.mark.once
def test_a_refused_report_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, bam: Project, wrong: tuple[str, str | None, str]
) -> None:
    (field, value, why), client = wrong, client_for("manager")
    facts = {**FACTS, field: value, "next_step": "<b>Find</b> masons"}
    sent = {name: text for name, text in facts.items() if text is not None}
    response = cast.post(client, NEW, sent)
    assert response.status_code == 422
    assert client.page is not None
    assert why in client.page.text
    assert client.page.values("next_step") == ["<b>Find</b> masons"]
    if field != "happened":
        assert client.page.values("happened") == ["Forty shelters stand."]
    assert count(app_session, Update) == 0


def test_all_that_is_wrong_is_said_at_once(client_for: ClientFor, bam: Project) -> None:
    client = client_for("manager")
    cast.post(client, NEW, {**FACTS, "happened": "", "as_of": "2030-01-01"})
    assert client.page is not None
    assert "This is needed." in client.page.text
    assert "This day is still to come." in client.page.text


def test_what_the_last_report_said_does_not_stand_in_for_what_is_missing(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    cast.post(client_for("manager"), NEW, FACTS)
    for missing in ("health", "stage", "happened", "as_of"):
        sent = {name: value for name, value in FACTS.items() if name != missing}
        assert cast.post(client_for("manager"), NEW, sent).status_code == 422, missing
    assert count(app_session, Update) == 1


@pytest.mark.parametrize("stage", ["suspended", "cancelled"])
def test_what_happened_is_the_reason_of_a_suspension(
    client_for: ClientFor, app_session: UnitSession, bam: Project, stage: str
) -> None:
    cast.post(client_for("manager"), NEW, {**FACTS, "stage": stage})
    project = again(app_session, bam)
    assert (project.stage, project.stage_why) == (Stage(stage), "Forty shelters stand.")


def test_a_refused_part_is_answered_to_htmx(client_for: ClientFor, bam: Project) -> None:
    response = cast.post(client_for("manager"), NEW, {**FACTS, "happened": ""}, headers=HTMX)
    assert (response.status_code, "<html" in response.text) == (422, False)


def test_html_in_a_report_is_shown_as_it_was_typed(client_for: ClientFor, bam: Project) -> None:
    client = client_for("manager")
    cast.post(client, NEW, {**FACTS, "happened": "<script>alert(1)</script>", "next_step": "a & <i>b</i>"})
    response = client.get("/projects/bam")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in response.text
    assert "a &amp; &lt;i&gt;b&lt;/i&gt;" in response.text


def test_ten_megabytes_of_text_are_refused_and_still_there(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    for action in ("publish", "draft"):
        response = cast.post(client, NEW, {**FACTS, "happened": "x" * 10_000_000, "action": action})
        assert response.status_code == 422
        assert "At most 20000 characters; shorten it." in response.text
        assert "x" * 10_000_000 in response.text
    assert cast.post(client, "/projects/bam/updates/draft", {"happened": "x" * 20_001}).status_code == 422
    assert count(app_session, Update) == 0


# ------------------------------------------------------------------------------------------------------ permission


ADDRESSES = (NEW, "/projects/bam/updates/draft")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_finds_nothing_to_report_on(client_for: ClientFor, bam: Project, address: str) -> None:
    assert cast.post(client_for("stranger"), address, FACTS).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", ["other_manager", "viewer"])
def test_a_reader_is_told_who_reports_and_whom_to_ask(
    client_for: ClientFor, app_session: UnitSession, bam: Project, who: str, address: str
) -> None:
    bam.record.visibility = Visibility.public
    app_session.commit()
    response = cast.post(client_for(who), address, FACTS)
    assert response.status_code == 403
    assert "missions in its territories" in response.text
    assert "Ask one of its managers, or a coordinator." in response.text
    assert count(app_session, Update) == 0


def test_a_mission_reports_in_its_territories_only(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    make.project(app_session, "haiti", territories=[make.territory(app_session, "HT", "Haiti")])
    app_session.commit()
    client = client_for("mission")
    assert cast.post(client, "/projects/haiti/updates/new", FACTS).status_code == 403
    assert "Report status" not in client.read("/projects/haiti").text
    assert "Report status" in client.read("/projects/bam").text


def test_an_archived_project_is_restored_before_it_is_reported_on(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    cast.post(client_for("manager"), "/projects/bam/archive", {"version": str(bam.version)})
    response = cast.post(client_for("manager"), NEW, FACTS)
    assert (response.status_code, "This project is archived." in response.text) == (403, True)


@pytest.mark.parametrize("state", [UpdateState.draft, UpdateState.submitted, UpdateState.returned])
@pytest.mark.parametrize("who", ["viewer", "other_manager"])
def test_what_is_not_published_is_read_only_by_its_author_and_those_who_publish(
    client_for: ClientFor, app_session: UnitSession, bam: Project, who: str, state: UpdateState
) -> None:
    bam.record.visibility = Visibility.public
    update = make.update(app_session, bam, person(app_session, "mission"), state=state, happened="A quiet word")
    app_session.commit()
    client = client_for(who)
    assert client.get(f"/projects/bam/updates/{update.id}").status_code == 404
    assert "A quiet word" not in client.read("/projects/bam").text
    assert "Bam" not in client.read("/projects?q=quiet").text
    assert client_for("mission").get(f"/projects/bam/updates/{update.id}").status_code == 200
    expected = 404 if state == UpdateState.draft else 200
    assert client_for("manager").get(f"/projects/bam/updates/{update.id}").status_code == expected


# ---------------------------------------------------------------------------------------------------------- drafts


def test_a_draft_is_kept_half_done_and_goes_on_where_it_was_left(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    response = cast.post(client, NEW, {"happened": "Half a sen", "action": "draft"})
    assert (response.status_code, response.location) == (303, NEW)
    page = client.read(NEW)
    assert page.values("happened") == ["Half a sen"]
    assert "This is the draft you began." in page.text
    assert client.read("/").by_id("drafts") is not None
    send(client, NEW, *FIELDS, **FACTS)
    assert [row.state for row in updates(app_session)] == [UpdateState.published]


def test_what_is_typed_is_kept_while_typing(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    client = client_for("mission")
    for text in ("Ha", "Half", "Half a sentence"):
        response = cast.post(client, "/projects/bam/updates/draft", {"happened": text, "as_of": "soon"}, headers=HTMX)
        assert (response.status_code, response.text) == (200, "Draft kept at 09:00 UTC")
    assert [(row.state, row.happened) for row in updates(app_session)] == [(UpdateState.draft, "Half a sentence")]


def test_a_late_saving_of_a_form_that_was_sent_makes_no_new_draft(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    cast.post(client, NEW, {**FACTS, "submission": SENT})
    cast.post(client, "/projects/bam/updates/draft", {**FACTS, "submission": SENT}, headers=HTMX)
    assert [row.state for row in updates(app_session)] == [UpdateState.published]


def test_a_draft_with_a_day_that_cannot_be_read_is_said_and_nothing_typed_is_lost(
    client_for: ClientFor, bam: Project
) -> None:
    client = client_for("manager")
    response = cast.post(client, NEW, {"happened": "Half a sen", "as_of": "soon", "action": "draft"})
    assert response.status_code == 422
    assert client.page is not None
    assert (client.page.values("happened"), client.page.values("as_of")) == (["Half a sen"], ["soon"])


def test_nobody_else_sees_a_draft_in_history_or_page(client_for: ClientFor, bam: Project) -> None:
    cast.post(client_for("mission"), "/projects/bam/updates/draft", {"happened": "A quiet word"})
    for who in ("manager", "coordinator", "other_manager"):
        page = client_for(who).read("/projects/bam")
        assert "A quiet word" not in page.text
        assert "Carla Mission" not in page.text
        assert page.values("happened") == [""] * len(page.values("happened"))


def test_a_draft_that_was_thrown_away_is_gone(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    client = client_for("mission")
    cast.post(client, NEW, {"happened": "Half a sen", "action": "draft"})
    (draft,) = updates(app_session)
    assert cast.post(client_for("manager"), f"/projects/bam/updates/{draft.id}/drop").status_code == 404
    assert cast.post(client, f"/projects/bam/updates/{draft.id}/drop").status_code == 303
    assert client.read(NEW).values("happened") == [""]
    assert "Half a sen" not in client.read("/").text
    assert client.get(f"/projects/bam/updates/{draft.id}").status_code == 404


def test_only_its_author_throws_a_returned_update_away(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    update = make.update(app_session, bam, person(app_session, "mission"), state=UpdateState.returned)
    app_session.commit()
    assert cast.post(client_for("manager"), f"/projects/bam/updates/{update.id}/drop").status_code == 403


# ------------------------------------------------------------------------------------------------- being decided upon


@pytest.fixture
def submitted(client_for: ClientFor, app_session: UnitSession, bam: Project) -> Update:
    cast.post(client_for("mission"), NEW, FACTS)
    return updates(app_session)[0]


def at(update: Update) -> str:
    return f"/projects/bam/updates/{update.id}"


def test_a_submitted_update_waits_for_the_manager_who_publishes_it(
    client_for: ClientFor, app_session: UnitSession, bam: Project, submitted: Update
) -> None:
    client = client_for("manager")
    assert at(submitted) in client.read("/").links
    before = versions(app_session, "update")
    response = cast.post(client, at(submitted), {"version": str(submitted.version), "action": "publish"})
    assert (response.status_code, response.location) == (303, "/projects/bam")
    assert versions(app_session, "update") == before + 1
    assert (again(app_session, bam).health, updates(app_session)[0].published_by_id) == (
        Health.at_risk,
        person(app_session, "manager").id,
    )
    assert "Amina Manager published an update: at risk as of 20 November 2026." in client.read("/projects/bam").text


def test_the_updates_of_projects_nobody_manages_come_to_the_coordinators(
    client_for: ClientFor, app_session: UnitSession, submitted: Update
) -> None:
    assert at(submitted) not in client_for("coordinator").read("/").links
    app_session.execute(sa.text("DELETE FROM project_member"))
    app_session.commit()
    assert at(submitted) in client_for("coordinator").read("/").links


def test_a_returned_update_goes_back_to_its_author_with_the_reason(
    client_for: ClientFor, app_session: UnitSession, bam: Project, submitted: Update
) -> None:
    sent = {"version": str(submitted.version), "why": "Of which village?", "action": "return"}
    response = cast.post(client_for("manager"), at(submitted), sent)
    assert response.status_code == 303
    mission = client_for("mission")
    assert "Of which village?" in mission.read("/").text
    page = mission.read(NEW)
    assert "Returned to you: Of which village?" in page.text
    assert page.values("happened") == ["Forty shelters stand."]
    send(mission, NEW, *FIELDS, happened="Forty shelters stand in Baravat.")
    (update,) = updates(app_session)
    assert (update.state, update.returned_why) == (UpdateState.submitted, None)


def test_an_update_is_returned_with_a_reason_only(client_for: ClientFor, submitted: Update) -> None:
    client = client_for("manager")
    response = cast.post(client, at(submitted), {"version": str(submitted.version), "why": " ", "action": "return"})
    assert response.status_code == 422
    assert client.page is not None
    assert "This is needed." in client.page.text


def test_two_who_decide_on_one_update_do_not_overwrite_each_other(client_for: ClientFor, submitted: Update) -> None:
    stale = {"version": str(submitted.version)}
    assert cast.post(client_for("manager"), at(submitted), {**stale, "action": "publish"}).status_code == 303
    client = client_for("coordinator")
    response = cast.post(client, at(submitted), {**stale, "why": "Of which village?", "action": "return"})
    assert response.status_code == 409
    assert client.page is not None
    assert "Somebody else has dealt with this update meanwhile." in client.page.text
    assert client.page.values("why") == ["Of which village?"]


@pytest.mark.parametrize("state", [UpdateState.returned, UpdateState.published])
def test_only_what_was_submitted_can_be_published(
    client_for: ClientFor, app_session: UnitSession, bam: Project, state: UpdateState
) -> None:
    update = make.update(app_session, bam, person(app_session, "mission"), state=state)
    app_session.commit()
    sent = {"action": "publish", "version": str(update.version)}
    assert cast.post(client_for("manager"), at(update), sent).status_code == 422


def test_its_author_may_not_publish_it(client_for: ClientFor, submitted: Update) -> None:
    sent = {"action": "publish", "version": str(submitted.version)}
    response = cast.post(client_for("mission"), at(submitted), sent)
    assert response.status_code == 403
    assert "managers and the coordinators publish its updates" in response.text
    assert cast.post(client_for("stranger"), at(submitted), sent).status_code == 404


# ------------------------------------------------------------------------------------------------------ correcting


@pytest.fixture
def published(client_for: ClientFor, app_session: UnitSession, bam: Project) -> Update:
    cast.post(client_for("manager"), NEW, FACTS)
    return updates(app_session)[0]


def test_a_correction_takes_the_place_of_an_update_that_stays_readable(
    client_for: ClientFor, app_session: UnitSession, bam: Project, published: Update
) -> None:
    client = client_for("manager")
    address = f"{at(published)}/correct"
    assert client.read(address).values("happened") == ["Forty shelters stand."]
    response = send(client, address, *FIELDS, health="on_track", happened="Fourteen shelters stand.")
    assert response.status_code == 303
    old, new = updates(app_session)
    assert (new.corrects_id, old.happened, new.happened) == (
        old.id,
        "Forty shelters stand.",
        "Fourteen shelters stand.",
    )
    assert again(app_session, bam).health == Health.on_track
    assert "corrected since" in client.read(at(published)).text
    assert "published a correction of an update" in client.read("/projects/bam").text


def test_a_refused_correction_keeps_what_was_typed(client_for: ClientFor, published: Update) -> None:
    client = client_for("manager")
    response = send(client, f"{at(published)}/correct", *FIELDS, as_of="2030-01-01", happened="Fourteen")
    assert response.status_code == 422
    assert client.page is not None
    assert client.page.values("happened") == ["Fourteen"]


def test_who_may_not_publish_may_not_correct(client_for: ClientFor, published: Update) -> None:
    response = cast.post(client_for("mission"), f"{at(published)}/correct", FACTS)
    assert (response.status_code, "correct its updates" in response.text) == (403, True)
    assert cast.post(client_for("stranger"), f"{at(published)}/correct", FACTS).status_code == 404


def test_two_corrections_of_one_update_are_put_side_by_side(
    client_for: ClientFor, app_session: UnitSession, published: Update
) -> None:
    address = f"{at(published)}/correct"
    cast.post(client_for("coordinator"), address, {**FACTS, "happened": "Fourteen shelters stand."})
    client = client_for("manager")
    response = cast.post(client, address, {**FACTS, "happened": "Forty-one shelters stand."})
    assert response.status_code == 409
    assert client.page is not None
    for text in ("Forty shelters stand.", "Fourteen shelters stand.", "Forty-one shelters stand."):
        assert text in client.page.text
    newer = updates(app_session)[1]
    assert client.get(address).location == f"{at(newer)}/correct"
    response = cast.post(client, f"{at(newer)}/correct", {**FACTS, "happened": "Forty-one shelters stand."})
    assert (response.status_code, updates(app_session)[2].corrects_id) == (303, newer.id)


def test_an_update_that_is_not_published_is_not_corrected(client_for: ClientFor, submitted: Update) -> None:
    assert client_for("manager").get(f"{at(submitted)}/correct").status_code == 404


# --------------------------------------------------------------------------------------------------------- clashes


@pytest.fixture
def overtaken(
    client_for: ClientFor, app_session: UnitSession, bam: Project, clock: time_machine.Traveller
) -> Callable[..., tuple[PageClient, Any]]:
    """Somebody else reported after the manager's form was filled; the manager sends it all the same."""

    def post(theirs: dict[str, str], mine: dict[str, str]) -> tuple[PageClient, Any]:
        version = str(again(app_session, bam).version)
        clock.shift(60)
        assert cast.post(client_for("coordinator"), NEW, {**FACTS, **theirs}).status_code == 303
        client = client_for("manager")
        return client, cast.post(client, NEW, {**FACTS, **mine, "version": version, "submission": SENT})

    return post


def test_a_report_over_a_newer_one_shows_base_theirs_and_mine(
    overtaken: Callable[..., Any], app_session: UnitSession
) -> None:
    client, response = overtaken(
        {"health": "off_track", "happened": "The road is cut."}, {"health": "on_track", "happened": "All is well."}
    )
    assert response.status_code == 409
    text = client.page.text
    assert "Dmitri Coordinator saved a newer version" in text
    assert "The road is cut." in text
    assert "Before: empty" in text
    assert "off track" in text
    assert client.page.values("happened") == ["All is well."]
    assert count(app_session, Update) == 1


@pytest.mark.parametrize(("pick", "health"), [("theirs", Health.off_track), ("mine", Health.on_track)])
def test_one_button_saves_the_result(
    overtaken: Callable[..., Any], app_session: UnitSession, bam: Project, pick: str, health: Health
) -> None:
    client, _ = overtaken({"health": "off_track"}, {"health": "on_track", "happened": "All is well."})
    page = client.page
    sent = {name: page.values(name)[0] for name in ("stage", "happened", "as_of", "version", "submission")}
    chosen = {"health": "on_track", "pick_health": pick}
    response = cast.post(client, NEW, {**sent, **chosen})
    assert response.status_code == 303
    assert again(app_session, bam).health == health
    assert [row.happened for row in updates(app_session)] == ["Forty shelters stand.", "All is well."]


def test_the_same_said_twice_is_shown_before_it_is_reported_again(overtaken: Callable[..., Any]) -> None:
    client, response = overtaken({"happened": "The road is cut."}, {})
    assert response.status_code == 409
    assert "The road is cut." in client.page.text
    assert [key for key in ("health", "stage") if client.page.values(f"pick_{key}")] == []


def test_how_it_goes_is_said_by_whoever_reports_and_never_taken_over_unasked(
    overtaken: Callable[..., Any], client_for: ClientFor
) -> None:
    cast.post(client_for("manager"), NEW, {**FACTS, "health": "on_track"})
    client, response = overtaken({"health": "off_track"}, {"health": "on_track"})
    assert (response.status_code, client.page.values("pick_health")) == (409, ["mine"])


def test_another_change_of_the_project_does_not_stand_in_the_way(
    client_for: ClientFor, app_session: UnitSession, bam: Project, clock: time_machine.Traveller
) -> None:
    version = str(bam.version)
    clock.shift(60)
    bam.title = "Shelter in Bam"
    app_session.commit()
    assert cast.post(client_for("manager"), NEW, {**FACTS, "version": version}).status_code == 303


# --------------------------------------------------------------------------------------------- an expired sign-in


def test_a_sign_in_that_ran_out_while_typing_gives_the_text_back(app: Flask, client: PageClient, bam: Project) -> None:
    client.get("/sign-in")
    response = cast.post(client, NEW, {**FACTS, "next_step": "Find masons"})
    assert response.status_code == 401
    assert client.page is not None
    (kept,) = client.page.values("kept")
    back = client.page.values("next")[0]
    signed = cast.post(
        client, "/sign-in", {"email": cast.email("manager"), "password": cast.PASSWORD, "kept": kept, "next": back}
    )
    assert signed.status_code == 303
    page = client.read(signed.location)
    assert page.values("happened") == ["Forty shelters stand."]
    assert page.values("health") == ["at_risk"]
    assert cast.post(client, signed.location, FACTS).status_code == 303


def test_health_can_be_said_on_the_projects_own_page(
    client_for: ClientFor, bam: Project, app_session: UnitSession
) -> None:
    client = client_for("manager")
    page = client.read("/projects/bam")
    form = next(one for one in page.forms if (one.get("action") or "").endswith("/updates/new"))
    sent = {field.get("name") or "": field.get("value") or "" for field in form.iter("input")}
    sent |= {"health": "at_risk", "happened": "The road is cut."}
    assert client.post("/projects/bam/updates/new", data=sent).status_code == 303
    app_session.expire_all()
    project = app_session.get(Project, bam.id)
    assert project is not None
    assert project.health == Health.at_risk
