"""A brief's lists as tables: one CSV file for each list that has a line, whatever kind of brief it is.

The columns are the fields of the line's dataclass, in English as in all our files; codes are those of addresses. A sum
takes two columns (currency and amount), a date three (as stated, earliest and latest day), a list of names one. `row`
counts the lines of a table; a list within a line is a table of its own (`contributions_steps`), whose `of` is the
line's row. `brief` has what is said once. `marks` are the numbers of `sources`. What only drawing needs is left out.
"""

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from tracker.briefs.model import Bar, Brief, LocatorMap, Partner, StatedPlace, WorldMap
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.domain.queries.texts import Said
from tracker.legal import StandingText
from tracker.spreadsheets import harmless, table

BRIEF = "brief"
"""The table of what a brief says once."""

_FOR_DRAWING = (LocatorMap, Bar, StandingText, WorldMap)
_TWICE = frozenset({"records", "documents", "figures", "other"})
"""Fields of a brief that its other fields tell as well, and the records' ids, which mean nothing outside.

`other`, the same in a second language, has tables of its own."""


@dataclass
class _Table:
    """A table while it is written."""

    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)


def tables(brief: Brief) -> dict[str, str]:
    """Each table of the brief as CSV, by its name; in the order of the names."""
    found = {BRIEF: _Table(["kind", *_columns(type(brief))], [[brief.kind.value, *_cells(type(brief), brief)]])}
    for name, lines in _lists(type(brief), brief):
        _put(found, name, lines)
    return {name: table(one.columns, one.rows) for name, one in sorted(found.items())}


def _put(found: dict[str, _Table], name: str, lines: tuple[Any, ...], of: int | None = None) -> None:
    """Add lines to their table, and the lists within them to theirs; `of`: the row that they are a list of."""
    owner = [] if of is None else [("of", str(of))]
    for line in lines:
        kind = type(line)
        into = found.setdefault(name, _Table(["row", *(head for head, _ in owner), *_columns(kind)]))
        row = len(into.rows) + 1
        into.rows.append([str(row), *(cell for _, cell in owner), *_cells(kind, line)])
        for part, within in _lists(kind, line):
            _put(found, f"{name}_{part}", within, row)


def _lists(kind: type, line: object) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The lists within a line, also those of the single things that stand in its row."""
    for name, of in _parts(kind):
        value = getattr(line, name)
        if value is None:
            continue
        if _is_list(of):
            yield name, value
        elif _is_row(of):
            yield from ((f"{name}_{part}", within) for part, within in _lists(of, value))


def _columns(kind: type, before: str = "") -> Iterator[str]:
    for name, of in _parts(kind):
        if _is_row(of):
            yield from _columns(of, f"{before}{name}_")
        elif not _is_list(of):
            yield from (f"{before}{name}{ending}" for ending in (_WIDE[of][0] if of in _WIDE else ("",)))


def _cells(kind: type, line: object) -> Iterator[str]:
    for name, of in _parts(kind):
        value = None if line is None else getattr(line, name)
        if _is_row(of):
            yield from _cells(of, value)
        elif of in _WIDE:
            endings, cells = _WIDE[of]
            yield from [""] * len(endings) if value is None else cells(value)
        elif not _is_list(of):
            yield harmless(_cell(value)) if not isinstance(value, int) else _cell(value)


@cache
def _parts(kind: type) -> tuple[tuple[str, Any], ...]:
    """The fields of a line that a table tells, each with what it holds."""
    hints = get_type_hints(kind)
    told = [(part.name, _certain(hints[part.name])) for part in fields(kind) if part.name not in _TWICE]
    return tuple((name, of) for name, of in told if of not in _FOR_DRAWING and _item(of) not in _FOR_DRAWING)


def _certain(kind: Any) -> Any:  # noqa: ANN401 - any annotation of the model
    """The annotation without its None."""
    if get_origin(kind) in (Union, types.UnionType):
        return next(one for one in get_args(kind) if one is not type(None))
    return kind


def _item(kind: Any) -> Any:  # noqa: ANN401 - any annotation of the model
    """What a tuple of any length holds; None for all else."""
    return get_args(kind)[0] if get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis else None


def _is_list(kind: Any) -> bool:  # noqa: ANN401 - any annotation of the model
    """Is this a list of lines, which is a table of its own?"""
    return is_dataclass(_item(kind)) and _item(kind) not in _SAID


def _is_row(kind: Any) -> bool:  # noqa: ANN401 - any annotation of the model
    """Is this a line that stands in the row of what it belongs to?"""
    return is_dataclass(kind) and kind not in _SAID


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a line holds
    """A value in one cell; a pair, such as a stage and its number, with a space."""
    if say := _SAID.get(type(value)):
        return say(value)
    if isinstance(value, tuple):
        return "; ".join(" ".join(map(_cell, one)) if isinstance(one, tuple) else _cell(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value.value if isinstance(value, Enum) else value)


def _partner(partner: Partner) -> str:
    acronym = partner.acronym if partner.acronym != partner.name.text else None
    return f"{partner.name} ({acronym})" if acronym else str(partner.name)


def _date(on: PartialDate) -> list[str]:
    return [harmless(on.stated), *(day.isoformat() if day else "" for day in (on.earliest, on.latest))]


_SAID: Mapping[Any, Callable[[Any], str]] = {
    Said: str,
    StatedPlace: lambda place: str(place.said),
    Partner: _partner,
    PartialDate: lambda on: on.stated,
    Money: lambda amount: f"{amount.currency} {amount.major:f}",
}
"""What is told in one cell, at least within a list of such."""

_WIDE: Mapping[Any, tuple[tuple[str, ...], Callable[[Any], list[str]]]] = {
    Money: (("_currency", "_amount"), lambda amount: [amount.currency, f"{amount.major:f}"]),
    PartialDate: (("", "_earliest", "_latest"), _date),
}
"""What takes several columns: the endings of their names, and the cells."""
