"""Numbers the sources of a brief in the order in which its facts first point to them."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from tracker.briefs.detail_lines import RateLine
from tracker.briefs.model import Marks, QuotationLine, SourceLine
from tracker.domain.dates import PartialDate
from tracker.domain.figures import StoredRate
from tracker.domain.models import Update
from tracker.domain.queries.scope import Scope
from tracker.domain.queries.sources import Source
from tracker.domain.queries.texts import Said


@dataclass
class SourceBook:
    """Gives each source one number, and keeps the quotations of what was pointed to and the rates that were used."""

    scope: Scope
    lines: dict[SourceLine, int] = field(default_factory=dict)
    cited: dict[int, list[Source]] = field(init=False)
    quoted: dict[int, list[Source]] = field(default_factory=dict)
    owners: dict[int, int | None] = field(default_factory=dict)
    rates: dict[StoredRate, RateLine] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cited = defaultdict(list)
        for source in self.scope.sources:
            self.cited[source.record_id].append(source)

    def marks(self, *rows: Any) -> Marks:  # noqa: ANN401 - any record's row
        """The numbers of the sources these rows come from; a part without its own has its owner's."""
        return tuple(sorted({number for row in rows for number in self._of(row)}))

    def report(self, update: Update, author: str) -> Marks:
        """The number of somebody's published report."""
        on = PartialDate.on(update.as_of) if update.as_of else None
        return (self._number(SourceLine(0, "report", "", on=on, author=author)),)

    def rate(self, rate: StoredRate, *, old: bool) -> int:
        """The number of a stored rate that something was converted with."""
        on = PartialDate.on(rate.day)
        line = SourceLine(0, "rate", rate.origin, on=on, currency=rate.currency, units=rate.units_per_dollar)
        number = self._number(line)
        is_old = old or (rate in self.rates and self.rates[rate].old)
        self.rates[rate] = RateLine(rate.currency, rate.day, rate.units_per_dollar, rate.origin, is_old, (number,))
        return number

    def sources(self) -> tuple[SourceLine, ...]:
        """All sources that were pointed to, in order."""
        return tuple(replace(line, number=number) for line, number in self.lines.items())

    def quotations(self, titles: dict[int, Said]) -> tuple[QuotationLine, ...]:
        """Wording and notes kept beside what was pointed to; `titles` names the records, a part goes by its owner's."""
        kept = [(key, source) for key, found in self.quoted.items() for source in found]
        named = [(titles.get(key) or titles.get(self.owners[key] or 0), source) for key, source in kept]
        return tuple(self._quotation(title, source) for title, source in named if title)

    def _of(self, row: Any) -> list[int]:  # noqa: ANN401 - any record's row
        own = self.cited.get(row.id) or self.cited.get(row.record.parent_id)
        if not own:
            return [self._recorded(row)]
        self._keep(row, own)
        return [self._number(_line(source)) for source in own]

    def _keep(self, row: Any, sources: list[Source]) -> None:  # noqa: ANN401 - any record's row
        if row.id in self.cited:
            worded = [source for source in sources if source.quotation or source.note]
            self.quoted.setdefault(row.id, worded)
            self.owners[row.id] = row.record.parent_id

    def _recorded(self, row: Any) -> int:  # noqa: ANN401 - any record's row
        """What no document states comes from whoever recorded it, and the day; where nobody did, it has no source."""
        author = self.scope.authors.get(row.record.created_by_id, "")
        if not author:
            return self._number(SourceLine(0, "none", ""))
        on = PartialDate.on(row.record.created_at.date())
        return self._number(SourceLine(0, "recorded", "", on=on, author=author))

    def _number(self, line: SourceLine) -> int:
        return self.lines.setdefault(line, len(self.lines) + 1)

    def _quotation(self, about: Said, source: Source) -> QuotationLine:
        said = Said(source.quotation, source.quotation_language or "en") if source.quotation else None
        note = Said(source.note, source.language) if source.note else None
        return QuotationLine(about, said, note, (self._number(_line(source)),))


def _line(source: Source) -> SourceLine:
    return SourceLine(
        number=0,
        kind="document",
        title=source.title,
        reference=source.reference,
        paragraph=source.paragraph,
        on=source.dated,
        added=source.added,
        language=source.title_language,
    )
