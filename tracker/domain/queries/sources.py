"""Where the facts on a page come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, raiseload
from sqlmodel import col

from tracker.domain.dates import PartialDate
from tracker.domain.models import Citation, Document, Record
from tracker.domain.queries.statement import Statement


@dataclass(frozen=True)
class Source:
    """One citation as readers meet it.

    The document and its paragraph, or the origin in words; the quotation kept because its wording is ambiguous; the
    note. `added`: not in the document, put beside it; `origin` says from where.
    """

    record_id: int
    field: str | None
    document_id: int | None
    title: str
    reference: str | None
    dated: PartialDate | None
    paragraph: str | None
    quotation: str | None
    quotation_language: str | None
    note: str | None
    added: bool
    origin: str | None = None


def of_records(session: Session, record_ids: Iterable[int | None], *, with_parts: bool = True) -> list[Source]:
    """All sources of these records and, unless told otherwise, of their parts, in the order of the record: one query."""
    ids = [key for key in record_ids if key is not None]
    rows = session.execute(_sources(with_parts=with_parts), {"ids": ids})
    return [_read(citation, document) for citation, document in rows]


@cache
def _sources(*, with_parts: bool) -> Statement:
    ids = sa.bindparam("ids", expanding=True, type_=sa.Integer)
    own: sa.ColumnElement[bool] = col(Citation.record_id).in_(ids)
    return (
        sa.select(Citation, Document)
        .join(Record, col(Record.id) == Citation.record_id)
        .outerjoin(Document, col(Document.id) == Citation.document_id)
        .where(own | col(Record.parent_id).in_(ids) if with_parts else own)
        .order_by(col(Citation.record_id), col(Citation.id))
        # The document's own record would be joined inside, which drops every citation that names no document.
        .options(raiseload(Document.record))  # type: ignore[arg-type]
    )


def _read(citation: Citation, document: Document | None) -> Source:
    return Source(
        record_id=citation.record_id,
        field=citation.field,
        document_id=citation.document_id,
        title=document.title if document else (citation.origin or ""),
        reference=document.reference if document else None,
        dated=document.on if document else citation.on,
        paragraph=citation.paragraph,
        quotation=citation.quotation,
        quotation_language=citation.quotation_language,
        note=citation.note,
        added=citation.added,
        origin=citation.origin,
    )
