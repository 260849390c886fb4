"""Agreements: filters, and the page of one with its parties, what they promised and what came of it."""

from collections.abc import Callable

import pytest

from tests import make
from tests.web.client import PageClient
from tracker.domain.codes import ActionState, AgreementKind, AgreementState, Visibility
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]


@pytest.mark.parametrize(
    "query", ["kind=exchange", "state=ended", "organisation=unhcr", "programme=dmp", "territory=HT", "q=letters"]
)
def test_every_filter_leaves_what_it_says(client_for: ClientFor, app_session: UnitSession, query: str) -> None:
    programme = make.programme(app_session, "dmp")
    project = make.project(app_session, "p", territories=[make.territory(app_session, "HT", "Haiti")])
    make.agreement(
        app_session,
        "letters",
        title="Letters exchanged",
        kind=AgreementKind.exchange,
        state=AgreementState.ended,
        parties=[make.organisation(app_session, "unhcr")],
        projects=[project],
        programme_id=programme.id,
    )
    make.agreement(app_session, "other", title="Something else")
    app_session.commit()
    page = client_for("manager").read(f"/agreements?{query}")
    assert ("Letters exchanged" in page.text, "Something else" in page.text) == (True, False)


def test_the_page_tells_parties_undertakings_and_what_came_of_them(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    partner = make.organisation(app_session, "unhcr", name="Refugee Agency", acronym="UNHCR")
    signed = make.agreement(app_session, "mou", parties=[partner], signed="2003-11")
    make.undertaking(
        app_session,
        signed,
        "Open a fund",
        organisation_id=partner.id,
        due="end 2004",
        state=ActionState.done,
        outcome="opened in 2003",
    )
    app_session.commit()
    page = client_for("manager").read("/agreements/mou")
    for words in ("signed November 2003", "Refugee Agency", "Open a fund", "end of 2004", "opened in 2003"):
        assert words in page.text
    assert "/organisations/unhcr" in page.links


def test_an_agreement_without_an_end_never_reads_expired(client_for: ClientFor, app_session: UnitSession) -> None:
    make.agreement(app_session, "mou", signed="2003-11")
    app_session.commit()
    client = client_for("manager")
    assert "expired" not in client.read("/agreements").text
    page = client.read("/agreements/mou")
    assert "expired" not in page.text
    assert "Ends not stated" in page.text


def test_a_linked_confidential_project_does_not_show(client_for: ClientFor, app_session: UnitSession) -> None:
    haiti = make.territory(app_session, "HT", "Haiti")
    secret = make.project(
        app_session, "secret", title="Quiet work", territories=[haiti], visibility=Visibility.confidential
    )
    make.agreement(app_session, "mou", projects=[secret], visibility=Visibility.public)
    app_session.commit()
    viewer = client_for("viewer")
    page = viewer.read("/agreements/mou")
    assert "Quiet work" not in page.text
    assert viewer.read("/agreements").by_id("filter-territory") is None
    assert "/agreements/mou" not in viewer.read("/agreements?territory=HT").links
    assert "Quiet work" in client_for("coordinator").read("/agreements/mou").text


def test_money_that_a_memorandum_states_stands_beside_it_and_is_no_funding(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/agreements/mou-adb")
    assert "they enter no total" in page.text
    assert "USD 10,000,000" in page.text
    assert "planned loans USD" not in page.text
    assert "USD 500,000,000" in page.text
    assert "/programmes/water-asian-cities" in page.links


def test_a_state_that_was_read_between_the_lines_is_marked_as_added(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/agreements/mou-unodc")
    assert "date of signature not stated" in page.text
    assert "state: read from its being listed with the other memoranda" in page.text


def test_what_follows_from_the_memorandum_with_undp_is_told(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/agreements/mou-undp")
    for words in ("posting has begun", "33 Habitat Programme Managers in place", "stated: “expected”", "项目主管"):
        assert words in page.text


def test_the_surge_mechanism_is_tied_to_its_memorandum(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/agreements/mou-unhcr")
    assert "/projects/surge" in page.links
    assert "established in 2003" in page.text
    assert "November 2003" in page.text
