"""Texts of a record in other languages than its own."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Record, Translation
from tracker.domain.queries.translating import Line


def put(session: Session, *, record: Record, field: str, texts: Mapping[str, str | None], version: int) -> bool:
    """Make the record's field say just these in other languages; None takes one away. True where anything changed.

    `version` is that of the original they were made from. The record's own language is left out.
    """
    standing = {
        row.language: row
        for row in session.scalars(
            sa.select(Translation).where(col(Translation.record_id) == record.id, col(Translation.field) == field)
        )
    }
    changed = False
    for language, text in texts.items():
        row = standing.get(language)
        if language == record.language or (row.text if row else None) == text:
            continue
        changed = True
        _put(
            session,
            row or Translation(record_id=record.id or 0, field=field, language=language, text=""),
            text,
            version,
        )
    return changed


def translate(session: Session, *, line: Line, language: str, text: str | None) -> None:
    """Make a text's translation say this; None takes it away. The same again says that it still holds.

    It is then made from the original as it stands now.
    """
    row = session.scalars(
        sa.select(Translation).where(
            col(Translation.record_id) == line.record_id,
            col(Translation.field) == line.field,
            col(Translation.language) == language,
        )
    ).one_or_none()
    if row or text:
        row = row or Translation(record_id=line.record_id, field=line.field, language=language, text="")
        _put(session, row, text, line.version)
        session.flush()


def _put(session: Session, row: Translation, text: str | None, version: int) -> None:
    if text is None:
        session.delete(row)
        return
    row.text, row.source_version, row.by_id, row.added = text, version, session.info.get("user_id"), False
    session.add(row)
