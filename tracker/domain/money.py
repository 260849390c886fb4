"""Exact money: whole minor units and a currency. No float is ever involved."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from babel.core import get_global
from babel.numbers import list_currencies

from tracker.domain.codes import N_
from tracker.domain.errors import Refused

LARGEST_MINOR = 10**17
"""Above any sum a programme meets, and inside a 64-bit integer on both databases."""


def exponent(currency: str) -> int:
    """Digits after the point that the currency has (ISO 4217 as CLDR gives it): USD 2, JPY 0, KWD 3."""
    fractions = get_global("currency_fractions")
    digits: int = fractions.get(currency, fractions["DEFAULT"])[0]
    return digits


def is_currency(code: str) -> bool:
    """Is this an ISO 4217 code, of today or of 2004 (SDD, CSD)?"""
    return code in _currencies()


def check_currency(code: str) -> str:
    """The code, where it is one; raises Refused otherwise."""
    if not is_currency(code):
        raise Refused("currency", N_("%(code)s is not a currency code. Use three letters such as USD."), {"code": code})
    return code


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


@dataclass(frozen=True, order=False)
class Money:
    """An amount: `minor` whole minor units (cents) of `currency` (ISO 4217). May be negative (a correction).

    Amounts of different currencies neither add nor compare: they raise ValueError, so that no total
    can mix currencies without a stored rate.
    """

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str, field: str = "amount") -> "Money":
        """The exact amount in major units; raises Refused when it has more digits than the currency."""
        check_currency(currency)
        try:
            scaled = Decimal(amount).scaleb(exponent(currency))
        except InvalidOperation as error:
            raise Refused(field, N_("Write the amount in digits, such as 1,234.50.")) from error
        if not scaled.is_finite() or abs(scaled) > LARGEST_MINOR:
            raise Refused(field, N_("This amount is too large to be one."))
        if scaled != scaled.to_integral_value():
            raise Refused(
                field,
                N_("%(currency)s has %(digits)s digits after the point at most."),
                {"currency": currency, "digits": exponent(currency)},
            )
        return cls(int(scaled), currency)

    @property
    def major(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __str__(self) -> str:
        return f"{self.currency} {self.major:f}"

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be taken together without a rate")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor
