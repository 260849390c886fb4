"""The trace from damage to delivery for spreadsheets: one row for each line of the page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracker.domain.codes import N_
from tracker.domain.models import Finding, Project, Recommendation
from tracker.domain.queries.sources import Source
from tracker.domain.queries.trace import Trace
from tracker.domain.queries.trace_money import Line as MoneyLine
from tracker.domain.queries.trace_table import Group, Line
from tracker.exchange.sheets import NARROW, WIDE, WIDEST, Cell, Cited, Column, Table

COLUMNS = (
    Column("finding", N_("Finding"), WIDEST),
    Column("sector", N_("Sector")),
    Column("effect", N_("Effect")),
    Column("low", N_("Low")),
    Column("high", N_("High")),
    Column("unit_or_currency", N_("Unit or currency")),
    Column("recommendation", N_("Recommendation"), WIDEST),
    Column("state", N_("State")),
    Column("project", N_("Project"), WIDE),
    Column("stage", N_("Stage")),
    Column("asked", N_("Asked")),
    Column("pledged", N_("Pledged")),
    Column("committed", N_("Committed")),
    Column("received", N_("Received")),
    Column("delivered", N_("Delivered"), WIDE),
    Column("unmet_low", N_("Still unmet, low")),
    Column("unmet_high", N_("Still unmet, high")),
    Column("more_than_needed", N_("More than needed"), NARROW),
    Column("sources", N_("Sources"), WIDE),
)


def table(trace: Trace, sources: Mapping[int, Sequence[Source]]) -> Table:
    """`sources`: those of the assessments and of what they found and asked for, by record."""
    cited = Cited()
    return Table(COLUMNS, _rows(trace, sources, cited), cited)


def _rows(trace: Trace, sources: Mapping[int, Sequence[Source]], cited: Cited) -> Iterator[list[Cell]]:
    for group in trace.groups:
        for number, line in enumerate(group.lines or [Line()]):
            found = (*_found(trace, group), *_line(trace, line), *_left(group, first=not number))
            yield [*found, _sources(trace, (group.finding, line.recommendation), sources, cited)]


def _found(trace: Trace, group: Group) -> list[Cell]:
    row = group.finding
    if row is None:
        return [None] * 6
    low, high = _bounds(row)
    return [_said(trace, row, "text"), row.sector, row.effect, low, high, row.currency or row.unit]


def _bounds(row: Finding) -> tuple[Cell, Cell]:
    if row.amount:
        return row.amount.major, (row.upper or row.amount).major
    return row.low, row.high


def _line(trace: Trace, line: Line) -> list[Cell]:
    asked, project = line.recommendation, line.project
    return [
        _said(trace, asked, "text") if asked else None,
        asked.state if asked else None,
        _said(trace, project, "title") if project else None,
        project.stage if project else None,
        *_amounts(line.money or ()),
        tuple(f"{one.quantity} {one.unit}" for one in line.delivered),
    ]


def _said(trace: Trace, row: Finding | Recommendation | Project, name: str) -> str | None:
    said = trace.say(row, name)
    return said.text if said else None


def _amounts(lines: Iterable[MoneyLine]) -> list[Cell]:
    """Each amount with its currency: the projects of one need may have money in several."""
    some = list(lines)
    names = ("asked", "pledged", "committed", "received")
    return [tuple(amount for line in some if (amount := getattr(line, name))) for name in names]


def _left(group: Group, *, first: bool) -> list[Cell]:
    """What is left stands once for a finding, however many lines follow from it."""
    met = group.met if first else None
    if met is None:
        return [None] * 3
    if group.finding is not None and group.finding.amount:
        bounds = (group.money(met.left.low), group.money(met.left.high), group.money(met.over or None))
        return [amount.major if amount else None for amount in bounds]
    return [met.left.low, met.left.high, met.over or None]


def _sources(
    trace: Trace,
    rows: Iterable[Finding | Recommendation | None],
    sources: Mapping[int, Sequence[Source]],
    cited: Cited,
) -> tuple[str, ...]:
    """What a row's finding and recommendation were taken from, else their assessment's own sources."""
    found: dict[str, None] = {}
    for row in (row for row in rows if row):
        study = trace.assessments[row.assessment_id]
        own = sources.get(row.id or 0) or sources.get(row.assessment_id, ())
        found |= dict.fromkeys(cited.by(study.record.code or "", own))
    return tuple(found)
