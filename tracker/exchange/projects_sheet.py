"""The list of projects for spreadsheets: a row for each project, with the chosen columns, the day of the data, its sources."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.codes import N_
from tracker.domain.columns import COLUMNS, FIGURES
from tracker.domain.money import Money
from tracker.domain.queries.project_columns import Beside
from tracker.domain.queries.project_money import ProjectMoney
from tracker.domain.queries.projects import ProjectRow
from tracker.domain.queries.sources import Source
from tracker.exchange.sheets import NARROW, USUAL, WIDE, WIDEST, Cell, Cited, Column, Plain, Table, dated, days


@dataclass(frozen=True)
class Line:
    """A project as the file has it: its row, what stands beside it, where its facts come from."""

    row: ProjectRow
    beside: Beside = field(default_factory=Beside)
    sources: Sequence[Source] = ()


def table(lines: Iterable[Line], columns: Sequence[str], *, currency: str, day: date, note: str = "") -> Table:
    """`currency`: the only one in which amounts are told, as numbers; without one each amount bears its own."""
    cited = Cited()
    named = [one for name in columns for one in _NAMES.get(name, (Column(name, COLUMNS[name]),))]
    head = [
        Column("code", N_("Code"), WIDE),
        Column("title", N_("Project"), WIDEST),
        *named,
        *([Column("currency", N_("Currency"), NARROW)] if currency else []),
        Column("data_of", N_("Data as of")),
        Column("sources", N_("Sources"), WIDE),
    ]
    return Table(head, _rows(lines, columns, currency, day, cited), cited, note)


def _rows(
    lines: Iterable[Line], columns: Sequence[str], currency: str, day: date, cited: Cited
) -> Iterator[list[Cell]]:
    for line in lines:
        row = line.row
        told = [value for column in columns for value in _told(line, column, currency)]
        own_currency = [currency] if currency else []
        yield [row.code, row.title.text, *told, *own_currency, day, cited.by(row.code, line.sources)]


def _told(line: Line, column: str, currency: str) -> Sequence[Cell]:
    if column in FIGURES:
        return [_amounts(line.beside.money, FIGURES[column], currency)]
    return _CELLS[column](line)


def _amounts(lines: Iterable[ProjectMoney], figure: str, currency: str) -> Cell:
    """A number in the one currency, else each amount with its own."""
    found: list[Plain] = []
    for line in lines:
        value = getattr(line, figure)
        if value is not None and currency == line.currency:
            return value.major if isinstance(value, Money) else value
        if value is not None and not currency:
            found.append(value if isinstance(value, Money) else f"{line.currency} {value:f}")
    return tuple(found)


_NAMES = {
    "territory": (Column("territory_codes", N_("Territory codes")), Column("territory", COLUMNS["territory"], WIDE)),
    "place": (Column("place", COLUMNS["place"], WIDE),),
    "stage": (Column("stage", COLUMNS["stage"]), Column("stage_stated", N_("Stage as stated"))),
    "updated": (Column("last_report", COLUMNS["updated"]),),
    "programme": (Column("programme", COLUMNS["programme"], WIDE),),
    "manager": (Column("manager", COLUMNS["manager"], WIDE),),
    "donor": (Column("donor", COLUMNS["donor"], WIDE),),
    "start": dated("start", COLUMNS["start"]),
    "end": dated("end", COLUMNS["end"]),
    "milestone": (
        Column("milestone", COLUMNS["milestone"], WIDE),
        *dated("milestone_due", N_("Due")),
    ),
    "risks": (Column("open_risks", COLUMNS["risks"], NARROW),),
    "coverage": (Column("coverage_percent", N_("Coverage in per cent"), USUAL),),
}
"""What a column is called in the file, where it is not its own name; some are several there."""

_CELLS: dict[str, Callable[[Line], Sequence[Cell]]] = {
    "territory": lambda line: [
        tuple(one.code for one in line.row.territories),
        tuple(one.listed for one in line.row.territories),
    ],
    "place": lambda line: [tuple(line.beside.places) or (line.row.place.text if line.row.place else None)],
    "stage": lambda line: [line.row.stage, line.row.stage_stated],
    "health": lambda line: [line.row.health],
    "updated": lambda line: [line.row.health_day],
    "programme": lambda line: [line.row.programme],
    "manager": lambda line: [tuple(line.row.managers)],
    "start": lambda line: days(line.beside.start),
    "end": lambda line: days(line.beside.end),
    "hazard": lambda line: [tuple(line.beside.hazards)],
    "phase": lambda line: [line.beside.phase],
    "donor": lambda line: [tuple(line.beside.donors)],
    "milestone": lambda line: [line.beside.milestone, *days(line.beside.milestone_due)],
    "risks": lambda line: [line.beside.risks],
}
