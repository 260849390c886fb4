"""The number of the record's state moves with every change of the record, as the last thing before it commits.

So whoever sees another number sees another record, and what was found out under the same number still holds
(`queries.remembered`). On PostgreSQL the row of the number is held for the commit alone: nobody waits for anything
else while holding it.
"""

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from tracker.domain import history
from tracker.domain.models import RecordState
from tracker.domain.models.state import THE_ROW
from tracker.domain.queries import remembered

_MOVE = (
    sa.update(RecordState)
    .where(sa.column("id") == THE_ROW)
    .values(number=sa.column("number") + 1)
    .execution_options(synchronize_session=False)
)


def listen(target: type[Session]) -> None:
    """Move it for all sessions of this class; to be called after what else is done before a commit."""
    event.listen(target, "after_flush", _see)
    event.listen(target, "before_commit", _move)
    event.listen(target, "after_transaction_end", _forget)


def _see(session: Session, context: UOWTransaction) -> None:
    del context
    if history.audited([*session.new, *session.dirty, *session.deleted]):
        remembered.changes(session)


def _move(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint: others see nothing of it yet
    session.flush()
    if remembered.has_changed(session):
        session.connection().execute(_MOVE)


def _forget(session: Session, transaction: object) -> None:
    if getattr(transaction, "parent", None) is None:
        remembered.ends(session)
