"""Statements whose columns are nobody's business but their reader's, and how their rows are read."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import Session

Statement: TypeAlias = sa.Select[*tuple[Any, ...]]


def plain_rows(session: Session, statement: sa.Executable, asked: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of a statement of columns, read past the session: its way of making objects costs as much again."""
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement, asked).all()
