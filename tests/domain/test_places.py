"""Territories are named in the reader's language, as of the day."""

from datetime import date

import pytest
from sqlmodel import Session, select

from tests import make
from tests.queries import counted
from tracker.domain.models import Territory, TerritoryName
from tracker.domain.queries import places

CHANGED = date(2019, 2, 12)
"""The day on which the former Yugoslav Republic of Macedonia became North Macedonia."""


@pytest.fixture
def macedonia(session: Session) -> Territory:
    made = make.territory(session, "MK", "North Macedonia")
    session.exec(select(TerritoryName)).one().valid_from = CHANGED
    make.territory_name(session, made, "en", "The former Yugoslav Republic of Macedonia", valid_to=CHANGED)
    make.territory_name(session, made, "fr", "Macédoine du Nord", valid_from=CHANGED)
    session.commit()
    return made


def listed(session: Session, territory: Territory, language: str, day: date) -> str:
    return places.labels(session, language, day, [territory.id or 0])[territory.id or 0].listed


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2004, 8, 3), "The former Yugoslav Republic of Macedonia"),
        (date(2019, 2, 11), "The former Yugoslav Republic of Macedonia"),
        (CHANGED, "North Macedonia"),
        (date(2026, 11, 23), "North Macedonia"),
    ],
)
def test_a_territory_bears_the_name_of_the_day(session: Session, macedonia: Territory, day: date, name: str) -> None:
    assert listed(session, macedonia, "en", day) == name


def test_a_name_in_the_readers_language_goes_before_the_english_one(session: Session, macedonia: Territory) -> None:
    today = date(2026, 11, 23)
    assert listed(session, macedonia, "fr", today) == "Macédoine du Nord"
    label = places.labels(session, "zh", today, [macedonia.id or 0])[macedonia.id or 0]
    assert (label.listed, label.missing) == ("North Macedonia", True)
    assert not places.labels(session, "fr", today, [macedonia.id or 0])[macedonia.id or 0].missing


def test_labels_carry_code_and_note_and_are_sorted_by_name(session: Session) -> None:
    kosovo = make.territory(session, "XK", "Kosovo", note="kosovo_1244")
    ghana = make.territory(session, "GH", "Ghana")
    found = list(places.labels(session, "en", date(2026, 1, 1), [kosovo.id or 0, ghana.id or 0]).values())
    assert [(label.code, label.listed, label.note) for label in found] == [
        ("GH", "Ghana", None),
        ("XK", "Kosovo", "kosovo_1244"),
    ]


def test_labels_of_none_are_none_and_of_many_one_query(session: Session) -> None:
    assert places.labels(session, "en", date(2026, 1, 1), []) == {}
    ids = [make.territory(session, code, code).id or 0 for code in ("GH", "HT", "MZ")]
    with counted(session.get_bind().engine) as asked:
        assert len(places.labels(session, "ar", date(2026, 1, 1), ids)) == 3
    assert len(asked) == 1


def test_a_territory_is_found_by_its_code_in_any_case(session: Session) -> None:
    kosovo = make.territory(session, "XK", "Kosovo")
    assert places.by_code(session, "xk") == places.by_code(session, "XK") == kosovo
    assert places.by_code(session, "ZZ") is None


def test_a_project_that_bears_a_territorys_code_is_no_territory(session: Session) -> None:
    make.project(session, "XK")
    assert places.by_code(session, "XK") is None


def test_forms_offer_only_territories_of_today(session: Session) -> None:
    make.territory(session, "GH", "Ghana")
    make.territory(session, "YU", "Yugoslavia", valid_to=date(2003, 2, 4))
    assert [label.code for label in places.standing(session, "en", date(2026, 1, 1))] == ["GH"]
    assert [label.code for label in places.standing(session, "en", date(2003, 2, 3))] == ["GH", "YU"]
