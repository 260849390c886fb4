"""The table of countries and areas and the standing texts, read as plain files."""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.once

DATA = Path(__file__).resolve().parents[2] / "tracker" / "data"
LANGUAGES = ["en", "fr", "es", "ar", "zh", "ru"]
SUBREGIONS = {
    "africa": {"northern_africa", "eastern_africa", "middle_africa", "southern_africa", "western_africa"},
    "americas": {"caribbean", "central_america", "south_america", "northern_america"},
    "asia": {"central_asia", "eastern_asia", "south_eastern_asia", "southern_asia", "western_asia"},
    "europe": {"eastern_europe", "northern_europe", "southern_europe", "western_europe"},
    "oceania": {"australia_and_new_zealand", "melanesia", "micronesia", "polynesia"},
}
# "(l')" as a whole: "Iran (République islamique d')" is right, "Afghanistan (l')" is not.
TRAILING_ARTICLE = re.compile(r"\((the|le|la|les|l'|el|los|las)\)$")
STRAY = re.compile(r"[*_\"’]|\s\s|^\s|\s$|<|>")
CLDR_TRAPS = ("Taiwan", "Palestinian Territories", "Myanmar (Burma)", "Burma", "台湾", "تايوان", "Тайвань")
SCRIPTS = {
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
}
TEXT_SUMS = {
    "designations": {
        "en": "65defb8dcc450c5595336b69d7f8e28beab3923756045ea70047fdfa564c9b7f",
        "fr": "9c261243ac09925f0582e3b8a0b1abff0cedec601bf7f8f338c718c02d89a7b0",
        "es": "2c8f6605126614e1c4405d3ee0cb1170e9b5c83ce5df2b6b78ef069c27494f27",
        "ar": "cd65153a7442652e44bdc2c5251853415711a96453cb2f197bacd9f88c96981a",
        "zh": "dc0ce6e436d550a397ce02835246d63dde0b4acd5d49c1fdff37087c4902c5aa",
        "ru": "564cb5fcb2e9ece2205a9cecf798bb867fc8a39abba477c89fdd92e7a1295fa5",
    },
    "kosovo_1244": {
        "en": "9bd1ecd4a6c5fbb652bafb4b4145e99372cd6eea37a359df08672c74d6be8d6d",
        "fr": "6cdbba08bed00cea2c4cfe2096bb8067b314d5a44b1356e9ffe62356b62af923",
        "es": "749e20c481924059a97c746327b0dcf3ba0bd917f25870e3a57b9f32c0adc428",
        "ar": "d9b97237d2d79a5922c9d17bf050e1f622513f9fad3e70a3404712f350df223c",
        "zh": "ef599fa07844a84be1ff98b158f654c95289b9613036a04954fe29c8a5b99781",
        "ru": "e2aacbddbe31b5bf47431a485a3c7f305ee4a69b624ec2dcf5f458ac1c1404ba",
    },
}

Row = dict[str, Any]


def read(name: str) -> Row:
    loaded: Row = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return loaded


TABLE: list[Row] = read("territories.yaml")["territories"]
BY_CODE: dict[str, Row] = {row["code"]: row for row in TABLE}
LEGAL: dict[str, Row] = read("legal_texts.yaml")


def name_sets(row: Row) -> Iterator[Row]:
    yield row["names"]
    for earlier in row.get("former", []):
        yield earlier["names"]


def spoken(row: Row, lang: str) -> tuple[str, str]:
    """List form and text form."""
    forms = row["names"][lang]
    return forms["list"], forms.get("text", forms["list"])


def test_every_member_and_observer_is_there_once() -> None:
    kinds = Counter(row["kind"] for row in TABLE)
    assert kinds["member"] == 193
    assert {row["code"] for row in TABLE if row["kind"] == "observer"} == {"VA", "PS"}
    assert {row["code"] for row in TABLE if row["kind"] == "former"} == {"CS"}
    assert {BY_CODE[code]["kind"] for code in ("XK", "HK", "MO", "EH", "PR", "CK", "NU", "FK")} == {"area"}
    assert set(kinds) == {"member", "observer", "area", "former"}


@pytest.mark.parametrize("key", ["code", "iso3", "m49"])
def test_codes_are_unique(key: str) -> None:
    codes = [row[key] for row in TABLE if row[key] is not None]
    assert [code for code, count in Counter(codes).items() if count > 1] == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row["code"]))
def test_a_territory_is_complete(row: Row) -> None:
    assert re.fullmatch(r"[A-Z]{2}", row["code"])
    assert re.fullmatch(r"[A-Z]{3}", row["iso3"])
    assert row["code"] == "XK" if row["m49"] is None else re.fullmatch(r"\d{3}", row["m49"])
    assert row["subregion"] in SUBREGIONS[row["region"]]
    assert -60 < row["lat"] < 85
    assert -180 <= row["lon"] <= 180
    assert (row["lat"], row["lon"]) != (0, 0)
    assert list(row["names"]) == LANGUAGES
    assert all(forms["list"] and forms["formal"] for forms in row["names"].values())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row["code"]))
