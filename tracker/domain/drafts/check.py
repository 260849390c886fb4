"""Checking a draft, with what is wrong said in sentences a person can act on."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from sqlmodel import SQLModel

from tracker.domain.codes import N_
from tracker.domain.dates import PartialDate, today
from tracker.domain.errors import Problem, Refused, RefusedMany

LONGEST_TEXT = 20_000
LONGEST_TITLE = 200
EARLIEST_YEAR = 1900

Draft = TypeVar("Draft", bound=SQLModel)

_SENTENCES = {
    "missing": N_("This is needed."),
    "string_too_short": N_("This is needed."),
    "string_too_long": N_("At most %(max_length)s characters; shorten it."),
    "enum": N_("Choose one of the list."),
    "date_from_datetime_parsing": N_("Write the day as year-month-day, such as 2004-03-01."),
    "date_parsing": N_("Write the day as year-month-day, such as 2004-03-01."),
    "date_type": N_("Write the day as year-month-day, such as 2004-03-01."),
    "int_parsing": N_("Write a whole number."),
    "int_type": N_("Write a whole number."),
    "extra_forbidden": N_("There is no such key."),
}


def refuse(error: Refused) -> PydanticCustomError:
    """A refusal of the domain as pydantic carries it."""
    return PydanticCustomError("refused", "{why}", {"why": error.why, "values": error.values, "field": error.field})


def _not_ahead(day: date) -> date:
    if day > today():
        raise refuse(Refused("", N_("This day is still to come. Give today or an earlier day.")))
    return _in_range(day)


def _in_range(day: date) -> date:
    if day.year < EARLIEST_YEAR:
        raise refuse(Refused("", N_("Give the year with four digits.")))
    return day


def _nothing(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _partial(value: object) -> object:
    if value is None or isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(str(value))
    except Refused as error:
        raise refuse(error) from error


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TITLE)]
"""A title or name: needed, one line."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
"""A text: needed."""

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
"""A name or word that a list or a column has room for: needed."""

MaybeWord = Annotated[Word | None, BeforeValidator(_nothing)]
MaybeReference = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] | None, BeforeValidator(_nothing)
]
"""What another system calls it."""

MaybeLine = Annotated[Line | None, BeforeValidator(_nothing)]
MaybeWords = Annotated[Words | None, BeforeValidator(_nothing)]
PastDay = Annotated[date, AfterValidator(_not_ahead)]
"""A day that is not ahead."""

AnyDay = Annotated[date, AfterValidator(_in_range)]
MaybeDay = Annotated[AnyDay | None, BeforeValidator(_nothing)]
MaybePartial = Annotated[PartialDate | None, BeforeValidator(_partial), BeforeValidator(_nothing)]
"""A date as precise as its source, or none."""


def check(draft: type[Draft], given: Mapping[str, Any]) -> Draft:
    """The draft made of what was given; raises RefusedMany with every problem and its field."""
    try:
        return draft.model_validate(given)
    except ValidationError as error:
        raise RefusedMany([_problem(detail) for detail in error.errors(include_url=False)]) from error


def _problem(detail: ErrorDetails) -> Problem:
    field = ".".join(str(part) for part in detail["loc"] if not str(part).startswith(("constrained-", "function-")))
    context = detail.get("ctx", {})
    if detail["type"] == "refused":
        return Problem(field or context.get("field", ""), context["why"], context["values"])
    return Problem(field, _SENTENCES.get(detail["type"], N_("This cannot be accepted as it is.")), dict(context))
