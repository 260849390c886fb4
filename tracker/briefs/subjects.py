"""What the check before printing names: the records of a brief, each by its title, kind and code."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tracker import formats
from tracker.briefs.doubts import Doubt
from tracker.briefs.reader import Reader
from tracker.domain.codes import DoubtField, RecordKind
from tracker.domain.queries.agreement_checks import Name
from tracker.domain.queries.texts import Said


@dataclass
class Subjects:
    """The records that a brief tells of, by number and by code."""

    reader: Reader
    by_id: dict[int, Any] = field(init=False)
    by_code: dict[tuple[RecordKind, str], Any] = field(init=False)

    def __post_init__(self) -> None:
        scope = self.reader.scope
        rows: list[Any] = [*scope.projects, *scope.agreements, *scope.contributions, *scope.assessments]
        rows += [*scope.disasters, *scope.events]
        rows += [one for one in (scope.mission, scope.donor, scope.programme) if one]
        self.by_id = {row.id: row for row in rows}
        self.by_code = {(row.record.kind, row.record.code): row for row in rows if row.record.code}

    def owner(self, row: Any) -> Any:  # noqa: ANN401 - any record's row
        """The record that a part belongs to, where the brief tells of it; else the row itself."""
        return self.by_id.get(row.record.parent_id, row)

    def doubt(self, what: DoubtField, row: Any, part: Any = None) -> Doubt:  # noqa: ANN401 - as above
        """A doubt about a record, or about a part of it."""
        title, record = self._title(row), row.record
        if part is None:
            return Doubt(what, title, record.kind, record.code, key=row.id)
        return Doubt(what, self._title(part), record.kind, record.code, key=row.id, part=part.id, inside=title)

    def named(self, what: DoubtField, kind: RecordKind, name: Name | None) -> Iterator[Doubt]:
        """A doubt about a record that is known by its code; none where the brief does not tell of it."""
        row = self.by_code.get((kind, name.code)) if name else None
        if row is not None:
            yield self.doubt(what, row)

    def _title(self, row: Any) -> Said:  # noqa: ANN401 - as above
        """What a record is called; a contribution by who gave it, and what has no name, such as a payment, by its kind."""
        if row.record.kind == RecordKind.contribution:
            return self.reader.partner(row.donor).name
        called = next((one for one in ("title", "name", "text") if hasattr(row, one)), None)
        lang = self.reader.lang
        return self.reader.said(row, called) if called else Said(formats.label(row.record.kind, lang), lang)
