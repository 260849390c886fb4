"""Money in drafts: an amount in major units and its currency, both or neither."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, model_validator
from sqlmodel import SQLModel

from tracker.domain.codes import N_
from tracker.domain.drafts.check import refuse
from tracker.domain.errors import Refused
from tracker.domain.money import Money, check_currency


def _code(value: object) -> object:
    return value.strip().upper() or None if isinstance(value, str) else value


def _known(code: str | None) -> str | None:
    try:
        return None if code is None else check_currency(code)
    except Refused as error:
        raise refuse(error) from error


MaybeCurrency = Annotated[str | None, BeforeValidator(_code)]
MaybeKnownCurrency = Annotated[MaybeCurrency, AfterValidator(_known)]
"""A currency that stands without an amount."""


class Priced(SQLModel):
    """An amount as stated, exact, in major units; None is "not stated"."""

    amount: Decimal | None = None
    currency: MaybeCurrency = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.amount is not None and not self.currency:
            raise refuse(Refused("currency", N_("Give the currency of the amount, three letters such as USD.")))
        if self.amount is None and self.currency:
            raise refuse(Refused("amount", N_("Give the amount, or leave the currency empty too.")))
        try:
            self.money  # noqa: B018 - what it refuses is refused here
        except Refused as error:
            raise refuse(error) from error
        return self

    @property
    def money(self) -> Money | None:
        """The exact amount; raises Refused where it has more digits than its currency."""
        if self.amount is None or not self.currency:
            return None
        return Money.of(self.amount, self.currency)
