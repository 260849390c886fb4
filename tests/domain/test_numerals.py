"""Numbers as people type them, in their language."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import numerals
from tracker.domain.codes import LANGUAGES
from tracker.domain.errors import Refused

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("1,234.50", "en", "1234.50"),
        ("1,234.50", "fr", "1234.50"),
        ("1.234,50", "fr", "1234.50"),
        ("1.234,50", "en", "1234.50"),
        ("1 234,50", "fr", "1234.50"),
        ("1234,5", "ru", "1234.5"),
        ("37.800.000,5", "es", "37800000.5"),
        ("1.234", "es", "1234"),
        ("1.234", "en", "1.234"),
        ("12.5", "fr", "12.5"),
        ("0.899", "es", "0.899"),
        ("0.891", "ru", "0.891"),
        ("1.234.567", "en", "1234567"),
        ("1,234,567", "fr", "1234567"),
        ("١٬٢٣٤٫٥", "ar", "1234.5"),
        ("۱۲۳", "ar", "123"),
        ("−20", "fr", "-20"),
        ("-1.234,50", "es", "-1234.50"),
    ],
)
def test_a_number_means_what_its_language_says(typed: str, language: str, meant: str) -> None:
    assert numerals.read(typed, language) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("12,5", "en"),
        ("1.234", "fr"),
        ("1.234", "ru"),
        ("1,23,4", "fr"),
        ("1.2.3", "en"),
        ("1,234.567,8", "en"),
        ("a million", "fr"),
        ("1e9", "en"),
        ("--1", "en"),
        ("1,234,56", "en"),
    ],
)
def test_what_could_mean_two_things_is_refused(typed: str, language: str) -> None:
    with pytest.raises(Refused):
        numerals.read(typed, language)


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6),
    language=st.sampled_from(LANGUAGES),
)
def test_a_number_that_a_form_shows_is_read_as_itself(number: Decimal, language: str) -> None:
    assert numerals.read(numerals.write(number, language), language) == number


def test_nothing_is_nothing_stated() -> None:
    assert numerals.read("  ") is None
