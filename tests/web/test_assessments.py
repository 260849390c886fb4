"""Assessments: filters, and the page of one with findings, recommendations and what it is tied to."""

from collections.abc import Callable

import pytest

from tests import make
from tests.web.client import PageClient
from tracker.domain.codes import AssessmentKind, AssessmentState, Hazard, RecommendationState, Visibility
from tracker.domain.money import Money
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]


@pytest.mark.parametrize(
    "query", ["territory=HT", "hazard=EQ", "kind=rapid", "state=completed", "programme=dmp", "q=rapid+look"]
)
def test_every_filter_leaves_what_it_says(client_for: ClientFor, app_session: UnitSession, query: str) -> None:
    haiti = make.territory(app_session, "HT", "Haiti")
    programme = make.programme(app_session, "dmp")
    make.assessment(
        app_session,
        "rapid",
        title="Rapid look",
        kind=AssessmentKind.rapid,
        state=AssessmentState.completed,
        hazard=Hazard.EQ,
        territories=[haiti],
        programme_id=programme.id,
    )
    make.assessment(app_session, "other", title="Something else")
    app_session.commit()
    page = client_for("manager").read(f"/assessments?{query}")
    assert ("Rapid look" in page.text, "Something else" in page.text) == (True, False)


def test_the_programme_filter_reaches_through_visible_projects_only(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    programme = make.programme(app_session, "dmp", visibility=Visibility.public)
    secret = make.project(app_session, "secret", programme_id=programme.id, visibility=Visibility.confidential)
    make.assessment(app_session, "study", title="The study", project_id=secret.id, visibility=Visibility.public)
    app_session.commit()
    assert "The study" in client_for("coordinator").read("/assessments?programme=dmp").text
    viewer = client_for("viewer")
    assert "The study" not in viewer.read("/assessments?programme=dmp").text
    assert "/projects/secret" not in viewer.read("/assessments/study").links


def test_the_page_tells_what_was_found_and_asked_and_what_became_of_it(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    partner = make.organisation(app_session, "undp", name="Development Programme", acronym="UNDP")
    made = make.project(app_session, "school", title="A school")
    study = make.assessment(app_session, "study", title="The study", participants=[partner], output="proposal")
    make.finding(app_session, study, "Homes destroyed", low=1200, high=1500, unit="homes")
    make.finding(app_session, study, "Cost of rebuilding", amount=Money.of(2000000, "USD"))
    make.recommendation(
        app_session,
        study,
        "Rebuild the school",
        addressee_id=partner.id,
        state=RecommendationState.project,
        project_id=made.id,
    )
    app_session.commit()
    page = client_for("manager").read("/assessments/study")
    for words in ("proposal", "1,200–1,500 homes", "USD 2,000,000", "Rebuild the school", "turned into a project"):
        assert words in page.text
    assert {"/organisations/undp", "/projects/school"} <= set(page.links)


def test_what_the_report_does_not_state_of_the_sudan_mission_reads_so(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/assessments/as-sudan-jam")
    assert "not stated" in page.text
    assert "stated: “continuing”" in page.text
    assert "Sudan and South Sudan" in page.text
    assert "/organisations/world-bank" in page.links


def test_a_former_name_stands_only_where_the_source_is_quoted(programme_client_for: ClientFor) -> None:
    client = programme_client_for("viewer")
    assert "North Macedonia" in client.read("/assessments").text
    assert "Yugoslav" not in client.read("/assessments").text
    page = client.read("/assessments/as-serbia-fyrom")
    assert "“southern Serbia and the former Yugoslav Republic of Macedonia”" in page.text
    assert "修建跨界连接通道" in page.text
