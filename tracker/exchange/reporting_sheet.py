"""The board of reports for spreadsheets: one row for each project and period."""

from collections.abc import Iterable, Iterator

from tracker.domain.codes import N_
from tracker.domain.queries.reporting_rows import Regular, Row
from tracker.exchange.sheets import NARROW, WIDE, WIDEST, Cell, Column, Table

COLUMNS = (
    Column("project", N_("Code"), WIDE),
    Column("title", N_("Project"), WIDEST),
    Column("stage", N_("Stage")),
    Column("managers", N_("Manager"), WIDE),
    Column("period", N_("Period")),
    Column("first_day", N_("First day")),
    Column("last_day", N_("Last day")),
    Column("due", N_("Due")),
    Column("standing", N_("How the report stands")),
    Column("published", N_("Published")),
    Column("days_late", N_("Days late"), NARROW),
)


def table(programme: Regular, rows: Iterable[Row]) -> Table:
    """Codes are those of addresses. A cell is empty where there is nothing to say."""
    return Table(COLUMNS, _rows(programme, rows))


def _rows(programme: Regular, rows: Iterable[Row]) -> Iterator[list[Cell]]:
    for row in rows:
        line = row.line
        own = (line.code, line.title.text, line.stage, tuple(row.managers))
        for one in row.cells:
            period, stands = one.period, one.standing
            days = (period.key, period.first, period.last, period.due(programme.days))
            yield [*own, *days, stands.code, one.published, stands.days or None]
