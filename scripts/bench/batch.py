"""Many briefs at once: how much quicker two workers are than one, and whether a worker grows while it prints."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import col

from scripts.bench.data import prepared
from scripts.bench.databases import postgresql
from tracker import jobs
from tracker.domain.codes import LANGUAGES, JobState
from tracker.domain.models import Job, User
from tracker.domain.queries.places import codes_of_projects
from tracker.settings import Settings
from tracker.store import make_engine, open_session

ROUNDS = 2
WARM = 6
"""Briefs that each worker prints before it is measured."""

MARKS = (0.1, 0.5, 1.0)
"""The parts of a long batch after which a worker's memory is looked at."""

LONGEST = 1800


def measure(number: int, *, long: int) -> None:
    """Print the table for batches of `number` briefs, and what a worker weighs over one of `long`."""
    print(f"| {number} briefs, by the clock | one worker | two workers | times |")
    print("|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        settings = prepared(Path(folder))
        _row("SQLite", settings, number)
        with postgresql() as server:
            _row("PostgreSQL", prepared(Path(folder), server.fresh("batch")), number)
        print()
        _memory(settings, long)


def _row(name: str, settings: Settings, number: int) -> None:
    taken: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for processes, found in taken.items():
            with _working(settings, processes):
                _printed(settings, WARM * processes)
                found.append(_printed(settings, number))
    one, two = min(taken[1]), min(taken[2])
    print(f"| {name} | {one:.1f} s | {two:.1f} s | {one / two:.2f} |")


def _memory(settings: Settings, number: int) -> None:
    print("| briefs printed by one worker | its memory |")
    print("|---:|---:|")
    with _working(settings, 1) as pid:
        batch = _ordered(settings, number)
        for mark in MARKS:
            reached = round(number * mark)
            _wait(settings, batch, reached)
            print(f"| {reached} | {_resident(pid)} MB |")
    print()


def _printed(settings: Settings, number: int) -> float:
    """Seconds from the begin of the first brief to the end of the last."""
    batch = _ordered(settings, number)
    _wait(settings, batch, number)
    engine = make_engine(settings.database_url)
    with open_session(engine) as session:
        ends = sa.select(sa.func.min(Job.started_at), sa.func.max(Job.finished_at)).where(col(Job.parent_id) == batch)
        first, last = session.execute(ends).one()
    engine.dispose()
    return float((last - first).total_seconds())


def _ordered(settings: Settings, number: int) -> int:
    """A batch of mission briefs of all territories in all languages, over and over."""
    engine = make_engine(settings.database_url)
    with open_session(engine) as session:
        kinds = [
            {"kind": "mission", "key": key, "lang": lang} for key in codes_of_projects(session) for lang in LANGUAGES
        ]
        each = [kinds[one % len(kinds)] for one in range(number)]
        asker = session.scalar(sa.select(sa.func.min(User.id)))
        batch = jobs.enqueue_batch(session, "briefs", {"kind": "territories"}, asker, part="brief", each=each)
        session.commit()
    engine.dispose()
    return batch.id or 0


def _wait(settings: Settings, batch: int, number: int) -> None:
    """Until so many of the batch's briefs are printed; ends the program where one fails."""
    engine = make_engine(settings.database_url)
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        with open_session(engine) as session:
            counted = sa.select(col(Job.state), sa.func.count()).where(col(Job.parent_id) == batch)
            states = {row[0]: row[1] for row in session.execute(counted.group_by(col(Job.state)))}
        if JobState.failed in states:
            raise SystemExit("A brief of the measured batch failed.")
        if states.get(JobState.done, 0) >= number:
            engine.dispose()
            return
        time.sleep(0.1)
    raise SystemExit("The measured batch did not come to its end.")


@contextmanager
def _working(settings: Settings, processes: int) -> Iterator[int]:
    """`tracker worker --processes`, until the block ends; its process number."""
    env = os.environ | {"TRACKER_INSTANCE": str(settings.instance), "TRACKER_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-c", "from tracker.cli import main; main()", "worker", "--processes", str(processes)]
    worker = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)  # noqa: S603 - our own program
    try:
        yield worker.pid
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)


def _resident(pid: int) -> int:
    """Megabytes that the process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024
