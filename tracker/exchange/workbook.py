"""A table as a workbook (XLSX): typed cells, a head that stays, and a second sheet that says what the list is.

Cells are written as what they are. Text is only ever text: nothing that somebody typed becomes a formula or a link,
also not when the cell is edited later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from tempfile import TemporaryDirectory
from typing import IO, Any

from tracker import formats
from tracker.domain.codes import N_
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.exchange.sheets import NARROW, WIDE, WIDEST, Cell, Citation, Column, Plain, Table, Word
from tracker.language import RIGHT_TO_LEFT, translator
from tracker.spreadsheets import STARTS_A_FORMULA

ABOUT = N_("Sources and dates")
_SOURCES = (N_("Source"), N_("Title"), N_("Paragraph"), N_("Records"), N_("Cited by"))
_ROWS = N_("Rows")
_MORE = N_("More sources are cited than stand here. Each row names its own.")

_DIGITS = 15
"""A spreadsheet keeps so many digits of a number: one that has more is written as text, whole."""

_MOST_TEXT = 32_767
"""Signs that a cell holds; a longer text ends in dots, and stands whole in CSV."""

_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets count days from 1900, and do not agree on its first two months."""

_LEFT_OUT = str.maketrans(dict.fromkeys(r"[]:*?/\'"))
"""What the name of a sheet may not have."""


@dataclass(frozen=True)
class About:
    """What the second sheet says of the list: what it is called, facts in the reader's words, the reader's language."""

    title: str
    facts: Sequence[tuple[str, Cell]]
    language: str


def write(file: IO[bytes], table: Table, about: About) -> None:
    """Write the whole workbook, with one row in memory at a time; what it needs beside the file is gone afterwards."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - slow to load, and not needed until somebody asks for a workbook

    with TemporaryDirectory(prefix="tracker-sheet-") as folder:
        book = Workbook(file, {"constant_memory": True, "tmpdir": folder})
        _Writer(book, about).write(table)
        book.close()


class _Writer:
    """Puts cells into a workbook. The library has no types."""

    def __init__(self, book: Any, about: About) -> None:  # noqa: ANN401 - see above
        self.book, self.about, self.lang = book, about, about.language
        self.say = translator(self.lang)
        self._formats: dict[str, Any] = {}
        book.set_properties({"title": about.title, "comments": ""})

    def write(self, table: Table) -> None:
        """Both sheets. The second is written last: the sources are known when all rows are read."""
        sheet = self._sheet(self.about.title, [column.width for column in table.columns])
        self._head(sheet, 0, [self._title(column) for column in table.columns])
        row = 0
        for row, cells in enumerate(table.rows, 1):
            self._row(sheet, row, cells)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(row, 1), len(table.columns) - 1)
        if table.note:
            self._row(sheet, row + 1, [table.note])
        self._about(table, row)

    def _about(self, table: Table, rows: int) -> None:
        sheet = self._sheet(self.say(ABOUT), [WIDE, WIDEST, NARROW, NARROW, WIDEST])
        facts = [*self.about.facts, (self.say(_ROWS), rows)]
        for number, (name, cell) in enumerate(facts):
            self._put(sheet, number, 0, name, "bold")
            self._put(sheet, number, 1, cell)
        first = len(facts) + 1
        cited = [_cited(one) for one in table.cited]
        if cited:
            self._head(sheet, first, [self.say(title) for title in _SOURCES])
        if table.cited.is_short:
            cited.append([self.say(_MORE)])
        for number, cells in enumerate(cited, first + 1):
            self._row(sheet, number, cells)

    def _sheet(self, title: str, widths: Sequence[int]) -> Any:  # noqa: ANN401 - see above
        sheet = self.book.add_worksheet(title.translate(_LEFT_OUT)[:31])
        if self.lang in RIGHT_TO_LEFT:
            sheet.right_to_left()
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def _title(self, column: Column) -> str:
        title = self.say(column.title)
        return title % {"of": self.say(column.of)} if column.of else title

    def _head(self, sheet: Any, row: int, titles: Sequence[str]) -> None:  # noqa: ANN401 - see above
        for column, title in enumerate(titles):
            sheet.write_string(row, column, title, self._format("head"))

    def _row(self, sheet: Any, row: int, cells: Sequence[Cell]) -> None:  # noqa: ANN401 - see above
        for column, cell in enumerate(cells):
            self._put(sheet, row, column, cell)

    def _put(self, sheet: Any, row: int, column: int, cell: Cell, form: str = "") -> None:  # noqa: ANN401 - see above
        match cell:
            case None | () | "":
                pass
            case date() if cell >= _FIRST_DAY:
                sheet.write_datetime(row, column, cell, self._format("day"))
            case int() | Decimal() if _fits(cell):
                sheet.write_number(row, column, cell, self._format(_number(cell)))
            case _:
                text = self._text(cell)
                if len(text) > _MOST_TEXT:
                    text = f"{text[: _MOST_TEXT - 1]}…"
                sheet.write_string(
                    row, column, text, self._format("quoted" if text.startswith(STARTS_A_FORMULA) else form)
                )

    def _text(self, cell: Cell) -> str:
        return "; ".join(map(self._word, cell if isinstance(cell, tuple) else (cell or "",)))

    def _word(self, cell: Plain) -> str:
        match cell:
            case StrEnum():
                return formats.label(cell, self.lang)
            case Word():
                return self.say(cell.text)
            case PartialDate():
                return formats.partial(cell, self.lang)
            case Money():
                return formats.money(cell, self.lang)
            case Decimal():
                return f"{cell:f}"
        return str(cell)

    def _format(self, form: str) -> Any:  # noqa: ANN401 - see above
        """How a cell looks; made once. Other forms than these are those of numbers."""
        if form and form not in self._formats:
            self._formats[form] = self.book.add_format(_FORMS.get(form, {"num_format": form}))
        return self._formats.get(form)


_FORMS = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "bold": {"bold": True},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "quoted": {"quote_prefix": True},
}
"""`quoted`: stays text when it is edited."""


def _cited(one: Citation) -> list[Cell]:
    more = ("…",) if one.number > len(one.codes) else ()
    return [one.reference, one.title, one.paragraph, one.number, (*one.codes, *more)]


def _fits(value: int | Decimal) -> bool:
    """Is the number kept exactly by a spreadsheet?"""
    return len(Decimal(value).normalize().as_tuple().digits) <= _DIGITS


def _number(value: int | Decimal) -> str:
    """With as many digits after the point as it was given: those of its currency."""
    after = -int(Decimal(value).as_tuple().exponent)
    return f"#,##0.{'0' * after}" if after > 0 else "#,##0"
