"""Making a record with its identity, its texts in other languages and its sources; every other action builds on these."""

from sqlalchemy.orm import Session
from sqlmodel import select

from tracker.domain.codes import LANGUAGES, N_, RecordKind, Visibility
from tracker.domain.errors import Refused
from tracker.domain.models import Citation, Record, Translation


def new_record(
    session: Session,
    *,
    kind: RecordKind,
    code: str | None = None,
    parent: Record | None = None,
    visibility: Visibility | None = None,
    language: str = "en",
    added: bool = False,
) -> Record:
    """A new identity, flushed, so that its id can be the entity's.

    `visibility` is the owner's where there is an owner, and internal where nothing is said; `language` is that of the
    original text; `added` marks what is not in the source document. Raises Refused when the code is taken.
    """
    if code is not None and find(session, kind, code) is not None:
        raise Refused("code", N_("“%(code)s” is taken; choose another short name."), {"code": code})
    record = add_record(
        session, kind=kind, code=code, parent=parent, visibility=visibility, language=language, added=added
    )
    session.flush()
    return record


def add_record(
    session: Session,
    *,
    kind: RecordKind,
    code: str | None = None,
    parent: Record | None = None,
    visibility: Visibility | None = None,
    language: str = "en",
    added: bool = False,
) -> Record:
    """The same for one of many: the caller knows that the code is free, and flushes once before it needs the ids."""
    if visibility is None:
        visibility = parent.visibility if parent else Visibility.internal
    record = Record(
        kind=kind,
        code=code,
        parent_id=parent.id if parent else None,
        visibility=visibility,
        language=language,
        added=added,
        created_by_id=session.info.get("user_id"),
    )
    session.add(record)
    return record


def find(session: Session, kind: RecordKind, code: str) -> Record | None:
    """The record of this kind with this code; whoever asks for a person checks permission."""
    return session.scalars(select(Record).where(Record.kind == kind, Record.code == code)).first()


def set_translation(
    session: Session,
    *,
    record: Record,
    field: str,
    language: str,
    text: str,
    source_version: int = 1,
    added: bool = False,
) -> Translation | None:
    """Put a record's text in another language; an empty text removes it (None).

    `source_version` is the version of the entity that the text was made from.
    """
    if language not in LANGUAGES or language == record.language:
        raise Refused("language", N_("Choose another of the six languages than the record's own."))
    where = (Translation.record_id == record.id, Translation.field == field, Translation.language == language)
    found = session.scalars(select(Translation).where(*where)).first()
    if not text.strip():
        if found is not None:
            session.delete(found)
            session.flush()
        return None
    row = found or Translation(record_id=record.id or 0, field=field, language=language, text="")
    row.text, row.source_version, row.added = text.strip(), source_version, added
    row.by_id = session.info.get("user_id")
    session.add(row)
    session.flush()
    return row


def cite(
    session: Session,
    *,
    record: Record,
    document_id: int | None = None,
    paragraph: str | None = None,
    field: str | None = None,
    origin: str | None = None,
    quotation: str | None = None,
    quotation_language: str | None = None,
    note: str | None = None,
    added: bool = False,
) -> Citation:
    """Say where a record, or one field of it, comes from: a document and paragraph, or an origin in words."""
    if document_id is None and not origin and not quotation:
        raise Refused("origin", N_("Give the document, or say where this comes from."))
    citation = Citation(
        record_id=record.id or 0,
        field=field,
        document_id=document_id,
        paragraph=paragraph,
        origin=origin,
        quotation=quotation,
        quotation_language=quotation_language,
        note=note,
        added=added,
    )
    session.add(citation)
    session.flush()
    return citation
