"""Making a record: the identity of whatever is recorded."""

from sqlalchemy.orm import Session

from tracker.domain.codes import RecordKind, Visibility
from tracker.domain.models import Record


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
