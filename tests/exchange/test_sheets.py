"""Tables as files for spreadsheets: what a cell is, that nothing in it runs, and how much memory the writing takes."""

import csv
import io
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

import pytest

from tests import sheets as reading
from tests.sheets import Sheet
from tracker.domain.codes import Stage
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.domain.queries.sources import Source
from tracker.exchange import sheets, workbook
from tracker.exchange.sheets import Cell, Cited, Column, Table
from tracker.exchange.workbook import About

pytestmark = pytest.mark.once

HEAD = (Column("code", "Code"), Column("value", "Stage"))
FORMULAS = ("=HYPERLINK(A1)", "+1", "-1", "@x", "\tx", "\rx")


def table(*cells: Cell) -> Table:
    return Table(HEAD, [(f"p{number}", cell) for number, cell in enumerate(cells)])


def as_csv(made: Table) -> list[list[str]]:
    text = "".join(sheets.csv(made))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def as_workbook(made: Table, lang: str = "en", facts: Sequence[tuple[str, Cell]] = ()) -> list[Sheet]:
    file = io.BytesIO()
    workbook.write(file, made, About("Projects: all [1]", facts, lang))
    return reading.read(file.getvalue())


def test_cells_are_typed() -> None:
    cells: tuple[Cell, ...] = (
        7,
        Decimal("15000000.50"),
        Decimal(-400),
        date(2003, 12, 26),
        PartialDate.parse("early 2004"),
        Stage.under_way,
        Money(150, "USD"),
        ("Haiti", "Iran"),
        (),
        None,
        Decimal("1234567890123456.78"),
        date(1789, 7, 14),
    )
    assert [row[1] for row in as_csv(table(*cells))] == [
        "value",
        *("7", "15000000.50", "-400", "2003-12-26", "early 2004", "under_way", "USD 1.50", "Haiti; Iran", "", ""),
        *("1234567890123456.78", "1789-07-14"),
    ]
    sheet = as_workbook(table(*cells))[0]
    assert [[*row, None][1] for row in sheet.rows] == [
        "Stage",
        *(
            7.0,
            15000000.5,
            -400.0,
            date(2003, 12, 26),
            "early 2004",
            "under way",
            "USD 1.50",
            "Haiti; Iran",
            None,
            None,
        ),
        *("1234567890123456.78", "1789-07-14"),
    ]
    assert [row[1] for row in sheet.forms[1:5]] == ["#,##0", "#,##0.00", "#,##0", "yyyy-mm-dd"]


def test_text_that_could_run_is_only_text() -> None:
    assert [row[1] for row in as_csv(table(*FORMULAS))[1:]] == [f"'{text}" for text in FORMULAS]
    several = as_csv(table(("=1", "x")))
    assert several[1][1] == "'=1; x"
    link = "https://example.org/"
    sheet = as_workbook(table(*FORMULAS, ("=1", "x"), link, "12"))[0]
    assert [row[1] for row in sheet.rows[1:]] == [*FORMULAS, "=1; x", link, "12"]
    assert {row[1].endswith(" quoted") for row in sheet.forms[1:8]} == {True}, "stays text when it is edited"
    assert not sheet.has("m:hyperlinks")
    long = as_workbook(table("x" * 40_000))[0].rows[1][1]
    assert isinstance(long, str)
    assert len(long) == 32_767


def test_a_text_that_a_cell_cannot_hold_ends_in_dots_and_stands_whole_in_csv() -> None:
    long = "x" * 40_000
    assert as_csv(table(long))[1][1] == long
    told = as_workbook(table(long))[0].dicts[0]["Stage"]
    assert (len(str(told)), str(told)[-1]) == (32_767, "…")


def test_the_head_stays_and_can_be_filtered_by_and_arabic_reads_from_the_right() -> None:
    sheet = as_workbook(table("x", "y"))[0]
    assert sheet.name == "Projects all 1"
    assert sheet.attribute("m:sheetViews/m:sheetView/m:pane", "state") == "frozen"
    assert sheet.attribute("m:sheetViews/m:sheetView/m:pane", "ySplit") == "1"
    assert sheet.attribute("m:autoFilter", "ref") == "A1:B3"
    assert sheet.attribute("m:sheetViews/m:sheetView", "rightToLeft") is None
    for one in as_workbook(table("x"), "ar"):
        assert one.attribute("m:sheetViews/m:sheetView", "rightToLeft") == "1"
    empty = as_workbook(table())[0]
    assert empty.rows == [["Code", "Stage"]]


