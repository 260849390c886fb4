"""Texts of a record in other languages than its own."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Record, Translation


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
        if text is None:
            session.delete(row)
        elif row:
            row.text, row.source_version, row.by_id = text, version, session.info.get("user_id")
        else:
            session.add(
                Translation(
                    record_id=record.id or 0,
                    field=field,
                    language=language,
                    text=text,
                    source_version=version,
                    by_id=session.info.get("user_id"),
                )
            )
    return changed
