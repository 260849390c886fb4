"""The record as it was known at the end of a day: rebuilt from history, so that every query can be asked of it.

History keeps each state of each row, links among them, with the time it was recorded. The states that stood when a day
(UTC) ended fill a throw-away SQLite database in memory, whatever database the record itself is kept in; the queries
that pages and briefs ask are asked there, unchanged.

What stood then is shown as far as it may be seen now. Rows of records that the person may not know of today are not
taken over, so that a record made confidential since does not come to light by asking for an earlier day. Nor do records
that were confidential then: the rebuilt rows keep the visibility of their day, and the queries ask for that too.

Three things are those of today, since they belong to the printing and not to what was known: the territories' names,
the secrets of accounts, which history never keeps (they are empty there), and files. Tables that history leaves out
(`history.UNAUDITED`) are there and empty, but for the roles.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.domain import history
from tracker.domain.codes import N_, RecordKind
from tracker.domain.dates import today
from tracker.domain.errors import Refused
from tracker.domain.models import Record, RowVersion
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import EVERYTHING, Viewer

Row = Mapping[str, Any]
"""A row's columns as history keeps them."""

_OF_TODAY = ("territory", "territory_name")
"""Tables whose rows are those of today."""

_VERSIONS = SQLModel.metadata.tables["row_version"]


@contextmanager
def known_on(session: Session, day: date, viewer: Viewer) -> Iterator[Session]:
    """A session on the record as it was known at the end of the day (UTC), as far as this person may see it today.

    What is changed there is lost when the context ends. Raises Refused where nothing was recorded yet, or the day has
    not come.
    """
    check_known_on(session, day)
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            fill(connection, session, day, viewer)
            connection.commit()
        with Session(engine, expire_on_commit=False) as then:
            yield then
    finally:
        engine.dispose()


def check_known_on(session: Session, day: date) -> None:
    """Refuse a day that has not come, and one by which nothing was recorded."""
    if day > today():
        raise Refused("known_on", N_("This day has not come yet: nobody can say what will be known on it."))
    first = session.scalar(sa.select(sa.func.min(RowVersion.recorded_from)))
    if first is None or first >= _end_of(day):
        why = N_("By %(day)s nothing was recorded here. The first record is of %(first)s.")
        raise Refused("known_on", why, {"day": day, "first": first.date() if first else today()})


def fill(connection: sa.Connection, session: Session, day: date, viewer: Viewer) -> None:
    """Make all tables in an empty SQLite database and put in what was known."""
    for statement in _tables():
        connection.exec_driver_sql(statement)
    rows = _standing(session, _end_of(day), viewer)
    for name in ("role", *_OF_TODAY):
        rows[name] = _today(session, sa.select(SQLModel.metadata.tables[name]))
    territories = SQLModel.metadata.tables["record"].c.kind == RecordKind.territory
    rows["record"] += _today(session, sa.select(SQLModel.metadata.tables["record"]).where(territories))
    for name, values in rows.items():
        statement, read = _insertion(name)
        if values:
            connection.exec_driver_sql(statement, [read(one) for one in values])
    for statement in _indices():
        connection.exec_driver_sql(statement)


