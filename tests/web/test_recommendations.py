"""What becomes of a recommendation: its states, a project made of it, a milestone made of it."""

import pytest
import sqlalchemy as sa
import time_machine

from tests import cast, make
from tests.web.client import HTMX
from tests.web.posting import ClientFor, count, person, versions
from tracker.domain.codes import ALLOWED_RECOMMENDATIONS, RecommendationState, Stage, Visibility
from tracker.domain.models import Assessment, AssessmentPlace, Milestone, Project, Recommendation, Record
from tracker.store import UnitSession

WORDS = "Put up transitional shelters with the families"


@pytest.fixture
def study(app_session: UnitSession) -> Assessment:
    iran = make.territory(app_session, "IR", "Iran (Islamic Republic of)")
    bam = make.disaster(app_session, "bam", name="Bam earthquake", territories=[iran])
    dmp = make.programme(app_session, "dmp")
    return make.assessment(
        app_session,
        "study",
        title="The study",
        territories=[iran],
        disasters=[bam],
        programme_id=dmp.id,
        created_by_id=person(app_session, "mission").id,
    )


@pytest.fixture
def at(app_session: UnitSession, study: Assessment) -> str:
    """The address of a recommendation."""
    row = make.recommendation(app_session, study, WORDS)
    app_session.commit()
    return f"/assessments/study/recommendations/{row.id}"


def row(session: UnitSession) -> Recommendation:
    session.expire_all()
    found = session.scalars(sa.select(Recommendation)).one()
    assert found.record.id
    session.commit()
    return found


def project(session: UnitSession) -> Project:
    session.expire_all()
    found = session.scalars(sa.select(Project)).one()
    session.commit()
    return found


def test_a_state_is_changed_and_told_in_history(client_for: ClientFor, app_session: UnitSession, at: str) -> None:
    client = client_for("mission")
    page = client.read(f"{at}/state")
    assert [option.get("value") for option in page.by_id("state") or ()] == ["open", "accepted", "rejected", "done"][1:]
    before = versions(app_session, "recommendation")
    sent = {"state": "rejected", "why": "No land", "day": "2026-11-20", "version": "1"}
    assert cast.post(client, f"{at}/state", sent).location == f"/assessments/study#recommendation-{row(app_session).id}"
    assert versions(app_session, "recommendation") == before + 1
    text = client.read("/assessments/study").text
    for words in ("rejected", "No land", "in this state since 20 November 2026"):
        assert words in text
    assert f"Carla Mission changed the state of recommendation “{WORDS}” from “open” to “rejected”." in text


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"state": "rejected"}, "Say why: whoever reads the assessment will ask."),
        ({"state": "project"}, "From its present state it cannot go there."),
        ({"state": "magic"}, "This is not one of the choices."),
        ({"state": ""}, "This is needed."),
        ({"state": "accepted", "day": "2031-01-01"}, "This day is still to come."),
    ],
)
def test_a_refused_state_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, at: str, wrong: dict[str, str], why: str
) -> None:
    client = client_for("mission")
    sent = {"why": "", "version": "1", **wrong}
    assert cast.post(client, f"{at}/state", sent).status_code == 422
    assert client.page is not None
    assert why in client.page.text
    assert row(app_session).state == RecommendationState.open


@pytest.mark.once
def test_every_state_can_be_left_and_a_rejection_only_by_reopening() -> None:
    assert ALLOWED_RECOMMENDATIONS.keys() == set(RecommendationState)
    assert all(moves for moves in ALLOWED_RECOMMENDATIONS.values())
    assert ALLOWED_RECOMMENDATIONS[RecommendationState.rejected] == {RecommendationState.open}


def test_a_state_that_somebody_changed_meanwhile_is_a_choice(
    client_for: ClientFor, app_session: UnitSession, at: str, clock: time_machine.Traveller
) -> None:
    clock.shift(60)
    cast.post(client_for("coordinator"), f"{at}/state", {"state": "accepted", "version": "1"})
    client = client_for("mission")
    assert cast.post(client, f"{at}/state", {"state": "rejected", "why": "No", "version": "1"}).status_code == 409
    assert client.page is not None
    assert "Dmitri Coordinator" in client.page.text
    assert row(app_session).state == RecommendationState.accepted


def test_one_click_makes_a_project_with_what_the_assessment_knows(
    client_for: ClientFor, app_session: UnitSession, study: Assessment, at: str
) -> None:
    spot = make.place(app_session, "Baravat")
    app_session.add(AssessmentPlace(assessment_id=study.id or 0, place_id=spot.id or 0))
    app_session.commit()
    client = client_for("manager")
    response = cast.post(client, f"{at}/project", {"version": "1"})
    assert response.status_code == 303
    page = client.read(response.location)
    for words in (WORDS, "Iran (Islamic Republic of)", "Bam earthquake", "Baravat", "Disaster Management Programme"):
        assert words in page.text
    made = project(app_session)
    assert (made.title, made.summary, made.stage) == (WORDS, WORDS, Stage.identified)
    assert row(app_session).project_id == made.id
    assert f"/assessments/study#recommendation-{row(app_session).id}" in page.links
    text = client.read("/assessments/study").text
    assert f"It became the project {WORDS}." in text
    assert "turned into a project" in text


