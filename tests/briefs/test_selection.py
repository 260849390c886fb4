"""The brief of a list's projects: what is in it, what its money is, and what the filters are called."""

from dataclasses import replace
from datetime import timedelta

import page
import pytest
import time_machine
from sqlmodel import col, select

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import COORDINATOR, TODAY, VIEWER, World, text_of
from tracker.briefs import collect, render
from tracker.briefs.frozen import freeze, thaw
from tracker.briefs.kinds import PortfolioBrief
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind, Hazard, Visibility
from tracker.domain.errors import Refused
from tracker.domain.models import Project
from tracker.domain.money import Money
from tracker.domain.rules import Viewer
from tracker.store import UnitSession


@pytest.fixture
def filled(world: World, session: UnitSession) -> int:
    """Recovery, with a project elsewhere that has money of its own, and money for the programme as a whole."""
    programme = kinds.filled(session, world)
    ghana = make.territory(session, "GH", "Ghana")
    roads = make.project(session, "roads", title="Roads", programme_id=programme.id, territories=[ghana])
    gift = make.contribution(session, currency="USD", steps=[("received", 700_00)])
    make.allocation(session, gift, roads, 700_00)
    make.contribution(session, currency="EUR", steps=[("received", 500_00)], programme_id=programme.id)
    make.agreement(session, "mou-roads", title="Roads agreement", projects=[roads], end="2027-01-31")
    return programme.id or 0


def of(session: UnitSession, selection: str, *, viewer: Viewer = COORDINATOR, **asked: object) -> PortfolioBrief:
    session.flush()
    session.expunge_all()
    order = BriefOrder(kind=BriefKind.portfolio, selection=selection, **{"lang": "en", **asked})  # type: ignore[arg-type]
    told = collect.brief(session, order, viewer=viewer, today=TODAY)
    assert isinstance(told, PortfolioBrief)
    return told


def test_only_what_is_of_the_projects_found_is_told(filled: int, session: UnitSession) -> None:
    told = of(session, "territory=GH")
    assert [row.title.text for row in told.rows] == ["Roads"]
    assert [(line.currency, line.received) for line in told.money] == [("USD", Money.of(700, "USD"))]
    assert [line.title.text for line in told.agreements] == ["Roads agreement"]
    assert [line.code for line in told.territories] == ["GH"]
    assert told.recommendations == ()


def test_the_filters_stand_in_words_at_the_top(filled: int, session: UnitSession) -> None:
    text = text_of(of(session, "programme=recovery&stage=under_way&territory=HT"))
    top = text.split("1. At a glance")[0]
    for words in (
        "Selected projects",
        "Territory Haiti",
        "Stage under way",
        "Programme Recovery Programme",
    ):
        assert words in top
    assert "Reference" not in top
    assert "Rebuilding of homes in Léogâne" in text


def test_several_values_days_and_amounts_stand_in_words(filled: int, session: UnitSession) -> None:
    told = of(
        session,
        "currency=USD&manager=none&phase=none,recovery&received_from=100&stage=under_way,proposed&territory=GH,HT&unreported=1000",
    )
    assert [(line.name, line.said.text) for line in told.filters] == [
        ("Currency", "USD"),
        ("Manager", "nobody"),
        ("Phase", "not stated, recovery and rehabilitation"),
        ("Received, at least", "100"),
        ("Stage", "proposed, under way"),
        ("Territory", "Ghana, Haiti"),
        ("Days without a report, more than", "1,000"),
    ]
    assert thaw(freeze(told)) == told


def test_all_projects_are_a_selection_too(filled: int, session: UnitSession) -> None:
    told = of(session, "archived=no")
    assert (told.title.text, told.filters, told.count) == ("All projects", (), 2)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_selection_is_printed_in_each_language_with_its_pages(filled: int, session: UnitSession, lang: str) -> None:
    told = of(session, "hazard=EQ&stage=under_way", lang=lang, full=True)
    assert len(told.sheets) == 1
    assert thaw(freeze(told)) == told
    assert page.validate_pdf_bytes(render.pdf(told).pdf, profile="ua1").is_compliant


def test_a_selection_that_finds_nothing_is_refused(filled: int, session: UnitSession) -> None:
    for selection in ("territory=ZZ", "hazard=TS", "q=%21%21"):
        with pytest.raises(Refused, match="No project that you may see fits"):
            of(session, selection)


def test_what_a_person_may_not_see_is_in_no_selection_of_theirs(filled: int, session: UnitSession) -> None:
    assert [row.title.text for row in of(session, "archived=no", viewer=VIEWER).rows] == [
        "Rebuilding of homes in Léogâne"
    ]
    with pytest.raises(Refused):
        of(session, "territory=GH", viewer=VIEWER)


def test_a_manager_is_named_and_only_to_those_inside(filled: int, session: UnitSession) -> None:
    chief = make.user(session, "Chief Ade", email="ade@example.org")
    make.project(
        session,
        "led",
        title="Led",
        managers=[chief],
        disasters=[make.disaster(session, hazard=Hazard.FL)],
        visibility=Visibility.public,
    )
    told = of(session, f"manager={chief.id}")
    assert [(line.name, line.said.text) for line in told.filters] == [("Manager", "Chief Ade")]
    with pytest.raises(Refused):
        of(session, f"manager={chief.id}", viewer=VIEWER)


@pytest.mark.parametrize(
    "selection",
    [
        "q=homes",
        "q=Leogane+haiti",
        "territory=HT&q=rebuilding",
        "stage=under_way",
        "health=not_reported",
        "hazard=EQ",
        "phase=recovery",
        "programme=recovery",
        "archived=no",
    ],
)
def test_a_selection_known_today_is_that_of_today(filled: int, session: UnitSession, selection: str) -> None:
    session.commit()
    for viewer in (COORDINATOR, VIEWER):
        live = of(session, selection, viewer=viewer, full=True)
        assert of(session, selection, viewer=viewer, full=True, known_on=TODAY) == replace(live, known_on=TODAY)


def test_words_find_what_was_known_by_them_then(
    filled: int, session: UnitSession, clock: time_machine.Traveller
) -> None:
    session.commit()
    clock.shift(timedelta(days=1))
    session.scalars(select(Project).where(col(Project.title) == "Roads")).one().title = "Bridges"
    session.commit()
    assert [row.title.text for row in of(session, "q=road", known_on=TODAY).rows] == ["Roads"]
    assert [row.title.text for row in of(session, "q=ghana&territory=GH", known_on=TODAY).rows] == ["Roads"]
    with pytest.raises(Refused, match="No project that you may see fits"):
        of(session, "q=bridge", known_on=TODAY)
