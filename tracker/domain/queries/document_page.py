"""What the page of a document shows, and the document that an undone removal brings back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Document, Record, RowVersion, User
from tracker.domain.queries import documents, dossier
from tracker.domain.queries.documents import Holder
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer, sees_inside


@dataclass(frozen=True)
class DocumentPage:
    """A document with what it belongs to, what cites it, who added it when (`by`: for the programme's people)."""

    dossier: Dossier
    holders: Sequence[Holder]
    citing: Sequence[Holder]
    may_edit: bool
    by: str | None
    added_at: datetime


def page(session: Session, reader: Reader, document: Document) -> DocumentPage:
    """Everything the page shows, in a constant number of queries."""
    own, viewer, record = document.id or 0, reader.viewer, document.record
    found = documents.holders(session, viewer, own, language=reader.language)
    maker = session.get(User, record.created_by_id) if record.created_by_id and sees_inside(viewer) else None
    return DocumentPage(
        dossier=dossier.load(session, reader, document, beside=[]),
        holders=found,
        citing=documents.citing(session, viewer, own, language=reader.language),
        may_edit=documents.may_edit_document(session, viewer, document, found),
        by=maker.name if maker else None,
        added_at=record.created_at,
    )


def taken_off(session: Session, viewer: Viewer, document_id: int, record_id: int) -> Document | None:
    """A document that once belonged to this record and that this person may see by its own visibility."""
    belonged = sa.exists().where(
        col(RowVersion.entity) == "document_link",
        col(RowVersion.record_id) == record_id,
        col(RowVersion.row_key) == f"{document_id}·{record_id}",
    )
    return session.scalars(
        sa.select(Document)
        .join(Record, col(Record.id) == Document.id)
        .where(col(Document.id) == document_id, belonged, visible_to(viewer))
    ).one_or_none()
