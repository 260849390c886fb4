"""A confidential record of every kind is tied to public ones in every way: no page, list, filter, search or brief tells of it."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col

from tests import cast, make
from tests.web.client import PageClient
from tracker.domain import models as m
from tracker.domain.codes import Hazard, Visibility
from tracker.domain.money import Money
from tracker.domain.queries import project_page
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]

CANARY = "quokka"
"""Stands in every text of what is confidential, and in nothing else."""

OPEN: dict[str, Any] = {"visibility": Visibility.public}
SECRET: dict[str, Any] = {"visibility": Visibility.confidential}
AMOUNT = 7_654_321_00
SHOWN_AMOUNT = "7,654,321"

PAGES = (
    "/",
    "/projects",
    "/projects/open-project",
    "/assessments",
    "/assessments/open-assessment",
    "/disasters",
    "/disasters/open-disaster",
    "/agreements",
    "/agreements/open-agreement",
    "/organisations",
    "/organisations/open-organisation",
    "/funding",
    "/funding/contributions/open-contribution",
    "/funding/contributions/open-gift",
    "/funds/open-fund",
    "/missions",
    "/missions/open-mission",
    "/programmes",
    "/programmes/open-programme",
    "/portfolio",
    "/briefs",
)
INSIDE_PAGES = (
    "/missions/new",
    "/briefs/new",
    *(f"/briefs/new?kind={kind}" for kind in ("project", "donor", "portfolio")),
    "/briefs/preview?key=HT",
    "/briefs/preview?key=open-mission",
    "/briefs/preview?kind=project&key=open-project",
    "/briefs/preview?kind=donor&key=open-organisation",
    "/briefs/preview?kind=portfolio&key=open-programme&full=1",
)
HIDDEN = (
    "/projects/secret-project",
    "/projects/secret-project/edit",
    "/projects/secret-project/updates/new",
    "/assessments/secret-assessment",
    "/disasters/secret-disaster",
    "/agreements/secret-agreement",
    "/organisations/secret-organisation",
    "/funding/contributions/secret-contribution",
    "/funds/secret-fund",
    "/missions/secret-mission",
    "/missions/secret-mission/edit",
    "/programmes/secret-programme",
)


@pytest.fixture
def told(app_session: UnitSession) -> None:
    """The open records and the secret ones beside them."""
    _make(app_session)
    app_session.commit()


def _make(session: UnitSession) -> None:
    haiti = make.territory(session)
    people = cast.load(session)
    secret, opened = _ground(session, haiti, SECRET), _ground(session, haiti, OPEN)
    for mine, theirs in ((opened, secret), (secret, opened)):
        _tie(session, mine, theirs)
    session.add(m.MissionMember(mission_id=secret["mission"].id, user_id=people.coordinator.id or 0))
    make.share(session, secret["project"], people.administrator)
    session.flush()


def _ground(session: UnitSession, haiti: m.Territory, seen: dict[str, Any]) -> dict[str, Any]:
    """One record of each kind, with its parts."""
    word, code = (CANARY, "secret") if seen is SECRET else ("plain", "open")
    there = {"territories": [haiti], **seen}
    fund = make.fund(session, f"{code}-fund", name=f"{word} fund", **seen)
    programme = make.programme(session, f"{code}-programme", name=f"{word} programme", acronym=f"{word}prog", **seen)
    session.add(m.ProgrammeTerritory(programme_id=programme.id or 0, territory_id=haiti.id or 0))
    organisation = make.organisation(session, f"{code}-organisation", name=f"{word} organisation", **seen)
    hazard = Hazard.FL if seen is SECRET else Hazard.EQ
    disaster = make.disaster(session, f"{code}-disaster", name=f"{word} disaster", hazard=hazard, **there)
    project = make.project(session, f"{code}-project", title=f"{word} project", summary=f"{word} summary", **there)
    make.milestone(session, project, f"{word} milestone", due="2026-12-24")
    make.risk(session, project, f"{word} risk")
    make.update(session, project, happened=f"{word} happened")
    assessment = make.assessment(session, f"{code}-assessment", title=f"{word} assessment", **there)
    agreement = make.agreement(session, f"{code}-agreement", title=f"{word} agreement", signed="2026-01-02", **seen)
    mission = make.mission(session, f"{code}-mission", title=f"{word} mission", **there)
    document = make.document(session, f"{word} document", reference=f"{word}/1", **seen)
    contribution = make.contribution(
        session,
        organisation,
        f"{code}-contribution",
        purpose=f"{word} purpose",
        steps=[("received", AMOUNT if seen is SECRET else 9_000_000_00)],
        **seen,
    )
    gift = make.contribution(session, organisation, f"{code}-gift", steps=[("received", 5_00)], **seen)
    return {
        "fund": fund,
        "programme": programme,
        "organisation": organisation,
        "disaster": disaster,
        "project": project,
        "assessment": assessment,
        "agreement": agreement,
        "mission": mission,
        "document": document,
        "contribution": contribution,
        "gift": gift,
        "word": word,
        "seen": seen,
    }


def _tie(session: UnitSession, mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Tie each of my records to all of theirs that it can be tied to."""
    project, organisation, assessment = mine["project"], theirs["organisation"], mine["assessment"]
    project.programme_id = theirs["programme"].id
    mine["programme"].fund_id = theirs["fund"].id
    mine["contribution"].fund_id = theirs["fund"].id
    mine["contribution"].programme_id = theirs["programme"].id
    mine["contribution"].agreement_id = theirs["agreement"].id
    mine["gift"].fund_id = theirs["fund"].id
    mine["gift"].agreement_id = mine["agreement"].id
    mine["agreement"].programme_id = theirs["programme"].id
    mine["mission"].programme_id = theirs["programme"].id
    assessment.programme_id, assessment.project_id = theirs["programme"].id, theirs["project"].id
    for table, own, other in (
        (m.ProjectPartner, {"project_id": project.id}, {"organisation_id": organisation.id}),
        (m.ProjectDisaster, {"project_id": project.id}, {"disaster_id": theirs["disaster"].id}),
        (m.AgreementParty, {"agreement_id": mine["agreement"].id}, {"organisation_id": organisation.id}),
        (m.AgreementProject, {"agreement_id": mine["agreement"].id}, {"project_id": theirs["project"].id}),
        (m.AgreementProject, {"agreement_id": mine["agreement"].id}, {"project_id": project.id}),
        (m.AssessmentParticipant, {"assessment_id": assessment.id}, {"organisation_id": organisation.id}),
        (m.AssessmentDisaster, {"assessment_id": assessment.id}, {"disaster_id": theirs["disaster"].id}),
        (m.DocumentLink, {"document_id": theirs["document"].id}, {"record_id": project.id}),
    ):
        session.add(table(**own, **other))
    session.flush()
    make.citation(session, project, theirs["document"], quotation=f"{theirs['word']} quotation")
    make.allocation(session, mine["contribution"], theirs["project"], AMOUNT)
    make.recommendation(session, assessment, f"{mine['word']} advice", project_id=theirs["project"].id)
    make.requirement(session, mine["fund"], Money(AMOUNT if mine["seen"] is SECRET else 5, "USD"))
    event = make.event(session, f"{CANARY} event", on="2026-12-24", visibility=Visibility.public)
    event.project_id = (theirs if theirs["seen"] is SECRET else mine)["project"].id
    event.programme_id = (mine if mine["seen"] is OPEN else theirs)["programme"].id
    session.add(event)
    session.flush()


