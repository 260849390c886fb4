"""Beside each choice of a filter stands how many projects it would leave: exactly those that the list then finds."""

from collections.abc import Iterable

import pytest

from tests.domain.test_project_filters import COORDINATOR, TODAY, VIEWER, world
from tests.queries import counted
from tracker.domain.queries import project_choices
from tracker.domain.queries.project_choices import Choice
from tracker.domain.queries.projects import ProjectFilter, fitting
from tracker.domain.rules import Viewer
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
                assert choice.number == len(fitting(session, viewer, then, day=TODAY)), (name, choice)


def test_the_choices_are_two_questions_to_the_database(world: None, session: UnitSession) -> None:
    with counted(session.get_bind().engine) as asked:
        offered(session, territory="HT", stage="completed")
    assert len(asked) == 2


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
