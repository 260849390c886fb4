"""A rate of exchange as somebody wants to record it."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from sqlmodel import SQLModel

from tracker.domain.codes import N_
from tracker.domain.drafts.check import AnyDay, refuse
from tracker.domain.errors import Refused
from tracker.domain.money import is_currency

LONGEST_ORIGIN = 120
MOST_UNITS, MOST_DIGITS = Decimal(10**12), 10
"""Above any currency's rate, and finer than any source states it."""


def _known(code: str) -> str:
    if code == "USD":
        raise refuse(
            Refused("", N_("The United States dollar needs no rate: rates are units of other currencies per dollar."))
        )
    if not is_currency(code):
        raise refuse(Refused("", N_("%(code)s is not a currency code. Use three letters such as EUR."), {"code": code}))
    return code


def _needed(value: object) -> object:
    if value is None or value == "":
        raise refuse(Refused("", N_("This is needed.")))
    return value


def _positive(units: Decimal) -> Decimal:
    if not units.is_finite() or units <= 0 or units >= MOST_UNITS:
        raise refuse(Refused("", N_("Write how many units one dollar costs, above zero, such as 0.89.")))
    if -int(units.normalize().as_tuple().exponent) > MOST_DIGITS:
        raise refuse(Refused("", N_("A rate has %(digits)s digits after the point at most."), {"digits": MOST_DIGITS}))
    return units


class RateDraft(SQLModel):
    """Units of a currency per United States dollar from a day on, and the document or list that says so."""

    currency: Annotated[
        str,
        BeforeValidator(_needed),
        StringConstraints(strip_whitespace=True, to_upper=True),
        AfterValidator(_known),
    ]
    day: Annotated[AnyDay, BeforeValidator(_needed)]
    units_per_dollar: Annotated[Decimal, BeforeValidator(_needed), AfterValidator(_positive)]
    source: Annotated[
        str,
        BeforeValidator(_needed),
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_ORIGIN),
    ]
