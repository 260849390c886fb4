"""The queue: a table of jobs, each taken under a lease.

A worker that dies keeps nothing: when its lease ends the job is taken again. `attempts` is the fence: it rises with
every taking, and whoever holds an older number can no longer change the job, so that nothing is done twice.
Work that is stored in the same transaction as `finish` is therefore stored exactly once.

A batch is a job that is over as soon as it is asked for, and its parts, which are taken as all other jobs are, but
after them: whoever waits for one brief does not wait for five hundred.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from tracker.domain.codes import JobState
from tracker.domain.dates import now
from tracker.domain.models import Job

LEASE = timedelta(seconds=60)
HEARTBEAT = 15.0
MOST_ATTEMPTS = 3
"""In a round: a failed job that is tried again later begins another one."""

GAVE_UP = f"The work was begun {MOST_ATTEMPTS} times and stopped each time before its end."

_job = Job.__table__  # type: ignore[attr-defined]
_LIVE = (_job.c.id, _job.c.kind, _job.c.args, _job.c.user_id, _job.c.attempts)


class LeaseLost(Exception):
    """Somebody else has the job by now, or it is over: what was done for it must not be stored."""


@dataclass(frozen=True)
class Claimed:
    """A job in somebody's hands; `attempt` is what they prove it with."""

    id: int
    kind: str
    args: dict[str, Any]
    user_id: int | None
    attempt: int

    @property
    def is_last_attempt(self) -> bool:
        return self.attempt % MOST_ATTEMPTS == 0


def enqueue(session: Session, kind: str, args: dict[str, Any], user_id: int | None) -> Job:
    """Put work on the queue; it is seen by workers once the caller's transaction is committed."""
    job = Job(kind=kind, args=args, user_id=user_id)
    session.add(job)
    session.flush()
    return job


def enqueue_batch(
    session: Session, kind: str, args: dict[str, Any], user_id: int | None, *, part: str, each: Sequence[dict[str, Any]]
) -> Job:
    """Put many jobs of the kind `part` on the queue at once, one with `each` of these args: all of them or none."""
    moment = now()
    batch = Job(kind=kind, args=args, user_id=user_id, state=JobState.done, finished_at=moment, created_at=moment)
    session.add(batch)
    session.flush()
    own = {"kind": part, "parent_id": batch.id, "user_id": user_id, "created_at": moment}
    session.execute(sa.insert(_job), [{**own, "args": one} for one in each])
    return batch


def cancel(session: Session, batch_id: int) -> int:
    """Take the parts of a batch that nobody has begun off the queue; how many. What runs comes to its end."""
    waiting_ones = (_job.c.parent_id == batch_id, _job.c.state == JobState.queued)
    values = {"state": JobState.cancelled, "finished_at": now()}
    return session.connection().execute(sa.update(_job).where(*waiting_ones).values(values)).rowcount


def retry(session: Session, batch_id: int) -> int:
    """Put the failed and cancelled parts of a batch on the queue again; how many."""
    return _again(session, _job.c.parent_id == batch_id, _job.c.state.in_((JobState.failed, JobState.cancelled)))


def failed(session: Session, kind: str, *, by: datetime, rounds: int) -> Sequence[int]:
    """The jobs of a kind that had failed by a moment and were tried in fewer rounds; a plain read."""
    these = (_job.c.kind == kind, _job.c.state == JobState.failed, _job.c.finished_at <= by)
    few = _job.c.attempts <= (rounds - 1) * MOST_ATTEMPTS
    return session.connection().scalars(sa.select(_job.c.id).where(*these, few)).all()


def revive(session: Session, ids: Sequence[int]) -> int:
    """Put these failed jobs on the queue again; how many."""
    return _again(session, _job.c.id.in_(ids), _job.c.state == JobState.failed)


def _again(session: Session, *which: sa.ColumnElement[bool]) -> int:
    """Queue jobs anew. The fence goes on rising: the next attempt is the first of another round."""
    rounds = (_job.c.attempts + MOST_ATTEMPTS - 1) // MOST_ATTEMPTS
    values = {
        "state": JobState.queued,
        "attempts": rounds * MOST_ATTEMPTS,
        "error": None,
        "started_at": None,
        "finished_at": None,
    }
    return session.connection().execute(sa.update(_job).where(*which).values(values)).rowcount


