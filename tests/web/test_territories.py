"""The names of territories: read by all, put right or changed from a day on by administrators, in one place."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests import cast, make
from tests.web.posting import ClientFor, typed, versions
from tracker.domain.codes import LANGUAGES
from tracker.domain.models import Territory, TerritoryName
from tracker.store import UnitSession

BOXES = [f"{part}_{lang}" for lang in LANGUAGES for part in ("listed", "text", "formal", "verified")]


@pytest.fixture
def haiti(app_session: UnitSession) -> Territory:
    """Haiti, called so in English and French; the French name is not confirmed."""
    made = make.territory(app_session, "HT", "Haiti")
    make.territory_name(app_session, made, "fr", "Haïti", verified=False)
    make.project(app_session, "homes", title="Homes", territories=[made])
    app_session.commit()
    return made


def held(client: Any, address: str, **changed: str) -> dict[str, Any]:  # noqa: ANN401 - a test client
    page = client.read(address)
    ticked = [box.get("name") for box in page.all("input") if box.get("type") == "checkbox" and "checked" in box.attrib]
    boxes = [name for name in BOXES if not name.startswith("verified") or name in ticked]
    return {**typed(page, "version", "since", *boxes), **changed}


def names(session: UnitSession) -> set[tuple[str, str, date | None, date | None, bool]]:
    found = session.scalars(sa.select(TerritoryName).execution_options(populate_existing=True)).all()
    session.commit()
    return {(one.language, one.listed, one.valid_from, one.valid_to, one.verified) for one in found}


def test_the_table_says_what_is_missing_and_what_nobody_confirmed(client_for: ClientFor, haiti: Territory) -> None:
    client = client_for("viewer")
    page = client.read("/territories?open=1")
    assert "Haiti HT español · العربية · 中文 · русский français" in page.text
    assert "/territories/HT" in client.read("/territories?q=haïti").links
    assert "No territory like this" in client.read("/territories?q=atlantis").text


def test_a_correction_is_on_every_page_at_once_and_in_history(
    client_for: ClientFor, app_session: UnitSession, haiti: Territory
) -> None:
    client = client_for("administrator")
    address = "/territories/HT/correct"
    sent = held(client, address, listed_fr="Haïti (île d’)", listed_ru="Гаити", verified_ru="y")
    assert cast.post(client, address, sent).status_code == 303
    assert names(app_session) == {
        ("en", "Haiti", None, None, True),
        ("fr", "Haïti (île d’)", None, None, False),
        ("ru", "Гаити", None, None, True),
    }
    assert "Haïti (île d’)" in client.read("/projects/homes?lang=fr").text
    assert versions(app_session, "territory_name") == 4
    shown = client.read("/territories/HT?lang=en")
    assert "Гаити" in shown.text


def test_a_new_name_begins_on_its_day_and_the_former_one_stays(
    client_for: ClientFor, app_session: UnitSession, haiti: Territory
) -> None:
    client = client_for("administrator")
    address = "/territories/HT/rename"
    sent = held(client, address, listed_en="Ayiti", text_en="Ayiti", listed_fr="", text_fr="", since="2026-11-01")
    assert cast.post(client, address, sent).status_code == 303
    day = date(2026, 11, 1)
    assert names(app_session) == {
        ("en", "Haiti", None, day, True),
        ("fr", "Haïti", None, day, False),
        ("en", "Ayiti", day, None, True),
    }
    shown = client.read("/territories/HT")
    assert (shown.heading, "Before 1 November 2026" in shown.text) == ("Ayiti", True)
    assert "/territories/HT/correct?since=" in shown.links
    assert "Ayiti" in client.read("/projects/homes").text
    assert cast.post(client, address, held(client, address, since="2026-10-01")).status_code == 422


@pytest.mark.parametrize(
    "refused",
    [
        ("correct", {"listed_en": "", "text_en": "", "formal_en": ""}, "The English name is needed"),
        ("correct", {"listed_fr": "", "text_fr": "Haïti"}, "This is needed"),
        ("correct", {"listed_fr": "x" * 121}, "At most 120 characters"),
        ("rename", {"since": ""}, "Give the first day"),
        ("rename", {"since": "soon"}, "Write the day as year-month-day"),
    ],
)
def test_what_cannot_be_a_name_is_refused_and_kept(
    client_for: ClientFor, app_session: UnitSession, haiti: Territory, refused: tuple[str, dict[str, str], str]
) -> None:
    what, changed, why = refused
    client = client_for("administrator")
    before, address = names(app_session), f"/territories/HT/{what}"
    response = cast.post(client, address, held(client, address, listed_zh="海地", **changed))
    assert (response.status_code, why in response.text, "海地" in response.text) == (422, True, True)
    assert names(app_session) == before


def test_who_saves_over_somebody_elses_names_sees_both(
    client_for: ClientFor, app_session: UnitSession, haiti: Territory
) -> None:
    client, address = client_for("administrator"), "/territories/HT/correct"
    mine = held(client, address, listed_es="Haití (mío)")
    assert cast.post(client, address, held(client, address, listed_es="Haití")).status_code == 303
    response = cast.post(client, address, mine)
    assert (response.status_code, "Haití (mío)" in response.text) == (409, True)
    assert 'name="verified_zh" value=""' in response.text


@pytest.mark.parametrize("who", ["coordinator", "manager", "mission", "viewer"])
def test_only_administrators_change_names(client_for: ClientFor, haiti: Territory, who: str) -> None:
    client = client_for(who)
    assert "/territories/HT/correct" not in client.read("/territories/HT").links
    assert client.get("/territories/HT/correct").status_code == 403
    assert client.get("/territories/ZZ").status_code == 404
