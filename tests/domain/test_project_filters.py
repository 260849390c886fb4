"""The list of projects finds what its filters ask for: alone, together, with several values, and with none."""

from datetime import date

import pytest

from tests import make
from tracker.domain.codes import AgreementState, Hazard, Health, Phase, Role, Stage, Visibility
from tracker.domain.dates import now
from tracker.domain.filters import FILTERS
from tracker.domain.models import Project, ProjectMember
from tracker.domain.money import Money
from tracker.domain.queries import project_filters
from tracker.domain.queries.projects import ProjectFilter, count, fitting, listing
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

TODAY = date(2026, 11, 23)
COORDINATOR = Viewer(1, Role.coordinator)
VIEWER = Viewer(2, Role.viewer)


def found(session: UnitSession, viewer: Viewer = COORDINATOR, **asked: str) -> str:
    """The codes of the projects found, in alphabetical order; the list and the selection find the same."""
    wanted = ProjectFilter(**asked, archived=False)
    assert not wanted.faults
    ids = fitting(session, viewer, wanted, day=TODAY)
    rows = listing(session, viewer, wanted, language="en", day=TODAY, per_page=100).rows
    assert sorted(row.id for row in rows) == ids
    assert count(session, viewer, wanted, day=TODAY) == len(ids)
    return " ".join(sorted(row.code for row in rows))


def test_every_filter_has_its_condition() -> None:
    assert {part.partition(".")[0] for part in project_filters._CONDITIONS} == FILTERS.keys() - {"currency"}  # noqa: SLF001
    nobody = {name for name, one in FILTERS.items() if one.nobody}
    assert {part.partition(".")[0] for part in project_filters._CONDITIONS if "." in part} == nobody  # noqa: SLF001


@pytest.fixture
def world(session: UnitSession) -> None:
    """Four projects: homes (Haiti), roads (Ghana), wells (both), and quiet, of which nothing is known."""
    haiti = make.territory(session, "HT", "Haiti", region="americas")
    ghana = make.territory(session, "GH", "Ghana", region="africa")
    canada, norway = (make.organisation(session, code, name=code.title()) for code in ("canada", "norway"))
    chief, other = make.user(session, "Chief"), make.user(session, "Other")
    own = make.programme(session, "dmp", visibility=Visibility.public)
    flood, quake = make.disaster(session, hazard=Hazard.FL), make.disaster(session, hazard=Hazard.EQ)
    homes = make.project(
        session,
        "homes",
        stage=Stage.under_way,
        territories=[haiti],
        managers=[chief],
        disasters=[quake],
        partners=[canada],
        programme_id=own.id,
        start="2026-01",
        end="2026-12-31",
        phase=Phase.reconstruction,
        visibility=Visibility.public,
        health=Health.off_track,
        health_day=date(2026, 11, 1),
    )
    roads = make.project(
        session, "roads", stage=Stage.proposed, territories=[ghana], managers=[other], disasters=[flood], start="2027"
    )
    wells = make.project(
        session,
        "wells",
        phase=Phase.mitigation,
        stage=Stage.completed,
        territories=[haiti, ghana],
        end="2026-12-01",
        health=Health.on_track,
        health_day=date(2026, 1, 1),
    )
    make.project(session, "quiet", stage=Stage.not_stated)
    pot = make.fund(session, "pot")
    gift = make.contribution(session, canada, fund_id=pot.id, steps=[("received", 900_00), ("pledged", 1500_00)])
    make.allocation(session, gift, homes, 600_00)
    make.allocation(session, gift, wells, 500_00)
    secret = make.contribution(session, norway, steps=[("received", 50_00)], visibility=Visibility.confidential)
    make.allocation(session, secret, homes, 50_00)
    make.requirement(session, homes, Money(1000_00, "USD"))
    make.requirement(session, roads, Money(70_00, "USD"))
    make.agreement(session, projects=[homes, wells], state=AgreementState.signed)
    make.agreement(session, projects=[roads], state=AgreementState.draft, archived_at=now())
    session.flush()


