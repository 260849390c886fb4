"""Batches of briefs: who ordered them, how far they are, and their parts.

A batch is read by whoever ordered it, and by coordinators and administrators, as its briefs are. How far it is is
counted from its parts each time: nothing is kept that could differ from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.batch_orders import BatchOrder
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind, JobState
from tracker.domain.figures import pace
from tracker.domain.models import Job, User
from tracker.domain.queries import briefs, paging
from tracker.domain.queries.briefs import BriefLine
from tracker.domain.queries.statement import Statement
from tracker.domain.rules import EVERYTHING, Viewer

JOB = "briefs"
"""The kind of the jobs that are batches."""

RECENT = 20
"""How many of the briefs done last tell how long the next take."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many briefs of a batch are in each state."""

    queued: int = 0
    running: int = 0
    done: int = 0
    failed: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        return sum(vars(self).values())

    @property
    def waiting(self) -> int:
        """Those that are still to come, with those that are being printed."""
        return self.queued + self.running

    @property
    def states(self) -> list[tuple[JobState, int]]:
        """How many are in each state, those that came furthest first."""
        order = (JobState.done, JobState.running, JobState.queued, JobState.failed, JobState.cancelled)
        return [(state, getattr(self, state.value)) for state in order]

    @property
    def undone(self) -> int:
        """Those that will not come unless they are asked for again."""
        return self.failed + self.cancelled


@dataclass(frozen=True)
class BatchLine:
    """A batch: what was asked, by whom, when, and how far it is."""

    id: int
    order: BatchOrder
    by: str | None
    asked_at: datetime
    progress: Progress


@dataclass(frozen=True)
class Part:
    """A brief of a batch; `brief` is there once it is printed and as long as nobody archived it."""

    state: JobState
    order: BriefOrder
    error: str | None
    brief: BriefLine | None


def listed(
    session: Session, viewer: Viewer, *, number: int = 1, per_page: int = paging.USUAL
) -> paging.Page[BatchLine]:
    """The batches that this person may read, those under way first, then the newest; three queries."""
    return paging.paged(session, _newest(viewer), lambda rows: _lines(session, rows), number=number, per_page=per_page)


def latest(session: Session, viewer: Viewer, most: int = 5) -> list[BatchLine]:
    """The first of them; two queries."""
    return _lines(session, session.execute(_newest(viewer).limit(most)).all())


def by_id(session: Session, viewer: Viewer, batch_id: int) -> BatchLine | None:
    """The batch, if this person may read it; two queries."""
    found = _lines(session, session.execute(_batches(viewer).where(col(Job.id) == batch_id)).all())
    return found[0] if found else None


def parts(
    session: Session,
    viewer: Viewer,
    batch: BatchLine,
    *,
    state: str = "",
    number: int = 1,
    per_page: int = paging.USUAL,
) -> paging.Page[Part]:
    """A page of the batch's briefs, in the order they were asked for, those in a state or all of them; two queries."""
    total = getattr(batch.progress, state, 0) if state else batch.progress.total
    return paging.paged(
        session,
        _parts(batch.id, state),
        lambda rows: _told(session, viewer, [job for (job,) in rows], [job.id for (job,) in rows]),
        number=number,
        per_page=per_page,
        total=total,
    )


def every_part(session: Session, viewer: Viewer, batch: BatchLine) -> list[Part]:
    """All of the batch's briefs, in the order they were asked for; two queries."""
    ids = sa.select(col(Job.id)).where(col(Job.parent_id) == batch.id)
    return _told(session, viewer, session.scalars(_parts(batch.id)).all(), ids)


def time_left(session: Session, batch: BatchLine) -> timedelta | None:
    """How long the batch will take yet, as far as that can be told; one query."""
    spans = _spans(session, col(Job.parent_id) == batch.id)
    return pace.left(spans, batch.progress.waiting, batch.progress.running)


def time_for_each(session: Session, kind: BriefKind) -> timedelta | None:
    """How long the last briefs of a kind took one worker, each; one query."""
    return pace.each(_spans(session, col(Job.kind) == briefs.JOB, kind))


def _spans(session: Session, which: sa.ColumnElement[bool], kind: BriefKind | None = None) -> list[timedelta]:
    """How long the last jobs took that came to their end."""
    ended = (
        sa.select(col(Job.args), col(Job.started_at), col(Job.finished_at))
        .where(which, col(Job.state) == JobState.done, col(Job.started_at).is_not(None))
        .order_by(col(Job.id).desc())
        .limit(RECENT if kind is None else RECENT * len(BriefKind))
    )
    rows = session.execute(ended).all()
    return [end - start for args, start, end in rows if end and start and kind in (None, args.get("kind"))][:RECENT]


def _batches(viewer: Viewer) -> Statement:
    own = () if viewer.role in EVERYTHING else (col(Job.user_id) == viewer.user_id,)
    return sa.select(Job, col(User.name)).outerjoin(User, col(User.id) == Job.user_id).where(col(Job.kind) == JOB, *own)


def _newest(viewer: Viewer) -> Statement:
    part = aliased(Job)
    going = sa.select(col(part.parent_id)).where(col(part.state).in_(briefs.WAITING), col(part.parent_id).is_not(None))
    return _batches(viewer).order_by(col(Job.id).in_(going).desc(), col(Job.id).desc())


def _lines(session: Session, rows: Sequence[Any]) -> list[BatchLine]:
    counts: dict[int, dict[str, int]] = {job.id: {} for job, _ in rows}
    counted = (
        sa.select(col(Job.parent_id), col(Job.state), sa.func.count())
        .where(col(Job.parent_id).in_(counts))
        .group_by(col(Job.parent_id), col(Job.state))
    )
    for number, state, count in session.execute(counted) if counts else ():
        counts[number or 0][state.value] = count
    return [
        BatchLine(job.id, BatchOrder.of(job.args), name, job.created_at, Progress(**counts[job.id]))
        for job, name in rows
    ]


def _parts(batch_id: int, state: str = "") -> Statement:
    found = sa.select(Job).where(col(Job.parent_id) == batch_id)
    if state:
        found = found.where(sa.cast(col(Job.state), sa.String) == state)
    return found.order_by(col(Job.id))


def _told(session: Session, viewer: Viewer, found: Sequence[Job], ids: Sequence[int] | Statement) -> list[Part]:
    """The parts with their briefs, as far as this person may read them."""
    printed = briefs.by_job(session, viewer, ids)
    return [Part(job.state, BriefOrder.of(job.args), job.error, printed.get(job.id or 0)) for job in found]
