"""Tables for spreadsheets, as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULAS = ("=", "+", "-", "@", "\t")
"""Signs with which a spreadsheet would take a text for a formula."""


def sheet(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """The table, with the byte order mark by which spreadsheets know its letters; what is not stated is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()


def _plain(cell: object) -> str:
    words = "" if cell is None else str(cell)
    return f"'{words}" if words.startswith(_FORMULAS) else words
