"""Turns rows into what one reader of one brief meets: texts in their language, names, places, source marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.briefs.model import Marks, Partner, StatedPlace
from tracker.briefs.sourcebook import SourceBook
from tracker.domain.codes import PartnerRole
from tracker.domain.dates import PartialDate
from tracker.domain.models import Organisation
from tracker.domain.queries.scope import Scope
from tracker.domain.queries.texts import Said

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

    def said(self, row: Any, field: str) -> Said:  # noqa: ANN401 - any record's row
        """A text that is always there."""
        return self.scope.texts.of(row.id, field, getattr(row, field)) or Said("", self.lang)

    def maybe(self, row: Any, field: str) -> Said | None:  # noqa: ANN401 - any record's row
        """A text that may be absent or empty."""
        return self.scope.texts.of(row.id, field, getattr(row, field) or None)

    def marks(self, *rows: Any) -> Marks:  # noqa: ANN401 - any record's row
        """The numbers of the sources the rows come from."""
        return self.book.marks(*rows)

    def partner(self, organisation: Organisation | None, role: PartnerRole = PartnerRole.partner) -> Partner:
        """An organisation by its name in the language, with its acronym."""
        if organisation is None:
            return Partner(Said("", self.lang), None, role)
        return Partner(self.said(organisation, "name"), organisation.acronym, role)

    def place(self, row: Any, territory_ids: Iterable[int | None] = ()) -> StatedPlace | None:  # noqa: ANN401 - any row
        """The place in the source's words, unless that is just what the territory is called now."""
        said = self.maybe(row, "place_stated")
        labels = [self.scope.labels[key] for key in territory_ids if key in self.scope.labels]
        if said is None or said.text in {name for label in labels for name in (label.listed, label.text)}:
            return None
        return StatedPlace(said, former=any(name in said.text for name in self.scope.former))

    def to_come(self, when: PartialDate | None) -> bool:
        """Does the date, at its latest, lie today or later?"""
        return when is not None and when.latest is not None and when.latest >= self.today


def live(rows: Iterable[Any]) -> list[Any]:
    """Those that nobody has archived."""
    return [row for row in rows if row.record.archived_at is None]
