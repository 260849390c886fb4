"""The worker: takes one job after the other from the queue and does it, in a process of its own.

A handler works with no transaction open and returns what is left to be stored; that is stored in one transaction
with the end of the job. Where somebody stored meanwhile what it was made from (Overtaken), it is made anew. Handlers say why something cannot be done by raising TrackerError.
"""

import logging
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType
from typing import Any

import sqlalchemy as sa

from tracker import jobs
from tracker.domain.codes import N_
from tracker.domain.errors import Overtaken, TrackerError
from tracker.settings import Settings
from tracker.store import UnitSession, open_session, writing

log = logging.getLogger("tracker.worker")

IDLE = 0.5
DATABASE_AWAY = 5.0
FAULT = N_(
    "The work stopped because of a fault in the program. The details are in the worker's log: tell an administrator."
)
UNKNOWN = N_("This installation cannot do this kind of work. Bring the worker to the same version as the pages.")

Keep = Callable[[UnitSession], dict[str, Any]]
"""Stores what was made, in the session it is given; returns the job's result."""


class Interrupted(BaseException):
    """The worker must stop at once: its job goes back on the queue."""


@dataclass(frozen=True)
class Work:
    """What a handler is given: the job and where to find things."""

    settings: Settings
    engine: sa.Engine
    job: jobs.Claimed

    def tell(self, done: int, total: int) -> None:
        """Say how far the work is."""
        with self.engine.begin() as connection:
            jobs.progress(connection, self.job, done, total)


Handler = Callable[[Work], Keep]

Chore = Callable[[Settings, sa.Engine], None]
"""What is to be looked at every hour, by every worker: it must be harmless to do twice at once."""

HOUR = 3600.0


@contextmanager
def reading(engine: sa.Engine) -> Iterator[UnitSession]:
    """A session that only reads, so that it holds up nobody who writes, and reads everything as of one moment."""
    token = writing.set(False)
    try:
        with open_session(engine) as session:
            if engine.dialect.name != "sqlite":  # there every transaction does
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session
    finally:
        writing.reset(token)


@dataclass
class Worker:
    """One worker process. `stop` is for signals: once, it ends after the job in hand; twice, it lets go of it."""

    settings: Settings
    engine: sa.Engine
    handlers: Mapping[str, Handler]
    lease: timedelta = jobs.LEASE
    heartbeat: float = jobs.HEARTBEAT
    chores: Sequence[Chore] = ()
    asked_at: float | None = field(default=None, init=False)
    stopping: bool = field(default=False, init=False)
    busy: bool = field(default=False, init=False)

    def run(self) -> None:
        """Work until told to stop."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self.stopping:
            try:
                self.look_around()
                pause = 0.0 if self.work_once() else IDLE
            except sa.exc.OperationalError as error:
                log.warning("The database does not answer: %s", error.orig)
                pause = DATABASE_AWAY
            if pause and not self.stopping:
                time.sleep(pause)

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        if self.stopping and self.busy:
            self.busy = False
            raise Interrupted
        self.stopping = True

    def look_around(self) -> None:
        """Do the chores, once an hour; a fault in one stops neither the others nor the worker."""
        if self.asked_at is not None and time.monotonic() - self.asked_at < HOUR:
            return
        self.asked_at = time.monotonic()
        for chore in self.chores:
            try:
                chore(self.settings, self.engine)
            except sa.exc.OperationalError:
                self.asked_at = None
                raise
            except Exception:
                log.exception("What is done every hour was not done: %s", chore)

    def work_once(self) -> bool:
        """Do the next job, if there is one; whether there was."""
        with reading(self.engine) as session:
            if not jobs.waiting(session.connection()):
                return False
        claimed = jobs.claim(self.engine, self.lease)
        if claimed is None:
            return False
        log.info("Job %s: %s %s", claimed.id, claimed.kind, claimed.args)
        try:
            self._do(claimed)
        except Interrupted:
            with self.engine.begin() as connection:
                jobs.give_back(connection, claimed, counted=False)
        return True

    def _do(self, claimed: jobs.Claimed) -> None:
        self.busy = True
        try:
            with jobs.held(self.engine, claimed, lease=self.lease, every=self.heartbeat):
                self._handle_and_store(claimed)
        except jobs.LeaseLost:
            log.warning("Job %s was taken over by another worker", claimed.id)
        except TrackerError as error:
            self._fail(claimed, str(error))
        except Exception:
            log.exception("Job %s, attempt %s", claimed.id, claimed.attempt)
            self._try_again(claimed)
        finally:
            self.busy = False

    def _handle_and_store(self, claimed: jobs.Claimed) -> None:
        """Begin anew as often as somebody else is quicker: each time there is one job less to be overtaken by."""
        while True:
            keep = self._handle(claimed)
            try:
                return self._store(claimed, keep)
            except Overtaken as error:
                log.info("Job %s begins anew: %s", claimed.id, error)

    def _handle(self, claimed: jobs.Claimed) -> Keep:
        handler = self.handlers.get(claimed.kind)
        if handler is None:
            raise TrackerError(UNKNOWN)
        return handler(Work(self.settings, self.engine, claimed))

    def _store(self, claimed: jobs.Claimed, keep: Keep) -> None:
        with open_session(self.engine) as session:
            result = keep(session)
            session.flush()
            jobs.finish(session.connection(), claimed, result)
            session.commit()

    def _fail(self, claimed: jobs.Claimed, reason: str) -> None:
        log.warning("Job %s failed: %s", claimed.id, reason)
        with self.engine.begin() as connection:
            jobs.fail(connection, claimed, reason)

    def _try_again(self, claimed: jobs.Claimed) -> None:
        if claimed.is_last_attempt:
            self._fail(claimed, FAULT)
            return
        with self.engine.begin() as connection:
            jobs.give_back(connection, claimed, counted=True)
