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

WARM, ROUNDS, PER_ROUND = 40, 21, 25


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


@dataclass
class Asked:
    """A page that is measured: who serves it, its address, the cookie to come with."""

    app: Served
    path: str
    cookie: str = ""
    patience: float = 30

    def spent(self, times: int) -> float:
        """Milliseconds of the worker's CPU for one request, over one kept connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.app.port, timeout=self.patience)
        before = self.app.cpu()
        for _ in range(times):
            status = self._answer(connection)
            if status != 200:
                raise SystemExit(f"{self.path} answered {status} while being measured.")
        connection.close()
        return (self.app.cpu() - before) / times * 1000

    def once_there(self) -> None:
        """Ask until the page is there that a first request may have to wait for, as one of another day."""
        connection = http.client.HTTPConnection("127.0.0.1", self.app.port, timeout=self.patience)
        while self._answer(connection) == 202:
            time.sleep(0.5)
        connection.close()

    def _answer(self, connection: http.client.HTTPConnection) -> int:
        headers = {"Accept-Encoding": "gzip"} | ({"Cookie": self.cookie} if self.cookie else {})
        connection.request("GET", self.path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status


def in_turns(unit: Asked, *pages: Asked) -> list[tuple[float, float]]:
    """The CPU of each page in milliseconds and as a multiple of the unit: medians over many rounds.

    The unit and the pages are asked for in turns, so that what else the machine does falls on all alike.
    """
    for page in (unit, *pages):
        page.spent(WARM)
    spent: list[list[tuple[float, float]]] = [[] for _ in pages]
    for _ in range(ROUNDS):
        for times, page in zip(spent, pages, strict=True):
            one = unit.spent(PER_ROUND)
            cpu = page.spent(PER_ROUND)
            times.append((cpu, cpu / one))
    return [
        (statistics.median(cpu for cpu, _ in times), statistics.median(more for _, more in times)) for times in spent
    ]
