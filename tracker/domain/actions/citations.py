"""Recording where a fact comes from, as its form says."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.drafts.sources import Sourced
from tracker.domain.models import Citation


def cited(session: Session, record_id: int) -> Citation | None:
    """The source of the record as a whole that its form shows and changes: the first, leaving quotations alone."""
    return session.scalars(
        sa.select(Citation)
        .where(
            col(Citation.record_id) == record_id,
            col(Citation.field).is_(None),
            col(Citation.quotation).is_(None),
            col(Citation.added).is_(False),
        )
        .order_by(col(Citation.id))
        .limit(1)
    ).first()


def stated(session: Session, record_id: int) -> dict[str, Any]:
    """The source as the fields of a form hold it."""
    found = cited(session, record_id)
    return {
        "source_document": found.document_id if found else None,
        "source_paragraph": found.paragraph if found else None,
        "source_words": found.origin if found else None,
        "source_date": found.on if found else None,
    }


def cite(session: Session, record_id: int, draft: Sourced) -> bool:
    """Record what the draft says of the source; an empty one takes the source away. Says whether anything changed."""
    found = cited(session, record_id)
    wanted = (draft.source_document, draft.source_paragraph, draft.source_words, draft.source_date)
    if not any(wanted):
        if found is not None:
            session.delete(found)
        return found is not None
    row = found or Citation(record_id=record_id)
    if (row.document_id, row.paragraph, row.origin, row.on) == wanted:
        return False
    row.document_id, row.paragraph, row.origin, row.on = wanted
    session.add(row)
    return True
