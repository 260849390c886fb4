"""Many ids in one row: read far more quickly than as many rows."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa


def together(ids: Any, dialect: str) -> sa.ColumnElement[str | None]:  # noqa: ANN401 - a column of ids
    """The ids of a group parted by commas, in no order; NULL where there is none. PostgreSQL only joins texts."""
    if dialect == "sqlite":
        return sa.func.group_concat(ids, type_=sa.Text)
    return sa.func.string_agg(sa.cast(ids, sa.Text), sa.literal_column("','"), type_=sa.Text)


def apart(text: str | None) -> Iterable[int]:
    """The ids of one such text."""
    return map(int, text.split(",")) if text else ()
