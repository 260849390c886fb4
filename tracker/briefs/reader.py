"""Turns rows into what one reader of one brief meets: texts in their language, names, places, source marks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from tracker.briefs.model import Cut, Marks, Partner, StatedPlace
from tracker.briefs.sourcebook import SourceBook
from tracker.domain.codes import N_, PartnerRole
from tracker.domain.dates import PartialDate
from tracker.domain.models import Organisation
from tracker.domain.queries.scope import Scope
from tracker.domain.queries.texts import Said
from tracker.language import translator

Row = TypeVar("Row")
UNKNOWN = N_("an organisation not shown here")
MOST_ROWS = 300
"""Rows of one table that a brief carries: a table ten times as long takes the renderer ten seconds and 300 MB."""


@dataclass
class Reader:
    """The rows of a brief with who reads them, in which language, on which day."""

    scope: Scope
    book: SourceBook
    lang: str
    today: date
    inside: bool
    cut: list[Cut] = field(default_factory=list)
    foreign: dict[int, Any] = field(default_factory=dict)
    """Rows of which something was said in another language than the reader's, by their number."""
    first: "Reader | None" = None
    """Who reads the same in the first language of a brief in two: what is in the order of names is in theirs."""

    def carry(self, section: str, rows: Sequence[Row]) -> Sequence[Row]:
        """What a brief can carry of a list; what it cannot is said under the list."""
        if len(rows) > MOST_ROWS:
            self.cut.append(Cut(section, len(rows), MOST_ROWS))
        return rows[:MOST_ROWS]

    def said(self, row: Any, field: str) -> Said:  # noqa: ANN401 - any record's row
        """A text that is always there."""
        return self.maybe(row, field) or Said("", self.lang)

    def maybe(self, row: Any, field: str) -> Said | None:  # noqa: ANN401 - any record's row
        """A text that may be absent or empty."""
        said = self.scope.texts.of(row.id, field, getattr(row, field) or None)
        if said and said.language != self.lang and not field.endswith("_stated"):  # a source's own words are quoted
            self.foreign[row.id] = row
        return said

    def order_of(self, row: Any, field: str) -> tuple[str, int]:  # noqa: ANN401 - any record's row
        """What rows are sorted by to be in the order of their names."""
        return (self.first or self).said(row, field).text.casefold(), row.id or 0

    def marks(self, *rows: Any) -> Marks:  # noqa: ANN401 - any record's row
        """The numbers of the sources the rows come from."""
        return self.book.marks(*rows)

    def partner(self, organisation: Organisation | None, role: PartnerRole = PartnerRole.partner) -> Partner:
        """An organisation by its name in the language, with its acronym; not one that the reader may not know of."""
        if organisation is None or organisation.id not in self.scope.known:
            return Partner(Said(translator(self.lang)(UNKNOWN), self.lang), None, role)
        return Partner(self.said(organisation, "name"), organisation.acronym, role)

    def place(self, row: Any) -> StatedPlace | None:  # noqa: ANN401 - any record's row
        """The place in the source's words, unless that is just what the territory is called now."""
        said = self.maybe(row, "place_stated")
        if said is None or said.text in self.scope.current:
            return None
        return StatedPlace(said, former=any(name in said.text for name in self.scope.former))

    def to_come(self, when: PartialDate | None) -> bool:
        """Does the date, at its latest, lie today or later?"""
        return when is not None and when.latest is not None and when.latest >= self.today


def live(rows: Iterable[Row]) -> list[Row]:
    """Those that nobody has archived."""
    return [row for row in rows if row.record.archived_at is None]  # type: ignore[attr-defined]
