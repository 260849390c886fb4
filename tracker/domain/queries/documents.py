"""Documents, as far as somebody may see them: those of a record, one of them, what it belongs to, what cites it.

A document is seen by whoever may see it by its own visibility **and** may see something that it belongs to or that is
cited from it. One that belongs to nothing and is cited nowhere is seen by its own visibility alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain import rules
from tracker.domain.codes import DocumentKind, RecordKind, Role, Visibility
from tracker.domain.dates import PartialDate
from tracker.domain.models import Citation, Document, DocumentLink, MissionMember, Record, Translation
from tracker.domain.queries import names
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import VIEWER, visible_as
from tracker.domain.rules import INSIDE_KINDS, STAFF, Viewer

_DOCUMENT = sa.bindparam("document_id", type_=sa.Integer)
_RECORD = sa.bindparam("record_id", type_=sa.Integer)
_LANGUAGE: Any = sa.bindparam("language")


@dataclass(frozen=True)
class Held:
    """A document as it stands on a record's page. `record_id` is what it belongs to, a part of `kind` where it does."""

    id: int
    record_id: int
    part: RecordKind | None
    title: Said
    kind: DocumentKind
    reference: str | None
    on: PartialDate | None
    address: str | None
    file_name: str | None
    media_type: str | None
    size: int | None
    visibility: Visibility

    @property
    def ending(self) -> str:
        """What its name ends with, in capitals: PDF."""
        return (self.file_name or "").rpartition(".")[2].upper()


@dataclass(frozen=True)
class Holder:
    """A record that a document belongs to or is cited in; `owner_id` is the record whose page shows it.

    `name` is in the reader's language; None where such records have none. `times`: how often it cites the document.
    """

    id: int
    kind: RecordKind
    code: str | None
    owner_id: int
    owner_kind: RecordKind
    owner_code: str | None
    created_by_id: int | None
    archived: bool
    name: str | None = None
    times: int = 0


def of_record(session: Session, viewer: Viewer, record_id: int, *, language: str) -> list[Held]:
    """The documents of a record, which the viewer is known to see, and of its parts: one statement."""
    statement = _of_record(viewer.role, known=viewer.user_id is not None)
    asked = {"record_id": record_id, "viewer_id": viewer.user_id, "language": language}
    return [_held(row, record_id, language) for row in session.execute(statement, asked)]


@cache
def _of_record(role: Role, *, known: bool) -> Statement:
    """Built once and kept; `Record` is the document's own, `holder` what it belongs to."""
    holder = aliased(Record, flat=True)
    part = sa.and_(col(holder.parent_id) == _RECORD, col(holder.archived_at).is_(None), _open(holder, role))
    columns = ("id", "kind", "reference", "on_stated", "address", "file_name", "media_type", "size", "title")
    return (
        sa.select(
            *(getattr(Document, name) for name in columns),
            col(Record.visibility).label("visibility"),
            col(Record.language).label("spoken"),
            col(Translation.text).label("translated"),
            col(holder.id).label("holder_id"),
            col(holder.kind).label("part"),
        )
        .join(Record, col(Record.id) == Document.id)
        .join(DocumentLink, col(DocumentLink.document_id) == Document.id)
        .join(holder, col(holder.id) == DocumentLink.record_id)
        .outerjoin(
            Translation,
            sa.and_(
                col(Translation.record_id) == Document.id,
                col(Translation.field) == "title",
                col(Translation.language) == _LANGUAGE,
            ),
        )
        .where(
            sa.or_(col(holder.id) == _RECORD, part),
            col(Record.archived_at).is_(None),
            visible_as(role, known=known),
        )
        .order_by(col(holder.id) != _RECORD, col(Document.id), col(holder.id))
    )


def _open(record: Any, role: Role) -> sa.ColumnElement[bool]:  # noqa: ANN401 - an alias of Record
    """Is the record, a part of one that is seen, for people in this role?"""
    return sa.true() if role in STAFF else col(record.kind).not_in(INSIDE_KINDS)


def _held(row: Any, record_id: int, language: str) -> Held:  # noqa: ANN401 - a row of `_of_record`
    translated = row.translated if row.spoken != language else None
    return Held(
        id=row.id,
        record_id=row.holder_id,
        part=RecordKind(row.part) if row.holder_id != record_id else None,
        title=Said(translated, language) if translated else Said(row.title, row.spoken),
        kind=row.kind,
        reference=row.reference,
        on=PartialDate.parse(row.on_stated) if row.on_stated else None,
        address=row.address,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        visibility=row.visibility,
    )


def one(session: Session, viewer: Viewer, document_id: int) -> Document | None:
    """A document, archived or not, if this person may know of it: one statement."""
    statement = _one(viewer.role, known=viewer.user_id is not None)
    found: Document | None = session.scalars(
        statement, {"document_id": document_id, "viewer_id": viewer.user_id}
    ).first()
    return found


@cache
def _one(role: Role, *, known: bool) -> Statement:
    holder = aliased(Record, flat=True)
    seen = _seen(holder, role, known=known)
    linked = sa.select(col(DocumentLink.record_id)).where(col(DocumentLink.document_id) == Document.id)
    cited = sa.select(col(Citation.record_id)).where(col(Citation.document_id) == Document.id)
    tied = sa.or_(col(holder.id).in_(linked), col(holder.id).in_(cited))
    alone = sa.and_(~linked.exists(), ~cited.exists())
    mine = col(Record.created_by_id) == VIEWER
    free = sa.and_(alone, sa.or_(col(Record.archived_at).is_(None), mine))
    through = sa.true() if role in rules.EVERYTHING else sa.or_(free, sa.exists().where(tied, seen))
    return (
        sa.select(Document)
        .join(Record, col(Record.id) == Document.id)
        .where(col(Document.id) == _DOCUMENT, visible_as(role, known=known), through)
    )


