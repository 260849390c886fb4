"""Amounts in United States dollars, at a stored rate of exchange.

Rule: the United Nations operational rate of exchange in force on the day of the transaction, which is set monthly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

from tracker.domain.figures.pieces import Piece
from tracker.domain.money import Money, exponent

DOLLAR = "USD"
OLD_AFTER = timedelta(days=45)
"""A monthly rate older than this on the day of the transaction was not that month's."""

DIGITS = 50


@dataclass(frozen=True)
class StoredRate:
    """Units of a currency per United States dollar, in force from a day on, and where that is stated.

    `id` and `changed`: the record that it is kept in, and when that was changed.
    """

    currency: str
    day: date
    units_per_dollar: Decimal
    origin: str
    id: int | None = field(default=None, compare=False)
    changed: datetime | None = field(default=None, compare=False)


def rate_on(rates: Sequence[StoredRate], day: date) -> StoredRate | None:
    """The rate in force on a day: the latest of one currency's `rates` that does not begin after it.

    Of several that begin on one day it is the last of the sequence.
    """
    begun = [rate for rate in rates if rate.day <= day]
    latest = max((rate.day for rate in begun), default=None)
    return next((rate for rate in reversed(begun) if rate.day == latest), None)


def rate_for(rates: Sequence[StoredRate], earliest: date | None, latest: date | None) -> StoredRate | None:
    """The rate that holds for a date as precise as its source; None where no day is known or none was in force.

    Within one month it is the rate of its earliest day. A date that can mean several months has a rate only where one
    and the same was in force through all of them.
    """
    if earliest is None or latest is None:
        return None
    first = rate_on(rates, earliest)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return first or rate_on(rates, latest)
    return first if first == rate_on(rates, latest) else None


def is_old(rate: StoredRate, day: date | None) -> bool:
    """Was the rate set so long before the day that the month's own rate is missing?"""
    return day is not None and day - rate.day > OLD_AFTER


def conversion(amount: Money, units_per_dollar: Decimal) -> Decimal:
    """Dollars = units / (units per dollar), not rounded (fifty digits). EUR 8,000,000 at 0.89 is 8,988,764.0449 and more."""
    with localcontext(prec=DIGITS):
        return amount.major / units_per_dollar


def in_dollars(amount: Money, units_per_dollar: Decimal) -> Money:
    """The same, rounded once, half up, to the dollar's cents."""
    with localcontext(prec=DIGITS):
        cents = conversion(amount, units_per_dollar).scaleb(exponent(DOLLAR))
        return Money(int(cents.to_integral_value(ROUND_HALF_UP)), DOLLAR)


@dataclass(frozen=True)
class Converted:
    """An amount in dollars, the rates it was made with, and whether one of them was not that month's."""

    amount: Money
    rates: tuple[StoredRate, ...] = ()
    is_old: bool = False


def converted(currency: str, parts: Iterable[Piece], rates: Sequence[StoredRate]) -> Converted | None:
    """Money of one currency in dollars, each piece at the rate of its own month, so that parts add up to their sum.

    Formula: sum of round(piece / rate). None where a stored rate is missing for any piece: half a sum is none.
    """
    found = list(parts)
    if currency == DOLLAR:
        return Converted(Money(sum(piece.amount for piece in found), DOLLAR))
    used = [rate_for(rates, piece.earliest, piece.latest) for piece in found]
    if not found or None in used:
        return None
    pairs = [(piece, rate) for piece, rate in zip(found, used, strict=True) if rate]
    cents = sum(in_dollars(Money(piece.amount, currency), rate.units_per_dollar).minor for piece, rate in pairs)
    return Converted(
        Money(cents, DOLLAR),
        tuple(dict.fromkeys(rate for _, rate in pairs)),
        any(is_old(rate, piece.earliest) for piece, rate in pairs),
    )