def test_names_carry_no_marks_of_their_source(row: Row) -> None:
    for names in name_sets(row):
        for lang, forms in names.items():
            for name in forms.values():
                assert isinstance(name, str)
                assert not STRAY.search(name), name
                assert not TRAILING_ARTICLE.search(name), name
                assert not any(trap in name for trap in CLDR_TRAPS), name
                assert lang not in SCRIPTS or SCRIPTS[lang].search(name), name
            assert forms.get("text") != forms["list"]


def test_list_names_do_not_repeat_within_a_language() -> None:
    for lang in LANGUAGES:
        names = Counter(row["names"][lang]["list"] for row in TABLE)
        assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("code", "listed", "in_text"),
    [
        ("IR", "Iran (Islamic Republic of)", "the Islamic Republic of Iran"),
        ("SD", "Sudan", "the Sudan"),
        ("SS", "South Sudan", "South Sudan"),
        ("GM", "Gambia", "the Gambia"),
        ("PH", "Philippines", "the Philippines"),
        ("US", "United States of America", "the United States of America"),
        ("BO", "Bolivia (Plurinational State of)", "the Plurinational State of Bolivia"),
        ("VE", "Venezuela (Bolivarian Republic of)", "the Bolivarian Republic of Venezuela"),
        ("FM", "Micronesia (Federated States of)", "the Federated States of Micronesia"),
        ("KP", "Democratic People's Republic of Korea", "the Democratic People's Republic of Korea"),
        ("CI", "Côte d'Ivoire", "Côte d'Ivoire"),
        ("TR", "Türkiye", "Türkiye"),
        ("PS", "State of Palestine", "the State of Palestine"),
        ("XK", "Kosovo", "Kosovo"),
    ],
)
def test_english_list_and_text_forms(code: str, listed: str, in_text: str) -> None:
    assert spoken(BY_CODE[code], "en") == (listed, in_text)


def test_list_and_text_forms_in_other_languages() -> None:
    assert spoken(BY_CODE["AF"], "fr") == ("Afghanistan", "l'Afghanistan")
    assert spoken(BY_CODE["IR"], "fr") == ("Iran (République islamique d')", "la République islamique d'Iran")
    assert spoken(BY_CODE["SD"], "es") == ("Sudán", "el Sudán")
    assert spoken(BY_CODE["IR"], "ar") == ("إيران (جمهورية - الإسلامية)", "جمهورية إيران الإسلامية")
    assert spoken(BY_CODE["IR"], "zh") == ("伊朗伊斯兰共和国", "伊朗伊斯兰共和国")
    assert spoken(BY_CODE["IR"], "ru") == ("Иран (Исламская Республика)", "Исламская Республика Иран")


def test_earlier_names_are_dated_and_known_in_six_languages() -> None:
    for row in TABLE:
        for earlier in row.get("former", []):
            assert type(earlier["valid_until"]) is dt.date
            assert earlier.get("valid_from", dt.date.min) < earlier["valid_until"]
            assert list(earlier["names"]) == LANGUAGES


def test_names_of_the_day_of_the_report() -> None:
    macedonia = BY_CODE["MK"]["former"][0]
    assert (macedonia["valid_from"], macedonia["valid_until"]) == (dt.date(1993, 4, 8), dt.date(2019, 2, 14))
    assert macedonia["names"]["en"]["text"] == "the former Yugoslav Republic of Macedonia"
    assert {code for code, row in BY_CODE.items() if row.get("former")} >= {"MK", "SZ", "TR", "CZ", "CV", "PS"}


def test_territories_that_came_and_went() -> None:
    union = BY_CODE["CS"]
    assert (union["valid_from"], union["valid_until"]) == (dt.date(2003, 2, 4), dt.date(2006, 6, 3))
    assert union["successors"] == ["RS", "ME"]
    for row in TABLE:
        assert set(row.get("successors", [])) <= set(BY_CODE)
        assert row.get("before", "CS") in BY_CODE
    assert (BY_CODE["SS"]["valid_from"], BY_CODE["SS"]["before"]) == (dt.date(2011, 7, 9), "SD")
    assert all(BY_CODE[code]["valid_from"] == union["valid_until"] for code in union["successors"])


def test_notes_name_a_standing_text() -> None:
    assert {row["code"]: row["note"] for row in TABLE if "note" in row} == {"XK": "kosovo_1244"}
    assert "kosovo_1244" in LEGAL


def test_doubtful_names_are_marked_by_language() -> None:
    for row in TABLE:
        for holder in (row, *row.get("former", [])):
            assert set(holder.get("unverified", [])) <= set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("key", list(TEXT_SUMS))
def test_standing_texts_are_word_for_word(key: str) -> None:
    texts = {lang: LEGAL[key][lang]["text"] for lang in LANGUAGES}
    assert {lang: hashlib.sha256(text.encode()).hexdigest() for lang, text in texts.items()} == TEXT_SUMS[key]


def test_only_confirmed_texts_are_marked_verified() -> None:
    assert set(LEGAL) == set(TEXT_SUMS)
    marked = {key: [lang for lang in LANGUAGES if LEGAL[key][lang]["verified"]] for key in TEXT_SUMS}
    assert marked == {"designations": ["en", "fr"], "kosovo_1244": ["en"]}
