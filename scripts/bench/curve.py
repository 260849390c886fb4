"""What pages cost with 18 projects, with thousands, and on PostgreSQL with a hundred thousand."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from flask import Flask

from scripts.bench.data import cookie_for, prepared, questions
from scripts.bench.databases import Server, analysed, postgresql
from scripts.bench.serving import PER_ROUND, WARM, Asked, Served, served
from tracker import create_app
from tracker.domain.dates import today
from tracker.settings import Settings

FEW = 18
SIZES = (FEW, 1_000, 10_000)
MOST = 100_000
"""On PostgreSQL, where it is asked for: it takes long."""

SECONDS, ROUND = 1.2, 0.25
"""About so long one page is asked for, in rounds of about so long: a slow one less often."""
FEWEST, USUAL = 3, 11
"""Rounds."""
PATIENCE = 900

PAGES = {
    "`/projects`": "/projects",
    "searched": "/projects?q=municipal",
    "filtered by two": "/projects?health=not_reported&stage=under_way",
    "as of a month ago": f"/projects?as_of={today() - timedelta(days=30)}",
    "a project (Bam)": "/projects/bam-transitional-shelter",
    "`/portfolio`": "/portfolio",
    "`/funding`": "/funding",
    "`/reporting`": "/reporting",
    "my work": "/",
}

Bare = Callable[[], Flask]


@dataclass(frozen=True)
class Cost:
    """Of one request: the milliseconds of CPU of our process, these as a multiple of the bare page, the database's."""

    spent: float
    multiple: float
    database: float


def measure(bare: Bare, wanted: list[str]) -> None:
    """Print the curve; `wanted` may name one of the databases and a number of projects to go up to."""
    most = max((int(one) for one in wanted if one.isdigit()), default=max(SIZES))
    with served(bare) as yardstick:
        if "postgresql" not in wanted:
            _curve("SQLite", yardstick, [size for size in SIZES if size <= most], None)
        if "sqlite" not in wanted:
            with postgresql() as server:
                server.settle()
                _curve("PostgreSQL", yardstick, [size for size in (*SIZES, MOST) if size <= most], server)


def _curve(name: str, yardstick: Served, sizes: list[int], server: Server | None) -> None:
    few: dict[str, Cost] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            settings, made = _filled(Path(folder), size, server)
            print(f"{name}, {size:,} projects{made}\n", flush=True)
            costs = dict(_table(yardstick, settings, few, server))
            few = few or costs
        print(flush=True)


def _filled(folder: Path, size: int, server: Server | None) -> tuple[Settings, str]:
    """The programme of 2004, and invented projects where more are wanted; what the making of these took."""
    url = server.fresh(f"projects_{size}") if server else ""
    settings = prepared(folder, url, many=0)
    made = _synthesised(settings, size) if size > FEW else ""
    if server:
        analysed(url)
    return settings, made


def _synthesised(settings: Settings, size: int) -> str:
    environ = os.environ | {"TRACKER_INSTANCE": str(settings.instance), "TRACKER_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-c", "from tracker.cli import main; main()", "synthesise", "--projects", str(size)]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    megabytes, ended = 0, 0
    while not ended:
        time.sleep(0.1)
        megabytes = _peak(process.pid) or megabytes
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
    if status:
        raise SystemExit("The invented portfolio was not made.")
    return f" (invented in {used.ru_utime + used.ru_stime:.0f} s of CPU, with {megabytes} MB)"


def _peak(pid: int) -> int:
    """Megabytes that the process has held at most; what `wait4` says of it begins with what its parent holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    return int((status.partition("VmHWM:")[2].split() or ["0"])[0]) // 1024


def _table(
    yardstick: Served, settings: Settings, few: dict[str, Cost], server: Server | None
) -> Iterator[tuple[str, Cost]]:
    """Print a row for each page; gives what it cost."""
    heads = [
        "page",
        "CPU, ms",
        "of the bare page",
        "of 18 projects",
        "statements",
        *(["the server's, ms"] * bool(server)),
    ]
    print(f"| {' | '.join(heads)} |\n|---|{'---:|' * (len(heads) - 1)}", flush=True)
    cookie, unit = cookie_for(settings), Asked(yardstick, "/")
    unit.spent(WARM)
    with served(partial(create_app, settings)) as tracker:
        for name, path in PAGES.items():
            cost = _cost(unit, Asked(tracker, path, cookie, PATIENCE), server)
            more = f"{cost.spent / few[name].spent:.1f}" if few else ""
            cells = [f"{cost.spent:.1f}", f"{cost.multiple:.1f}", more, f"{questions(settings, path)}"]
            cells += [f"{cost.database:.1f}"] if server else []
            print(f"| {name} | {' | '.join(cells)} |", flush=True)
            yield name, cost


def _cost(unit: Asked, page: Asked, server: Server | None) -> Cost:
    """Medians over rounds in turns with the bare page; a page that is slow is asked for less often."""
    page.once_there()
    seconds = min(page.spent(1), page.spent(1)) / 1000
    times = max(1, min(PER_ROUND, int(ROUND / seconds)))
    rounds: list[tuple[float, float, float]] = []
    for _ in range(max(FEWEST, min(USUAL, int(SECONDS / seconds / times)))):
        one = unit.spent(PER_ROUND)
        before = server.cpu() if server else 0
        spent = page.spent(times)
        database = ((server.cpu() if server else 0) - before) / times * 1000
        rounds.append((spent, spent / one, database))
    return Cost(*(statistics.median(values) for values in zip(*rounds, strict=True)))
