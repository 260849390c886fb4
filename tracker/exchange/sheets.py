"""A list as a table for spreadsheets: one description of its columns and rows, from which each kind of file is written.

A CSV file is for programs: its columns keep their names and its codes are those of addresses, in every language. A
workbook is for people: it says columns and codes in the reader's language.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.domain.codes import N_
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.domain.queries.sources import Source
from tracker.spreadsheets import harmless, pieces


@dataclass(frozen=True)
class Word:
    """A code of a table's own, and the message that says it in workbooks."""

    code: str
    text: str


Plain = str | int | Decimal | date | PartialDate | Money | Word
"""Text or a code, a whole number, an exact number (an amount in the currency that stands beside it), a day, a date as
stated, an amount with its currency."""

Cell = Plain | tuple[Plain, ...] | None
"""One of these, or several; None is "not stated"."""

NARROW, USUAL, WIDE, WIDEST = 9, 14, 28, 48
"""Widths of columns, in digits."""


@dataclass(frozen=True)
class Column:
    """`name`: in CSV files; `title`: in workbooks, where it is said in the reader's language, with what it is `of`."""

    name: str
    title: str
    width: int = USUAL
    of: str = ""


_EARLIEST, _LATEST = N_("%(of)s, earliest"), N_("%(of)s, latest")


def dated(name: str, title: str) -> tuple[Column, Column, Column]:
    """The columns of a date: as stated, and the days that it can mean."""
    earliest, latest = Column(f"{name}_earliest", _EARLIEST, of=title), Column(f"{name}_latest", _LATEST, of=title)
    return Column(name, title), earliest, latest


def days(value: PartialDate | None) -> tuple[Cell, Cell, Cell]:
    """The cells of a date."""
    return (value, value.earliest, value.latest) if value else (None, None, None)


@dataclass(frozen=True)
class Citation:
    """A source with the codes of the records that cite it: the first of them, and how many there are."""

    reference: str
    title: str
    paragraph: str
    codes: list[str] = field(default_factory=list)
    number: int = 0


class Cited:
    """The sources of a table, each once: filled while its rows are read. More than `MOST` are not gathered."""

    MOST, CODES = 2000, 100

    def __init__(self) -> None:
        self.is_short = False
        self._found: dict[tuple[str, str, str], list[str]] = {}
        self._numbers: dict[tuple[str, str, str], int] = {}

    def by(self, code: str, sources: Iterable[Source]) -> tuple[str, ...]:
        """The sources of a record as its row names them, each once."""
        found: dict[str, None] = {}
        for source in sources:
            found[said(source)] = None
            self._keep(code, (source.reference or "", source.title, source.paragraph or ""))
        return tuple(found)

    def _keep(self, code: str, key: tuple[str, str, str]) -> None:
        if key not in self._found and len(self._found) >= self.MOST:
            self.is_short = True
            return
        codes = self._found.setdefault(key, [])
        if code in codes[-1:]:
            return
        self._numbers[key] = self._numbers.get(key, 0) + 1
        if len(codes) < self.CODES:
            codes.append(code)

    def __iter__(self) -> Iterator[Citation]:
        for key in sorted(self._found):
            yield Citation(*key, self._found[key], self._numbers[key])


Cite = Callable[[int | None, str | None], tuple[str, ...]]
"""Names the sources of a record as its row has them: asked for by its id and code."""


@dataclass(frozen=True)
class Table:
    """`rows` are read once; `note` stands under them."""

    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    cited: Cited = field(default_factory=Cited)
    note: str = ""


def csv(table: Table, days: Mapping[str, str] | None = None) -> Iterator[str]:
    """The table as a CSV file, piece by piece; `days`: which day it is as of, where that is not today."""
    head = [column.name for column in table.columns]
    return pieces(head, ([_text(cell) for cell in row] for row in table.rows), days, table.note)


def said(source: Source) -> str:
    """A source in a row: its reference or title, and the paragraph."""
    named = source.reference or source.title
    return f"{named}, {source.paragraph}" if source.paragraph else named


def _text(cell: Cell) -> str:
    """Text that a spreadsheet would compute with gets an apostrophe; a number is one."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return harmless("; ".join(map(_plain, cell)))
    return _plain(cell) if isinstance(cell, int | Decimal) else harmless(_plain(cell))


def _plain(cell: Plain) -> str:
    match cell:
        case StrEnum():
            return cell.value
        case Word():
            return cell.code
        case PartialDate():
            return cell.stated
        case Decimal():
            return f"{cell:f}"
    return str(cell)
