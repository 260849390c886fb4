"""A row's fields as history keeps them, back in the words a reader knows."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from tracker import formats
from tracker.domain.codes import N_
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.domain.queries.names import Names, targets
from tracker.web.field_names import FIELDS
from tracker.web.language import gettext as _

_LANGUAGES = {
    "en": N_("English"),
    "fr": N_("French"),
    "es": N_("Spanish"),
    "ar": N_("Arabic"),
    "zh": N_("Chinese"),
    "ru": N_("Russian"),
}
_PARTS_OF_DATE = ("_stated", "_earliest", "_latest")


@cache
def whole(entity: str, column: str) -> str:
    """The field that a column is part of: a partial date's and an amount's columns are one field."""
    columns = SQLModel.metadata.tables[entity].columns
    for part in _PARTS_OF_DATE:
        base = column.removesuffix(part)
        if base != column and f"{base}_earliest" in columns:
            return base
    if column in {"amount_minor", "currency"} and {"amount_minor", "currency"} <= set(columns.keys()):
        return "amount"
    return column


def fields_of(entity: str, columns: Iterable[str]) -> list[str]:
    """The fields that some columns make up, each once, in their order."""
    return list(dict.fromkeys(whole(entity, column) for column in columns))


def field_name(name: str) -> str:
    """What a field is called, in the reader's language."""
    return str(_(FIELDS[name])) if name in FIELDS else name.replace("_", " ")


def language_name(code: str) -> str:
    """What one of the six languages is called."""
    return _(_LANGUAGES[code]) if code in _LANGUAGES else code


def text_of(entity: str, field: str, values: dict[str, Any], names: Names, lang: str) -> str | None:
    """A field's value as a reader meets it; None where it has none, or where they may not see what it names."""
    columns = SQLModel.metadata.tables[entity].columns
    if f"{field}_earliest" in columns:
        stated = values.get(f"{field}_stated")
        return formats.partial(PartialDate.parse(stated), lang) if stated else None
    minor = values.get("amount_minor" if field == "amount" else field)
    if field == "amount" or field.endswith("_minor"):
        currency = values.get("currency") or names.currencies.get(values.get("contribution_id") or 0)
        return formats.money(Money(minor, currency), lang) if minor is not None and currency else None
    value = values.get(field)
    if value is None or value == "":
        return None
    if target := targets(entity).get(field):
        return names.of(target, value)
    return _plain(columns[field].type, value, lang) if field in columns else str(value)


def _plain(kind: sa.types.TypeEngine[Any], value: object, lang: str) -> str:
    if isinstance(kind, sa.types.TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        code = kind.enum_class(value)
        return formats.label(code, lang) if isinstance(code, StrEnum) else str(value)
    if isinstance(kind, sa.DateTime):
        return formats.day(datetime.fromisoformat(str(value)), lang)
    if isinstance(kind, sa.Date):
        return formats.day(date.fromisoformat(str(value)), lang)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return formats.number(value, lang) if isinstance(value, int) else str(value)
