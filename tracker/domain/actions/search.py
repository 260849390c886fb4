"""Keeping the search text: every record touched in a transaction is indexed again before it commits."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col, select

from tracker.domain import models as m
from tracker.domain.codes import RecordKind
from tracker.domain.queries.search import TIES
from tracker.domain.queries.search_words import FOUND, bodies, column

NAMED = frozenset({RecordKind.organisation, RecordKind.disaster})
"""Kinds by whose names others are found."""


def listen(target: type[Session]) -> None:
    """Index what each session of this class touches."""
    event.listen(target, "before_commit", _reindex_touched)


def _reindex_touched(session: Session) -> None:
    session.flush()
    touched = session.info.pop("touched", set())
    if touched:
        reindex(session, touched)


def reindex(session: Session, record_ids: Iterable[int]) -> None:
    """Write the search text of these records, and of the owners of those that are parts."""
    given = list(record_ids)
    owners = session.execute(
        select(m.Record.id, m.Record.parent_id, m.Record.kind).where(col(m.Record.id).in_(given))
    ).all()
    tops = {parent or own for own, parent, _ in owners}
    tops |= _using(session, [own for own, _, kind in owners if kind in NAMED])
    found = sa.select(col(m.Record.id)).where(col(m.Record.id).in_(tops), col(m.Record.kind).in_(FOUND))
    for record_id, words in bodies(session, [key for key in session.scalars(found) if key is not None]).items():
        _put(session, record_id, words)


def reindex_all(session: Session) -> None:
    """Write the search text of everything that is found as itself."""
    found = session.scalars(sa.select(col(m.Record.id)).where(col(m.Record.kind).in_(FOUND)))
    reindex(session, [key for key in found if key is not None])


def _using(session: Session, record_ids: Sequence[int]) -> set[int]:
    """Records that are found by the names of these."""
    found: set[int] = set()
    for table, owner, other, _ in TIES if record_ids else ():
        found.update(session.scalars(sa.select(column(table, owner)).where(column(table, other).in_(record_ids))).all())
    return found


def _put(session: Session, record_id: int, words: str) -> None:
    table = SQLModel.metadata.tables["search_text"]
    changed: sa.CursorResult[tuple[()]] = session.connection().execute(
        sa.update(table).where(table.c.record_id == record_id).values(body=words)
    )
    if not changed.rowcount:
        session.connection().execute(sa.insert(table).values(record_id=record_id, body=words))
