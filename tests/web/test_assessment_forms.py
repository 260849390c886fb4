"""Recording, changing and archiving assessments."""

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col

from tests import cast, make
from tests.web.client import HTMX
from tests.web.posting import SENT, ClientFor, count, person, send, typed, versions
from tracker.domain.codes import PartnerRole, RecommendationState, Visibility
from tracker.domain.models import (
    Assessment,
    AssessmentDisaster,
    AssessmentParticipant,
    Organisation,
    Place,
    Record,
    Territory,
)
from tracker.store import UnitSession

EDIT = "/assessments/study/edit"
FIELDS = (
    "title",
    "kind",
    "state",
    "on",
    "summary",
    "place_stated",
    "method",
    "hazard",
    "output",
    "output_on",
    "follow_up",
    "visibility",
    "version",
    "territory_ids",
    "disaster_ids",
    "lead_ids",
    "partner_ids",
)


@pytest.fixture
def haiti(app_session: UnitSession) -> Territory:
    made = make.territory(app_session, "HT", "Haiti")
    app_session.commit()
    return made


@pytest.fixture
def undp(app_session: UnitSession) -> Organisation:
    made = make.organisation(app_session, "undp", name="Development Programme")
    app_session.commit()
    return made


@pytest.fixture
def study(app_session: UnitSession, haiti: Territory) -> Assessment:
    maker = person(app_session, "mission").id
    made = make.assessment(app_session, "study", title="The study", territories=[haiti], created_by_id=maker)
    app_session.commit()
    return made


def facts(haiti: Territory, **given: object) -> dict[str, object]:
    return {
        "title": "Rapid look at Gonaïves",
        "kind": "rapid",
        "on": "2026-11-20",
        "territory_ids": [str(haiti.id)],
        "summary": "Houses stand in mud",
        "visibility": "internal",
        "submission": SENT,
        **given,
    }


def test_a_mission_records_an_assessment_from_the_field(
    client_for: ClientFor, app_session: UnitSession, haiti: Territory, undp: Organisation
) -> None:
    flood = make.disaster(app_session, "flood", name="Flood")
    app_session.commit()
    client = client_for("mission")
    assert "/assessments/new" in client.read("/assessments").links
    client.read("/assessments/new")
    more = {
        "method": "Walked the streets",
        "disaster_ids": [str(flood.id)],
        "lead_ids": [str(undp.id)],
        "new_place": "Gonaïves",
        "output_on": "2026-11",
    }
    response = cast.post(client, "/assessments/new", facts(haiti, **more))
    assert (response.status_code, response.location) == (303, "/assessments/rapid-look-at-gonaives")
    page = client.read("/assessments/rapid-look-at-gonaives")
    for words in ("20 November 2026", "Houses stand in mud", "Walked the streets", "Gonaïves", "lead", "November 2026"):
        assert words in page.text
    assert {"/disasters/flood", "/organisations/undp"} <= set(page.links)
    assert "Carla Mission recorded this." in page.text
    assert versions(app_session, "assessment") == 1


def test_the_short_form_is_enough(client_for: ClientFor, haiti: Territory) -> None:
    sent = {"title": "Look", "visibility": "internal", "submission": SENT}
    assert cast.post(client_for("mission"), "/assessments/new", sent).location == "/assessments/look"


def test_a_form_sent_twice_records_one(client_for: ClientFor, app_session: UnitSession, haiti: Territory) -> None:
    answers = [cast.post(client_for("mission"), "/assessments/new", facts(haiti)).location for _ in range(2)]
    assert (answers[0], count(app_session, Assessment)) == (answers[1], 1)


def test_under_htmx_the_reader_is_led_on_by_a_header(client_for: ClientFor, haiti: Territory) -> None:
    response = cast.post(client_for("mission"), "/assessments/new", facts(haiti), headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/assessments/rapid-look-at-gonaives")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"title": " "}, "This is needed."),
        ({"title": "x" * 201}, "At most 200 characters; shorten it."),
        ({"kind": "enormous"}, "This is not one of the choices."),
        ({"on": "2026-13"}, "There is no day 2026-13."),
        ({"output_on": "2026-02-30"}, "There is no day 2026-02-30."),
        ({"hazard": "XX"}, "This is not one of the choices."),
        ({"territory_ids": ["none"]}, "Invalid"),
        ({"territory_ids": [], "new_place": "Jacmel"}, "Say in which territory this place lies."),
        ({"programme_id": "999999"}, "Not a valid choice"),
    ],
)
@pytest.mark.once
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, haiti: Territory, wrong: dict[str, object], why: str
) -> None:
    client = client_for("mission")
    assert cast.post(client, "/assessments/new", facts(haiti, **wrong)).status_code == 422
    assert client.page is not None
    assert why in client.page.text
    assert client.page.values("summary") == ["Houses stand in mud"]
    assert "<details" not in client.page.source or 'class="more" open' in client.page.source
    assert (count(app_session, Assessment), count(app_session, Place)) == (0, 0)


def test_an_organisation_takes_part_in_one_role(client_for: ClientFor, haiti: Territory, undp: Organisation) -> None:
    client = client_for("mission")
    twice = {"lead_ids": [str(undp.id)], "partner_ids": [str(undp.id)]}
    assert cast.post(client, "/assessments/new", facts(haiti, **twice)).status_code == 422
    assert client.page is not None
    assert "An organisation takes part in one role" in client.page.text


