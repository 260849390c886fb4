"""What a CSV file needs before a spreadsheet program may open it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

MARK = "\ufeff"
"""Stands first in the file: without it spreadsheets take UTF-8 for something else."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_AFTER_SEMICOLON = re.compile(r"(;\s*)([=+\-@])")

_PIECE = 32_000
"""Characters that are written before they are handed on."""


def harmless(text: str) -> str:
    """A text that a spreadsheet would compute with gets an apostrophe; also after a semicolon, where some part cells."""
    text = _AFTER_SEMICOLON.sub(r"\1'\2", text)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def cell(value: object) -> str:
    """A value as a cell; what is not stated is empty."""
    return "" if value is None else harmless(str(value))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The whole file. The cells are written as they are: text that people typed goes through `harmless` first."""
    return "".join(pieces(head, rows))


def pieces(
    head: Sequence[str], rows: Iterable[Sequence[str]], days: Mapping[str, str] | None = None, note: str = ""
) -> Iterator[str]:
    """The same piece by piece, while the rows are read: no more of it is in memory than one piece.

    `days`: of a table as of another day, which day it is, as last columns of every row. `note` stands last.
    """
    last = list((days or {}).values())
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out)
    writer.writerow([*head, *(days or ())])
    for row in rows:
        writer.writerow([*row, *last])
        if out.tell() >= _PIECE:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    if note:
        writer.writerow([harmless(note)])
    yield out.getvalue()
