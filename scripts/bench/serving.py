"""CPU time that a gunicorn worker spends on a request, read from the kernel, so that a busy machine disturbs little."""

import http.client
import multiprocessing
import os
import signal
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from tracker import serve

WARM, ROUNDS, PER_ROUND = 40, 7, 60


@dataclass
class Served:
    """An application under gunicorn with one worker: its port, and the worker's process number."""

    port: int
    worker: int

    def cpu(self) -> float:
        """Seconds of CPU that the worker has used so far, over all its threads."""
        nanoseconds = sum(
            int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{self.worker}/task").iterdir()
        )
        return nanoseconds / 1e9


@contextmanager
def served(make_app: Callable[[], Flask]) -> Iterator[Served]:
    """Serve an application as `tracker serve` does, with one worker."""
    listening = serve.listen("127.0.0.1", 0)
    port: int = listening.getsockname()[1]
    process = multiprocessing.get_context("fork").Process(target=_run, args=(make_app, listening), daemon=False)
    process.start()
    try:
        _wait(port)
        yield Served(port, _child(process.pid or 0))
    finally:
        os.kill(process.pid or 0, signal.SIGTERM)
        process.join(20)
        listening.close()


def _run(make_app: Callable[[], Flask], listening: socket.socket) -> None:
    server = serve.Server(make_app, listening.fileno())
    server.cfg.set("workers", 1)
    server.run()


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The server under measurement did not start.")


def _child(parent: int) -> int:
    for _ in range(200):
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        if children:
            return int(children[0])
        time.sleep(0.05)
    raise SystemExit("The server under measurement has no worker.")


def cpu_per_request(app: Served, path: str, cookie: str = "") -> float:
    """Milliseconds of the worker's CPU for one request, the median of several rounds over one kept connection."""
    connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=30)
    headers = {"Cookie": cookie, "Accept-Encoding": "gzip"} if cookie else {"Accept-Encoding": "gzip"}
    rounds = []
    for number in range(ROUNDS + 1):
        before = app.cpu()
        for _ in range(PER_ROUND if number else WARM):
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path} answered {answer.status} while being measured.")
        if number:
            rounds.append((app.cpu() - before) / PER_ROUND * 1000)
    connection.close()
    return statistics.median(rounds)
