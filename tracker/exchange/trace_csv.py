"""The trace from damage to delivery as a table for spreadsheets: one row for each line of the page."""

from collections.abc import Iterable, Iterator, Mapping

from tracker.domain.models import Finding
from tracker.domain.money import Money
from tracker.domain.queries.trace import Trace
from tracker.domain.queries.trace_money import Line as MoneyLine
from tracker.domain.queries.trace_table import Group, Line
from tracker.spreadsheets import cell, table

HEAD = (
    "finding",
    "sector",
    "effect",
    "low",
    "high",
    "unit_or_currency",
    "recommendation",
    "state",
    "project",
    "stage",
    "asked",
    "pledged",
    "committed",
    "received",
    "delivered",
    "unmet_low",
    "unmet_high",
    "more_than_needed",
)
"""The columns; codes are those of addresses and files. A cell is empty where nothing is stated."""


def text(trace: Trace, days: Mapping[str, str] | None = None) -> str:
    """The whole table as CSV; `days`: which day it is as of, where that is not today."""
    return table(HEAD, _rows(trace), days)


def _rows(trace: Trace) -> Iterator[list[str]]:
    for group in trace.groups:
        for number, line in enumerate(group.lines or [Line()]):
            found = (*_found(trace, group), *_line(trace, line), *_left(group, first=not number))
            yield [cell(value) for value in found]


def _found(trace: Trace, group: Group) -> list[object]:
    row = group.finding
    if row is None:
        return [None] * 6
    low, high = _bounds(row)
    return [trace.say(row, "text"), row.sector.value, row.effect, low, high, row.currency or row.unit]


def _bounds(row: Finding) -> tuple[object, object]:
    if row.amount:
        return row.amount.major, (row.upper or row.amount).major
    return row.low, row.high


def _line(trace: Trace, line: Line) -> list[object]:
    asked, project = line.recommendation, line.project
    return [
        trace.say(asked, "text") if asked else None,
        asked.state.value if asked else None,
        trace.say(project, "title") if project else None,
        project.stage.value if project else None,
        *_amounts(line.money or ()),
        "; ".join(f"{one.quantity} {one.unit}" for one in line.delivered),
    ]


def _amounts(lines: Iterable[MoneyLine]) -> list[str]:
    some = list(lines)
    names = ("asked", "pledged", "committed", "received")
    return ["; ".join(_money(amount) for line in some if (amount := getattr(line, name))) for name in names]


def _money(amount: Money) -> str:
    return f"{amount.currency} {amount.major}"


def _left(group: Group, *, first: bool) -> list[object]:
    """What is left stands once for a finding, however many lines follow from it."""
    met = group.met if first else None
    if met is None:
        return [None] * 3
    if group.finding is not None and group.finding.amount:
        bounds = (group.money(met.left.low), group.money(met.left.high), group.money(met.over or None))
        return [amount.major if amount else None for amount in bounds]
    return [met.left.low, met.left.high, met.over or None]
