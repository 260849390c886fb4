"""The whole tracker as people use it: the web server and the worker as processes, real time, and Debian's Chromium."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState, expect

from tests.browser import journeys
from tests.browser.world import World, fill, look
from tests.databases import Databases
from tracker.settings import ROOT

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 20_000
START_SECONDS = 90
"""Milliseconds that anything awaited may take: the machine that runs the tests is small and has other work."""

expect.set_options(timeout=PATIENCE)

COMMAND = (sys.executable, "-c", "from tracker.cli import main; main()")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags, "timeout": 60_000}


@pytest.fixture(scope="session")
def live_database(databases: Databases) -> Generator[str]:
    """The programme of 2004, the cast and a few things of today, in a database that all journeys of a process share."""
    address = databases.copy_of("browser", fill)
    yield address
    databases.drop(address)


@pytest.fixture(scope="session")
def world(live_database: str) -> World:
    return look(live_database)


@pytest.fixture(scope="session")
def base_url(live_database: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The address of the running tracker; at its end it must have logged no fault."""
    folder = tmp_path_factory.mktemp("live")
    port = _free_port()
    environ = {
        **os.environ,
        "TRACKER_INSTANCE": str(folder / "instance"),
        "TRACKER_DATABASE_URL": live_database,
        "TRACKER_PUBLIC_URL": "",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    log = folder / "log"
    with log.open("wb") as out:
        running = [
            subprocess.Popen([*COMMAND, what], env=environ, cwd=ROOT, stdout=out, stderr=out)  # noqa: S603 - our own
            for what in ("serve", "worker")
        ]
        try:
            _await_answer(f"http://127.0.0.1:{port}/health", running, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            _end(running)
    faults = [line for line in log.read_text().splitlines() if "Traceback" in line or "ERROR" in line]
    assert faults == [], log.read_text()


@pytest.fixture(scope="session")
def sign_ins(browser: Browser, base_url: str) -> Callable[[str], StorageState]:
    """What a browser keeps of somebody who has signed in by the form; each of the cast does so once."""
    kept: dict[str, StorageState] = {}

    def of(who: str) -> StorageState:
        if who not in kept:
            context = browser.new_context(base_url=base_url)
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.goto("/sign-in")
            journeys.sign_in(page, who)
            kept[who] = context.storage_state()
            context.close()
        return kept[who]

    return of


@pytest.fixture
def new_page(new_context: Callable[..., BrowserContext]) -> Generator[Callable[..., Page]]:
    """A page of a fresh browser; a fault of its scripts, or what the content policy stops, fails the test."""
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # A refused form is no fault: Chromium reports each answer of 400 and more.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(message.text)

    def opened(**options: Any) -> Page:  # noqa: ANN401 - Playwright's own many options
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.on("console", heard)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        return context.new_page()

    yield opened
    assert faults == []


@pytest.fixture
def signed_in(new_page: Callable[..., Page], sign_ins: Callable[[str], StorageState]) -> Callable[..., Page]:
    """`signed_in("coordinator")`: a page of a browser in which one of the cast is signed in."""
    return lambda who, **options: new_page(storage_state=sign_ins(who), **options)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await_answer(address: str, running: list[subprocess.Popen[bytes]], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(process.poll() is None for process in running):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"The tracker did not start:\n{log.read_text()}")


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
