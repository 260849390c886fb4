"""The values that a programme file is written with: slugs, texts, dates, references, codes of territories."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, PlainValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from tracker.domain.codes import LANGUAGES, N_
from tracker.domain.dates import PartialDate, today
from tracker.domain.drafts.check import LONGEST_TEXT, refuse
from tracker.domain.errors import Refused

LONGEST_SLUG = 39
"""So that owner, slash and part fit into a record's code."""


@dataclass(frozen=True)
class Reference:
    """The record of the file with this id in this section, or the territory with this code."""

    section: str
    code: str

    def __str__(self) -> str:
        return self.code


def wrong(why: str, /, **values: object) -> PydanticCustomError:
    """What pydantic raises for a value that cannot stand."""
    return refuse(Refused("", why, values))


def wrong_at(place: str, why: str, /, **values: object) -> PydanticCustomError:
    """The same for one key of a whole item."""
    return PydanticCustomError("refused", "{why}", {"why": why, "values": values, "place": place})


def _text(value: str) -> str:
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in value):
        raise wrong(N_("There is a character in this text that cannot be printed."))
    return value


def _date(value: object) -> PartialDate:
    if not isinstance(value, str):
        raise wrong(N_("A date is text: put quotation marks around it."))
    try:
        return PartialDate.parse(value)
    except Refused as error:
        raise refuse(error) from error


def _day(value: object) -> date:
    when = _date(value)
    if when.earliest is None or when.earliest != when.latest:
        raise wrong(N_("This is a whole day, such as 2003-12-26."))
    if when.earliest > today():
        raise wrong(N_("This day is still to come. Give today or an earlier day."))
    return when.earliest


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong(N_("This must be a number, without currency or separators."))
    return Decimal(value)


def _language(value: object) -> str:
    if value not in LANGUAGES:
        raise wrong(N_("The language is one of: %(known)s."), known=", ".join(LANGUAGES))
    return str(value)


def _reference(section: str) -> PlainValidator:
    def find(value: object, info: ValidationInfo) -> Reference:
        known: Mapping[str, frozenset[str]] = info.context or {}
        if not isinstance(value, str):
            raise wrong(N_("This must be an id: plain text."))
        if value not in known.get(section, ()):
            raise wrong(_UNKNOWN.get(section, _DANGLING), code=value, section=section)
        return Reference(section, value)

    return PlainValidator(find)


_DANGLING = N_("There is no “%(code)s” among the file's %(section)s.")
_UNKNOWN = {"territories": N_("“%(code)s” is no territory. Write its ISO 3166 code of two letters, such as MZ.")}

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_SLUG)]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT), AfterValidator(_text)
]
Line = Annotated[Words, StringConstraints(max_length=200)]
Short = Annotated[Words, StringConstraints(max_length=80)]
Acronym = Annotated[Words, StringConstraints(max_length=40)]
Date = Annotated[PartialDate, PlainValidator(_date)]
Day = Annotated[date, PlainValidator(_day)]
"""A whole day that has been, such as that of something done."""
Number = Annotated[Decimal, PlainValidator(_number)]
Language = Annotated[str, PlainValidator(_language)]
DocumentId = Annotated[Reference, _reference("documents")]
OrganisationId = Annotated[Reference, _reference("organisations")]
ProgrammeId = Annotated[Reference, _reference("programmes")]
PlaceId = Annotated[Reference, _reference("places")]
DisasterId = Annotated[Reference, _reference("disasters")]
FundId = Annotated[Reference, _reference("funds")]
AgreementId = Annotated[Reference, _reference("agreements")]
ProjectId = Annotated[Reference, _reference("projects")]
ReportedAmountId = Annotated[Reference, _reference("reported_amounts")]
TerritoryCode = Annotated[Reference, _reference("territories")]

Given = Mapping[str, Any]
