"""Fields for what the field's people type: days, partial dates, amounts, codes."""

import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from wtforms import DateField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from tracker import formats
from tracker.domain import numerals
from tracker.domain.dates import PartialDate
from tracker.domain.errors import Refused
from tracker.web import language


class Required:
    """Something must be given. Zero is something; spaces are not."""

    field_flags = {"required": True}  # noqa: RUF012 - the library reads it from the class

    def __call__(self, _form: BaseForm, field: Field) -> None:
        if field.errors or field.data not in (None, "", []):
            return
        raise StopValidation(gettext("This is needed."))


class Text(StringField):
    """One line of text; empty is None."""


class LongText(TextAreaField):
    """Several lines of text; empty is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([text.replace("\r\n", "\n") for text in valuelist])


class DayField(DateField):
    """A whole day, as date fields of browsers send it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = "".join(valuelist).strip()
        if not text:
            return
        try:
            self.data = date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(gettext("Write the day as year-month-day, such as 2026-11-23.")) from error


class PartialDateField(StringField):
    """A date as precise as its source: 2003-12-26, 2003-11, 2004, early 2004, 2004-03/2004-12, or words."""

    data: PartialDate | None  # type: ignore[assignment]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.stated if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(valuelist).strip()
        self.data = None
        if not text:
            return
        try:
            self.data = PartialDate.parse(text, self.name)
        except Refused as refused:
            raise ValueError(gettext(refused.why) % refused.values) from refused


class AmountField(StringField):
    """An amount in major units, exact, as people type or paste it in their language: 1,234.50, 1 234,50, ١٢٣٤."""

    data: Decimal | None  # type: ignore[assignment]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else numerals.write(Decimal(self.data), language.current())

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        try:
            self.data = numerals.read("".join(valuelist), language.current(), self.name)
        except Refused as refused:
            raise ValueError(gettext(refused.why) % refused.values) from refused


class WholeField(AmountField):
    """A whole number, zero or more, as people type or paste it."""

    data: int | None  # type: ignore[assignment]

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None and (self.data < 0 or self.data != int(self.data)):
            self.data = None
            raise ValueError(gettext("Write a whole number, such as 1,234."))
        self.data = None if self.data is None else int(self.data)


class CurrencyField(StringField):
    """Three letters of a currency; empty is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = "".join(valuelist).strip().upper() or None


class _Codes:
    """The choices of an enumeration, in the reader's words."""

    codes: Sequence[StrEnum]
    empty: str | None
    data: StrEnum | None

    def listed(self) -> list[SelectChoice]:
        lang = language.current()
        listed = [SelectChoice(code.value, formats.label(code, lang)) for code in self.codes]
        return listed if self.empty is None else [SelectChoice("", str(self.empty)), *listed]

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = None
        try:
            self.data = _one_of(self.codes)(valuelist[0])
        except ValueError as error:
            raise ValueError(gettext("This is not one of the choices.")) from error


def _one_of(codes: Sequence[StrEnum]) -> Callable[[object], StrEnum | None]:
    by_value = {code.value: code for code in codes}

    def coerce(value: object) -> StrEnum | None:
        if value in (None, ""):
            return None
        if value in by_value:
            return by_value[str(value)]
        raise ValueError(value)

    return coerce


class CodeField(_Codes, SelectField):
    """One code of an enumeration, from a list; `empty` is the words of the empty choice, where there is one."""

    def __init__(
        self,
        label: Any = None,  # noqa: ANN401
        *,
        codes: Iterable[StrEnum],
        empty: str | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        self.codes, self.empty = list(codes), empty
        super().__init__(
            label,
            coerce=_one_of(self.codes),
            choices=self.listed,
            validate_choice=False,
            **kwargs,
        )


class CodeRadio(_Codes, RadioField):
    """One code of an enumeration, all of them in sight."""

    def __init__(self, label: Any = None, *, codes: Iterable[StrEnum], **kwargs: Any) -> None:  # noqa: ANN401
        self.codes, self.empty = list(codes), None
        super().__init__(
            label,
            coerce=_one_of(self.codes),
            choices=self.listed,
            validate_choice=False,
            **kwargs,
        )


def _number(value: object) -> int | None:
    return None if value in (None, "", "None") else int(str(value))


class _Rows:
    """Choices that a view sets: numbers of rows with their names."""

    _offered: list[SelectChoice]

    @property
    def choices(self) -> list[SelectChoice]:
        return self._offered

    @choices.setter
    def choices(self, pairs: Iterable[Sequence[Any]]) -> None:
        self._offered = [SelectChoice("" if key is None else key, str(name)) for key, name in pairs]


class IdField(_Rows, SelectField):  # type: ignore[misc] # choices that turn into what the library wants
    """One row, by its number; the view sets `choices`, `None` or "" being none of them."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:  # noqa: ANN401 - handed on as they are
        super().__init__(label, coerce=_number, choices=[], **kwargs)


class IdsField(_Rows, SelectMultipleField):  # type: ignore[misc] # as above
    """Several rows, by their numbers; the view sets `choices`."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:  # noqa: ANN401 - handed on as they are
        super().__init__(label, coerce=int, choices=[], **kwargs)


class VersionField(HiddenField):
    """The version of the record that the form was filled from."""

    data: int | None  # type: ignore[assignment]

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(valuelist)
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class SubmissionField(HiddenField):
    """A key made with the form, by which a form sent twice is known."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - handed on as they are
        super().__init__(default=lambda: uuid.uuid4().hex, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(valuelist)
        self.data = text if re.fullmatch(r"[0-9a-f]{32}", text) else uuid.uuid4().hex