FILTERS = (
    "/projects?programme=secret-programme",
    "/projects?hazard=FL",
    "/projects?partner=secret-organisation",
    "/agreements?programme=secret-programme",
    "/agreements?organisation=secret-organisation",
    "/assessments?programme=secret-programme",
    "/funding?fund=secret-fund",
)
"""Would say of what is open that it is tied to what is secret."""


def test_the_coordinator_meets_it(told: None, client_for: ClientFor) -> None:
    coordinator = client_for("coordinator")
    for address in (*PAGES[1:-1], *HIDDEN, *INSIDE_PAGES):
        if address in {"/portfolio", "/missions/new"}:
            continue
        response = coordinator.get(address)
        assert response.status_code == 200, address
        assert CANARY in response.text, address


@pytest.mark.parametrize("who", ["viewer", "mission", "other_manager"])
def test_no_page_tells_others(told: None, client_for: ClientFor, who: str) -> None:
    reader = client_for(who)
    found = []
    for address in (*PAGES, *(INSIDE_PAGES if who != "viewer" else ())):
        response = reader.get(address)
        assert response.status_code == 200, address
        lines = [line.strip() for line in response.text.splitlines() if CANARY in line or SHOWN_AMOUNT in line]
        found += [f"{address}: {line[:200]}" for line in lines]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("address", FILTERS)