def source(reference: str | None, paragraph: str | None = None, title: str = "Report") -> Source:
    return Source(1, None, 1, title, reference, None, paragraph, None, None, None, added=False)


def test_the_second_sheet_says_what_the_list_is_and_names_each_source_once() -> None:
    cited = Cited()

    def rows() -> Iterator[list[Cell]]:
        for code in ("a", "b"):
            yield [code, cited.by(code, [source("S/1", "7"), source("S/1", "7"), source(None)])]

    first, second = as_workbook(
        Table(HEAD, rows(), cited, "Only two stand here."), facts=[("Made on", date(2026, 11, 23)), ("List", "=x")]
    )
    assert first.rows[1:] == [["a", "S/1, 7; Report"], ["b", "S/1, 7; Report"], ["Only two stand here."]]
    assert second.name == "Sources and dates"
    assert second.rows == [
        ["Made on", date(2026, 11, 23)],
        ["List", "=x"],
        ["Rows", 2.0],
        [],
        ["Source", "Title", "Paragraph", "Records", "Cited by"],
        [None, "Report", None, 2.0, "a; b"],
        ["S/1", "Report", "7", 2.0, "a; b"],
    ]


def test_what_is_gathered_of_sources_has_an_end() -> None:
    cited = Cited()
    for number in range(Cited.MOST + 5):
        assert cited.by("p", [source(f"S/{number}")]) == (f"S/{number}",)
    for number in range(Cited.CODES + 5):
        cited.by(f"p{number}", [source("S/1")])
    found = {one.reference: one for one in cited}
    assert (len(found), cited.is_short) == (Cited.MOST, True)
    assert (found["S/1"].number, len(found["S/1"].codes)) == (Cited.CODES + 6, Cited.CODES)
    sheet = as_workbook(Table(HEAD, [], cited))[1]
    assert sheet.rows[-1] == ["More sources are cited than stand here. Each row names its own."]


def many(number: int) -> Table:
    """So many rows, each with its sources."""
    cited = Cited()
    head = [Column(f"c{column}", "Code") for column in range(5)]

    def rows() -> Iterator[list[Cell]]:
        for row in range(number):
            sources = cited.by(f"project-{row}", [source(f"S/{row % 10}", "7")])
            yield [f"project-{row}", f"A title of some length {row}", Decimal(row), date(2004, 1, 1), sources]

    return Table(head, rows(), cited)


def into_csv(made: Table) -> None:
    for _piece in sheets.csv(made):
        pass


def into_a_workbook(made: Table) -> None:
    class Nowhere(io.RawIOBase):
        """A file that keeps nothing."""

        place = 0

        def write(self, given: object, /) -> int:
            self.place += len(given)  # type: ignore[arg-type]
            return len(given)  # type: ignore[arg-type]

        def writable(self) -> bool:
            return True

    workbook.write(Nowhere(), made, About("Projects", [], "en"))  # type: ignore[arg-type]


@pytest.mark.parametrize("written", [into_csv, into_a_workbook])
def test_ten_thousand_rows_take_no_more_memory_than_two_thousand(written: Callable[[Table], None]) -> None:
    written(many(10))
    peaks = []
    tracemalloc.start()
    try:
        for number in (2_000, 10_000):
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            written(many(number))
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000 < 2_000_000, peaks


def test_a_workbook_that_fails_leaves_nothing_behind(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("workbooks")
    monkeypatch.setattr("tempfile.tempdir", str(folder))

    def rows() -> Iterable[list[Cell]]:
        yield ["a", "b"]
        raise LookupError

    with pytest.raises(LookupError):
        as_workbook(Table(HEAD, rows()))
    assert list(folder.iterdir()) == []