def test_an_edit_is_one_line_of_history(client_for: ClientFor, app_session: UnitSession, study: Assessment) -> None:
    before = versions(app_session, "assessment", study.id)
    assert send(client_for("mission"), EDIT, *FIELDS, follow_up="with donors").location == "/assessments/study"
    assert versions(app_session, "assessment", study.id) == before + 1
    text = client_for("mission").read("/assessments/study").text
    assert "Carla Mission set the follow-up to “with donors”." in text


def test_who_takes_part_is_told_in_history(
    client_for: ClientFor, app_session: UnitSession, study: Assessment, undp: Organisation
) -> None:
    client = client_for("mission")
    send(client, EDIT, *FIELDS, lead_ids=[str(undp.id)])
    assert "Carla Mission added the participant “Development Programme”." in client.read("/assessments/study").text
    send(client, EDIT, *FIELDS, lead_ids=[], partner_ids=[str(undp.id)])
    assert app_session.scalars(sa.select(col(AssessmentParticipant.role))).one() == PartnerRole.partner


def test_two_edits_clash_and_are_put_together(
    client_for: ClientFor,
    app_session: UnitSession,
    study: Assessment,
    undp: Organisation,
    clock: time_machine.Traveller,
) -> None:
    mine, theirs = client_for("mission"), client_for("coordinator")
    opened = {name: mine.read(EDIT).values(name) for name in FIELDS}
    clock.shift(60)
    send(theirs, EDIT, *FIELDS, title="Theirs", lead_ids=[str(undp.id)])
    response = cast.post(mine, EDIT, {**opened, "title": "Mine", "method": "Walked"})
    assert response.status_code == 409
    assert mine.page is not None
    for words in ("Before: The study", "Theirs", "Mine", "Development Programme"):
        assert words in mine.page.text
    merged = typed(mine.page, *FIELDS)
    assert cast.post(mine, EDIT, {**merged, "title": "Mine", "pick_title": "theirs"}).status_code == 303
    text = mine.read("/assessments/study").text
    for words in ("Theirs", "Walked", "Development Programme"):
        assert words in text


def test_what_a_form_could_not_offer_stays(client_for: ClientFor, app_session: UnitSession, study: Assessment) -> None:
    hidden = make.disaster(app_session, "hidden", name="Quiet", visibility=Visibility.confidential)
    app_session.add(AssessmentDisaster(assessment_id=study.id or 0, disaster_id=hidden.id or 0))
    app_session.commit()
    assert send(client_for("mission"), EDIT, *FIELDS, summary="More").status_code == 303
    assert count(app_session, AssessmentDisaster) == 1


def test_others_are_refused_with_the_reason_or_find_nothing(client_for: ClientFor, study: Assessment) -> None:
    for posted in (EDIT, "/assessments/study/archive", "/assessments/study/restore"):
        assert cast.post(client_for("stranger"), posted, {}).status_code == 404
        response = cast.post(client_for("manager"), posted, {})
        assert response.status_code == 403
        assert "Only whoever recorded this assessment, and coordinators, edit it." in response.text
    assert client_for("viewer").get("/assessments/new").status_code == 403
    assert "those who go on missions" in cast.post(client_for("manager"), "/assessments/new", {}).text


def test_a_confidential_assessment_is_its_makers_and_the_coordinators(
    client_for: ClientFor, app_session: UnitSession, study: Assessment
) -> None:
    record = app_session.get_one(Record, study.id)
    record.visibility = Visibility.confidential
    app_session.commit()
    answers = {who: client_for(who).get(EDIT).status_code for who in ("mission", "coordinator", "manager", "viewer")}
    assert answers == {"mission": 200, "coordinator": 200, "manager": 404, "viewer": 404}
    record.created_by_id = person(app_session, "manager").id
    app_session.commit()
    for address in ("/assessments/study", EDIT, "/trace?assessment=study"):
        assert client_for("mission").get(address).status_code == 404


def test_an_archived_assessment_is_restored_from_its_page(client_for: ClientFor, study: Assessment) -> None:
    client = client_for("mission")
    assert cast.post(client, "/assessments/study/archive", {"version": "99"}).status_code == 409
    assert cast.post(client, "/assessments/study/archive", {"version": str(study.version)}).status_code == 303
    assert "The study" not in client.read("/assessments").text
    page = client.read("/assessments/study")
    assert client.get(EDIT).status_code == 403
    assert cast.post(client, "/assessments/study/restore", {"version": page.values("version")[0]}).status_code == 303
    assert "The study" in client.read("/assessments").text


def test_looking_changes_nothing(client_for: ClientFor, app_session: UnitSession, study: Assessment) -> None:
    before = versions(app_session, "assessment")
    for address in ("/assessments/new", EDIT, "/assessments/study/findings/new", "/trace?assessment=study"):
        client_for("mission").read(address)
    assert versions(app_session, "assessment") == before


def test_the_list_is_narrowed_to_open_recommendations(client_for: ClientFor, app_session: UnitSession) -> None:
    for code, state in (("waiting", RecommendationState.accepted), ("over", RecommendationState.done)):
        make.recommendation(app_session, make.assessment(app_session, code, title=f"Study {code}"), state=state)
    app_session.commit()
    page = client_for("manager").read("/assessments?open=yes")
    assert ("Study waiting" in page.text, "Study over" in page.text) == (True, False)
    assert "with open recommendations" in page.text


def test_html_in_an_assessment_is_shown_as_it_was_typed(client_for: ClientFor, study: Assessment) -> None:
    send(client_for("mission"), EDIT, *FIELDS, title="<b>Look</b>", follow_up="<i>x")
    text = client_for("mission").get("/assessments/study").text
    assert "&lt;b&gt;Look&lt;/b&gt;" in text
    assert "<i>x" not in text
