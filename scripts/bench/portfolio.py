"""A portfolio brief of 50 to 500 projects: its seconds, its memory and its pages, each in a process of its own."""

import multiprocessing
import resource
import time
from multiprocessing.connection import Connection

from scripts.bench import invented
from scripts.bench.making import draft
from tracker.domain import history
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind
from tracker.settings import Settings
from tracker.store import make_engine, open_session

CURVE = ((50, False), (100, False), (250, False), (500, False), (50, True))


def measure(settings: Settings) -> None:
    """Print the table."""
    _invent(settings)
    print("| a portfolio brief of | CPU | memory, at most | pages | size |")
    print("|---|---:|---:|---:|---:|")
    for number, full in CURVE:
        spent, memory, pages, size = _apart(settings, number, full=full)
        name = f"{number} projects{', each with its sheet' if full else ''}"
        print(f"| {name} | {spent:.1f} s | {memory} MB | {pages} | {size / 1000:.0f} kB |")
    print()


def _invent(settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    with open_session(engine) as session:
        history.acting(session, user_id=None, name="bench")
        for number in dict(CURVE):
            invented.programme(session, invented.code(number), number)
    engine.dispose()


def _apart(settings: Settings, number: int, *, full: bool) -> tuple[float, int, int, int]:
    """CPU in seconds, peak memory in MB, pages, bytes."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_printed, args=(there, settings, number, full))
    process.start()
    there.close()
    found: tuple[float, int, int, int] = here.recv()
    process.join()
    return found


def _printed(answer: Connection, settings: Settings, number: int, full: bool) -> None:  # noqa: FBT001 - a process's argument
    engine = make_engine(settings.database_url)
    draft(settings, engine, BriefOrder(kind=BriefKind.mission, key="XK", lang="en"))  # warms, as in a worker
    start = time.process_time()
    order = BriefOrder(kind=BriefKind.portfolio, key=invented.code(number), lang="en", full=full)
    paper = draft(settings, engine, order).paper
    spent = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    answer.send((spent, memory, paper.pages, len(paper.pdf)))
    engine.dispose()
