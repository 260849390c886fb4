"""Numbers of issued briefs: the programme, what the brief is about, the year, and the next of the series."""

import pytest

from tests import make
from tracker.domain import models as m
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind, Visibility
from tracker.domain.queries import issued, numbers
from tracker.store import UnitSession


@pytest.fixture
def dmp(session: UnitSession) -> m.Programme:
    return make.programme(session, "dmp", acronym="DMP")


def series(session: UnitSession, kind: BriefKind, key: str, selection: str = "") -> str:
    order = BriefOrder(kind=kind, key=key, lang="en", selection=selection)
    return numbers.series(session, issued.canonical(session, order), issued.subject(session, order), 2026)


def project(session: UnitSession, code: str, programme: m.Programme | None, **given: object) -> m.Project:
    return make.project(session, code, programme_id=programme.id if programme else None, **given)  # type: ignore[arg-type]


def test_a_series_is_programme_subject_and_year_in_capitals(session: UnitSession, dmp: m.Programme) -> None:
    kosovo = make.territory(session, "XK", "Kosovo")
    homes = project(session, "ghana-stability", dmp, territories=[kosovo])
    gift = make.contribution(session, make.organisation(session, "canada"), steps=[("received", 500)])
    make.allocation(session, gift, homes, 500)
    make.mission(session, "kosovo-may", territories=[kosovo])
    assert series(session, BriefKind.mission, "XK") == "DMP-XK-2026"
    assert series(session, BriefKind.mission, "kosovo-may") == "DMP-KOSOVO-MAY-2026"
    assert series(session, BriefKind.project, "ghana-stability") == "DMP-GHANA-STABILITY-2026"
    assert series(session, BriefKind.donor, "canada") == "DMP-CANADA-2026"


def test_a_programmes_own_brief_names_it_once(session: UnitSession, dmp: m.Programme) -> None:
    make.programme(session, "water-cities", acronym="Вода")
    assert series(session, BriefKind.portfolio, "dmp") == "DMP-2026"
    assert series(session, BriefKind.portfolio, "water-cities") == "WATER-CITIES-2026"


def test_a_brief_of_a_list_is_of_the_programme_that_the_list_is_narrowed_to(
    session: UnitSession, dmp: m.Programme
) -> None:
    project(session, "homes", dmp)
    make.programme(session, "water", acronym="WAC")
    assert series(session, BriefKind.portfolio, "", "stage=under_way") == "DMP-SELECTION-2026"
    assert series(session, BriefKind.portfolio, "", "programme=water&stage=under_way") == "WAC-SELECTION-2026"


def test_of_several_programmes_the_one_with_most_projects_in_scope_is_named(
    session: UnitSession, dmp: m.Programme
) -> None:
    haiti, other = make.territory(session), make.programme(session, "aid", acronym="AID")
    project(session, "one", other, territories=[haiti])
    project(session, "two", dmp, territories=[haiti])
    assert series(session, BriefKind.mission, "HT") == "AID-HT-2026"
    project(session, "three", dmp, territories=[haiti])
    assert series(session, BriefKind.mission, "HT") == "DMP-HT-2026"


def test_without_projects_it_is_the_programme_that_works_there_else_the_house(
    session: UnitSession, dmp: m.Programme
) -> None:
    project(session, "elsewhere", dmp)
    haiti, _ghana = make.territory(session), make.territory(session, "GH", "Ghana")
    water = make.programme(session, "water")
    session.add(m.ProgrammeTerritory(programme_id=water.id or 0, territory_id=haiti.id or 0))
    session.flush()
    assert series(session, BriefKind.mission, "HT") == "WATER-HT-2026"
    assert series(session, BriefKind.mission, "GH") == "DMP-GH-2026"


def test_without_any_programme_the_number_begins_with_the_subject(session: UnitSession) -> None:
    make.project(session, "homes", territories=[make.territory(session)])
    assert series(session, BriefKind.mission, "HT") == "HT-2026"
    assert series(session, BriefKind.project, "homes") == "HOMES-2026"


def test_a_mission_of_a_programme_bears_its_name(session: UnitSession, dmp: m.Programme) -> None:
    haiti = make.territory(session)
    project(session, "homes", make.programme(session, "aid"), territories=[haiti])
    make.mission(session, "haiti-may", territories=[haiti], programme_id=dmp.id)
    assert series(session, BriefKind.mission, "haiti-may") == "DMP-HAITI-MAY-2026"


def test_a_number_tells_nobody_of_confidential_projects_and_programmes(session: UnitSession, dmp: m.Programme) -> None:
    haiti = make.territory(session)
    secret = make.programme(session, "secret", visibility=Visibility.confidential)
    for code in ("one", "two"):
        project(session, code, secret, territories=[haiti])
    project(session, "three", make.programme(session, "aid"), territories=[haiti], visibility=Visibility.confidential)
    project(session, "four", dmp, territories=[haiti])
    assert series(session, BriefKind.mission, "HT") == "DMP-HT-2026"


@pytest.mark.parametrize(("typed", "key"), [("ht", "HT"), ("HT", "HT"), ("nowhere", "nowhere")])
def test_a_subject_has_one_key_however_it_is_typed(session: UnitSession, typed: str, key: str) -> None:
    make.territory(session)
    assert issued.canonical(session, BriefOrder(kind=BriefKind.mission, key=typed, lang="en")).key == key


def test_a_donor_that_was_merged_goes_by_the_one_that_was_kept(session: UnitSession) -> None:
    kept = make.organisation(session, "canada")
    make.organisation(session, "gov-canada", merged_into_id=kept.id)
    assert issued.canonical(session, BriefOrder(kind=BriefKind.donor, key="GOV-CANADA", lang="en")).key == "canada"
