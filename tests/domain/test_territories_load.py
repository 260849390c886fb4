"""The table of territories as it stands in the tracker."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from tracker.domain import history
from tracker.domain import models as m
from tracker.domain.actions import territories
from tracker.domain.codes import RecordKind, Visibility
from tracker.domain.queries.places import by_code, labels
from tracker.store import UnitSession


@pytest.fixture
def loaded(session: UnitSession) -> UnitSession:
    territories.load(session)
    session.commit()
    return session


def name(session: UnitSession, code: str, language: str, day: date) -> str:
    territory = by_code(session, code)
    assert territory is not None
    assert territory.id is not None
    return labels(session, language, day, [territory.id])[territory.id].listed


def names(session: UnitSession, code: str) -> list[m.TerritoryName]:
    query = (
        select(m.TerritoryName)
        .join(m.Record, col(m.Record.id) == m.TerritoryName.territory_id)
        .where(m.Record.code == code, m.TerritoryName.language == "en")
        .order_by(col(m.TerritoryName.id))
    )
    return list(session.exec(query))


def test_every_territory_is_a_public_record_with_six_names_today(loaded: UnitSession) -> None:
    records = loaded.exec(select(m.Record).where(m.Record.kind == RecordKind.territory)).all()
    assert {record.visibility for record in records} == {Visibility.public}
    assert {record.code for record in records} == territories.codes()
    today = loaded.exec(
        select(sa.func.count())
        .select_from(m.TerritoryName)
        .join(m.Territory, col(m.Territory.id) == m.TerritoryName.territory_id)
        .where(col(m.TerritoryName.valid_to).is_(None), m.Territory.kind != "former")
    ).one()
    assert today == 6 * (len(records) - 1)


def test_kosovo_carries_the_note_that_must_go_with_its_name(loaded: UnitSession) -> None:
    kosovo = by_code(loaded, "XK")
    assert kosovo is not None
    assert (kosovo.note, kosovo.m49, kosovo.iso3) == ("kosovo_1244", None, "XKX")


def test_a_territory_is_called_what_it_was_called_on_the_day(loaded: UnitSession) -> None:
    assert name(loaded, "MK", "en", date(2004, 8, 3)) == "The former Yugoslav Republic of Macedonia"
    assert name(loaded, "MK", "en", date(2019, 2, 13)) == "The former Yugoslav Republic of Macedonia"
    assert name(loaded, "MK", "en", date(2019, 2, 14)) == "North Macedonia"


def test_serbia_and_montenegro_existed_until_june_2006(loaded: UnitSession) -> None:
    former = by_code(loaded, "CS")
    assert former is not None
    assert (former.kind, former.valid_from, former.valid_to) == ("former", date(2003, 2, 4), date(2006, 6, 3))


def test_a_name_that_is_to_be_confirmed_says_so(loaded: UnitSession) -> None:
    unsure = select(m.TerritoryName.language).where(
        m.TerritoryName.verified == sa.false(),
        m.TerritoryName.territory_id == getattr(by_code(loaded, "CS"), "id", 0),
    )
    assert sorted(loaded.exec(unsure)) == ["ar", "es", "fr", "ru", "zh"]


def test_in_a_sentence_a_name_may_take_its_article(loaded: UnitSession) -> None:
    (name,) = names(loaded, "AE")
    assert (name.listed, name.text) == ("United Arab Emirates", "the United Arab Emirates")
    (name,) = names(loaded, "AO")
    assert (name.listed, name.text) == ("Angola", "Angola")


def test_loading_the_table_again_changes_nothing(loaded: UnitSession) -> None:
    before = loaded.exec(select(sa.func.count()).select_from(m.RowVersion)).one()
    assert territories.load(loaded) == 0
    loaded.commit()
    assert loaded.exec(select(sa.func.count()).select_from(m.RowVersion)).one() == before


def test_a_name_that_a_person_corrected_stays(loaded: UnitSession) -> None:
    (row,) = names(loaded, "AO")
    history.acting(loaded, user_id=None, name="Elena Administrator")
    row.listed = "The Republic of Angola"
    loaded.commit()
    territories.load(loaded)
    assert [row.listed for row in names(loaded, "AO")] == ["The Republic of Angola"]


def test_a_changed_table_is_followed(loaded: UnitSession, monkeypatch: pytest.MonkeyPatch) -> None:
    (angola,) = [entry for entry in territories.entries() if entry["code"] == "AO"]
    line = {"valid_until": date(2026, 1, 1), "names": {"en": {"list": "Old Angola"}}}
    monkeypatch.setattr(territories, "entries", lambda: [{**angola, "former": [line]}])
    assert territories.load(loaded) == 1
    assert name(loaded, "AO", "en", date(2025, 12, 31)) == "Old Angola"
    assert name(loaded, "AO", "en", date(2026, 1, 1)) == "Angola"
