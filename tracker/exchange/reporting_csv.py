"""The board of reports for spreadsheets: one row for each project and period."""

from collections.abc import Iterable, Iterator, Mapping

from tracker.domain.queries.reporting_rows import Regular, Row
from tracker.spreadsheets import cell, table

HEAD = (
    "project",
    "title",
    "stage",
    "managers",
    "period",
    "first_day",
    "last_day",
    "due",
    "standing",
    "published",
    "days_late",
)
"""The columns; codes are those of addresses and files. A cell is empty where there is nothing to say."""


def text(programme: Regular, rows: Iterable[Row], days: Mapping[str, str] | None = None) -> str:
    """The whole table as CSV; `days`: which day it is as of, where that is not today."""
    return table(HEAD, _rows(programme, rows), days)


def _rows(programme: Regular, rows: Iterable[Row]) -> Iterator[list[str]]:
    for row in rows:
        line = row.line
        own = (line.code, line.title, line.stage.value, "; ".join(row.managers))
        for one in row.cells:
            period, stands = one.period, one.standing
            days = (period.key, period.first, period.last, period.due(programme.days))
            yield [cell(value) for value in (*own, *days, stands.code.value, one.published, stands.days or None)]
