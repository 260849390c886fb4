"""Documents: added to a record, described, taken off it, put away. Their files are kept before (`tracker.storage`)."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col

from tracker.domain.codes import RecordKind
from tracker.domain.dates import now
from tracker.domain.drafts.documents import DocumentDraft
from tracker.domain.errors import Clash, NotFound
from tracker.domain.models import Citation, Document, DocumentLink, Record
from tracker.domain.rules import Viewer

COLUMNS = ("title", "kind", "reference", "on", "language", "note")


@dataclass(frozen=True)
class KeptFile:
    """A file that is kept already: what it was called, what it is, its hash, its size in bytes."""

    name: str
    media_type: str
    sha256: str
    size: int


def attach(
    session: Session, *, viewer: Viewer, record_id: int, draft: DocumentDraft, file: KeptFile, language: str = "en"
) -> Document:
    """Record a document and that it belongs to a record; `language` is that of the words about it."""
    record = Record(
        kind=RecordKind.document, visibility=draft.visibility, language=language, created_by_id=viewer.user_id
    )
    document = Document(
        record=record,
        title=draft.title,
        file_name=file.name,
        media_type=file.media_type,
        sha256=file.sha256,
        size=file.size,
    )
    _fill(document, draft)
    session.add(document)
    session.flush()
    _link(session, document.id or 0, record_id)
    return document


def edit(session: Session, *, document: Document, draft: DocumentDraft, version: int | None) -> Document:
    """Change what is said of a document; raises Clash when somebody saved it since `version`."""
    if version != document.version:
        raise Clash(document.version)
    _fill(document, draft)
    if document.record.visibility != draft.visibility:
        document.record.visibility = draft.visibility
        flag_modified(document, "changed_at")  # the document's version must tell of this too
    session.flush()
    return document


def detach(session: Session, *, document: Document, record_id: int) -> None:
    """Take a document off a record; raises NotFound where it does not belong there.

    One that then belongs to nothing, and that no fact is cited from, is put away with it: nobody could find it, and
    its own visibility alone would say who may read it.
    """
    link = session.get(DocumentLink, (document.id, record_id))
    if link is None:
        raise NotFound
    session.delete(link)
    session.flush()
    if not _used(session, document.id or 0):
        document.record.archived_at = now()
    session.flush()


def attach_again(session: Session, *, document: Document, record_id: int) -> None:
    """Undo `detach`, with the putting away that it may have led to; doing it twice does nothing."""
    if session.get(DocumentLink, (document.id, record_id)) is not None:
        return
    if not _used(session, document.id or 0):
        document.record.archived_at = None
    _link(session, document.id or 0, record_id)


def _fill(document: Document, draft: DocumentDraft) -> None:
    for name in COLUMNS:
        if getattr(document, name) != getattr(draft, name):
            setattr(document, name, getattr(draft, name))


def _link(session: Session, document_id: int, record_id: int) -> None:
    session.add(DocumentLink(document_id=document_id, record_id=record_id))
    session.flush()


def _used(session: Session, document_id: int) -> bool:
    """Does it belong to a record, or is a fact cited from it?"""
    linked = sa.exists().where(col(DocumentLink.document_id) == document_id)
    cited = sa.exists().where(col(Citation.document_id) == document_id)
    return bool(session.scalar(sa.select(sa.or_(linked, cited))))
