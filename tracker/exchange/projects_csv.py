"""The list of projects as a CSV file: a row for each project, with the chosen columns, the day of the data, its sources."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.domain.columns import FIGURES
from tracker.domain.dates import PartialDate
from tracker.domain.queries.project_columns import Beside
from tracker.domain.queries.project_money import ProjectMoney
from tracker.domain.queries.projects import ProjectRow
from tracker.spreadsheets import cell, table


@dataclass(frozen=True)
class Line:
    """A project as the file has it: its row, what stands beside it, where its facts come from."""

    row: ProjectRow
    beside: Beside = field(default_factory=Beside)
    sources: Sequence[str] = ()


def written(
    lines: Iterable[Line],
    columns: Sequence[str],
    *,
    currency: str,
    day: date,
    note: str = "",
    days: Mapping[str, str] | None = None,
) -> str:
    """The whole file; `currency`: the only one in which amounts are told, as numbers; `note` stands last.

    `days`: which day it is as of, where that is not today.

    Without a currency each amount bears its own. What is not stated is empty.
    """
    names = [name for column in columns for name in _NAMES.get(column, (column,))]
    head = ["code", "title", *names, *(["currency"] if currency else []), "data_of", "sources"]
    return table(head, _rows(lines, columns, currency, day, note), days)


def _rows(lines: Iterable[Line], columns: Sequence[str], currency: str, day: date, note: str) -> Iterator[list[str]]:
    for line in lines:
        told = [value for column in columns for value in _told(line, column, currency)]
        own = (line.row.code, line.row.title.text)
        last = (*([currency] if currency else []), day.isoformat(), "; ".join(line.sources))
        yield [cell(value) for value in (*own, *told, *last)]
    if note:
        yield [cell(note)]


def _told(line: Line, column: str, currency: str) -> Sequence[object]:
    if column in FIGURES:
        return [_amounts(line.beside.money, FIGURES[column], currency)]
    return _CELLS[column](line)


def _amounts(lines: Iterable[ProjectMoney], figure: str, currency: str) -> str:
    """A number in the one currency, else each amount with its own."""
    found = []
    for line in lines:
        value = getattr(line, figure)
        if value is None or currency not in {"", line.currency}:
            continue
        plain = f"{value:f}" if isinstance(value, Decimal) else f"{value.major:f}"
        found.append(plain if currency else f"{line.currency} {plain}")
    return "; ".join(found)


def _dated(value: PartialDate | None) -> list[object]:
    """As stated, and the days it can mean."""
    if value is None:
        return [None, None, None]
    return [value.stated, value.earliest, value.latest]


def _three(name: str) -> tuple[str, str, str]:
    return name, f"{name}_earliest", f"{name}_latest"


_NAMES = {
    "territory": ("territory_codes", "territory"),
    "stage": ("stage", "stage_stated"),
    "updated": ("last_report",),
    "start": _three("start"),
    "end": _three("end"),
    "milestone": ("milestone", *_three("milestone_due")),
    "risks": ("open_risks",),
    "coverage": ("coverage_percent",),
}
"""What a column is called in the file, where it is not its own name; some are several there."""

_CELLS: dict[str, Callable[[Line], Sequence[object]]] = {
    "territory": lambda line: [
        "; ".join(one.code for one in line.row.territories),
        "; ".join(one.listed for one in line.row.territories),
    ],
    "place": lambda line: ["; ".join(line.beside.places) or line.row.place],
    "stage": lambda line: [line.row.stage.value, line.row.stage_stated],
    "phase": lambda line: [line.beside.phase],
    "health": lambda line: [line.row.health.value],
    "updated": lambda line: [line.row.health_day],
    "programme": lambda line: [line.row.programme],
    "manager": lambda line: ["; ".join(line.row.managers)],
    "start": lambda line: _dated(line.beside.start),
    "end": lambda line: _dated(line.beside.end),
    "hazard": lambda line: ["; ".join(one.value for one in line.beside.hazards)],
    "donor": lambda line: ["; ".join(line.beside.donors)],
    "milestone": lambda line: [line.beside.milestone, *_dated(line.beside.milestone_due)],
    "risks": lambda line: [line.beside.risks],
}
