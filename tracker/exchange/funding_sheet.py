"""The list of contributions for spreadsheets: a row for each step, with its date, its source and its dollars."""

from collections.abc import Iterable, Iterator

from tracker.domain.codes import N_
from tracker.domain.queries.funding import ContributionLine, StepLine
from tracker.domain.queries.sources import Source
from tracker.exchange.sheets import NARROW, WIDE, Cell, Cited, Column, Table, days

COLUMNS = (
    Column("contribution", N_("Contribution")),
    Column("donor", N_("Donor"), WIDE),
    Column("fund", N_("Fund"), WIDE),
    Column("programme", N_("Programme"), WIDE),
    Column("purpose", N_("Purpose"), WIDE),
    Column("kind", N_("Kind"), NARROW),
    Column("step", N_("Step"), NARROW),
    Column("takes_back", N_("Takes back")),
    Column("stated", N_("As stated")),
    Column("date", N_("Date")),
    Column("earliest", N_("%(of)s, earliest"), of=N_("Date")),
    Column("latest", N_("%(of)s, latest"), of=N_("Date")),
    Column("currency", N_("Currency"), NARROW),
    Column("amount", N_("Amount")),
    Column("usd", N_("In US dollars")),
    Column("rate", N_("Rate")),
    Column("rate_day", N_("Day of the rate")),
    Column("rate_source", N_("Source of the rate"), WIDE),
    Column("source", N_("Source"), WIDE),
)


def table(lines: Iterable[tuple[ContributionLine, dict[int, list[Source]]]]) -> Table:
    """Each contribution with the sources of it and of its steps; a step that names none has its contribution's."""
    cited = Cited()
    return Table(COLUMNS, (row for line, sources in lines for row in _rows(line, sources, cited)), cited)


def _rows(line: ContributionLine, sources: dict[int, list[Source]], cited: Cited) -> Iterator[list[Cell]]:
    own: list[Cell] = [
        line.code,
        *(named.name.text if named else None for named in (line.donor, line.fund, line.programme)),
        line.purpose.text if line.purpose else None,
        line.kind,
    ]
    general = sources.get(line.id, [])
    for step in line.steps:
        yield [*own, *_step(step), cited.by(line.code, sources.get(step.id) or general)]
    if not line.steps:
        yield [*own, *[None] * 12, cited.by(line.code, general)]


def _step(step: StepLine) -> list[Cell]:
    amount, usd, on = step.amount, step.usd, step.on
    rates = usd.rates if usd else ()
    return [
        step.kind,
        step.takes_back,
        step.stated.text if step.stated else None,
        *days(on),
        amount.currency if amount else None,
        amount.major if amount else None,
        usd.amount.major if usd else None,
        _one(tuple(rate.units_per_dollar.normalize() for rate in rates)),
        _one(tuple(rate.day for rate in rates)),
        _one(tuple(rate.origin for rate in rates)),
    ]


def _one(several: tuple[Cell, ...]) -> Cell:
    """One alone is a number, a day or a text by itself."""
    return several[0] if len(several) == 1 else several  # type: ignore[return-value]
