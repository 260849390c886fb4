"""Making a record, the identity of whatever is recorded; putting it away and bringing it back."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import RecordKind, Visibility
from tracker.domain.dates import now
from tracker.domain.errors import Clash
from tracker.domain.invented import is_invented
from tracker.domain.models import Record
from tracker.domain.slugs import LONGEST, slug

RESERVED = frozenset({"bulk", "new"})
"""Words that stand in addresses where a code would."""

LONGEST_TERRITORY = 2
"""A code this short could be a territory's: a brief is asked for by either."""


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


def free_code(session: Session, kind: RecordKind, title: str) -> str:
    """A code for a new record: the slug of its title, with a number where others of its kind have it already."""
    wanted = slug(title)
    if len(wanted) <= LONGEST_TERRITORY or wanted in RESERVED or is_invented(wanted):
        wanted = f"{kind.value.replace('_', '-')}-{wanted}".rstrip("-")
    stem = wanted[: LONGEST - 5].rstrip("-")
    taken = set(
        session.scalars(
            sa.select(col(Record.code)).where(
                col(Record.kind) == kind, col(Record.code).startswith(stem, autoescape=True)
            )
        ).all()
    )
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (wanted, *numbered) if code not in taken)


def show_to(session: Session, record: Record, visibility: Visibility) -> bool:
    """Say who may see a record, and with it its parts, which are as visible as it is. Says whether that changed."""
    if record.visibility == visibility:
        return False
    record.visibility = visibility
    for part in session.scalars(sa.select(Record).where(col(Record.parent_id) == record.id)):
        part.visibility = visibility
    return True


def archive(session: Session, *, row: Any, version: int | None) -> None:  # noqa: ANN401 - a row of any table of records
    """Put a record away: it leaves lists and totals, and can be restored. Raises Clash where it was saved since."""
    _put_away(session, row, version, away=True)


def restore(session: Session, *, row: Any, version: int | None) -> None:  # noqa: ANN401 - as above
    """Bring an archived record back."""
    _put_away(session, row, version, away=False)


def _put_away(session: Session, row: Any, version: int | None, *, away: bool) -> None:  # noqa: ANN401 - as above
    if version != row.version:
        raise Clash(row.version)
    if (row.record.archived_at is not None) == away:
        return
    row.record.archived_at = now() if away else None
    session.flush()
