from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from tracker import formats
from tracker.domain import codes
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money

pytestmark = pytest.mark.once

languages = st.sampled_from(codes.LANGUAGES)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("lang", "printed"),
    [
        ("en", "26 December 2003"),
        ("fr", "26 décembre 2003"),
        ("es", "26 de diciembre de 2003"),
        ("ar", "26 كانون الأول/ديسمبر 2003"),
        ("zh", "2003年12月26日"),
        ("ru", "26 декабря 2003 года"),
    ],
)
def test_a_day_is_written_as_the_united_nations_write_it(lang: str, printed: str) -> None:
    assert formats.day(date(2003, 12, 26), lang) == printed


def test_the_first_of_a_month_is_an_ordinal_in_french_only() -> None:
    assert [formats.day(date(2004, 3, 1), lang) for lang in ("fr", "en", "es")] == [
        "1er mars 2004",
        "1 March 2004",
        "1 de marzo de 2004",
    ]


def test_a_moment_is_printed_as_its_day_in_utc() -> None:
    assert formats.day(datetime(2004, 8, 3, 23, 59, tzinfo=UTC), "en") == "3 August 2004"


PARTIAL = {
    "2003-12-26": ("26 December 2003", "26 décembre 2003", "26 de diciembre de 2003", "26 كانون الأول/ديسمبر 2003", "2003年12月26日", "26 декабря 2003 года"),
    "2003-11": ("November 2003", "novembre 2003", "noviembre de 2003", "تشرين الثاني/نوفمبر 2003", "2003年11月", "ноябрь 2003 года"),
    "2004": ("2004", "2004", "2004", "2004", "2004年", "2004 год"),
    "early 2004": ("early 2004", "début 2004", "principios de 2004", "أوائل عام 2004", "2004年初", "начало 2004 года"),
    "mid 2004": ("mid-2004", "mi-2004", "mediados de 2004", "منتصف عام 2004", "2004年年中", "середина 2004 года"),
    "end 2003": ("end of 2003", "fin 2003", "finales de 2003", "نهاية عام 2003", "2003年底", "конец 2003 года"),
    "early 2004-03": ("early March 2004", "début mars 2004", "principios de marzo de 2004", "أوائل آذار/مارس 2004", "2004年3月初", "начало марта 2004 года"),
    "mid 2004-03": ("mid-March 2004", "mi-mars 2004", "mediados de marzo de 2004", "منتصف آذار/مارس 2004", "2004年3月中旬", "середина марта 2004 года"),
    "end 2003-12": ("end of December 2003", "fin décembre 2003", "finales de diciembre de 2003", "نهاية كانون الأول/ديسمبر 2003", "2003年12月底", "конец декабря 2003 года"),
    "biennium 2004/2005": ("biennium 2004–2005", "exercice biennal 2004-2005", "bienio 2004-2005", "فترة السنتين 2004-2005", "2004-2005两年期", "двухгодичный период 2004–2005 годов"),
    "2004-03/2004-12": ("March–December 2004", "mars – décembre 2004", "marzo a diciembre de 2004", "آذار/مارس - كانون الأول/ديسمبر 2004", "2004年3月至12月", "март – декабрь 2004 года"),
    "2004-05-02/2004-05-09": ("2–9 May 2004", "2-9 mai 2004", "2 a 9 de mayo de 2004", "2-9 أيار/مايو 2004", "2004年5月2日至9日", "2–9 мая 2004 года"),
    "2004-05-09/2004-09-26": ("9 May–26 September 2004", "9 mai – 26 septembre 2004", "9 de mayo a 26 de septiembre de 2004", "9 أيار/مايو - 26 أيلول/سبتمبر 2004", "2004年5月9日至9月26日", "9 мая – 26 сентября 2004 года"),
    "2003-12-26/2004-01-05": ("26 December 2003–5 January 2004", "26 décembre 2003 – 5 janvier 2004", "26 de diciembre de 2003 a 5 de enero de 2004", "26 كانون الأول/ديسمبر 2003 - 5 كانون الثاني/يناير 2004", "2003年12月26日至2004年1月5日", "26 декабря 2003 года – 5 января 2004 года"),
    "2003/2005": ("2003–2005", "2003-2005", "2003-2005", "2003-2005", "2003-2005年", "2003–2005 годы"),
    "first two years": ("first two years",) * 6,
}  # fmt: skip
"""As stated, and in the order of the languages: English, French, Spanish, Arabic, Chinese, Russian."""


