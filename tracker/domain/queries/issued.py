"""Issued briefs: which one is the latest of its edition, and what the next one is to be called.

An edition is what supersedes itself: the same kind, key, selection and languages, and the same day where it is of another.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind, RecordKind
from tracker.domain.models import Brief, MissionMember, Organisation, Record
from tracker.domain.queries import numbers
from tracker.domain.rules import Viewer, can_issue

_RECORDS = {
    BriefKind.mission: RecordKind.mission,
    BriefKind.project: RecordKind.project,
    BriefKind.donor: RecordKind.organisation,
    BriefKind.portfolio: RecordKind.programme,
    BriefKind.minute: RecordKind.review,
}
"""What a brief's key is the code of; a mission brief's may be a territory's."""


@dataclass(frozen=True)
class Former:
    """The brief that an issue supersedes."""

    id: int
    number: str
    issued: date


@dataclass(frozen=True)
class Issue:
    """Under which number a brief is issued, when, and what it supersedes: printed first, stored if it still holds."""

    series: str
    running: int
    at: datetime
    former: Former | None

    @property
    def number(self) -> str:
        return f"{self.series}-{self.running}"


def next_issue(session: Session, order: BriefOrder, at: datetime) -> Issue:
    """What the ordered brief would be called, were it issued at this moment as things stand."""
    about, former = subject(session, order), latest(session, order)
    series = numbers.series(session, canonical(session, order), about, at.year)
    superseded = Former(former.id or 0, former.number or "", issued_day(former)) if former else None
    return Issue(series, numbers.next_running(session, series), at, superseded)


def issued_day(brief: Brief) -> date:
    """The day of issue, in UTC."""
    if brief.issued_at is None:
        raise ValueError(f"The brief {brief.id} is a draft.")
    return brief.issued_at.date()


def latest(session: Session, order: BriefOrder) -> Brief | None:
    """The issued brief of the ordered edition that no other has superseded; None where none was issued."""
    wanted = canonical(session, order)
    return session.scalars(
        sa.select(Brief)
        .where(
            col(Brief.number).is_not(None),
            col(Brief.kind) == wanted.kind,
            col(Brief.key) == wanted.key,
            col(Brief.selection).is_not_distinct_from(wanted.selection or None),
            col(Brief.printed_language) == wanted.lang,
            col(Brief.second_language).is_not_distinct_from(wanted.second or None),
            col(Brief.as_of).is_not_distinct_from(wanted.as_of),
            col(Brief.known_on).is_not_distinct_from(wanted.known_on),
        )
        .order_by(col(Brief.id).desc())
        .limit(1)
    ).one_or_none()


def may_issue(session: Session, viewer: Viewer, order: BriefOrder) -> bool:
    """May this person issue the ordered brief? `rules.can_issue`, asked of what the brief is about."""
    about = subject(session, order)
    if about is None or about.id is None:
        return can_issue(viewer, None, 0)
    members = session.scalars(sa.select(col(MissionMember.user_id)).where(col(MissionMember.mission_id) == about.id))
    return can_issue(viewer, about.kind, about.id, about.created_by_id, frozenset(filter(None, members)))


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
