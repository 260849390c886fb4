"""A table that a brief cannot carry whole ends with how many there are and where all of them are."""

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import COORDINATOR, TODAY, World, text_of
from tests.briefs.test_kinds import KEYS
from tracker.briefs import collect, reader
from tracker.domain import models as m
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind
from tracker.store import UnitSession


@pytest.fixture
def filled(world: World, session: UnitSession, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world in which a table ends after its first row."""
    programme = kinds.filled(session, world)
    make.project(session, "roads", title="Roads", programme_id=programme.id, territories=[world.territory])
    make.agreement(session, "mou-2", title="Second", projects=[world.project], end="2027-01-31")
    make.agreement(session, "mou-3", title="Ended", projects=[world.project], end="2020-01-31")
    make.assessment(session, "as-2", title="Second", territories=[world.territory], project_id=world.project.id)
    make.milestone(session, world.project, "Second", due="2027-01")
    canada = session.scalars(sa.select(m.Organisation).where(col(m.Organisation.name) == "Canada")).one()
    make.contribution(session, canada, currency="USD", steps=[("pledged", 100_00)])
    make.disaster(session, name="Flood", territories=[world.territory])
    monkeypatch.setattr(reader, "MOST_ROWS", 1)
    return world


def whereabouts(session: UnitSession, order: BriefOrder) -> dict[str, str]:
    session.flush()
    session.expunge_all()
    told = collect.brief(session, order, viewer=COORDINATOR, today=TODAY)
    return {one.section: one.where for one in told.cut}


def test_a_territorys_lists_are_narrowed_to_it(filled: World, session: UnitSession) -> None:
    found = whereabouts(session, BriefOrder(kind=BriefKind.mission, key="HT", lang="en"))
    assert found["projects"] == "/projects?territory=HT"
    assert found["agreements"] == "/agreements?territory=HT"
    assert found["assessments"] == "/assessments?territory=HT"
    assert found["disasters"] == "/disasters?territory=HT"
    assert found["milestones"] == "/projects?territory=HT"


def test_a_programmes_lists_are_narrowed_to_it_and_a_sheet_leads_to_its_project(
    filled: World, session: UnitSession
) -> None:
    found = whereabouts(session, BriefOrder(kind=BriefKind.portfolio, key="recovery", lang="en", full=True))
    assert found["projects"] == found["sheets"] == "/projects?programme=recovery"
    assert found["milestones/leogane-homes"] == "/projects/leogane-homes"


def test_a_selections_whereabouts_are_the_list_it_was_printed_from(filled: World, session: UnitSession) -> None:
    found = whereabouts(session, BriefOrder(kind=BriefKind.portfolio, selection="territory=HT", lang="en"))
    assert set(found.values()) == {"/projects?territory=HT"}


def test_a_project_and_a_donor_have_their_page(filled: World, session: UnitSession) -> None:
    project = whereabouts(session, BriefOrder(kind=BriefKind.project, key="leogane-homes", lang="en"))
    assert set(project.values()) == {"/projects/leogane-homes"}
    donor = whereabouts(session, BriefOrder(kind=BriefKind.donor, key="canada", lang="en"))
    assert set(donor.values()) == {"/organisations/canada"}


def test_of_agreements_only_those_that_end_are_counted(filled: World, session: UnitSession) -> None:
    session.flush()
    told = collect.brief(
        session,
        BriefOrder(kind=BriefKind.portfolio, key="recovery", lang="en"),
        viewer=COORDINATOR,
        today=TODAY,
    )
    assert [(one.all, one.shown) for one in told.cut if one.section == "agreements"] == [(2, 1)]


@pytest.mark.once
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [BriefKind.mission, *KEYS])
def test_every_cut_table_says_where_to_look(filled: World, session: UnitSession, kind: BriefKind, lang: str) -> None:
    key = KEYS.get(kind, "HT")
    told = kinds.told(session, kind, key, lang=lang, full=True)
    text = text_of(told)
    assert [one.section for one in told.cut if not one.where] == []
    assert [one.section for one in told.cut if one.where not in text.replace(" ", "")] == []