@pytest.mark.parametrize(("stated", "printed"), PARTIAL.items())
def test_a_partial_date_is_printed_as_stated(stated: str, printed: tuple[str, ...]) -> None:
    value = PartialDate.parse(stated)
    assert tuple(formats.partial(value, lang) for lang in codes.LANGUAGES) == printed


AMOUNTS = {
    "15000000": ("CAD 15,000,000", "CAD 15\u202f000\u202f000", "CAD 15.000.000", "CAD 15,000,000", "CAD 15,000,000", "CAD 15\u00a0000\u00a0000"),
    "1234.5": ("CAD 1,234.50", "CAD 1\u202f234,50", "CAD 1.234,50", "CAD 1,234.50", "CAD 1,234.50", "CAD 1\u00a0234,50"),
    "0": ("CAD 0",) * 6,
    "987654321012.34": ("CAD 987,654,321,012.34", "CAD 987\u202f654\u202f321\u202f012,34", "CAD 987.654.321.012,34", "CAD 987,654,321,012.34", "CAD 987,654,321,012.34", "CAD 987\u00a0654\u00a0321\u00a0012,34"),
    "JPY 1234567": ("JPY 1,234,567", "JPY 1\u202f234\u202f567", "JPY 1.234.567", "JPY 1,234,567", "JPY 1,234,567", "JPY 1\u00a0234\u00a0567"),
    "KWD 1234.5": ("KWD 1,234.500", "KWD 1\u202f234,500", "KWD 1.234,500", "KWD 1,234.500", "KWD 1,234.500", "KWD 1\u00a0234,500"),
}  # fmt: skip


@pytest.mark.parametrize(("given_amount", "printed"), AMOUNTS.items())
def test_an_amount_is_printed_in_every_language(given_amount: str, printed: tuple[str, ...]) -> None:
    currency, _, figure = given_amount.rpartition(" ")
    value = Money.of(figure, currency or "CAD")
    assert tuple(formats.money(value, lang) for lang in codes.LANGUAGES) == printed


SHARES = {
    "15.45": ("15.5%", "15,5\u202f%", "15,5\u00a0%", "15.5%", "15.5%", "15,5\u00a0%"),
    "0": ("0.0%", "0,0\u202f%", "0,0\u00a0%", "0.0%", "0.0%", "0,0\u00a0%"),
    "1234.5": ("1,234.5%", "1\u202f234,5\u202f%", "1.234,5\u00a0%", "1,234.5%", "1,234.5%", "1\u00a0234,5\u00a0%"),
}  # fmt: skip


@pytest.mark.parametrize(("share", "printed"), SHARES.items())
def test_a_percentage_is_printed_in_every_language(share: str, printed: tuple[str, ...]) -> None:
    assert tuple(formats.percent(Decimal(share), lang) for lang in codes.LANGUAGES) == printed


def test_a_count_is_printed_in_every_language() -> None:
    assert [formats.number(12_345_678, lang) for lang in codes.LANGUAGES] == [
        "12,345,678",
        "12\u202f345\u202f678",
        "12.345.678",
        "12,345,678",
        "12,345,678",
        "12\u00a0345\u00a0678",
    ]


def test_what_is_absent_is_said_so_in_every_language() -> None:
    said = ("not stated", "non précisé", "no se indica", "غير مذكور", "未说明", "не указано")
    for form in (formats.money, formats.amount, formats.number, formats.day, formats.partial):
        assert tuple(form(None, lang) for lang in codes.LANGUAGES) == said