FOUND = [
    ({}, "homes quiet roads wells"),
    ({"territory": "HT"}, "homes wells"),
    ({"territory": "ht,GH"}, "homes roads wells"),
    ({"territory": "HT,GH", "stage": "proposed,completed"}, "roads wells"),
    ({"region": "africa"}, "roads wells"),
    ({"region": "asia,americas"}, "homes wells"),
    ({"programme": "dmp"}, "homes"),
    ({"health": "off_track,on_track"}, "homes wells"),
    ({"hazard": "eq,FL"}, "homes roads"),
    ({"phase": "reconstruction,recovery"}, "homes"),
    ({"phase": "none"}, "quiet roads"),
    ({"phase": "none,mitigation", "territory": "GH"}, "roads wells"),
    ({"donor": "canada"}, "homes wells"),
    ({"donor": "norway"}, "homes"),
    ({"fund": "pot"}, "homes wells"),
    ({"partner": "canada,norway"}, "homes"),
    ({"manager": "none"}, "quiet wells"),
    ({"agreement": "signed"}, "homes wells"),
    ({"agreement": "none"}, "quiet roads"),
    ({"agreement": "none,draft"}, "quiet roads"),
    ({"starts_from": "2026-01-01", "starts_to": "2026-12-31"}, "homes"),
    ({"starts_from": "2026-01-02"}, "roads"),
    ({"ends_to": "2026-12-15"}, "wells"),
    ({"ends_from": "2026-12-15"}, "homes"),
    ({"reported_from": "2026-11-01"}, "homes"),
    ({"reported_to": "2026-10-31"}, "wells"),
    ({"unreported": "22"}, "quiet roads"),
    ({"unreported": "21"}, "homes quiet roads"),
    ({"unreported": "36500"}, "quiet roads"),
    ({"ending": "38"}, "homes"),
    ({"ending": "37"}, ""),
    ({"currency": "USD", "asked_from": "1"}, "homes roads"),
    ({"currency": "USD", "asked_to": "70"}, "roads"),
    ({"currency": "USD", "received_from": "650"}, "homes"),
    ({"currency": "USD", "received_from": "300", "received_to": "300"}, "wells"),
    ({"currency": "USD", "gap_from": "350", "gap_to": "350"}, "homes"),
    ({"funding": "unfunded"}, "roads"),
    ({"funding": "unfunded", "currency": "USD", "gap_from": "71"}, ""),
    ({"currency": "EUR", "asked_from": "0"}, ""),
    ({"currency": "EUR"}, "homes quiet roads wells"),
    ({"q": "rebuilding", "territory": "GH", "stage": "completed"}, "wells"),
    ({"territory": "ZZ"}, ""),
    ({"territory": "ZZ,GH"}, "roads wells"),
]


def test_each_filter_finds_what_it_asks_for(world: None, session: UnitSession) -> None:
    session.commit()
    assert {str(asked): found(session, COORDINATOR, **asked) for asked, _ in FOUND} == {
        str(asked): codes for asked, codes in FOUND
    }


def test_a_manager_is_found_by_the_number_of_the_account(world: None, session: UnitSession) -> None:
    project = session.get(Project, fitting(session, COORDINATOR, ProjectFilter(programme="dmp"), day=TODAY)[0])
    assert project is not None
    chief = make.user(session, "Another")
    session.add(ProjectMember(project_id=project.id or 0, user_id=chief.id or 0))
    session.flush()
    assert found(session, manager=f"{chief.id}") == "homes"
    assert found(session, manager=f"{chief.id},none") == "homes quiet wells"
    assert found(session, VIEWER, manager="none") == ""


def test_what_a_person_may_not_know_of_finds_nothing_for_them(world: None, session: UnitSession) -> None:
    assert found(session, VIEWER) == "homes"
    for asked in ({"donor": "norway"}, {"fund": "pot"}, {"agreement": "signed"}, {"hazard": "EQ"}):
        assert found(session, VIEWER, **asked) == "", asked
    assert found(session, VIEWER, agreement="none") == "homes"
    assert found(session, VIEWER, currency="USD", received_from="1") == ""


def test_phases_are_sorted_as_the_cycle_goes(world: None, session: UnitSession) -> None:
    def order(sort: str) -> list[str]:
        rows = listing(session, COORDINATOR, ProjectFilter(), language="en", day=TODAY, sort=sort).rows
        return [row.code for row in rows][:2]

    assert (order("phase"), order("-phase")) == (["wells", "homes"], ["homes", "wells"])


def test_names_are_sorted_as_the_reader_sees_them(session: UnitSession) -> None:
    """A territory without a name in the reader's language by the English one; donors and places by the translated name."""
    chile, spain = make.territory(session, "CL", "Chile"), make.territory(session, "ES", "Spain")
    make.territory_name(session, spain, "fr", "Espagne")
    former = make.territory(session, "TR", "Turkey")
    make.territory_name(session, former, "fr", "Aturquie", valid_to=date(2020, 1, 1))
    first, last = (make.organisation(session, code, name=code) for code in ("aaa", "zzz"))
    make.translation(session, last, "name", "fr", "AAA")
    make.translation(session, first, "name", "fr", "Zzz")
    for code, territory, donor in (("es", spain, last), ("tr", former, None), ("cl", chile, first)):
        project = make.project(session, code, territories=[territory], place_stated=code)
        make.translation(session, project, "place_stated", "fr", {"es": "B", "tr": "a", "cl": "c"}[code])
        if donor:
            gift = make.contribution(session, donor, steps=[("received", 900_00)])
            make.allocation(session, gift, project, 100_00)

    def order(sort: str, language: str) -> str:
        rows = listing(session, COORDINATOR, ProjectFilter(), language=language, day=TODAY, sort=sort).rows
        return " ".join(row.code for row in rows)

    assert (order("territory", "fr"), order("territory", "en")) == ("cl es tr", "cl es tr")
    assert order("-territory", "fr") == "tr es cl"
    assert (order("donor", "fr"), order("donor", "en")) == ("es cl tr", "cl es tr")
    assert (order("place", "fr"), order("place", "en")) == ("tr es cl", "cl es tr")
