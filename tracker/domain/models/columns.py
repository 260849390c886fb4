"""Columns that stand side by side in SQL and are one value in Python: partial dates and money."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tracker.domain.dates import LONGEST_STATED, PartialDate
from tracker.domain.money import Money
from tracker.domain.ranges import Range


def _get(row: SQLModel, name: str) -> PartialDate | None:
    stated = getattr(row, f"{name}_stated")
    return (
        None
        if stated is None
        else PartialDate(stated, getattr(row, f"{name}_earliest"), getattr(row, f"{name}_latest"))
    )


def _set(row: SQLModel, name: str, value: PartialDate | None) -> None:
    setattr(row, f"{name}_stated", value.stated if value else None)
    setattr(row, f"{name}_earliest", value.earliest if value else None)
    setattr(row, f"{name}_latest", value.latest if value else None)


class On(SQLModel):
    """The day or time the thing happened."""

    on_stated: str | None = Field(default=None, max_length=LONGEST_STATED)
    on_earliest: date | None = Field(default=None)
    on_latest: date | None = Field(default=None)

    @property
    def on(self) -> PartialDate | None:
        return _get(self, "on")

    @on.setter
    def on(self, value: PartialDate | None) -> None:
        _set(self, "on", value)


class Start(SQLModel):
    """When it begins."""

    start_stated: str | None = Field(default=None, max_length=LONGEST_STATED)
    start_earliest: date | None = Field(default=None)
    start_latest: date | None = Field(default=None)

    @property
    def start(self) -> PartialDate | None:
        return _get(self, "start")

    @start.setter
    def start(self, value: PartialDate | None) -> None:
        _set(self, "start", value)


class End(SQLModel):
    """When it ends."""

    end_stated: str | None = Field(default=None, max_length=LONGEST_STATED)
    end_earliest: date | None = Field(default=None)
    end_latest: date | None = Field(default=None)

    @property
    def end(self) -> PartialDate | None:
        return _get(self, "end")

    @end.setter
    def end(self, value: PartialDate | None) -> None:
        _set(self, "end", value)


class Due(SQLModel):
    """When it is expected or promised."""

    due_stated: str | None = Field(default=None, max_length=LONGEST_STATED)
    due_earliest: date | None = Field(default=None)
    due_latest: date | None = Field(default=None)

    @property
    def due(self) -> PartialDate | None:
        return _get(self, "due")

    @due.setter
    def due(self, value: PartialDate | None) -> None:
        _set(self, "due", value)


class Signed(SQLModel):
    """When it was signed."""

    signed_stated: str | None = Field(default=None, max_length=LONGEST_STATED)
    signed_earliest: date | None = Field(default=None)
    signed_latest: date | None = Field(default=None)

    @property
    def signed(self) -> PartialDate | None:
        return _get(self, "signed")

    @signed.setter
    def signed(self, value: PartialDate | None) -> None:
        _set(self, "signed", value)


class Formulated(SQLModel):
    """When the proposal was formulated."""

    formulated_stated: str | None = Field(default=None, max_length=LONGEST_STATED)
    formulated_earliest: date | None = Field(default=None)
    formulated_latest: date | None = Field(default=None)

    @property
    def formulated(self) -> PartialDate | None:
        return _get(self, "formulated")

    @formulated.setter
    def formulated(self, value: PartialDate | None) -> None:
        _set(self, "formulated", value)


class Period(SQLModel):
    """The year, biennium or stretch of time it is about."""

    period_stated: str | None = Field(default=None, max_length=LONGEST_STATED)
    period_earliest: date | None = Field(default=None)
    period_latest: date | None = Field(default=None)

    @property
    def period(self) -> PartialDate | None:
        return _get(self, "period")

    @period.setter
    def period(self, value: PartialDate | None) -> None:
        _set(self, "period", value)


class Output(SQLModel):
    """When its output came out."""

    output_on_stated: str | None = Field(default=None, max_length=LONGEST_STATED)
    output_on_earliest: date | None = Field(default=None)
    output_on_latest: date | None = Field(default=None)

    @property
    def output_on(self) -> PartialDate | None:
        return _get(self, "output_on")

    @output_on.setter
    def output_on(self, value: PartialDate | None) -> None:
        _set(self, "output_on", value)


class Amount(SQLModel):
    """An amount as stated; None is "not stated", never zero."""

    amount_minor: int | None = Field(default=None, sa_type=sa.BigInteger)
    currency: str | None = Field(default=None, max_length=3)

    @property
    def amount(self) -> Money | None:
        if self.amount_minor is None or self.currency is None:
            return None
        return Money(self.amount_minor, self.currency)

    @amount.setter
    def amount(self, value: Money | None) -> None:
        self.amount_minor = value.minor if value else None
        self.currency = value.currency if value else None


class Counted(SQLModel):
    """How many, from `low` to `high`; None: that bound is not known."""

    low: int | None = Field(default=None, sa_type=sa.BigInteger)
    high: int | None = Field(default=None, sa_type=sa.BigInteger)

    @property
    def figure(self) -> Range | None:
        size = Range(self.low, self.high)
        return size if size.is_stated else None

    @figure.setter
    def figure(self, value: Range | None) -> None:
        self.low, self.high = (value.low, value.high) if value else (None, None)
