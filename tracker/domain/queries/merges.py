"""Merges of organisations as pages show them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Merge, Organisation, Record, User
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class Merged:
    """An organisation that was merged into another: its name, by whom and when."""

    id: int
    name: str
    by: str | None
    at: datetime


def into(session: Session, organisation_id: int) -> list[Merged]:
    """The merges into this organisation that stand, the newest first; one query."""
    rows = session.execute(
        sa.select(col(Merge.id), col(Organisation.name), col(User.name), col(Merge.merged_at))
        .join(Organisation, col(Organisation.id) == Merge.merged_id)
        .outerjoin(User, col(User.id) == Merge.by_id)
        .where(col(Merge.kept_id) == organisation_id, col(Merge.undone_at).is_(None))
        .order_by(col(Merge.id).desc())
    ).all()
    return [Merged(key or 0, name, by, at) for key, name, by, at in rows]


def one(session: Session, organisation_id: int, merge_id: int) -> Merge | None:
    """A merge into this organisation."""
    found = session.get(Merge, merge_id)
    return found if found is not None and found.kept_id == organisation_id else None


def kept_code(session: Session, viewer: Viewer, merged_into_id: int | None) -> str | None:
    """Where the address of a merged organisation leads, if this person may know of that; through several merges too."""
    code: str | None = None
    while merged_into_id is not None:
        row = session.execute(
            sa.select(col(Record.code), col(Organisation.merged_into_id))
            .join(Organisation, col(Organisation.id) == Record.id)
            .where(col(Record.id) == merged_into_id, visible_to(viewer))
        ).first()
        if row is None:
            return code
        code, merged_into_id = row
    return code
