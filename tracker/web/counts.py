"""Counters that expire, in a SQLite file shared by all server processes of this machine: a storage for `limits`."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from limits.storage import Storage

_COUNT = """
INSERT INTO hit (key, count, expires) VALUES (:key, :amount, :now + :expiry)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN expires <= :now THEN 0 ELSE count END + :amount,
    expires = CASE WHEN expires <= :now THEN :now + :expiry ELSE expires END
RETURNING count
"""


class SharedCounts(Storage):
    """Made anew in an empty file; what has expired is swept when something is counted."""

    STORAGE_SCHEME = ["shared-counts"]  # noqa: RUF012 - the library reads it from the class

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        with self._open() as db:
            db.execute("CREATE TABLE IF NOT EXISTS hit (key TEXT PRIMARY KEY, count INTEGER, expires REAL)")

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        with self._open() as db:
            db.execute("DELETE FROM hit WHERE expires <= ?", (now,))
            found = db.execute(_COUNT, {"key": key, "amount": amount, "now": now, "expiry": expiry}).fetchone()
        return int(found[0])

    def get(self, key: str) -> int:
        with self._open() as db:
            found = db.execute("SELECT count FROM hit WHERE key = ? AND expires > ?", (key, time.time())).fetchone()
        return int(found[0]) if found else 0

    def get_expiry(self, key: str) -> float:
        with self._open() as db:
            found = db.execute("SELECT expires FROM hit WHERE key = ?", (key,)).fetchone()
        return float(found[0]) if found else time.time()

    def check(self) -> bool:
        return self._path.exists()

    def reset(self) -> int | None:
        with self._open() as db:
            return db.execute("DELETE FROM hit").rowcount

    def clear(self, key: str) -> None:
        with self._open() as db:
            db.execute("DELETE FROM hit WHERE key = ?", (key,))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self._path, timeout=5, isolation_level=None)
        try:
            yield db
        finally:
            db.close()
