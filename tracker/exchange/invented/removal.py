"""Taking an invented portfolio away again, with its history: nothing of it was ever anybody's work.

What people added to invented records goes with them. A real record that refers to an invented one stops it.
"""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from tracker.domain.codes import N_
from tracker.domain.errors import Refused
from tracker.domain.history import OWNERS
from tracker.domain.invented import ACTOR
from tracker.domain.models import Record, RowVersion
from tracker.domain.queries import remembered

HANGING = {**OWNERS, "search_text": "record_id", "row_version": "record_id"}
"""Tables whose rows go with a record, and the column that names it."""
OF_ACCOUNTS = {"user": "id", "role_user": "user_id", "user_territory": "user_id"}

Doomed = Mapping[str, sa.Table]
"""The ids that go, by the table they are of: records (with all tables that share their ids) and accounts."""


def remove(session: Session) -> int:
    """Take it away; says how many records went. Raises Refused where something real refers to it."""
    doomed = {"record": _listed(session, "doomed_record"), "user": _listed(session, "doomed_user")}
    connection = session.connection()
    number = connection.scalar(sa.select(sa.func.count()).select_from(doomed["record"])) or 0
    for table in _tables():
        for reference in _left_behind(table, doomed):
            if key := connection.scalar(reference.limit(1)):
                why = N_("The %(table)s %(key)s is real and refers to something invented: change that first.")
                raise Refused("", why, {"table": table.name, "key": key})
    remembered.changes(session)
    for table in reversed(_tables()):
        if (gone := _goes(table, doomed)) is not None:
            connection.execute(sa.delete(table).where(gone))
    for kept in doomed.values():
        kept.drop(connection)
    return number


def _tables() -> list[sa.Table]:
    return SQLModel.metadata.sorted_tables


def _listed(session: Session, name: str) -> sa.Table:
    """A table, for this transaction, of what was invented: of records with the parts that they have by now."""
    table = sa.Table(name, sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), prefixes=["TEMPORARY"])
    connection = session.connection()
    table.create(connection)
    entity = name.removeprefix("doomed_")
    made = sa.select(sa.cast(col(RowVersion.row_key), sa.Integer)).where(
        col(RowVersion.entity) == entity, col(RowVersion.change) == "insert", col(RowVersion.actor) == ACTOR
    )
    connection.execute(table.insert().from_select(["id"], made))
    if entity == "record":
        parts = sa.select(col(Record.id)).where(
            col(Record.parent_id).in_(sa.select(table.c.id)), col(Record.id).not_in(sa.select(table.c.id))
        )
        connection.execute(table.insert().from_select(["id"], parts))
    return table


def _in(column: sa.ColumnElement[int], doomed: sa.Table) -> sa.ColumnElement[bool]:
    return column.in_(sa.select(doomed.c.id))


def _goes(table: sa.Table, doomed: Doomed) -> sa.ColumnElement[bool] | None:
    """Which rows of a table go; None where none can."""
    if table.name in OF_ACCOUNTS:
        return _in(table.c[OF_ACCOUNTS[table.name]], doomed["user"])
    if table.name == "row_version":
        accounts = sa.and_(table.c.entity.in_(("user", "role_user")), table.c.actor == ACTOR)
        return sa.or_(_in(table.c.record_id, doomed["record"]), accounts)
    if table.name in HANGING:
        return _in(table.c[HANGING[table.name]], doomed["record"])
    return _in(table.c.id, doomed["record"]) if _shares_ids(table) else None


def _shares_ids(table: sa.Table) -> bool:
    """Is it the table of records, or one whose rows are records?"""
    keys = table.c["id"].foreign_keys if "id" in table.c else ()
    return table.name == "record" or any(key.column.table.name == "record" for key in keys)


def _left_behind(table: sa.Table, doomed: Doomed) -> Iterator[sa.Select[tuple[object]]]:
    """Rows that would stay and name what goes, by each column that could."""
    gone = _goes(table, doomed)
    for column in table.c:
        for key in column.foreign_keys:
            other = key.column.table
            kind = "user" if other.name == "user" else "record" if _shares_ids(other) else ""
            if kind:
                stays = sa.true() if gone is None else ~gone
                yield sa.select(next(iter(table.primary_key))).where(_in(column, doomed[kind]), stays)
