"""Snapshots of the record as of a day, kept as files, so that all processes of a machine look back in the same ones.

A snapshot is made by a thread of its own while whoever asked waits a little, then looks at how far it is: no request
is held up for long, and none but those that ask for the same. One is made at a time in each process. The newest few are
kept, in the instance folder, readable by this account only; each serves one state of the record and is left behind
by the next change of it.
"""

import hashlib
import logging
import os
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlmodel import Session

from tracker import store
from tracker.domain.queries import remembered
from tracker.domain.queries import snapshots as queries
from tracker.domain.queries.snapshots import Wanted

log = logging.getLogger("tracker.snapshots")

KEPT = 8
"""Files that stay; the ones longest not asked for go first."""

_LEFT = 3600
"""Seconds after which what was begun and is not finished was left by a process that ended."""

PATIENCE = 1.5
"""Seconds that a request waits before it shows how far the making is."""


@dataclass
class Making:
    """A snapshot that is being made: how much is done, in per cent; or what went wrong."""

    done: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    error: BaseException | None = None


class Snapshots:
    """The snapshots of one database, in one process. Whoever makes one has the `turn`."""

    def __init__(self, engine: sa.Engine, folder: Path, patience: float = PATIENCE) -> None:
        self._engine, self._folder, self._patience = engine, folder, patience
        self._known: dict[tuple[object, ...], str] = {}
        self._making: dict[Path, Making] = {}
        self._lock, self.turn = threading.Lock(), threading.Lock()

    def of(self, session: Session, wanted: Wanted) -> Path | Making:
        """The file that is wanted, or how far the making of it is."""
        plain = self._path(session, wanted)
        whole = _with_words(plain)
        path = whole if wanted.searched else plain
        if there := next(filter(_is_there, (path, whole)), None):
            return there
        with self._lock:
            making = self._making.get(path)
            if making is None and sum(not one.over.is_set() for one in self._making.values()) >= KEPT:
                return Making()  # so many wait already: whoever asks again finds room later
            if making is None:
                making = self._making[path] = Making()
                threading.Thread(target=self._make, args=(path, wanted, making), daemon=True).start()
        if not making.over.wait(self._patience):
            return making
        if making.error is not None:
            self._forget(path)
            raise making.error
        return path

    def _forget(self, path: Path) -> None:
        with self._lock:
            self._making.pop(path, None)

    def _path(self, session: Session, wanted: Wanted) -> Path:
        """Named by all that it depends on."""
        state, times, viewer = remembered.state(session), wanted.times, wanted.viewer
        asked = (times, viewer.role, viewer.user_id, state)
        seen = self._known.get(asked)
        if seen is None:
            if len(self._known) > 1000:
                self._known.clear()
            seen = self._known[asked] = queries.sight(session, times, viewer)
        name = hashlib.sha256(repr((str(self._engine.url), times, state, seen)).encode()).hexdigest()[:32]
        return self._folder / f"{name}.sqlite3"

    def _make(self, path: Path, wanted: Wanted, making: Making) -> None:
        store.writing.set(False)
        try:
            with self.turn:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._write(path, wanted, making)
                self._tidy()
        except BaseException as error:  # told to whoever asks next: it stays until then
            log.exception("The record of another day could not be put together")
            making.error = error
        else:
            self._forget(path)
        finally:
            making.over.set()

    def _write(self, path: Path, wanted: Wanted, making: Making) -> None:
        """Made under another name and put in place whole."""
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")  # made with mode 0600
        os.close(handle)
        fresh = Path(name)
        try:
            copied = wanted.searched and _copied(_without_words(path), fresh)
            with _opened(fresh, writing=True) as connection:
                if not copied:
                    self._build(connection, wanted, making)
                if wanted.searched:
                    queries.find_words(connection)
                _describe(connection)
                connection.commit()
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)

    def _build(self, connection: sa.Connection, wanted: Wanted, making: Making) -> None:
        with store.open_session(self._engine) as session:
            if self._engine.dialect.name == "postgresql":
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            queries.build(connection, session, wanted, lambda done: setattr(making, "done", done))

    def _tidy(self) -> None:
        """Take away the files that were not asked for longest."""
        found = sorted(self._folder.glob("*.sqlite3"), key=_asked_at, reverse=True)
        left = [path for path in self._folder.glob("*.part") if _asked_at(path) < time.time() - _LEFT]
        for path in (*found[KEPT:], *left):
            path.unlink(missing_ok=True)


def _describe(connection: sa.Connection) -> None:
    """Tell SQLite how the tables are filled. Else it guesses, and some pages of another day cost five times as much."""
    for words in ("PRAGMA analysis_limit = 400", "ANALYZE"):
        connection.exec_driver_sql(words)


def _is_there(path: Path) -> bool:
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _asked_at(path: Path) -> float:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0


_WORDS = "-words"
"""Ends the names of those in which words are found."""


def _with_words(path: Path) -> Path:
    return path.with_stem(path.stem + _WORDS)


def _without_words(path: Path) -> Path:
    return path.with_stem(path.stem.removesuffix(_WORDS))


def _copied(path: Path, fresh: Path) -> bool:
    """Is there a snapshot to go on from?"""
    try:
        shutil.copyfile(path, fresh)
    except FileNotFoundError:
        return False
    return True


@contextmanager
def opened(path: Path) -> Iterator[store.UnitSession]:
    """A session on a snapshot, for reading only."""
    with _opened(path) as connection, store.UnitSession(connection) as session:
        remembered.is_snapshot(session, str(path))
        yield session


@contextmanager
def _opened(path: Path, *, writing: bool = False) -> Iterator[sa.Connection]:
    address = f"file:{quote(str(path))}" + ("" if writing else "?mode=ro&immutable=1")
    _address.set(address)
    with _engine().connect() as connection:
        if writing:
            for pragma in ("journal_mode = OFF", "synchronous = OFF"):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
        yield connection


_address: ContextVar[str] = ContextVar("address")


@cache
def _engine() -> sa.Engine:
    """One for all files: what it knows of statements serves each of them."""
    return sa.create_engine("sqlite://", creator=_connect, poolclass=sa.NullPool)


def _connect() -> sqlite3.Connection:
    return sqlite3.connect(_address.get(), uri=True, check_same_thread=False)
