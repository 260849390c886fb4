"""Numbers for rows that are written in bulk: those that the database would have given."""

from collections import deque

import sqlalchemy as sa
from sqlalchemy.orm import Session

BLOCK = 2_000


class Numbers:
    """The next free ids of a table.

    On PostgreSQL they come from the table's own sequence, so that nobody else is given them. On SQLite the
    transaction holds the write lock, and nobody else writes.
    """

    def __init__(self, session: Session, table: str) -> None:
        self._session, self._table = session, table
        self._free: deque[int] = deque()
        self._last = 0

    def take(self) -> int:
        """One more id."""
        if not self._free:
            self._free.extend(self._block())
        return self._free.popleft()

    def _block(self) -> list[int]:
        connection = self._session.connection()
        if connection.dialect.name == "postgresql":
            sequence = sa.text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :number)")
            found = connection.scalars(sequence, {"name": f'"{self._table}"', "number": BLOCK})
            return [int(number) for number in found]
        table = sa.table(self._table, sa.column("id"))
        first = self._last or int(connection.scalar(sa.select(sa.func.max(table.c.id))) or 0)
        self._last = first + BLOCK
        return list(range(first + 1, self._last + 1))
