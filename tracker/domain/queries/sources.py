"""Where the facts on a page come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, raiseload
from sqlmodel import col

from tracker.domain.codes import Role
from tracker.domain.dates import PartialDate
from tracker.domain.models import Citation, Document, Record
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import visible_as
from tracker.domain.rules import INSIDE_KINDS, STAFF, Viewer


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


def of_records(
    session: Session, viewer: Viewer, record_ids: Iterable[int | None], *, with_parts: bool = True
) -> list[Source]:
    """All sources of these records and, unless told otherwise, of their parts, in the order of the record: one query.

    Documents that this person may not know of are left out with what was quoted from them, and for those from outside
    the programme the sources of parts that only its own people read.
    """
    ids = [key for key in record_ids if key is not None]
    statement = _sources(viewer.role, known=viewer.user_id is not None, with_parts=with_parts)
    rows = session.execute(statement, {"ids": ids, "viewer_id": viewer.user_id})
    return [_read(citation, document) for citation, document in rows]


@cache
def _sources(role: Role, *, known: bool, with_parts: bool) -> Statement:
    """Built once and kept; `Record` is the document's, which is what must be seen."""
    ids = sa.bindparam("ids", expanding=True, type_=sa.Integer)
    owner = aliased(Record, flat=True)
    wanted: sa.ColumnElement[bool] = col(Citation.record_id).in_(ids)
    if with_parts:
        told = sa.true() if role in STAFF else col(owner.kind).not_in(INSIDE_KINDS)
        wanted = sa.or_(wanted, sa.and_(col(owner.parent_id).in_(ids), told))
    return (
        sa.select(Citation, Document)
        .join(owner, col(owner.id) == Citation.record_id)
        .outerjoin(Document, col(Document.id) == Citation.document_id)
        .outerjoin(Record, col(Record.id) == Document.id)
        .where(wanted, sa.or_(col(Citation.document_id).is_(None), visible_as(role, known=known)))
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
