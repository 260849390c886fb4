"""The number of the record's state is another after every change of the record: the last thing before it commits.

So whoever sees another number sees another record, and what was found out under the same number still holds
(`queries.remembered`). On PostgreSQL the row of the number is held for the commit alone: nobody waits for anything
else while holding it.
"""

import secrets

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction
from sqlmodel import SQLModel

from tracker.domain import history
from tracker.domain.models.state import THE_ROW
from tracker.domain.queries import remembered

_TABLE = SQLModel.metadata.tables["record_state"]
_MOVE = sa.update(_TABLE).where(_TABLE.c.id == THE_ROW).values(number=sa.bindparam("drawn"))


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
        draw(session)


def draw(session: Session) -> None:
    """Give the state another number: for those who change the record past any session of this class."""
    session.connection().execute(_MOVE, {"drawn": secrets.randbits(62)})


def _forget(session: Session, transaction: object) -> None:
    if getattr(transaction, "parent", None) is None:
        remembered.ends(session)
