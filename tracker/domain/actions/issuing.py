"""Issuing briefs: numbers without gaps, and nothing issued ever changes.

The number is printed before it is stored. Whoever stores holds the one place where numbers are given, sees whether
what was printed still holds, and lets go with the transaction; who comes too late prints anew (`Overtaken`). So a
killed worker or a failed print leaves no gap, and no number is given twice.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction
from sqlmodel import col

from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import N_, RecordKind
from tracker.domain.errors import NotAllowed, Overtaken
from tracker.domain.models import Brief, Record
from tracker.domain.queries import issued
from tracker.domain.queries.issued import Issue

NEVER = N_("An issued brief never changes.")
INSTEAD = N_("Issue it anew: the new one supersedes it.")

_GIVING = 0x6272696566
"""What PostgreSQL knows the giving of numbers by; on SQLite whoever writes is alone."""


@dataclass(frozen=True)
class Frozen:
    """An issue with the data that the brief says, kept already: its SHA-256 and size in bytes."""

    issue: Issue
    data_sha256: str
    data_size: int

    def columns(self) -> dict[str, Any]:
        """What an issued brief's row has that a draft's has not."""
        return {
            "number": self.issue.number,
            "series": self.issue.series,
            "running": self.issue.running,
            "issued_at": self.issue.at,
            "supersedes_id": self.issue.former.id if self.issue.former else None,
            "data_sha256": self.data_sha256,
            "data_size": self.data_size,
        }


def hold(session: Session, order: BriefOrder, issue: Issue) -> None:
    """Give numbers to nobody else until this transaction ends; raises Overtaken where the issue no longer holds."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_GIVING)))
    if issued.next_issue(session, order, issue.at) != issue:
        raise Overtaken(f"{issue.number} was given to another brief, or supersedes another by now.")


def listen(target: type[Session]) -> None:
    """Let no session of this class change an issued brief, or its record."""
    event.listen(target, "before_flush", _unchanged)


def _unchanged(session: Session, context: UOWTransaction, instances: object) -> None:
    del context, instances
    changed = [row for row in session.dirty if session.is_modified(row)]
    for row in (*changed, *session.deleted):
        brief = isinstance(row, Brief) or (isinstance(row, Record) and row.kind == RecordKind.brief)
        if brief and _is_issued(session, row.id):
            raise NotAllowed(NEVER, INSTEAD)


def _is_issued(session: Session, brief_id: int | None) -> bool:
    """Asked of the database: the row in hand may say something else by now."""
    return session.scalar(sa.select(col(Brief.number)).where(col(Brief.id) == brief_id)) is not None
