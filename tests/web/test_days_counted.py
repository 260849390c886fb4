"""Looking back, days are counted from the day that is looked at: what was silent, ending, ageing, past due by then."""

from collections.abc import Callable
from datetime import date

import pytest

from tests import make
from tests.html import Page, text_of
from tests.web.client import PageClient
from tests.web.test_looking_back import report, titles
from tracker.domain.codes import Health, RecommendationState, Stage, Visibility
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]

THEN = "as_of=2003-12-31"


@pytest.fixture
def record(app_session: UnitSession) -> None:
    """Two projects of 2003, with what pressed at the end of that year and presses no longer."""
    haiti = make.territory(app_session, "HT", "Haiti")
    homes = make.project(app_session, "homes", title="Homes", territories=[haiti], start="2003-01")
    report(app_session, homes, date(2003, 11, 1), Health.at_risk, Stage.under_way)
    report(app_session, homes, date(2004, 5, 1), Health.off_track, Stage.suspended)
    make.project(app_session, "quay", title="Quay", stage=Stage.completed, start="2003-01", end="2004-02-15")
    make.agreement(app_session, "paper", title="Paper", signed="2003-01-01", end="2004-03-01", projects=[homes])
    gift = make.contribution(
        app_session, code="gift", steps=[("pledged", 900_00, "2003-06-01"), ("received", 900_00, "2004-06")]
    )
    make.allocation(app_session, gift, homes, 900_00)
    mission = make.assessment(app_session, "visit", on="2003-06-01", territories=[haiti], visibility=Visibility.public)
    make.recommendation(
        app_session, mission, due_day=date(2003, 12, 1), state=RecommendationState.done, state_day=date(2004, 2, 1)
    )
    app_session.commit()


def listed(page: Page) -> list[str]:
    return [text_of(link) for link in page.all("a") if link.get("class") == "row-link"]


def test_filters_that_count_days_count_from_the_day_looked_at(client_for: ClientFor, record: None) -> None:
    client = client_for("coordinator")

    def found(asked: str, days: str = THEN) -> list[str]:
        return titles(client.read(f"/projects?{asked}&{days}".rstrip("&")))

    assert (found("ending=90"), found("ending=30"), found("ending=90", "")) == (["Quay"], [], [])
    assert found("ends_to=2004-03-01&stage=under_way") == ["Quay"]
    assert (found("unreported=30"), found("unreported=90")) == (["Homes", "Quay"], ["Quay"])
    assert found("unreported=90", "") == ["Homes"]
    assert found("unreported=90", "as_of=2004-04-30") == ["Homes"], "the quay was finished"
    assert found("reported_from=2003-10-01&reported_to=2003-12-31") == ["Homes"]
    assert found("reported_to=2003-12-31", "") == []
    assert found("unreported=30", "known_on=2026-11-23") == ["Homes"]


def test_the_review_and_the_lists_behind_it_count_from_the_day_looked_at(client_for: ClientFor, record: None) -> None:
    client = client_for("coordinator")
    then, now = client.read(f"/portfolio?{THEN}").text, client.read("/portfolio").text
    assert "1 project has had no report for more than 90 days." in then
    for said in (
        "1 agreement ends within 90 days.",
        "1 open recommendation is past its day.",
        "1 project ends within 90 days.",
    ):
        assert said in then
        assert said not in now
    for measure, titled in (
        ("silent", ["Quay"]),
        ("ending", ["Quay"]),
        ("agreements-ending", ["Paper"]),
        ("recommendations-overdue", ["Rebuild the school"]),
        ("agreements-lapsed", []),
    ):
        assert listed(client.read(f"/portfolio/{measure}?{THEN}")) == titled, measure
    assert listed(client.read(f"/agreements?ending=90&{THEN}")) == ["Paper"]
    since = client.read(f"/portfolio/reports-since?{THEN}").text
    assert "What was recorded when is told on the page of today." in since
    assert " record, " not in since
    assert " records, " not in since
    assert listed(client.read("/agreements?ending=90")) == []


def test_pledges_age_until_the_day_looked_at(client_for: ClientFor, record: None) -> None:
    client = client_for("coordinator")
    assert len(listed(client.read(f"/portfolio/pledges-ageing?age=from_180&{THEN}"))) == 1
    assert listed(client.read(f"/portfolio/pledges-ageing?age=over_365&{THEN}")) == []
    assert listed(client.read("/portfolio/pledges-ageing")) == []
    assert len(listed(client.read("/portfolio/pledges-ageing?age=under_90&as_of=2003-07-01"))) == 1
