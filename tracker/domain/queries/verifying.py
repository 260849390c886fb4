"""Issued briefs as whoever holds the paper asks for them: by their number or by the file itself.

Nothing here asks who is reading: what it tells of a brief is open to all.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.brief_orders import BriefOrder
from tracker.domain.models import Brief
from tracker.domain.queries.briefs import ordered

_DASHES = re.compile("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]")


@dataclass(frozen=True)
class Issued:
    """An issued brief; `newer`: the number of the one that superseded it. `data_day` is that of its latest change."""

    id: int
    number: str
    order: BriefOrder
    title: str
    issued_at: datetime
    data_day: datetime
    pages: int
    sha256: str
    data_sha256: str | None
    user_id: int | None
    newer: str | None
    newer_at: datetime | None


@dataclass(frozen=True)
class Paper:
    """A file that was printed here; without a number it is a draft."""

    number: str | None


def by_number(session: Session, number: str) -> Issued | None:
    """The brief with this number, in capitals or not, with whatever dashes a keyboard gives."""
    row = session.scalars(sa.select(Brief).where(col(Brief.number) == _as_printed(number))).one_or_none()
    if row is None or row.number is None or row.issued_at is None:
        return None
    newer = session.scalars(
        sa.select(Brief)
        .where(col(Brief.supersedes_id) == row.id, col(Brief.number).is_not(None))
        .order_by(col(Brief.id).desc())
        .limit(1)
    ).one_or_none()
    return Issued(
        id=row.id or 0,
        number=row.number,
        order=ordered(row),
        title=row.title,
        issued_at=row.issued_at,
        data_day=row.data_day or row.issued_at,
        pages=row.pages,
        sha256=row.sha256,
        data_sha256=row.data_sha256,
        user_id=row.user_id,
        newer=newer.number if newer else None,
        newer_at=newer.issued_at if newer else None,
    )


def paper(session: Session, sha256: str) -> Paper | None:
    """What was printed here with exactly these bytes; an issued brief before a draft."""
    found = sa.select(col(Brief.number)).where(col(Brief.sha256) == sha256)
    row = session.execute(found.order_by(col(Brief.number).is_(None), col(Brief.id)).limit(1)).first()
    return Paper(row[0]) if row else None


def _as_printed(number: str) -> str:
    return _DASHES.sub("-", unicodedata.normalize("NFKC", number)).strip().upper()
