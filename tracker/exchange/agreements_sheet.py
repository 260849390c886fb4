"""The list of agreements for spreadsheets: a row for each."""

from collections.abc import Iterator

from tracker.domain.codes import N_
from tracker.domain.models import Agreement
from tracker.domain.queries.agreements import AgreementList
from tracker.exchange.sheets import WIDE, WIDEST, Cell, Cite, Column, dated, days

COLUMNS = (
    Column("code", N_("Code"), WIDE),
    Column("title", N_("Agreement"), WIDEST),
    Column("number", N_("Number")),
    Column("with", N_("With"), WIDE),
    Column("kind", N_("Kind")),
    *dated("signed", N_("Signed")),
    *dated("ends", N_("Ends")),
    Column("state", N_("State")),
    Column("sources", N_("Sources"), WIDE),
)


def rows(found: AgreementList, cite: Cite) -> Iterator[list[Cell]]:
    """`ends`: as last amended."""
    for row in found.listed.page.rows:
        title = found.listed.texts.on(row, "title")
        end = found.stands[row.id or 0].terms.end
        own = [row.record.code, title.text if title else None, row.number, _partners(found, row), row.kind]
        yield [*own, *days(row.signed), *days(end), row.state, cite(row.id, row.record.code)]


def _partners(found: AgreementList, row: Agreement) -> tuple[str, ...]:
    sides = [party.organisation for party in row.parties if not party.own]
    return tuple(side.acronym or str(found.listed.texts.on(side, "name")) for side in sides if side)
