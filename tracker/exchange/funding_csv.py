"""The list of contributions as a CSV file: one row for each step, with its date, its source and its dollars."""

from collections.abc import Iterable, Iterator, Mapping

from tracker.domain.queries.funding import ContributionLine, StepLine
from tracker.domain.queries.sources import Source
from tracker.spreadsheets import harmless, table

COLUMNS = (
    "contribution",
    "donor",
    "fund",
    "programme",
    "purpose",
    "kind",
    "step",
    "takes_back",
    "stated",
    "date",
    "earliest",
    "latest",
    "currency",
    "amount",
    "usd",
    "rate",
    "rate_day",
    "rate_source",
    "source",
)


def written(lines: Iterable[ContributionLine], sources: Iterable[Source], days: Mapping[str, str] | None = None) -> str:
    """The whole file. What is not stated is empty; text that a spreadsheet would compute with gets an apostrophe.

    `sources`: those of the contributions and of their steps; a step that names none has its contribution's. `days`:
    which day it is as of, where that is not today.
    """
    cited: dict[int, list[Source]] = {}
    for source in sources:
        cited.setdefault(source.record_id, []).append(source)
    return table(COLUMNS, (row for line in lines for row in _rows(line, cited)), days)


def _rows(line: ContributionLine, sources: Mapping[int, list[Source]]) -> Iterator[list[str]]:
    own = [
        line.code,
        *(harmless(named.name.text) if named else "" for named in (line.donor, line.fund, line.programme)),
        harmless(line.purpose.text) if line.purpose else "",
        line.kind,
    ]
    for step in line.steps:
        cited = sources.get(step.id) or sources.get(line.id, [])
        yield [*own, *_step(step), harmless("; ".join(dict.fromkeys(map(_said, cited))))]
    if not line.steps:
        yield [*own, *[""] * 12, harmless("; ".join(dict.fromkeys(map(_said, sources.get(line.id, [])))))]


def _step(step: StepLine) -> list[str]:
    amount, usd, on = step.amount, step.usd, step.on
    rates = usd.rates if usd else ()
    return [
        step.kind,
        step.takes_back or "",
        harmless(step.stated.text) if step.stated else "",
        harmless(on.stated) if on else "",
        on.earliest.isoformat() if on and on.earliest else "",
        on.latest.isoformat() if on and on.latest else "",
        amount.currency if amount else "",
        f"{amount.major:f}" if amount else "",
        f"{usd.amount.major:f}" if usd else "",
        "; ".join(f"{rate.units_per_dollar.normalize():f}" for rate in rates),
        "; ".join(rate.day.isoformat() for rate in rates),
        harmless("; ".join(rate.origin for rate in rates)),
    ]


def _said(source: Source) -> str:
    named = source.reference or source.title
    return f"{named}, {source.paragraph}" if source.paragraph else named
