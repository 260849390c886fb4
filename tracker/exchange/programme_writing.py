"""Writing what a programme file wants over what stands in the tracker."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col, select

from tracker.domain import models as m
from tracker.domain.actions.funding import keep_position
from tracker.domain.actions.merging import Kept, Outcome, Piece, Synced, settle, sync
from tracker.domain.actions.records import add_record
from tracker.domain.codes import RecordKind
from tracker.domain.drafts.file_records import Head
from tracker.domain.drafts.file_values import Reference
from tracker.domain.history import OWNERS
from tracker.exchange.programme_nouns import NOUNS
from tracker.exchange.programme_report import Count, KeptField, Report
from tracker.exchange.programme_rows import CITATION_KEYS, TRANSLATION_KEYS, Hanging, Row

KINDS = {section: noun.kind for section, noun in NOUNS.items()} | {"territories": RecordKind.territory}
CHUNK = 500

Standing = dict[int, list[SQLModel]]
"""Rows that hang on records, by the record's id."""


def in_order(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows by table, tables as they refer to each other, and in a table the row referred to first.

    Raises graphlib.CycleError, with the codes, where rows refer to each other in a circle.
    """
    tables: dict[RecordKind, dict[str, Row]] = {}
    for row in rows:
        tables.setdefault(row.kind, {})[row.code] = row
    ordered = []
    for table in tables.values():
        graph = {code: [other.code for other in row.references()] for code, row in table.items() if row.owner is None}
        codes = TopologicalSorter(graph).static_order() if graph else table
        ordered.append([table[code] for code in codes])
    return ordered


@dataclass
class Writer:
    """One load: the records as they stand, which were made or changed, and what is to be reported."""

    session: Session
    head: Head
    report: Report
    records: dict[tuple[RecordKind, str], m.Record] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    made: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)

    def write(self, rows: Sequence[Row]) -> None:
        """Records first, then what they are, then what hangs on them; flushed at the end."""
        self._find_records(rows)
        missing = [row for row in rows if (row.kind, row.code) not in self.records]
        self._make_records([row for row in missing if row.owner is None])
        self._make_records([row for row in missing if row.owner is not None])
        self.rows = {self._id(row): row for row in rows}
        for row in rows:
            self._settle_record(row)
        for table in in_order(rows):
            self._put_entities(table)
        self._put_links(rows)
        self._put_hanging(m.Translation, TRANSLATION_KEYS, {self._id(row): row.translations for row in rows})
        self._date_translations()
        self._put_hanging(m.Citation, CITATION_KEYS, {self._id(row): row.citations for row in rows})
        self.session.flush()
        for row in rows:
            if row.kind == RecordKind.contribution:
                keep_position(self.session, self.session.get_one(m.Contribution, self._id(row)))
        self._count(rows)

    def _id(self, row: Row) -> int:
        return self.records[row.kind, row.code].id or 0

    def _resolved(self, columns: Mapping[str, object]) -> dict[str, object]:
        return {name: self._value(value) for name, value in columns.items()}

    def _value(self, value: object) -> object:
        return self.records[KINDS[value.section], value.code].id if isinstance(value, Reference) else value

    # records and what they are

    def _find_records(self, rows: Sequence[Row]) -> None:
        codes = [row.code for row in rows]
        for start in range(0, len(codes), CHUNK):
            self._remember(col(m.Record.code).in_(codes[start : start + CHUNK]))
        self._remember(col(m.Record.kind) == RecordKind.territory)

    def _remember(self, where: sa.ColumnElement[bool]) -> None:
        for record in self.session.scalars(select(m.Record).where(where, col(m.Record.code).is_not(None))):
            self.records[record.kind, record.code or ""] = record

    def _make_records(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.records[row.kind, row.code] = add_record(
                self.session,
                kind=row.kind,
                code=row.code,
                parent=self.records[row.owner.kind, row.owner.code] if row.owner else None,
                visibility=self.head.visibility,
                language=self.head.language,
                added=row.added,
            )
        self.session.flush()
        self.made.update(self._id(row) for row in rows)

    def _settle_record(self, row: Row) -> None:
        stated = {"visibility": self.head.visibility, "language": self.head.language, "added": row.added}
        for name, value in stated.items():
            self._note(row, name, str(value), settle(self.session, self.records[row.kind, row.code], {name: value}))

    def _put_entities(self, rows: Sequence[Row]) -> None:
        standing = self._entities(rows)
        for row in rows:
            entity = standing.get(self._id(row))
            wishes = [(wish, self._resolved(wish.columns)) for wish in row.wishes]
            if entity is None:
                columns = {name: value for _, filled in wishes for name, value in filled.items()}
                self.session.add(row.noun.model(id=self._id(row), **columns))
                self.changed.add(self._id(row.top))
                continue
            for wish, columns in wishes:
                self._note(row, wish.key, wish.said, settle(self.session, entity, columns))
        self.session.flush()

    def _entities(self, rows: Sequence[Row]) -> dict[int, SQLModel]:
        ids: dict[type[SQLModel], list[int]] = defaultdict(list)
        for row in rows:
            if self._id(row) not in self.made:
                ids[row.noun.model].append(self._id(row))
        return {
            found.id: found  # type: ignore[attr-defined]
            for model, wanted in ids.items()
            for found in self._with(model, "id", wanted)
        }

    def _with(self, model: type[SQLModel], name: str, ids: Sequence[int]) -> Iterator[SQLModel]:
        for start in range(0, len(ids), CHUNK):
            where = getattr(model, name).in_(ids[start : start + CHUNK])
            yield from self.session.scalars(sa.select(model).where(where)).all()

    # what hangs on them

    def _put_links(self, rows: Sequence[Row]) -> None:
        """Links grouped by the record on which history hangs them."""
        wanted: dict[type[SQLModel], dict[int, list[Hanging]]] = {}
        others: dict[type[SQLModel], str] = {}
        for row in rows:
            for key, link in row.noun.links.items():
                owner = OWNERS[str(link.model.__tablename__)]
                others[link.model] = link.other if owner == link.mine else link.mine
                groups = wanted.setdefault(link.model, defaultdict(list))
                if owner == link.mine:
                    groups[self._id(row)] += row.links[key]
                    continue
                for hanging in row.links[key]:
                    mine = Hanging({link.mine: self._id(row)}, hanging.values, hanging.label, hanging.said)
                    groups[int(str(self._value(hanging.keys[link.other])))].append(mine)
        for model, groups in wanted.items():
            for row in rows:
                if row.kind == RecordKind.agreement and model is m.AgreementProject:
                    groups.setdefault(self._id(row), [])
            self._put_hanging(model, (others[model],), groups)
        self.session.flush()

    def _put_hanging(self, model: type[SQLModel], keys: Sequence[str], wanted: Mapping[int, Sequence[Hanging]]) -> None:
        owner = OWNERS[str(model.__tablename__)]
        standing: Standing = defaultdict(list)
        for found in self._with(model, owner, [key for key in wanted if key not in self.made]):
            standing[getattr(found, owner)].append(found)
        for record_id, hangings in wanted.items():
            pieces = [Piece(self._resolved(one.keys), one.values, one.label, one.said) for one in hangings]
            synced = sync(
                self.session,
                model,
                owner={owner: record_id},
                rows=standing[record_id],
                wanted=pieces,
                keys=keys,
                fresh=record_id in self.made,
            )
            self._note_synced(self.rows[record_id], synced)

    def _date_translations(self) -> None:
        """Translations written now are made from the texts as they stand now."""
        for text in [*self.session.new, *self.session.dirty]:
            if isinstance(text, m.Translation) and self.session.is_modified(text):
                entity = self.session.get(self.rows[text.record_id].noun.model, text.record_id)
                text.source_version = getattr(entity, "version", 1)
        self.session.flush()

    # what is reported

    def _note(self, row: Row, key: str, said: str, outcome: Outcome) -> None:
        if isinstance(outcome, Kept):
            self.report.kept.append(KeptField(f"{row.section} · {row.code} · {key}", outcome, said))
        elif outcome:
            self.changed.add(self._id(row.top))

    def _note_synced(self, row: Row, synced: Synced) -> None:
        if synced.changed:
            self.changed.add(self._id(row.top))
        for piece, kept in synced.kept:
            self._note(row, piece.label, piece.said, kept)

    def _count(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.owner is None:
                count = self.report.sections.setdefault(row.section, Count())
                key = self._id(row)
                state = "added" if key in self.made else "updated" if key in self.changed else "unchanged"
                setattr(count, state, getattr(count, state) + 1)
