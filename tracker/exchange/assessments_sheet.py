"""The list of assessments for spreadsheets: a row for each."""

from collections.abc import Iterator

from tracker.domain.codes import N_
from tracker.domain.models import Assessment
from tracker.domain.queries.lists import Listed
from tracker.exchange.sheets import WIDE, WIDEST, Cell, Cite, Column, dated, days

COLUMNS = (
    Column("code", N_("Code"), WIDE),
    Column("title", N_("Assessment"), WIDEST),
    Column("territory_codes", N_("Territory codes")),
    Column("territory", N_("Territory"), WIDE),
    Column("place_stated", N_("Place as stated"), WIDE),
    Column("kind", N_("Kind")),
    *dated("date", N_("Date")),
    Column("state", N_("State")),
    Column("state_stated", N_("State as stated")),
    Column("output", N_("Output"), WIDEST),
    Column("sources", N_("Sources"), WIDE),
)


def rows(found: Listed[Assessment], cite: Cite) -> Iterator[list[Cell]]:
    for row in found.page.rows:
        labels = [found.labels[one.id or 0] for one in row.territories if one.id in found.labels]
        where = (tuple(one.code for one in labels), tuple(one.listed for one in labels))
        title, place, stated, output = (
            said.text if (said := found.texts.on(row, name)) else None
            for name in ("title", "place_stated", "state_stated", "output")
        )
        yield [
            row.record.code,
            title,
            *where,
            place,
            row.kind,
            *days(row.on),
            row.state,
            stated,
            output,
            cite(row.id, row.record.code),
        ]