def test_lists_are_parted_as_each_language_parts_them() -> None:
    assert {
        lang: [formats.between(what, lang) for what in ("names", "facts", "groups", "label")]
        for lang in codes.LANGUAGES
    } == {
        "en": [", ", ", ", "; ", ": "],
        "fr": [", ", ", ", "\u202f; ", "\u202f: "],
        "es": [", ", ", ", "; ", ": "],
        "ar": ["، ", "، ", "؛ ", ": "],
        "zh": ["、", "，", "；", "："],
        "ru": [", ", ", ", "; ", ": "],
    }


def test_quotations_stand_between_the_signs_of_the_text_around_them() -> None:
    assert {lang: formats.quote(0, lang) + "x" + formats.quote(1, lang) for lang in codes.LANGUAGES} == {
        "en": "“x”",
        "fr": "«\u202fx\u202f»",
        "es": "“x”",
        "ar": "«x»",
        "zh": "“x”",
        "ru": "«x»",
    }


@given(days, languages)
def test_a_whole_day_reads_the_same_as_a_partial_date(day: date, lang: str) -> None:
    assert formats.partial(PartialDate.on(day), lang) == formats.day(day, lang)


@given(days, days, languages)
def test_no_interval_loses_its_ends(one: date, other: date, lang: str) -> None:
    first, last = sorted((one, other))
    printed = formats.partial(PartialDate.parse(f"{first}/{last}"), lang)
    assert str(last.year) in printed
    assert str(last.day) in printed
    assert str(first.year) in printed
    assert str(first.day) in printed


def test_minor_units_show_only_where_there_are_any() -> None:
    assert formats.amount(Money.of("1234.5", "USD"), "en") == "1,234.50"
    assert formats.amount(Money.of("1234.5", "USD"), "fr") == "1\u202f234,50"
    assert formats.amount(Money.of("1234", "USD"), "en") == "1,234"
    assert formats.amount(Money.of("1234567", "JPY"), "en") == "1,234,567"
    assert formats.amount(Money.of("1.234", "KWD"), "en") == "1.234"
    assert formats.amount(Money.of("-1234.5", "USD"), "en") == "-1,234.50"


def test_what_is_absent_is_not_stated_and_never_zero() -> None:
    absent = [formats.money(None, "en"), formats.amount(None, "en"), formats.number(None, "en")]
    absent += [formats.day(None, "en"), formats.partial(None, "en")]
    assert absent == ["not stated"] * 5
    assert formats.money(Money(0, "USD"), "en") == "USD 0"


@given(st.integers(10_000, 10**15), languages)
def test_counts_are_grouped_as_cldr_groups_them(count: int, lang: str) -> None:
    assert formats.number(count, lang) == format_decimal(count, locale=lang)


@given(st.integers(-(10**17), 10**17), st.sampled_from(["USD", "JPY", "KWD"]))
def test_no_digit_of_an_amount_is_lost(minor: int, currency: str) -> None:
    value = Money(minor, currency)
    assert Decimal(formats.amount(value, "en").replace(",", "")) == value.major


def test_percentages_have_one_decimal_and_none_is_a_dash() -> None:
    assert [formats.percent(Decimal("15.45"), lang) for lang in ("en", "fr", "ru")] == [
        "15.5%",
        "15,5\u202f%",
        "15,5\u00a0%",
    ]
    assert formats.percent(Decimal(120), "en") == "120.0%"
    assert formats.percent(None, "en") == "–"


def test_a_code_is_named_by_its_label() -> None:
    assert formats.label(codes.Stage.under_way, "en") == "under way"


def test_names_in_a_row_end_in_and_without_a_comma() -> None:
    assert formats.series(["UNMIK", "OSCE", "EU"], "en") == "UNMIK, OSCE and EU"
    assert formats.series(["UNMIK"], "fr") == "UNMIK"


def test_no_language_takes_the_month_names_of_another() -> None:
    month = PartialDate.parse("2003-11")
    printed = {lang: formats.partial(month, lang) for _ in range(2) for lang in (*codes.LANGUAGES, "zh", "es", "fr")}
    assert printed == {
        "en": "November 2003",
        "fr": "novembre 2003",
        "es": "noviembre de 2003",
        "ar": "تشرين الثاني/نوفمبر 2003",
        "zh": "2003年11月",
        "ru": "ноябрь 2003 года",
    }
