"""Making a record: the identity of whatever is recorded."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import RecordKind, Visibility
from tracker.domain.models import Record
from tracker.domain.slugs import LONGEST

RESERVED = frozenset({"new"})
"""Words that stand in addresses where a code would."""


def free_code(session: Session, kind: RecordKind, wanted: str) -> str:
    """The code that is wanted for a new record of this kind, with a number where others have it already."""
    if wanted in RESERVED:
        wanted = f"{kind.value}-{wanted}"
    stem = wanted[: LONGEST - 5].rstrip("-")
    alike = (col(Record.kind) == kind, col(Record.code).startswith(stem, autoescape=True))
    taken = set(session.scalars(sa.select(col(Record.code)).where(*alike)).all())
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (wanted, *numbered) if code not in taken)


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
    """A new identity, not flushed: the caller knows that the code is free, and flushes once before it needs the ids.

    `visibility` is the owner's where there is an owner, and internal where nothing is said; `language` is that of the
    original text; `added` marks what is not in the source document.
    """
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
