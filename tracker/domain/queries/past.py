"""The record as it was known at the end of a day: rebuilt from history, so that every query can be asked of it.

History keeps each state of each row, links among them, with the time it was recorded. The states that stood when a day
(UTC) ended fill a throw-away SQLite database in memory, whatever database the record itself is kept in; the queries
that pages and briefs ask are asked there, unchanged.

What stood then is shown as far as it may be seen now. Rows of records that the person may not know of today are not
taken over, so that a record made confidential since does not come to light by asking for an earlier day. Nor do records
that were confidential then: the rebuilt rows keep the visibility of their day, and the queries ask for that too.

The territories and their names are those of today, since they go by the day of printing, and so are the roles of
accounts and the views that people keep. The secrets of accounts, which history never keeps, are empty. Tables that history leaves out
(`history.UNAUDITED`) are there and empty; the index of words is made anew where something is searched for.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlmodel import Session, SQLModel, col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.domain import history
from tracker.domain.codes import N_, RecordKind
from tracker.domain.dates import today
from tracker.domain.errors import Refused
from tracker.domain.models import Record, RowVersion
from tracker.domain.queries.search_words import bodies
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import EVERYTHING, Viewer

_OF_TODAY = ("territory", "territory_name", "role", "role_user", "saved_view")
"""Tables whose rows are those of today."""

_VERSIONS, _RECORDS = (SQLModel.metadata.tables[name] for name in ("row_version", "record"))


@contextmanager
def known_on(session: Session, day: date, viewer: Viewer, *, searched: bool = False) -> Iterator[Session]:
    """A session on the record as it was known at the end of the day (UTC), as far as this person may see it today.

    `searched`: projects are to be found there by their words of that day. What is changed there is lost when the
    context ends. Raises Refused where nothing was recorded yet, or the day has not come.
    """
    check_known_on(session, day)
    with _memory().connect() as connection:
        fill(connection, session, day, viewer)
        make_indices(connection)
        connection.commit()
        with Session(connection, expire_on_commit=False) as then:
            if searched:
                index(then, (RecordKind.project,))
            yield then


@cache
def _memory() -> sa.Engine:
    """Gives each connection an empty database of its own in memory, which ends with it. One for all, as statements are kept."""
    return sa.create_engine("sqlite://", poolclass=sa.NullPool)


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
    make_tables(connection)
    end = _end_of(day)
    _put(connection, "row_version", _TOLD, _versions(session, end, viewer))
    for statement in _standing():
        connection.exec_driver_sql(statement, {"end": _moment(end)})
    for name in _OF_TODAY:
        put_today(connection, session, sa.select(SQLModel.metadata.tables[name]))
    put_today(connection, session, sa.select(_RECORDS).where(_RECORDS.c.kind == RecordKind.territory))


def make_tables(connection: sa.Connection) -> None:
    """All tables, without a row."""
    for statement in _tables():
        connection.exec_driver_sql(statement)


def make_indices(connection: sa.Connection) -> None:
    """What makes looking up the owner's rows quick; made last, when the tables are full."""
    for statement in _indices():
        connection.exec_driver_sql(statement)


def _end_of(day: date) -> datetime:
    """The first moment after the day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


_TOLD = (
    "id",
    "record_id",
    "entity",
    "row_key",
    "version",
    "change",
    "actor",
    "why",
    "user_id",
    "recorded_from",
    "recorded_to",
    "values",
)
"""The columns of a version as they are taken over."""


def _raw(name: str) -> sa.ColumnElement[Any]:
    """A version's column as the driver gives it: nothing is read only to be written again."""
    if name == "values":
        return sa.cast(_VERSIONS.c["values"], sa.Text)
    return sa.type_coerce(_VERSIONS.c[name], sa.types.NullType()) if name.startswith("recorded") else _VERSIONS.c[name]


_END = sa.bindparam("end", type_=UTCDateTime())
_STOOD = sa.select(*(_raw(name) for name in _TOLD)).where(
    _VERSIONS.c.recorded_from < _END,
    sa.or_(
        _VERSIONS.c.recorded_to.is_(None),
        _VERSIONS.c.recorded_to >= _END,
        _VERSIONS.c.change == "delete",
        _VERSIONS.c.entity == "project",
    ),
)
"""The states that stood before `end`; the removals, which changed what they were taken from; what projects were before."""


def _versions(session: Session, end: datetime, viewer: Viewer) -> list[tuple[Any, ...]]:
    """The versions to take over, as SQLite keeps them."""
    seen = _visible_today(session, viewer)
    found = session.connection().execute(_STOOD, {"end": end})
    return [
        (*row[:-3], _moment(row[-3]), _moment(row[-2]), row[-1])
        for row in found
        if seen is None or row[1] is None or row[1] in seen
    ]


