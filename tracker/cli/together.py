"""Web server and workers as children of one process, for `tracker run` and `tracker worker --processes`.

They are forked, so that what is loaded is loaded once. Each leads a process group of its own: Ctrl-C reaches only the
parent, which ends them in order. Should the parent be killed, they notice and end by themselves.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import connection
from multiprocessing.context import ForkProcess
from socket import socket

import click

from tracker.cli.faults import FAILURE, guarded, say

GRACE = 10.0
LONGEST_PAUSE = 30.0
STEADY = 60.0
"""Seconds after which a worker that dies is taken for one that worked."""

_forked = multiprocessing.get_context("fork")


def run_together(
    listener: socket, serve: Callable[[], None], work: Callable[[], None], announce: Callable[[], None]
) -> int:
    """Run both until Ctrl-C or a termination signal, then end both; the exit code.

    `listener` is the open port: it goes to the web server, and this process lets go of it. Without the web server there
    is nothing to run. The worker loads the renderer, which takes a second or two: it is started once the pages answer.
    """
    _hear_signals()
    web, workers = _start("web", serve), _Workers(work, 1)
    listener.close()
    try:
        announce()
        workers.start()
        while True:
            connection.wait([web.sentinel, *workers.sentinels])
            if not web.is_alive():
                return say("The web server has stopped; its reason stands above.", FAILURE)
            workers.tend()
    except KeyboardInterrupt:
        return 0
    finally:
        _end([web, *workers.children])


def work_together(work: Callable[[], None], number: int) -> int:
    """Run so many workers until Ctrl-C or a termination signal, then end them; the exit code."""
    _hear_signals()
    workers = _Workers(work, number)
    try:
        workers.start()
        while True:
            connection.wait(workers.sentinels)
            workers.tend()
    except KeyboardInterrupt:
        return 0
    finally:
        _end(workers.children)


class _Workers:
    """Some workers: one that dies is started again, after a longer pause each time that it did not live long."""

    def __init__(self, work: Callable[[], None], number: int) -> None:
        self.work, self.number = work, number
        self.children: list[ForkProcess] = []
        self.pause, self.started = 1.0, 0.0

    @property
    def sentinels(self) -> list[int]:
        return [child.sentinel for child in self.children]

    def start(self) -> None:
        """Start those that are missing."""
        self.started = time.monotonic()
        while len(self.children) < self.number:
            self.children.append(_start("worker", self.work))

    def tend(self) -> None:
        """Start anew those that have died, if any."""
        alive = [child for child in self.children if child.is_alive()]
        if len(alive) == len(self.children):
            return
        if time.monotonic() - self.started > STEADY:
            self.pause = 1.0
        click.echo(f"A worker has stopped; it starts again in {self.pause:.0f} s.", err=True)
        self.children = alive
        time.sleep(self.pause)
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self.start()


def _hear_signals() -> None:
    """SIGINT too: a shell's script hands it on as ignored."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)


def _start(name: str, target: Callable[[], None]) -> ForkProcess:
    child = _forked.Process(target=_live, args=(target,), name=name)
    child.start()
    return child


def _live(target: Callable[[], None]) -> None:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_outlive_nobody, daemon=True).start()
    sys.exit(guarded(target))


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _end(children: list[ForkProcess]) -> None:
    """Ask, ask again, insist; a second Ctrl-C does not cut this short."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for seconds in (GRACE, GRACE / 3):
        for child in children:
            child.terminate()
        deadline = time.monotonic() + seconds
        for child in children:
            child.join(max(0.0, deadline - time.monotonic()))
    for child in children:
        child.kill()
        child.join()
