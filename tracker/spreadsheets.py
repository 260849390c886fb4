"""What a CSV file needs before a spreadsheet program may open it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

MARK = "\ufeff"
"""Stands first in the file: without it spreadsheets take UTF-8 for something else."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A text that a spreadsheet would compute with gets an apostrophe."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def cell(value: object) -> str:
    """A value as a cell; what is not stated is empty."""
    return "" if value is None else harmless(str(value))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], days: Mapping[str, str] | None = None) -> str:
    """The whole file. The cells are written as they are: text that people typed goes through `harmless` first.

    `days`: of a table as of another day, which day it is, as last columns of every row.
    """
    if days:
        last = list(days.values())
        head, rows = [*head, *days], ([*row, *last] for row in rows)
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