def _moment(given: datetime | str | None) -> str | None:
    """A moment as SQLite keeps it."""
    return given.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(given, datetime) else given


def _visible_today(session: Session, viewer: Viewer) -> frozenset[int | None] | None:
    """The records that the person may know of today; None: all."""
    if viewer.role in EVERYTHING:
        return None
    return frozenset(session.scalars(sa.select(col(Record.id)).where(visible_to(viewer))))


@cache
def _tables() -> tuple[str, ...]:
    """All tables without their rules: what stood once need not keep to those of today."""
    return tuple(_table(table) for table in SQLModel.metadata.sorted_tables)


def _table(table: sa.Table) -> str:
    columns = [f'"{column.name}" {column.type.compile(sqlite.dialect())}' for column in table.columns]
    key = ", ".join(f'"{column.name}"' for column in table.primary_key)
    return f'CREATE TABLE "{table.name}" ({", ".join(columns)}, PRIMARY KEY ({key}))'


@cache
def _standing() -> tuple[str, ...]:
    """Statements that read the rows of each table out of the versions that stood before `end`."""
    left_out = history.UNAUDITED | frozenset(_OF_TODAY)
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in left_out]
    return ("CREATE INDEX of_entity ON row_version (entity)", *(_read_out(table) for table in tables))


def _read_out(table: sa.Table) -> str:
    names, values = _quoted(column.name for column in table.columns), ", ".join(map(_value, table.columns))
    territories = f"AND \"values\" ->> 'kind' <> '{RecordKind.territory}'" if table is _RECORDS else ""
    return f"""
        INSERT OR REPLACE INTO "{table.name}" ({names}) SELECT {values} FROM row_version
        WHERE entity = '{table.name}' AND change <> 'delete' AND (recorded_to IS NULL OR recorded_to >= :end)
        {territories} ORDER BY id
    """  # noqa: S608 - names of our own tables


def _value(column: sa.Column[Any]) -> str:
    """A column's value out of a version, as SQLite keeps it; where history does not know the column, the usual value."""
    told = f"json_extract(\"values\", '$.{column.name}')"
    if isinstance(column.type, UTCDateTime):
        part = f"CASE substr({told}, 20, 1) WHEN '.' THEN substr({told}, 20, 7) ELSE '.000000' END"
        return f"substr({told}, 1, 10) || ' ' || substr({told}, 12, 8) || {part}"
    usual = _usual(column)
    return told if usual is None else f"coalesce({told}, {usual})"


def _usual(column: sa.Column[Any]) -> str | None:
    """What stands in a column that must have something: its default; of a secret, nothing readable."""
    if column.nullable:
        return None
    if column.name in history.SECRETS:
        return "''"
    default = column.default
    if not isinstance(default, sa.ColumnDefault) or not default.is_scalar:
        return None
    usual = sa.literal(history.plain(default.arg))
    return str(usual.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))


@cache
def _indices() -> tuple[str, ...]:
    """The record's own, and those that come with what is to be unique: not as rules, which what stood once need not keep."""
    found = {
        (table.name, _quoted(one.columns.keys()))
        for table in SQLModel.metadata.sorted_tables
        for one in (*table.indexes, *table.constraints)
        if isinstance(one, sa.Index | sa.UniqueConstraint) and one.columns
    }
    return tuple(
        f'CREATE INDEX "of {number}" ON "{name}" ({columns})' for number, (name, columns) in enumerate(sorted(found))
    )


def index(then: Session, kinds: Iterable[RecordKind]) -> None:
    """Make the index in which `queries.search` looks, of the words of all records of some kinds."""
    then.connection().exec_driver_sql(
        "CREATE VIRTUAL TABLE search_index USING fts5(body, tokenize='unicode61', prefix='2 3')"
    )
    ids = then.scalars(
        sa.select(col(Record.id)).where(col(Record.kind).in_(list(kinds))).order_by(col(Record.id))
    ).all()
    _put(then.connection(), "search_index", ("rowid", "body"), list(bodies(then, [key or 0 for key in ids]).items()))


def put_today(connection: sa.Connection, session: Session, statement: sa.Select[Any]) -> None:
    """Take over rows of a table as they are now."""
    (table,) = statement.get_final_froms()
    rows = session.connection().execute(statement).all()
    values = [tuple(_kept(value) for value in row) for row in rows]
    _put(connection, str(table.name), [column.name for column in table.columns], values)  # type: ignore[attr-defined]


def _kept(value: object) -> Any:  # noqa: ANN401 - whatever SQLite keeps
    return _moment(value) if isinstance(value, datetime) else history.plain(value)


def _put(connection: sa.Connection, name: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    places = ", ".join("?" * len(columns))
    if rows:
        connection.exec_driver_sql(f'INSERT INTO "{name}" ({_quoted(columns)}) VALUES ({places})', rows)  # noqa: S608 - as above


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
