"""Web server and worker as children of one process, for `tracker run`.

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
_forked = multiprocessing.get_context("fork")


def run_together(
    listener: socket, serve: Callable[[], None], work: Callable[[], None], announce: Callable[[], None]
) -> int:
    """Run both until Ctrl-C or a termination signal, then end both; the exit code.

    `listener` is the open port: it goes to the web server, and this process lets go of it.

    A worker that dies is started again, each time after a longer pause. Without the web server there is nothing to run.
    The worker loads the renderer, which takes a second or two: it is started once the pages answer.
    """
    for one in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: a shell's script hands it on as ignored
        signal.signal(one, signal.default_int_handler)
    children = {"web": _start("web", serve)}
    listener.close()
    try:
        announce()
        children["worker"] = _start("worker", work)
        pause = 1.0
        while True:
            connection.wait([child.sentinel for child in children.values()])
            if not children["web"].is_alive():
                return say("The web server has stopped; its reason stands above.", FAILURE)
            click.echo(f"The worker has stopped; it starts again in {pause:.0f} s.", err=True)
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            children["worker"] = _start("worker", work)
    except KeyboardInterrupt:
        return 0
    finally:
        _end(list(children.values()))


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
