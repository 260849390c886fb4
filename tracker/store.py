"""The database: the engine with what each dialect needs, and the session class with what history needs.

The web keeps one session per request by itself (`tracker.web.unit`) instead of by flask-sqlalchemy-lite: that is ten
lines, shares this module with the command line and the worker, and has no asynchronous teardown, which costs over a
millisecond in every request.
"""

from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session

from tracker.domain import history
from tracker.domain.actions import issuing, moving, search

writing: ContextVar[bool] = ContextVar("writing", default=True)
"""Whether transactions begun here may write: on SQLite those take the write lock at once, and never lose it midway."""

_PRAGMAS = ("journal_mode = WAL", "busy_timeout = 10000", "foreign_keys = ON", "synchronous = NORMAL")


class UnitSession(Session):
    """A session for one unit of work. Rows keep their values after a commit: history and pages read them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on as they are
        kwargs.setdefault("expire_on_commit", False)
        super().__init__(*args, **kwargs)


def _wrote(session: OrmSession, *_context: object) -> None:
    session.info["wrote"] = True


history.listen(UnitSession)
search.listen(UnitSession)
issuing.listen(UnitSession)
moving.listen(UnitSession)
event.listen(UnitSession, "after_flush", _wrote)


def make_engine(url: str) -> sa.Engine:
    """An engine for SQLite or PostgreSQL; connections are checked before use where a network lies between.

    What people typed stays out of error messages, and so out of logs.
    """
    if sa.make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, pool_size=10, hide_parameters=True)
    engine = sa.create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    # Not an event: an engine that listens to one asks around at every statement.
    engine.dialect.do_begin = _begin_sqlite  # type: ignore[assignment, method-assign]
    return engine


def open_session(engine: sa.Engine) -> UnitSession:
    """A fresh session; close it, or use it as a context."""
    return UnitSession(engine)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection
    connection.isolation_level = None  # the driver begins nothing by itself: `_begin_sqlite` does
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401 - a driver's connection
    connection.cursor().execute("BEGIN IMMEDIATE" if writing.get() else "BEGIN")
