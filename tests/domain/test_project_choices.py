"""Beside each choice of a filter stands how many projects it would leave: exactly those that the list then finds."""

from collections.abc import Iterable

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import make
from tests.domain.test_project_filters import COORDINATOR, TODAY, VIEWER, world
from tests.queries import counted
from tracker.domain.codes import ContributionKind
from tracker.domain.dates import now
from tracker.domain.filters import narrowing
from tracker.domain.models import Project, Record
from tracker.domain.money import Money
from tracker.domain.queries import map_marks, project_choices, project_sorts
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.project_choices import Choice
from tracker.domain.queries.project_filters import conditions, given, parts_of
from tracker.domain.queries.projects import ProjectFilter, fitting, listing
from tracker.domain.queries.sight import sight_of
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer, sees_inside
from tracker.store import UnitSession

__all__ = ["world"]


def offered(session: UnitSession, viewer: Viewer = COORDINATOR, **asked: str) -> dict[str, list[Choice]]:
    wanted = ProjectFilter(**asked, archived=False)
    return project_choices.choices(session, viewer, wanted, more=True, language="en", day=TODAY)


def numbers(choices: Iterable[Choice]) -> dict[str, int]:
    return {one.name or one.value: one.number for one in choices}


def test_the_choices_are_what_occurs_with_numbers(world: None, session: UnitSession) -> None:
    seen = offered(session)
    assert numbers(seen["territory"]) == {"Ghana": 2, "Haiti": 2}
    assert numbers(seen["stage"]) == {"under_way": 1, "proposed": 1, "completed": 1, "not_stated": 1}
    assert numbers(seen["manager"]) == {"none": 2, "Chief": 1, "Other": 1}
    assert numbers(seen["donor"]) == {"Canada": 2, "Norway": 1}
    assert numbers(seen["phase"]) == {"none": 2, "mitigation": 1, "reconstruction": 1}
    assert numbers(offered(session, VIEWER)["phase"]) == {"reconstruction": 1}
    assert numbers(seen["agreement"]) == {"none": 2, "signed": 2}
    assert [one.value for one in seen["currency"]] == ["USD"]
    assert "manager" not in offered(session, VIEWER)
    assert numbers(offered(session, VIEWER)["donor"]) == {}


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"territory": "HT"},
        {"territory": "HT", "stage": "completed,under_way"},
        {"region": "africa", "manager": "none"},
        {"donor": "canada", "currency": "USD", "received_from": "400"},
        {"q": "rebuilding", "agreement": "none"},
        {"unreported": "30"},
        {"phase": "none,mitigation", "territory": "GH"},
        {"manager": "1"},
        {"funding": "unfunded", "gap_from": "1", "currency": "USD"},
    ],
)
def test_a_number_is_how_many_the_list_then_finds(world: None, session: UnitSession, asked: dict[str, str]) -> None:
    session.commit()
    for viewer in (COORDINATOR, VIEWER):
        for name, choices in offered(session, viewer, **asked).items():
            for choice in choices if name != "currency" else ():
                then = ProjectFilter(**{**asked, name: choice.value}, archived=False)
                assert choice.number == len(plainly(session, viewer, then)), (name, choice)
                assert fitting(session, viewer, then, day=TODAY) == plainly(session, viewer, then)


def plainly(session: UnitSession, viewer: Viewer, wanted: ProjectFilter, sort: str = "") -> list[int]:
    """What one statement with all conditions finds, by id or sorted."""
    sight = sight_of(session, viewer)
    parts = parts_of(narrowing(wanted.values))
    found = sa.select(col(Project.id)).join(Record, col(Record.id) == Project.id)
    found = found.where(visible_to(viewer), col(Record.archived_at).is_(None), *conditions(parts, sight).values())
    asked = given(wanted.values, dialect=sight.dialect, day=TODAY) | {"viewer_id": viewer.user_id, "language": "en"}
    if "manager" in wanted.values and not sees_inside(viewer):
        return []
    if not sort:
        return sorted(session.scalars(found, asked))
    ids = project_sorts.keyed(found, sort, sight).subquery()
    return list(session.scalars(sa.select(ids.c.id).order_by(*project_sorts.order(ids.c, sort)), asked))


@pytest.mark.parametrize("asked", [{}, {"territory": "HT"}, {"agreement": "none"}])
def test_the_order_is_that_of_one_statement_with_all_conditions(
    world: None, session: UnitSession, asked: dict[str, str]
) -> None:
    session.commit()
    wanted = ProjectFilter(**asked, currency="USD", archived=False)
    for viewer in (COORDINATOR, VIEWER):
        for name in (name for name in project_sorts.SORTS if viewer == COORDINATOR or name not in project_sorts.INSIDE):
            for sort in (name, f"-{name}"):
                rows = listing(session, viewer, wanted, language="en", day=TODAY, sort=sort).rows
                assert [row.id for row in rows] == plainly(session, viewer, wanted, sort), sort


def test_the_choices_are_no_question_to_the_database_once_they_are_known(world: None, session: UnitSession) -> None:
    session.commit()
    offered(session, territory="HT", stage="completed")
    session.commit()
    with counted(session.get_bind().engine) as asked:
        offered(session, territory="HT", stage="completed")
        offered(session, territory="HT", stage="completed", q="")
    assert len(asked) == 1, "the state of the record alone"


def test_words_that_are_none_leave_the_choices_with_nought(world: None, session: UnitSession) -> None:
    seen = offered(session, q="!!", stage="completed")
    assert seen.keys() == offered(session).keys()
    assert numbers(seen["stage"]) == {"under_way": 0, "proposed": 0, "completed": 0, "not_stated": 0}
    assert numbers(seen["donor"]) == {"Canada": 0, "Norway": 0}


def test_who_manages_what_does_not_show_in_the_numbers_for_others(world: None, session: UnitSession) -> None:
    for manager in ("1", "none", "9999"):
        seen = offered(session, VIEWER, manager=manager)
        assert {one.number for some in seen.values() for one in some} == {0}
        assert numbers(seen["stage"]).keys() == numbers(offered(session, VIEWER)["stage"]).keys()


def test_a_currency_is_offered_where_money_that_stands_is_in_it(session: UnitSession) -> None:
    project = make.project(session)
    make.requirement(session, project, Money(100, "EUR"), archived_at=now())
    make.allocation(session, make.contribution(session, currency="CHF", kind=ContributionKind.in_kind), project, 1)
    make.allocation(session, make.contribution(session, currency="NOK"), project, 1, archived_at=now())
    make.allocation(session, make.contribution(session, currency="SEK"), project, 1)
    assert [one.value for one in offered(session)["currency"]] == ["SEK"]
    assert map_marks.currencies(session, Reader(COORDINATOR, "en", TODAY)) == ["SEK"]
