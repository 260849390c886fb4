"""Many workers at once, and workers that die: nothing is lost, nothing is done twice."""

import logging
import multiprocessing as mp
import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.context import ForkProcess

import pytest
import sqlalchemy as sa
from sqlmodel import col, func, select

from tests.jobs.queueing import job, put
from tracker import jobs
from tracker.domain.codes import JobState, RecordKind
from tracker.domain.errors import TrackerError
from tracker.domain.models import Job, Record
from tracker.settings import Settings
from tracker.store import UnitSession, make_engine, open_session
from tracker.worker import FAULT, UNKNOWN, Handler, Keep, Work, Worker

LEASE = timedelta(seconds=1)
forked = mp.get_context("fork")


def store(work: Work) -> Keep:
    def keep(session: UnitSession) -> dict[str, int]:
        session.add(Record(kind=RecordKind.brief, language="en", code=f"{work.job.id}-{work.job.attempt}"))
        return {"attempt": work.job.attempt}

    return keep


def slowly(work: Work) -> Keep:
    time.sleep(0.3)
    return store(work)


def run(settings: Settings, handler: Handler) -> None:
    logging.disable()
    Worker(settings, make_engine(settings.database_url), {"count": handler}, lease=LEASE, heartbeat=0.3).run()


def start(settings: Settings, handler: Handler) -> ForkProcess:
    process = forked.Process(target=run, args=(settings, handler))
    process.start()
    return process


def end(process: ForkProcess) -> None:
    process.terminate()
    process.join(10)
    assert process.exitcode == 0


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def states(engine: sa.Engine) -> dict[JobState, int]:
    with open_session(engine) as session:
        rows = session.exec(select(col(Job.state), func.count()).group_by(col(Job.state))).all()
        return dict(rows)


def stored(engine: sa.Engine) -> list[int]:
    with open_session(engine) as session:
        codes = session.exec(select(Record.code).where(Record.kind == RecordKind.brief)).all()
        return sorted(int((code or "").partition("-")[0]) for code in codes)


def test_four_workers_do_every_job_exactly_once(engine: sa.Engine, settings: Settings) -> None:
    numbers = [put(engine) for _ in range(60)]
    engine.dispose()
    workers = [start(settings, store) for _ in range(4)]
    until(lambda: states(engine) == {JobState.done: 60})
    for worker in workers:
        end(worker)
    assert stored(engine) == numbers


def test_killed_workers_lose_nothing_and_double_nothing(engine: sa.Engine, settings: Settings) -> None:
    numbers = [put(engine) for _ in range(6)]
    engine.dispose()
    for _ in range(2):
        victim = start(settings, slowly)
        until(lambda: JobState.running in states(engine))
        os.kill(victim.pid or 0, signal.SIGKILL)
        victim.join(10)
    heir = start(settings, slowly)
    until(lambda: states(engine) == {JobState.done: 6})
    end(heir)
    assert stored(engine) == numbers


def test_a_stopped_worker_ends_the_job_in_hand_first(engine: sa.Engine, settings: Settings) -> None:
    number = put(engine)
    worker = start(settings, slowly)
    until(lambda: JobState.running in states(engine))
    end(worker)
    assert job(engine, number).state == JobState.done


def never_ending(work: Work) -> Keep:
    time.sleep(60)
    return store(work)


def test_a_worker_told_twice_puts_its_job_back(engine: sa.Engine, settings: Settings) -> None:
    number = put(engine)
    worker = start(settings, never_ending)
    until(lambda: JobState.running in states(engine))
    worker.terminate()
    time.sleep(0.3)
    end(worker)
    assert (job(engine, number).state, job(engine, number).attempts) == (JobState.queued, 0)


def once(engine: sa.Engine, settings: Settings, handlers: dict[str, Handler]) -> Worker:
    worker = Worker(settings, engine, handlers)
    assert worker.work_once()
    return worker


def test_a_refusal_is_the_reason_of_the_failure(engine: sa.Engine, settings: Settings) -> None:
    def refuse(_work: Work) -> Keep:
        raise TrackerError("There is no territory ZZ.")

    number = put(engine)
    once(engine, settings, {"count": refuse})
    assert (job(engine, number).state, job(engine, number).error) == (JobState.failed, "There is no territory ZZ.")


def test_a_fault_is_tried_again_and_then_told_without_its_traceback(
    engine: sa.Engine, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(_work: Work) -> Keep:
        raise KeyError("inside")

    number = put(engine)
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        once(engine, settings, {"count": stumble})
        assert job(engine, number).attempts == attempt
    assert (job(engine, number).state, job(engine, number).error) == (JobState.failed, FAULT)
    assert "KeyError: 'inside'" in caplog.text


def test_work_nobody_knows_fails_with_a_reason(engine: sa.Engine, settings: Settings) -> None:
    number = put(engine, kind="unheard_of")
    once(engine, settings, {})
    assert job(engine, number).error == UNKNOWN


def test_what_was_made_for_a_lost_job_is_not_stored(engine: sa.Engine, settings: Settings) -> None:
    def dawdle(work: Work) -> Keep:
        with engine.begin() as connection:
            jobs.extend(connection, work.job, timedelta(seconds=-1))
        assert jobs.claim(engine) is not None
        return store(work)

    number = put(engine)
    once(engine, settings, {"count": dawdle})
    assert stored(engine) == []
    assert (job(engine, number).state, job(engine, number).attempts) == (JobState.running, 2)