@pytest.mark.parametrize(("who", "turns", "moves"), [("coordinator", 1, 1), ("manager", 1, 0), ("mission", 0, 1)])
def test_everybody_is_offered_what_they_may_do(
    client_for: ClientFor, at: str, who: str, turns: int, moves: int
) -> None:
    page = client_for(who).read("/assessments/study")
    assert [page.text.count(words) for words in ("Turn into a project", "Change its state")] == [turns, moves]


def test_a_doubled_click_makes_one_project(client_for: ClientFor, app_session: UnitSession, at: str) -> None:
    answers = [cast.post(client_for("manager"), f"{at}/project", {"version": "1"}).location for _ in range(2)]
    assert (answers[0], count(app_session, Project)) == (answers[1], 1)


def test_under_htmx_the_reader_is_led_to_the_project_by_a_header(client_for: ClientFor, at: str) -> None:
    response = cast.post(client_for("manager"), f"{at}/project", {"version": "1"}, headers=HTMX)
    assert response.status_code == 200
    assert response.headers["HX-Redirect"].startswith("/projects/put-up-transitional-shelters")


def test_a_stale_page_makes_no_project(client_for: ClientFor, app_session: UnitSession, at: str) -> None:
    assert cast.post(client_for("manager"), f"{at}/project", {"version": "99"}).status_code == 409
    assert client_for("manager").get(f"{at}/project").status_code == 405
    assert count(app_session, Project) == 0


def test_a_rejected_recommendation_is_reopened_first(client_for: ClientFor, app_session: UnitSession, at: str) -> None:
    cast.post(client_for("coordinator"), f"{at}/state", {"state": "rejected", "why": "No", "version": "1"})
    response = cast.post(client_for("coordinator"), f"{at}/project", {"version": str(row(app_session).version)})
    assert response.status_code == 422
    assert "has to be reopened first" in response.text


def test_reopened_it_lets_go_of_the_project_that_was_archived(
    client_for: ClientFor, app_session: UnitSession, at: str
) -> None:
    client = client_for("coordinator")
    address = cast.post(client, f"{at}/project", {"version": "1"}).location
    cast.post(client, f"{address}/archive", {"version": str(project(app_session).version)})
    sent = {"state": "open", "version": str(row(app_session).version)}
    assert cast.post(client, f"{at}/state", sent).status_code == 303
    assert (row(app_session).state, row(app_session).project_id) == (RecommendationState.open, None)
    again = cast.post(client, f"{at}/project", {"version": str(row(app_session).version)})
    assert again.location != address


def test_a_long_recommendation_is_cut_at_a_word_for_the_title(
    client_for: ClientFor, app_session: UnitSession, study: Assessment
) -> None:
    made = make.recommendation(app_session, study, "shelter " * 60)
    app_session.commit()
    cast.post(client_for("manager"), f"/assessments/study/recommendations/{made.id}/project", {"version": "1"})
    title = project(app_session).title
    assert (len(title) <= 200, title[-9:]) == (True, " shelter…")


def test_a_milestone_is_made_in_a_project_that_one_edits(
    client_for: ClientFor, app_session: UnitSession, study: Assessment, at: str
) -> None:
    mine = make.project(app_session, "mine", title="My project", managers=[person(app_session, "manager")])
    make.project(app_session, "theirs", title="Their project")
    app_session.commit()
    key = str(mine.id)
    app_session.commit()
    client = client_for("manager")
    page = client.read(f"{at}/milestone")
    assert "Their project" not in page.text
    for _ in range(2):
        response = cast.post(client, f"{at}/milestone", {"project_id": key, "version": "1"})
        assert (response.status_code, response.location.split("#")[0]) == (303, "/projects/mine")
    assert count(app_session, Milestone) == 1
    assert WORDS in client.read("/projects/mine").text
    assert f"It became the milestone {WORDS} of My project." in client.read("/assessments/study").text


def test_a_milestone_needs_its_project(client_for: ClientFor, app_session: UnitSession, at: str) -> None:
    theirs = make.project(app_session, "theirs")
    app_session.commit()
    key = str(theirs.id)
    app_session.commit()
    client = client_for("manager")
    for chosen in ("", key, "999999"):
        assert cast.post(client, f"{at}/milestone", {"project_id": chosen, "version": "1"}).status_code == 422
    assert count(app_session, Milestone) == 0


def test_others_are_refused_with_the_reason_or_find_nothing(
    client_for: ClientFor, app_session: UnitSession, at: str
) -> None:
    for act in ("project", "milestone"):
        response = cast.post(client_for("mission"), f"{at}/{act}", {"version": "1"})
        assert response.status_code == 403
        assert "by managers and coordinators" in response.text
        assert cast.post(client_for("stranger"), f"{at}/{act}", {"version": "1"}).status_code == 404
    assert cast.post(client_for("manager"), f"{at}/state", {"state": "done", "version": "1"}).status_code == 403
    assert cast.post(client_for("viewer"), f"{at}/state", {"state": "done", "version": "1"}).status_code == 404
    assert count(app_session, Project) == 0


def test_a_project_of_a_confidential_assessment_is_confidential(
    client_for: ClientFor, app_session: UnitSession, study: Assessment, at: str
) -> None:
    app_session.get_one(Record, study.id).visibility = Visibility.confidential
    app_session.commit()
    assert cast.post(client_for("manager"), f"{at}/project", {"version": "1"}).status_code == 404
    address = cast.post(client_for("coordinator"), f"{at}/project", {"version": "1"}).location
    assert client_for("manager").get(address).status_code == 404
