"""How the rows of statements that are built once are read: quickly."""

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import Session

_DATABASES = 4
"""A program has one; tests have many, one after the other."""


class _Compiled(dict[Any, Any]):
    """What one statement was compiled to, by database: SQLAlchemy's own cache hashes the whole statement each time."""

    def get(self, key: Any, default: Any = None) -> Any:  # noqa: ANN401 - SQLAlchemy's key and what it compiled
        return super().get((key[0], key[2]), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:  # noqa: ANN401
        if len(self) >= _DATABASES:
            self.clear()
        super().__setitem__((key[0], key[2]), compiled)


_compiled: WeakKeyDictionary[sa.Executable, _Compiled] = WeakKeyDictionary()


def plain_rows(session: Session, statement: sa.Executable, asked: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of a statement of columns that is kept and sent often.

    Read past the session: its way of making objects costs as much again.
    """
    if session.autoflush:  # as the session does by itself before it asks
        session.flush()
    options = {"compiled_cache": _compiled.setdefault(statement, _Compiled())}
    return session.connection().execute(statement, asked, execution_options=options).all()