def _end_of(day: date) -> datetime:
    """The first moment after the day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _standing(session: Session, end: datetime, viewer: Viewer) -> dict[str, list[Row]]:
    """The states that stood just before a moment, by table; `row_version` says when they came, and what projects were."""
    seen = _visible_today(session, viewer)
    found: dict[str, list[Row]] = defaultdict(list)
    for version in session.connection().execute(_STOOD, {"end": end}):
        if version.entity not in SQLModel.metadata.tables or not (seen is None or version.record_id in seen):
            continue
        told = {name: history.plain(getattr(version, name)) for name in _TOLD}
        found["row_version"].append(told | {"values": version.contents if version.entity == "project" else {}})
        stood = version.recorded_to is None or version.recorded_to >= end
        if stood and version.change != "delete" and not _is_of_today(version.entity, version.contents):
            found[version.entity].append(version.contents)
    return found


_TOLD = ("id", "record_id", "entity", "row_key", "change", "recorded_from", "recorded_to", "version")
_STOOD = (
    sa.select(*(_VERSIONS.c[name] for name in _TOLD), _VERSIONS.c["values"].label("contents"))
    .where(
        _VERSIONS.c.recorded_from < sa.bindparam("end", type_=UTCDateTime()),
        sa.or_(
            _VERSIONS.c.recorded_to.is_(None),
            _VERSIONS.c.recorded_to >= sa.bindparam("end", type_=UTCDateTime()),
            _VERSIONS.c.change == "delete",
            _VERSIONS.c.entity == "project",
        ),
    )
    .order_by(_VERSIONS.c.id)
)
"""The states that stood before `end`; the removals, which changed what they were taken from; what projects were before."""


def _is_of_today(entity: str, values: Row) -> bool:
    """Is it a row of a territory, of which today's stand instead?"""
    return entity in _OF_TODAY or (entity == "record" and values["kind"] == RecordKind.territory)


def _visible_today(session: Session, viewer: Viewer) -> frozenset[int | None] | None:
    """The records that the person may know of today, and None for what is no record's; None: all."""
    if viewer.role in EVERYTHING:
        return None
    return frozenset({None, *session.scalars(sa.select(col(Record.id)).where(visible_to(viewer)))})


def _today(session: Session, statement: sa.Select[Any]) -> list[Row]:
    """Rows as they are now, in the form of history."""
    found = session.connection().execute(statement).mappings()
    return [{name: history.plain(value) for name, value in row.items()} for row in found]


@cache
def _tables() -> tuple[str, ...]:
    """All tables without their rules: what stood once need not keep to those of today."""
    return tuple(_table(table) for table in SQLModel.metadata.sorted_tables)


def _table(table: sa.Table) -> str:
    columns = [f'"{column.name}" {column.type.compile(sqlite.dialect())}' for column in table.columns]
    key = ", ".join(f'"{column.name}"' for column in table.primary_key)
    return f'CREATE TABLE "{table.name}" ({", ".join(columns)}, PRIMARY KEY ({key}))'


@cache
def _indices() -> tuple[str, ...]:
    """What makes looking up the owner's rows quick; made last, when the tables are full."""
    wanted = [index for table in SQLModel.metadata.sorted_tables for index in table.indexes]
    return tuple(
        f'CREATE INDEX "{index.name}" ON "{index.table.name}" ({", ".join(f"{one.name}" for one in index.columns)})'
        for index in wanted
        if index.table is not None
    )


Reading = Callable[[Row], tuple[Any, ...]]


@cache
def _insertion(name: str) -> tuple[str, Reading]:
    """The statement that puts rows into a table, and what reads its parameters from a row as history keeps it."""
    columns = list(SQLModel.metadata.tables[name].columns)
    names = ", ".join(f'"{column.name}"' for column in columns)
    statement = f'INSERT OR REPLACE INTO "{name}" ({names}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608 - names of our own tables
    reads = [(column.name, _form(column), _absent(column)) for column in columns]

    def read(row: Row) -> tuple[Any, ...]:
        return tuple(
            form(value) if form and value is not None else value
            for value, form in ((row.get(key, absent), form) for key, form, absent in reads)
        )

    return statement, read


def _form(column: sa.Column[Any]) -> Callable[[Any], object] | None:
    """How SQLite keeps a value that history keeps otherwise; None: in the same form."""
    if isinstance(column.type, UTCDateTime):
        return lambda moment: datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(column.type, sa.JSON):
        return lambda value: json.dumps(value, ensure_ascii=False)
    return None


def _absent(column: sa.Column[Any]) -> Any:  # noqa: ANN401 - whatever the column holds
    """What a row has in a column that history does not know: the usual value; of a secret, nothing readable."""
    if column.name in history.SECRETS:
        return None if column.nullable else ""
    usual = column.default
    return history.plain(usual.arg) if isinstance(usual, sa.ColumnDefault) and usual.is_scalar else None
