"""Disasters: filters, and the page of one with what answers it."""

from collections.abc import Callable

from sqlmodel import Session

from tests import make
from tests.web.client import PageClient
from tracker.domain.codes import Hazard, Visibility
from tracker.domain.models import AssessmentDisaster, Disaster
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]


def bam(session: Session) -> Disaster:
    iran = make.territory(session, "IR", "Iran (Islamic Republic of)")
    return make.disaster(session, "bam-2003", name="Bam earthquake", territories=[iran], on="2003-12-26")


def test_the_list_is_narrowed_by_territory_and_hazard(client_for: ClientFor, app_session: UnitSession) -> None:
    bam(app_session)
    make.disaster(app_session, "flood", name="Limpopo flood", hazard=Hazard.FL)
    app_session.commit()
    client = client_for("manager")
    assert "Limpopo flood" not in client.read("/disasters?territory=IR").text
    assert "Bam earthquake" not in client.read("/disasters?hazard=FL").text
    box = client.read("/disasters").by_id("filter-hazard")
    assert [option.get("value") for option in box or ()] == ["", "EQ", "FL"]


def test_the_page_tells_date_impact_and_what_answers_it(client_for: ClientFor, app_session: UnitSession) -> None:
    disaster = bam(app_session)
    make.impact(app_session, disaster, "houses destroyed", low=20000, high=25000)
    make.project(app_session, "shelter", title="Temporary shelter", disasters=[disaster])
    study = make.assessment(app_session, "as-bam", title="Assessment after the earthquake")
    app_session.add(AssessmentDisaster(assessment_id=study.id or 0, disaster_id=disaster.id or 0))
    app_session.commit()
    page = client_for("manager").read("/disasters/bam-2003")
    for words in ("26 December 2003", "houses destroyed", "20,000", "25,000", "Iran (Islamic Republic of)"):
        assert words in page.text
    assert {"/projects/shelter", "/assessments/as-bam"} <= set(page.links)


def test_a_linked_confidential_project_shows_neither_on_the_page_nor_in_the_count(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    disaster = bam(app_session)
    disaster.record.visibility = Visibility.public
    make.project(app_session, "secret", title="Quiet work", disasters=[disaster], visibility=Visibility.confidential)
    app_session.commit()
    viewer = client_for("viewer")
    page = viewer.read("/disasters/bam-2003")
    assert "Quiet work" not in page.text
    assert "/projects/secret" not in page.links
    row = next(cell for cell in viewer.read("/disasters").all("tr") if "Bam" in "".join(cell.itertext()))
    assert [text.strip() for text in row.itertext() if text.strip().isdigit()] == ["0", "0"]


def test_the_programme_keeps_what_the_report_says_of_the_bam_earthquake_beside_its_date(
    programme_client_for: ClientFor,
) -> None:
    page = programme_client_for("viewer").read("/disasters/bam-2003")
    assert "26 December 2003" in page.text
    assert "2004 年伊朗伊斯兰共和国巴姆不幸发生地震之后" in page.text
    assert "dates the earthquake 2004" in page.text
    assert "added" in page.text
    assert "/projects/bam-transitional-shelter" in page.links
