"""`kill -9` of workers in the middle of a batch: nothing is lost, nothing is printed twice."""

import hashlib
import logging
import multiprocessing as mp
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator
from datetime import timedelta
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from tests import cast
from tracker import jobs
from tracker.domain.codes import LANGUAGES, JobState
from tracker.domain.models import Brief, Job, User
from tracker.handlers import HANDLERS
from tracker.settings import Settings
from tracker.store import make_engine, open_session
from tracker.worker import Worker

LEASE = timedelta(seconds=2)
forked = mp.get_context("fork")


@pytest.fixture
def database_url(programme_url: str) -> str:
    """The programme of 2004, to write in."""
    return programme_url


def order(engine: sa.Engine) -> None:
    """Twelve briefs: two territories in six languages."""
    each = [{"kind": "mission", "key": key, "lang": lang} for key in ("XK", "HT") for lang in LANGUAGES]
    with open_session(engine) as session:
        user = session.exec(select(User).where(User.email == cast.email("mission"))).one()
        jobs.enqueue_batch(session, "briefs", {"kind": "territories"}, user.id, part="brief", each=each)
        session.commit()
    engine.dispose()


def states(engine: sa.Engine) -> Counter[JobState]:
    with open_session(engine) as session:
        return Counter(job.state for job in session.exec(select(Job).where(col(Job.parent_id).is_not(None))).all())


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def run(settings: Settings) -> None:
    logging.disable()
    Worker(settings, make_engine(settings.database_url), HANDLERS, lease=LEASE, heartbeat=0.5).run()


def start(settings: Settings) -> ForkProcess:
    process = forked.Process(target=run, args=(settings,))
    process.start()
    return process


def test_killed_workers_print_each_brief_of_a_batch_exactly_once(engine: sa.Engine, settings: Settings) -> None:
    order(engine)
    workers = [start(settings) for _ in range(2)]
    for done in (2, 4, 6):
        until(lambda done=done: states(engine)[JobState.done] >= done)  # type: ignore[misc]
        os.kill(workers[0].pid or 0, signal.SIGKILL)
        workers[0].join(10)
        workers = [*workers[1:], start(settings)]
    until(lambda: states(engine) == {JobState.done: 12})
    for worker in workers:
        worker.terminate()
        worker.join(10)
    with open_session(engine) as session:
        briefs = session.exec(select(Brief)).all()
        results = session.exec(select(Job.result).where(col(Job.parent_id).is_not(None))).all()
    assert {(brief.key, brief.printed_language) for brief in briefs} == {
        (k, lang) for k in ("XK", "HT") for lang in LANGUAGES
    }
    assert (len(briefs), len({brief.job_id for brief in briefs})) == (12, 12)
    assert sorted(brief.id or 0 for brief in briefs) == sorted(result["brief_id"] for result in results if result)
    files = {path.name: path for path in settings.documents.iterdir() if not path.name.startswith(".new-")}
    assert set(files) == {brief.sha256 for brief in briefs}
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == name for name, path in files.items())


# --------------------------------------------------------------------------------- tracker worker --processes


def children(pid: int) -> set[int]:
    try:
        return {int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except FileNotFoundError:
        return set()


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


@pytest.fixture
def tended(settings: Settings) -> Generator[subprocess.Popen[bytes]]:
    """`tracker worker --processes 2`, with both of them at work."""
    env = os.environ | {"TRACKER_INSTANCE": str(settings.instance), "TRACKER_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-c", "from tracker.cli import main; main()", "worker", "--processes", "2"]
    running = subprocess.Popen(command, env=env, stderr=subprocess.PIPE)  # noqa: S603 - our own program
    until(lambda: len(children(running.pid)) == 2)
    yield running
    for pid in children(running.pid):
        os.kill(pid, signal.SIGKILL)
    running.kill()
    running.communicate()


def test_a_killed_worker_process_is_started_again_and_all_end_with_their_parent(
    engine: sa.Engine, tended: subprocess.Popen[bytes]
) -> None:
    first = children(tended.pid)
    victim = min(first)
    os.kill(victim, signal.SIGKILL)
    until(lambda: len(children(tended.pid)) == 2 and victim not in children(tended.pid))
    order(engine)
    until(lambda: states(engine) == {JobState.done: 12})
    second = children(tended.pid)
    assert len(first & second) == 1
    tended.terminate()
    _, err = tended.communicate(timeout=20)
    assert (tended.returncode, alive(second)) == (0, set())
    assert "A worker has stopped; it starts again in 1 s." in err.decode()


def test_worker_processes_outlive_no_parent(tended: subprocess.Popen[bytes]) -> None:
    orphans = children(tended.pid)
    tended.kill()
    tended.wait()
    until(lambda: not alive(orphans), 20)
