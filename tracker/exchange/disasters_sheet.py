"""The list of disasters for spreadsheets: a row for each."""

from collections.abc import Iterator

from tracker.domain.codes import N_
from tracker.domain.models import Disaster
from tracker.domain.queries.lists import Listed
from tracker.exchange.sheets import WIDE, WIDEST, Cell, Cite, Column, dated, days

COLUMNS = (
    Column("code", N_("Code"), WIDE),
    Column("name", N_("Disaster"), WIDEST),
    Column("glide", N_("GLIDE number"), WIDE),
    Column("hazard", N_("Hazard")),
    *dated("date", N_("Date")),
    Column("territory_codes", N_("Territory codes")),
    Column("territory", N_("Territory"), WIDE),
    Column("projects", N_("Projects")),
    Column("assessments", N_("Assessments")),
    Column("sources", N_("Sources"), WIDE),
)


def rows(found: Listed[Disaster], cite: Cite) -> Iterator[list[Cell]]:
    """How many stand beside each: of those that the reader may see."""
    for row in found.page.rows:
        name = found.texts.on(row, "name")
        labels = [found.labels[one.id or 0] for one in row.territories if one.id in found.labels]
        where = (tuple(one.code for one in labels), tuple(one.listed for one in labels))
        counts = (found.count(of, row) for of in ("projects", "assessments"))
        own = (row.record.code, name.text if name else None, row.glide, row.hazard)
        yield [*own, *days(row.on), *where, *counts, cite(row.id, row.record.code)]
