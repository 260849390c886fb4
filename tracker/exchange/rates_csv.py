"""Rates of exchange from a CSV file: currency, day, units_per_dollar, source.

Read tolerantly (comma, semicolon or tab; with or without byte order mark; columns in any order; decimal comma where
the columns are not parted by commas), and refused exactly: each problem names its row, its column and the fix.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.domain.codes import N_
from tracker.domain.drafts.check import check
from tracker.domain.drafts.rates import RateDraft
from tracker.domain.errors import Problem, Refused, RefusedMany
from tracker.domain.models import Rate

COLUMNS = ("currency", "day", "units_per_dollar", "source")
OTHER_NAMES = {
    "date": "day",
    "from": "day",
    "rate": "units_per_dollar",
    "units": "units_per_dollar",
    "origin": "source",
}
MOST_ROWS = 5_000
Key = tuple[str, date, str]
"""What makes a rate one: currency, day, source."""
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")

_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")


class State(StrEnum):
    """What taking over a row would do."""

    new = "new"
    changes = "changes"
    there = "there"


@dataclass(frozen=True)
class Row:
    """A row that can be taken over. `now`: the rate stored today for the same currency, day and source."""

    number: int
    draft: RateDraft
    state: State = State.new
    now: Decimal | None = None


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in a row of the file (its number counts the head as 1), in which column, and how to mend it."""

    row: int
    column: str
    problem: Problem


@dataclass
class Table:
    """A file as it was read: rows that are sound and problems; only a table without problems is taken over."""

    rows: list[Row] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    def count(self, state: State) -> int:
        return sum(row.state == state for row in self.rows)


def decoded(content: bytes) -> str:
    """A file's text, whatever a spreadsheet saved it as."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def read(text: str, standing: Mapping[Key, Rate]) -> Table:
    """Read the file against the rates that are stored (`queries.rates.standing`); it writes nothing."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(lines)
    found = Table()
    records = [
        (number, record)
        for number, record in enumerate(csv.reader(io.StringIO(lines), delimiter=delimiter), start=1)
        if any(cell.strip() for cell in record)
    ]
    if not records:
        found.problems.append(_problem(1, "", N_("The file is empty: its first row names the columns.")))
        return found
    head = [_column(cell) for cell in records[0][1]]
    found.problems += _missing(head, records[0][0])
    if len(records) - 1 > MOST_ROWS:
        why = N_("The file has more than %(most)s rows: part it.")
        found.problems.append(_problem(MOST_ROWS + 2, "", why, most=MOST_ROWS))
    if not found.problems:
        _read_rows(found, head, records[1:], standing, decimal_comma=delimiter != ",")
    return found


def _read_rows(
    found: Table,
    head: Sequence[str],
    records: Sequence[tuple[int, list[str]]],
    standing: Mapping[Key, Rate],
    *,
    decimal_comma: bool,
) -> None:
    seen: dict[Key, int] = {}
    for number, record in records:
        cells = {name: cell.strip() for name, cell in zip(head, record, strict=False) if name in COLUMNS}
        try:
            draft = check(RateDraft, _given(cells, decimal_comma=decimal_comma))
        except RefusedMany as refused:
            found.problems += [RowProblem(number, problem.field, problem) for problem in refused.problems]
            continue
        except Refused as refused:
            found.problems.append(_problem(number, refused.field, refused.why, **refused.values))
            continue
        key = (draft.currency, draft.day, draft.source)
        if key in seen:
            why = N_("Row %(row)s has the same currency, day and source: keep one of the two.")
            found.problems.append(_problem(number, "day", why, row=seen[key]))
            continue
        seen[key] = number
        found.rows.append(_row(number, draft, standing.get(key)))


def _row(number: int, draft: RateDraft, there: Rate | None) -> Row:
    if there is None or there.record.archived_at is not None:
        return Row(number, draft)
    state = State.there if there.units_per_dollar == draft.units_per_dollar else State.changes
    return Row(number, draft, state, there.units_per_dollar)


def _given(cells: Mapping[str, str], *, decimal_comma: bool) -> dict[str, object]:
    units = _number(cells.get("units_per_dollar", ""), decimal_comma=decimal_comma)
    day = cells.get("day", "").translate(_DIGITS)
    return {**{name: cells.get(name, "") for name in COLUMNS}, "units_per_dollar": units, "day": day}


def _number(text: str, *, decimal_comma: bool) -> Decimal | None:
    plain = re.sub(r"[\s\u00a0\u202f']", "", text.translate(_DIGITS))
    if not plain:
        return None
    if decimal_comma and plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain):
        raise Refused("units_per_dollar", N_("“%(text)s” is no number. Write it such as 0.89."), {"text": text})
    return Decimal(plain)


def _delimiter(text: str) -> str:
    """The sign that parts the columns: the one most often found in the first line."""
    first = text.lstrip("\n").partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def _column(cell: str) -> str:
    name = re.sub(r"[\s_-]+", "_", cell.strip().casefold())
    return OTHER_NAMES.get(name, name)


def _missing(head: Sequence[str], number: int) -> Iterator[RowProblem]:
    for name in COLUMNS:
        if name not in head:
            why = N_("The first row names no column %(column)s: it needs %(columns)s.")
            yield _problem(number, name, why, column=name, columns=", ".join(COLUMNS))
        elif head.count(name) > 1:
            yield _problem(number, name, N_("The first row names the column %(column)s twice."), column=name)


def _problem(row: int, column: str, why: str, /, **values: object) -> RowProblem:
    return RowProblem(row, column, Problem(column, why, values))
