"""Records with every field filled, each with a value of its own, and how paper writes that value.

`Filler.fill` sets all columns of a row that hold a value (not keys) and notes what a reader must find of each.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from tracker import formats
from tracker.domain.codes import BriefKind
from tracker.domain.dates import PartialDate
from tracker.domain.models.base import ExactNumber
from tracker.domain.money import Money
from tracker.language import OWN_NAMES

FIRST_DAY = date(2005, 1, 1)


@dataclass
class Filler:
    """Hands out values that stand once each; `found` is what each brief must say, by kind, table and field."""

    found: list[tuple[BriefKind, str, str]] = field(default_factory=list)
    number: int = 0

    def fill(self, row: Any, kind: BriefKind, unsaid: Callable[[str, str], bool], /, **fixed: Any) -> Any:  # noqa: ANN401 - any row
        """Fill the row's fields that are told in the brief of this kind; `fixed` where any value will not do."""
        table = row.__table__.name
        for name, column in values_of(type(row)):
            if unsaid(table, name):
                continue
            value = fixed[name] if name in fixed else self._value(table, name, column)
            setattr(row, name, value)
            if value is None:
                continue
            self.found.append((kind, f"{table}.{name}", _written(name, value)))
        return row

    def note(self, kind: BriefKind, name: str, text: str) -> None:
        """Something else that the brief must say."""
        self.found.append((kind, name, text))

    def _value(self, table: str, name: str, column: Any) -> Any:  # noqa: ANN401, PLR0911 - a column; one answer a type
        self.number += 1
        if name in PARTIAL:
            return PartialDate.on(FIRST_DAY + timedelta(days=self.number))
        if name in {"amount", "upper"}:
            return Money(7_000_000_00 + self.number * 1_017_00, "CHF")
        kind = column.type
        if isinstance(kind, sa.Enum):
            return list(kind.enum_class)[-1]  # type: ignore[arg-type]
        if isinstance(kind, ExactNumber):
            return Decimal(f"1.{self.number:04}")
        if isinstance(kind, (sa.Date,)):
            return FIRST_DAY + timedelta(days=self.number)
        if isinstance(kind, (sa.Integer, sa.BigInteger)) and name.endswith("_minor"):
            return 8_000_000_00 + self.number * 1_019_00
        if isinstance(kind, (sa.Integer, sa.BigInteger)):
            return 60_000 + self.number * 13
        return f"{table}.{name}#"


PARTIAL = frozenset({"on", "start", "end", "due", "signed", "formulated", "period", "output_on"})


def values_of(table: type[Any]) -> Iterator[tuple[str, Any]]:
    """The fields of a model as its rows have them: partial dates and amounts are one; keys are left out."""
    columns = table.__table__.columns
    names = set(columns.keys())
    for name, column in columns.items():
        base = name.removesuffix("_stated")
        if column.primary_key or column.foreign_keys or name.endswith(("_earliest", "_latest")):
            continue
        if name.endswith("_stated") and f"{base}_earliest" in names:
            yield base, column
        elif name == "amount_minor" and "currency" in names:
            yield "amount", column
        elif name == "currency" and "amount_minor" in names:
            continue
        else:
            yield name, column


def keys_of(table: type[Any]) -> Iterator[str]:
    """The columns that point to other records."""
    columns = table.__table__.columns
    return (name for name, column in columns.items() if column.foreign_keys and not column.primary_key)


def _written(name: str, value: Any) -> str:  # noqa: ANN401, PLR0911 - any value of a row; one answer a type
    """How an English brief writes the value."""
    match value:
        case PartialDate():
            return formats.partial(value, "en")
        case Money():
            return formats.money(value, "en")
        case date():
            return formats.day(value, "en")
        case Decimal():
            return formats.exact(value, "en")
        case bool():
            return ""
        case int() if name.endswith("_minor"):
            return formats.money(Money(value, "CHF"), "en")
        case int():
            return formats.number(value, "en")
    if name.endswith("language"):
        return OWN_NAMES[value]
    return formats.label(value, "en") if hasattr(value, "value") else str(value)
