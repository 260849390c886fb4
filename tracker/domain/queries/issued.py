"""Issued briefs: which one is the latest of its edition, and what the briefs of one subject are kept under.

An edition is what supersedes itself: the same kind, key, selection and language.
"""

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind, RecordKind
from tracker.domain.models import Brief, Organisation, Record

_RECORDS = {
    BriefKind.mission: RecordKind.mission,
    BriefKind.project: RecordKind.project,
    BriefKind.donor: RecordKind.organisation,
    BriefKind.portfolio: RecordKind.programme,
}
"""What a brief's key is the code of; a mission brief's may be a territory's."""


def latest(session: Session, order: BriefOrder) -> Brief | None:
    """The issued brief of the ordered edition that no other has superseded; one that was never issued has none."""
    wanted = canonical(session, order)
    return session.scalars(
        sa.select(Brief)
        .where(
            col(Brief.number).is_not(None),
            col(Brief.kind) == wanted.kind,
            col(Brief.key) == wanted.key,
            col(Brief.selection).is_not_distinct_from(wanted.selection or None),
            col(Brief.printed_language) == wanted.lang,
        )
        .order_by(col(Brief.id).desc())
        .limit(1)
    ).one_or_none()


def canonical(session: Session, order: BriefOrder) -> BriefOrder:
    """The order under the one key that its subject has, however it was typed and whatever it was merged into."""
    found = subject(session, order)
    return order if found is None or not found.code else replace(order, key=found.code)


def subject(session: Session, order: BriefOrder) -> Record | None:
    """The record that the brief is about; None where there is none, or where it is about a selection."""
    if order.kind == BriefKind.mission and (territory := _coded(session, RecordKind.territory, order.key.upper())):
        return territory
    kind = _RECORDS[order.kind]
    found = _coded(session, kind, order.key) or _coded(session, kind, order.key.lower())
    while found and kind == RecordKind.organisation and (kept := _merged_into(session, found)):
        found = kept
    return found


def _coded(session: Session, kind: RecordKind, code: str) -> Record | None:
    return session.scalars(sa.select(Record).where(col(Record.kind) == kind, col(Record.code) == code)).one_or_none()


def _merged_into(session: Session, record: Record) -> Record | None:
    merged = sa.select(col(Organisation.merged_into_id)).where(col(Organisation.id) == record.id)
    return session.scalars(sa.select(Record).where(col(Record.id) == merged.scalar_subquery())).one_or_none()