def test_no_filter_tells_of_its_ties(told: None, client_for: ClientFor, address: str) -> None:
    ties = ("plain project", "plain agreement", "plain assessment", "plain purpose")
    assert any(word in client_for("coordinator").get(address).text for word in ties)
    assert not any(word in client_for("other_manager").get(address).text for word in ties)


@pytest.mark.parametrize("noun", ["projects", "assessments", "agreements", "disasters", "funding", "missions"])
def test_no_search_tells_of_its_ties(told: None, client_for: ClientFor, noun: str) -> None:
    tied, address = f"{noun}/open-" if noun != "funding" else "funding/contributions/open-", f"/{noun}?q={CANARY}"
    assert tied not in client_for("other_manager").get(address).text
    assert tied not in client_for("viewer").get(address).text
    if noun in {"projects", "assessments", "agreements"}:
        assert tied in client_for("coordinator").get(address).text


@pytest.mark.parametrize("who", ["viewer", "mission", "other_manager"])
def test_its_pages_are_not_there(told: None, client_for: ClientFor, who: str) -> None:
    reader = client_for(who)
    assert {address: reader.get(address).status_code for address in HIDDEN} == dict.fromkeys(HIDDEN, 404)


def test_a_form_that_cannot_offer_a_tie_leaves_it(told: None, client_for: ClientFor, app_session: UnitSession) -> None:
    manager, project = cast.load(app_session).manager, _project(app_session)
    app_session.add(m.ProjectMember(project_id=project.id or 0, user_id=manager.id or 0))
    app_session.commit()
    before = project_page.linked_ids(app_session, project.id or 0), project.programme_id
    app_session.rollback()
    client = client_for("manager")
    page = client.read("/projects/open-project/edit")
    assert CANARY not in page.text
    sent = {"title": "Another title", "visibility": "public", "version": page.values("version"), "programme_id": ""}
    sent["territory_ids"] = page.values("territory_ids")
    assert cast.post(client, "/projects/open-project/edit", sent).status_code == 303
    app_session.expire_all()
    project = _project(app_session)
    assert project.title == "Another title"
    assert (project_page.linked_ids(app_session, project.id or 0), project.programme_id) == before


def _project(session: UnitSession) -> m.Project:
    return session.scalars(
        sa.select(m.Project)
        .join(m.Record, col(m.Record.id) == m.Project.id)
        .where(col(m.Record.code) == "open-project")
    ).one()


def test_outsiders_are_not_told_whose_it_is(
    client_for: ClientFor, app_session: UnitSession, clock: time_machine.Traveller
) -> None:
    people = cast.load(app_session)
    project = make.project(app_session, "bam", managers=[people.manager], **OPEN)
    risk = make.risk(app_session, project)
    app_session.commit()
    clock.shift(60)
    app_session.delete(app_session.get_one(m.ProjectMember, (project.id, people.manager.id)))
    app_session.add(m.ProjectMember(project_id=project.id or 0, user_id=people.other_manager.id or 0))
    make.share(app_session, project, people.stranger)
    make.citation(app_session, risk, make.document(app_session, "A public report"), quotation="A frank word")
    app_session.commit()
    inside, outside = client_for("mission").get("/projects/bam").text, client_for("viewer").get("/projects/bam").text
    for word in (people.manager.name, people.other_manager.name, people.stranger.name, "A frank word"):
        assert word in inside
        assert word not in outside


def test_who_no_longer_is_a_manager_meets_no_dates_of_it(client_for: ClientFor, app_session: UnitSession) -> None:
    project = make.project(app_session, managers=[cast.load(app_session).viewer], **SECRET)
    make.milestone(app_session, project, f"{CANARY} milestone", due="2026-12-24")
    app_session.commit()
    assert CANARY not in client_for("viewer").get("/").text