def _seen(holder: Any, role: Role, *, known: bool) -> sa.ColumnElement[bool]:  # noqa: ANN401 - an alias of Record
    """May somebody in this role know of this record, or of the one that owns it?"""
    may = sa.select(col(Record.id)).where(visible_as(role, known=known)).correlate(None)
    return sa.and_(sa.func.coalesce(col(holder.parent_id), col(holder.id)).in_(may), _open(holder, role))


def holders(session: Session, viewer: Viewer, document_id: int, *, language: str) -> list[Holder]:
    """The records that a document belongs to, as far as this person may know of them, with their names."""
    linked = sa.select(col(DocumentLink.record_id), sa.literal(0).label("times")).where(
        col(DocumentLink.document_id) == document_id
    )
    return _named(session, viewer, _holders(session, viewer, linked), language)


def citing(session: Session, viewer: Viewer, document_id: int, *, language: str) -> list[Holder]:
    """The records on whose pages a document is cited, as far as this person may know of them, with their names."""
    owner = sa.func.coalesce(col(Record.parent_id), col(Record.id))
    cited = (
        sa.select(owner.label("record_id"), sa.func.count().label("times"))
        .join(Citation, col(Citation.record_id) == Record.id)
        .where(col(Citation.document_id) == document_id, owner != document_id, _open(Record, viewer.role))
        .group_by(owner)
    )
    return _named(session, viewer, _holders(session, viewer, cited), language)


def holder(session: Session, viewer: Viewer, record_id: int, *, language: str) -> Holder | None:
    """The record that a document is to be added to, if this person may know of it and such records hold documents."""
    wanted: Statement = sa.select(col(Record.id).label("record_id"), sa.literal(0).label("times")).where(
        col(Record.id) == record_id, col(Record.kind).not_in(rules.WITHOUT_DOCUMENTS)
    )
    found = _named(session, viewer, _holders(session, viewer, wanted), language)
    return found[0] if found else None


def _holders(session: Session, viewer: Viewer, wanted: Statement) -> list[Holder]:
    """The wanted records (`record_id`, `times`) with their owners; one statement."""
    ids, held, owner = wanted.subquery(), aliased(Record, flat=True), aliased(Record, flat=True)
    found = session.execute(
        sa.select(held, owner, ids.c.times)
        .join(ids, ids.c.record_id == held.id)
        .join(owner, col(owner.id) == sa.func.coalesce(col(held.parent_id), col(held.id)))
        .where(_seen(held, viewer.role, known=viewer.user_id is not None))
        .order_by(col(owner.kind), col(owner.id), col(held.id)),
        {"viewer_id": viewer.user_id},
    )
    return [
        Holder(
            id=own.id,
            kind=own.kind,
            code=own.code,
            owner_id=top.id,
            owner_kind=top.kind,
            owner_code=top.code,
            created_by_id=top.created_by_id,
            archived=bool(own.archived_at or top.archived_at),
            times=times,
        )
        for own, top, times in found
    ]


def _named(session: Session, viewer: Viewer, found: Sequence[Holder], language: str) -> list[Holder]:
    ids = {key for one in found for key in (one.id, one.owner_id)}
    called = names.of_records(session, viewer, ids, language=language)
    return [replace(one, name=_name(called, one)) for one in found]


def _name(called: names.Names, one: Holder) -> str | None:
    """Its own name; where it has none, that of its owner."""
    own = called.record(one.id) or called.record(one.owner_id)
    return own[1] if own else None


def usual_kind(holder: RecordKind) -> DocumentKind:
    """What a document of such a record mostly is: the paper that bears its name, where there is one."""
    return DocumentKind(holder.value) if holder.value in set(DocumentKind) else DocumentKind.other


def may_edit(session: Session, viewer: Viewer, holder: Holder) -> bool:
    """May this person edit the record, and so add documents and take them off?"""
    members = frozenset[int]()
    if holder.owner_kind == RecordKind.mission and viewer.role in STAFF and not rules.can_edit_all(viewer):
        travelling = sa.select(col(MissionMember.user_id)).where(col(MissionMember.mission_id) == holder.owner_id)
        members = frozenset(session.scalars(travelling))
    return rules.can_edit_record(viewer, holder.owner_kind, holder.owner_id, holder.created_by_id, members)


def may_attach(session: Session, viewer: Viewer, record: Record) -> bool:
    """May this person add documents to a record that stands by itself, and is not archived?"""
    if record.archived_at is not None or record.kind in rules.WITHOUT_DOCUMENTS:
        return False
    own = record.id or 0
    alone = Holder(own, record.kind, record.code, own, record.kind, record.code, record.created_by_id, archived=False)
    return may_edit(session, viewer, alone)


def may_edit_document(session: Session, viewer: Viewer, document: Document, found: Sequence[Holder]) -> bool:
    """May this person change what is said of a document? `found` are the records that it belongs to."""
    edits = any(may_edit(session, viewer, one) for one in found)
    return rules.can_edit_document(viewer, document.record.created_by_id, edits_holder=edits)
