"""Money is exact, in its own currency, and never zero when it is not stated."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from tests import make
from tracker.domain.errors import Refused
from tracker.domain.models import Requirement
from tracker.domain.money import LARGEST_MINOR, Money, exponent, is_currency

currencies = st.sampled_from(["USD", "EUR", "JPY", "KWD", "CHF", "MZN", "SDD"])
minors = st.integers(-LARGEST_MINOR, LARGEST_MINOR)
once = pytest.mark.once


@once
@given(minors, currencies)
def test_an_amount_written_out_reads_back_as_itself(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.of(format(money.major, "f"), currency) == money


@once
@given(minors, currencies)
def test_minor_and_major_units_say_the_same(minor: int, currency: str) -> None:
    assert Money(minor, currency).major * 10 ** exponent(currency) == minor


@once
@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("1234.50", "USD", 1_234_50),
        ("0", "USD", 0),
        ("-12.34", "USD", -12_34),
        ("1500000", "JPY", 1_500_000),
        ("1.234", "KWD", 1_234),
        ("0.10", "EUR", 10),
        ("90071992547409.93", "USD", 9_007_199_254_740_993),
    ],
)
def test_each_currency_has_its_own_number_of_digits(written: str, currency: str, minor: int) -> None:
    assert Money.of(written, currency).minor == minor


@once
@pytest.mark.parametrize(
    ("written", "currency"),
    [
        ("1.005", "USD"),
        ("0.5", "JPY"),
        ("1.2345", "KWD"),
        ("1e30", "USD"),
        ("NaN", "USD"),
        ("Infinity", "USD"),
        ("twelve", "USD"),
        ("", "USD"),
        ("1,5", "EUR"),
    ],
)
def test_what_is_no_exact_amount_is_refused(written: str, currency: str) -> None:
    with pytest.raises(Refused) as refused:
        Money.of(written, currency, "asked")
    assert refused.value.field == "asked"


@once
@pytest.mark.parametrize("code", ["", "usd", "DOLLAR", "XYZ", "$"])
def test_a_currency_must_be_one(code: str) -> None:
    with pytest.raises(Refused) as refused:
        Money.of(1, code)
    assert refused.value.field == "currency"


@once
def test_currencies_of_2004_are_known() -> None:
    assert all(is_currency(code) for code in ("USD", "SDD", "CSD", "ROL", "MZM"))


@once
@given(minors, minors, currencies)
def test_amounts_of_one_currency_add_and_take_away_exactly(one: int, other: int, currency: str) -> None:
    first, second = Money(one, currency), Money(other, currency)
    assert (first + second) - second == first
    assert (first < second) == (one < other)


@once
@pytest.mark.parametrize(
    "together", [lambda one, other: one + other, lambda one, other: one - other, lambda one, other: one < other]
)
def test_currencies_never_mix(together: Callable[[Money, Money], object]) -> None:
    with pytest.raises(ValueError, match="USD and EUR"):
        together(Money(1, "USD"), Money(1, "EUR"))


@once
def test_no_float_slips_in() -> None:
    assert Money.of(Decimal("0.1"), "USD") + Money.of(Decimal("0.2"), "USD") == Money.of("0.3", "USD")


def test_the_largest_amount_is_kept_to_the_last_cent(session: Session) -> None:
    project = make.project(session)
    kept = [
        make.requirement(session, project, amount).id
        for amount in (Money(LARGEST_MINOR, "USD"), Money(-LARGEST_MINOR, "USD"), None, Money(0, "JPY"))
    ]
    session.commit()
    session.expire_all()
    read = [session.get_one(Requirement, key).amount for key in kept]
    assert read == [Money(LARGEST_MINOR, "USD"), Money(-LARGEST_MINOR, "USD"), None, Money(0, "JPY")]
