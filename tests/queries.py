"""Counting what is asked of the database."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

FRAMES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")
"""Statements around questions: SQLite sends some that PostgreSQL's driver sends unseen."""


@contextmanager
def counted(engine: sa.Engine) -> Generator[list[str]]:
    """The questions sent meanwhile: `with counted(engine) as asked: …; assert len(asked) <= 12`."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
        if not statement.startswith(FRAMES):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def told(asked: list[str]) -> list[str]:
    """Those that ask about the record itself, not in which state it is: PostgreSQL is asked again after each finding."""
    return [one for one in asked if one.startswith(("SELECT", "WITH")) and "record_state" not in one]
