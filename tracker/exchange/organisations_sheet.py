"""The list of organisations for spreadsheets: a row for each."""

from collections.abc import Iterator

from tracker.domain.codes import N_
from tracker.domain.models import Organisation
from tracker.domain.queries.lists import Listed
from tracker.exchange.sheets import WIDE, WIDEST, Cell, Cite, Column

COLUMNS = (
    Column("code", N_("Code"), WIDE),
    Column("name", N_("Organisation"), WIDEST),
    Column("acronym", N_("Acronym")),
    Column("kind", N_("Kind"), WIDE),
    Column("territory_code", N_("Territory code")),
    Column("territory", N_("Territory"), WIDE),
    Column("projects", N_("Projects")),
    Column("agreements", N_("Agreements")),
    Column("contributions", N_("Contributions")),
    Column("sources", N_("Sources"), WIDE),
)


def rows(found: Listed[Organisation], cite: Cite) -> Iterator[list[Cell]]:
    """How many stand beside each: of those that the reader may see."""
    for row in found.page.rows:
        name, seat = found.texts.on(row, "name"), found.labels.get(row.territory_id or 0)
        own = (row.record.code, name.text if name else None, row.acronym, row.kind)
        counts = (found.count(of, row) for of in ("projects", "agreements", "contributions"))
        yield [*own, seat.code if seat else None, seat.listed if seat else None, *counts, cite(row.id, row.record.code)]
