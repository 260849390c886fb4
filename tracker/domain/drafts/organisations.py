"""An organisation, its contact persons and what other systems call it, as somebody wants to record them."""

import re
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints, field_validator
from sqlmodel import SQLModel

from tracker.domain.codes import LANGUAGES, N_, OrganisationKind, Visibility
from tracker.domain.drafts.check import Line, MaybeLine, MaybeWords, refuse
from tracker.domain.drafts.projects import Choice
from tracker.domain.errors import Refused

LONGEST_SYSTEM, LONGEST_VALUE, LONGEST_ACRONYM = 40, 200, 40
_IATI = re.compile(r"[^\s&|?/]+-[^\s&|?/]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")

Identifier = tuple[str, str]
"""A system and what it calls the organisation."""


def _identifiers(value: object) -> object:
    """Read "system: identifier", one a line."""
    if not isinstance(value, str):
        return value or []
    found: list[Identifier] = []
    for line in filter(None, (line.strip() for line in value.splitlines())):
        system, colon, name = (part.strip() for part in line.partition(":"))
        if not colon or not system or not name:
            raise refuse(
                Refused("", N_("Write “%(line)s” as system, colon, identifier: IATI: XM-DAC-41120."), {"line": line})
            )
        if len(system) > LONGEST_SYSTEM or len(name) > LONGEST_VALUE:
            raise refuse(Refused("", N_("“%(line)s” is too long for an identifier."), {"line": line[:60]}))
        if system.casefold() == "iati" and not _IATI.fullmatch(name):
            raise refuse(
                Refused(
                    "",
                    N_("%(name)s is no IATI identifier: it begins with its register, as XM-DAC-41120 does."),
                    {"name": name},
                )
            )
        if (system, name) not in found:
            found.append((system, name))
    return found


def _nothing(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


MaybeAcronym = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_ACRONYM)] | None,
    BeforeValidator(_nothing),
]


class OrganisationDraft(SQLModel):
    """A partner or donor; `names` in other languages than its own, `identifiers` as other systems know it."""

    name: Line
    acronym: MaybeAcronym = None
    kind: OrganisationKind = OrganisationKind.not_stated
    territory_id: Choice = None
    owner_id: Choice = None
    note: MaybeWords = None
    name_en: MaybeLine = None
    name_fr: MaybeLine = None
    name_es: MaybeLine = None
    name_ar: MaybeLine = None
    name_zh: MaybeLine = None
    name_ru: MaybeLine = None
    identifiers: Annotated[list[Identifier], BeforeValidator(_identifiers)] = []
    visibility: Visibility = Visibility.internal

    @property
    def names(self) -> dict[str, str | None]:
        """The names by language, as far as they are given."""
        return {language: getattr(self, f"name_{language}") for language in LANGUAGES}


class ContactDraft(SQLModel):
    """Somebody to turn to there: for the programme's own people."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    title: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] | None, BeforeValidator(_nothing)
    ] = None
    email: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None, BeforeValidator(_nothing)
    ] = None
    phone: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] | None, BeforeValidator(_nothing)
    ] = None

    @field_validator("email")
    @classmethod
    def _address(cls, email: str | None) -> str | None:
        if email and not _EMAIL.fullmatch(email):
            raise refuse(Refused("", N_("Write an e-mail address such as name@example.org.")))
        return email
