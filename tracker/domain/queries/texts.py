"""Texts of records in the reader's language; the original with its language where there is no other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Entity, Record, Translation
from tracker.domain.rows import plain_rows


@dataclass(frozen=True)
class Said:
    """A text and the language it is in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Texts:
    """Translations of some records into one language, and the original language of each record."""

    language: str
    found: dict[tuple[int, str], str] = field(default_factory=dict)
    originals: dict[int, str] = field(default_factory=dict)

    def of(self, record_id: int | None, name: str, original: str | None) -> Said | None:
        """The text of a record's field as this reader meets it; None where the record has none."""
        if original is None or record_id is None:
            return None
        translated = self.found.get((record_id, name))
        if translated is not None:
            return Said(translated, self.language)
        return Said(original, self.originals.get(record_id, "en"))

    def on(self, row: Entity, name: str) -> Said | None:
        """The text of a row's own field as this reader meets it."""
        return self.of(row.id, name, getattr(row, name))


_TEXTS = (
    sa.select(col(Record.id), col(Record.language), col(Translation.field), col(Translation.text))
    .outerjoin(
        Translation,
        sa.and_(col(Translation.record_id) == Record.id, col(Translation.language) == sa.bindparam("language")),
    )
    .where(col(Record.id).in_(sa.bindparam("ids", expanding=True, type_=sa.Integer)))
)


def load(session: Session, language: str, record_ids: Iterable[int | None]) -> Texts:
    """The texts of these records in this language: one query, whatever their number."""
    ids = {key for key in record_ids if key is not None}
    rows = plain_rows(session, _TEXTS, {"language": language, "ids": list(ids)})
    originals = {key: spoken for key, spoken, _, _ in rows if key}
    found = {(key, name): text for key, spoken, name, text in rows if key and name and spoken != language}
    return Texts(language, found, originals)


def translations(session: Session, record_id: int, name: str) -> dict[str, str]:
    """A field's texts in other languages than the record's own, by language."""
    asked = sa.select(col(Translation.language), col(Translation.text)).where(
        col(Translation.record_id) == record_id, col(Translation.field) == name
    )
    return {language: text for language, text in session.execute(asked)}  # noqa: C416 - a row is no pair to the type checker


def words_of(rows: Iterable[Entity | None], words: Texts) -> list[str]:
    """Everything that these rows say, in their own language and in the reader's."""
    original = [value for row in rows if row for value in vars(row).values() if isinstance(value, str)]
    return [*original, *words.found.values()]


def shown(language: Any, key: Any, name: str, original: Any) -> sa.ColumnElement[str]:  # noqa: ANN401 - columns, or a language that is given later
    """A text column as readers of this language meet it, in SQL: to sort by it, to name records in one query."""
    translated = (
        sa.select(col(Translation.text))
        .where(
            col(Translation.record_id) == key,
            col(Translation.field) == name,
            col(Translation.language) == language,
        )
        .correlate_except(Translation)
        .scalar_subquery()
    )
    return sa.func.coalesce(translated, original)
