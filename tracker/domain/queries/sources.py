"""Where the facts on a page come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.codes import Role
from tracker.domain.dates import PartialDate
from tracker.domain.models import Citation, Document, Record
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import shown
from tracker.domain.queries.visibility import visible_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import INSIDE_KINDS, STAFF, Viewer


@dataclass(frozen=True)
class Source:
    """One citation as readers meet it.

    The document and its paragraph, or the origin in words; the quotation kept because its wording is ambiguous; the
    note. `added`: not in the document, put beside it; `origin` says from where. `title_language` is that of the title,
    or of the origin; `language` that of the record which was written, with origin and note, from the source.
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
    title_language: str = "en"
    language: str = "en"


def of_records(
    session: Session, viewer: Viewer, record_ids: Iterable[int | None], *, language: str, with_parts: bool = True
) -> list[Source]:
    """All sources of these records and, unless told otherwise, of their parts, in the order of the record: one query.

    Documents are called as in `language`, where they have a title in it.

    Documents that this person may not know of are left out with what was quoted from them, and for those from outside
    the programme the sources of parts that only its own people read.
    """
    ids = [key for key in record_ids if key is not None]
    statement = _sources(viewer.role, known=viewer.user_id is not None, with_parts=with_parts)
    asked = {"ids": ids, "viewer_id": viewer.user_id, "language": language}
    return [_read(row, language) for row in plain_rows(session, statement, asked)]


def by_record(
    session: Session, viewer: Viewer, record_ids: Iterable[int | None], *, language: str, with_parts: bool = True
) -> dict[int, list[Source]]:
    """The same by the record that cites them."""
    cited: dict[int, list[Source]] = {}
    for source in of_records(session, viewer, record_ids, language=language, with_parts=with_parts):
        cited.setdefault(source.record_id, []).append(source)
    return cited


@cache
def _sources(role: Role, *, known: bool, with_parts: bool) -> Statement:
    """Built once and kept; `Record` is the document's, which is what must be seen."""
    ids = sa.bindparam("ids", expanding=True, type_=sa.Integer)
    wanted: sa.ColumnElement[bool] = col(Citation.record_id).in_(ids)
    if with_parts:
        told = sa.true() if role in STAFF else col(Record.kind).not_in(INSIDE_KINDS)
        parts = sa.select(col(Record.id)).where(col(Record.parent_id).in_(ids), told).correlate(None)
        wanted = sa.or_(wanted, col(Citation.record_id).in_(parts))
    owner = aliased(Record, flat=True)
    return (
        sa.select(
            col(Citation.record_id),
            col(owner.language).label("owner_language"),
            col(Citation.field),
            col(Citation.document_id),
            col(Document.title),
            shown(sa.bindparam("language"), Document.id, "title", sa.null()).label("translated"),
            col(Record.language).label("document_language"),
            col(Document.reference),
            col(Document.on_stated).label("document_on"),
            col(Citation.on_stated),
            col(Citation.paragraph),
            col(Citation.quotation),
            col(Citation.quotation_language),
            col(Citation.note),
            col(Citation.added),
            col(Citation.origin),
        )
        .join(owner, col(owner.id) == Citation.record_id)
        .outerjoin(Document, col(Document.id) == Citation.document_id)
        .outerjoin(Record, col(Record.id) == Document.id)
        .where(wanted, sa.or_(col(Citation.document_id).is_(None), visible_as(role, known=known)))
        .order_by(col(Citation.record_id), col(Citation.id))
    )


def _read(row: Any, language: str) -> Source:  # noqa: ANN401 - a row of the statement
    dated = row.document_on if row.document_id else row.on_stated
    translated = row.translated if row.document_language != language else None
    of_title = language if translated else row.document_language
    return Source(
        record_id=row.record_id,
        field=row.field,
        document_id=row.document_id,
        title=(translated or row.title) if row.document_id else (row.origin or ""),
        reference=row.reference,
        dated=PartialDate.parse(dated) if dated else None,
        paragraph=row.paragraph,
        quotation=row.quotation,
        quotation_language=row.quotation_language,
        note=row.note,
        added=row.added,
        origin=row.origin,
        title_language=of_title if row.document_id else row.owner_language,
        language=row.owner_language,
    )