def waiting(connection: sa.Connection) -> bool:
    """Whether there is anything to take; a plain read, so that an idle worker locks nothing."""
    return connection.scalar(sa.select(_open().limit(1).exists())) is True


def claim(engine: sa.Engine, lease: timedelta = LEASE) -> Claimed | None:
    """Take the oldest job that is queued or whose worker has died, parts of batches last; None if there is none."""
    with engine.begin() as connection:
        _bury_the_hopeless(connection)
        order = (_job.c.parent_id.is_not(None), _job.c.id)
        first = _open().order_by(*order).limit(1).with_for_update(skip_locked=True).scalar_subquery()
        moment = now()
        taken = connection.execute(
            sa.update(_job)
            .where(_job.c.id == first)
            .values(
                state=JobState.running,
                attempts=_job.c.attempts + 1,
                leased_until=moment + lease,
                started_at=moment,
                progress=0,
            )
            .returning(*_LIVE)
        ).one_or_none()
    return Claimed(taken.id, taken.kind, taken.args, taken.user_id, taken.attempts) if taken else None


def _open() -> sa.Select[Any]:
    dead = sa.and_(_job.c.state == JobState.running, _job.c.leased_until < now())
    return sa.select(_job.c.id).where(sa.or_(_job.c.state == JobState.queued, dead))


def _bury_the_hopeless(connection: sa.Connection) -> None:
    """A job that killed its worker every time would kill the next one too."""
    connection.execute(
        sa.update(_job)
        .where(_job.c.state == JobState.running, _job.c.leased_until < now(), _job.c.attempts % MOST_ATTEMPTS == 0)
        .values(state=JobState.failed, error=GAVE_UP, leased_until=None, finished_at=now())
    )


def extend(connection: sa.Connection, claimed: Claimed, lease: timedelta = LEASE) -> bool:
    """Hold the job for another lease; False if it is no longer ours."""
    return _change(connection, claimed, leased_until=now() + lease)


def progress(connection: sa.Connection, claimed: Claimed, done: int, total: int) -> bool:
    """Say how far the work is: `done` of `total` steps."""
    return _change(connection, claimed, progress=done, total=total)


def finish(connection: sa.Connection, claimed: Claimed, result: dict[str, Any]) -> None:
    """Mark the job done; raises LeaseLost if it is no longer ours, so that the caller's transaction is undone."""
    if not _change(
        connection,
        claimed,
        state=JobState.done,
        result=result,
        progress=_job.c.total,
        error=None,
        leased_until=None,
        finished_at=now(),
    ):
        raise LeaseLost


def fail(connection: sa.Connection, claimed: Claimed, reason: str) -> bool:
    """Mark the job failed, with a sentence a person can act on."""
    return _change(connection, claimed, state=JobState.failed, error=reason, leased_until=None, finished_at=now())


def give_back(connection: sa.Connection, claimed: Claimed, *, counted: bool) -> bool:
    """Put the job back on the queue; `counted` says whether this attempt counts towards the most that are made."""
    attempts = claimed.attempt if counted else claimed.attempt - 1
    return _change(connection, claimed, state=JobState.queued, leased_until=None, attempts=attempts, progress=0)


def _change(connection: sa.Connection, claimed: Claimed, **values: Any) -> bool:  # noqa: ANN401 - column values
    mine = (_job.c.id == claimed.id, _job.c.state == JobState.running, _job.c.attempts == claimed.attempt)
    return connection.execute(sa.update(_job).where(*mine).values(**values)).rowcount == 1


@contextmanager
def held(engine: sa.Engine, claimed: Claimed, *, lease: timedelta = LEASE, every: float = HEARTBEAT) -> Iterator[None]:
    """Extend the lease every so many seconds from a thread, for as long as the work lasts."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(every):
            try:
                with engine.begin() as connection:
                    extend(connection, claimed, lease)
            except sa.exc.OperationalError:
                # The database is busy or away; the next beat tries again, and the fence guards what is stored.
                continue

    heart = threading.Thread(target=beat, name=f"lease-{claimed.id}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()
