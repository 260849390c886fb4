"""A database of the record as it was true on a day, or was known on one: for pages that look back.

It is SQLite, whatever the record is kept in, and holds every table, so that each page asks it what it asks the record.
The names of territories are those of the day it is made. History is not in it, but for who tends agreements: what was
recorded when is told on the pages of today. Nor are the secrets of accounts.

What was known is taken over only as far as somebody may see it today (`past`); `Sight` says whom a snapshot can serve.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from tracker.domain.as_of import Times
from tracker.domain.history import SECRETS, UNAUDITED
from tracker.domain.models import Record
from tracker.domain.queries import past, true_on
from tracker.domain.queries.places import valid_on
from tracker.domain.queries.search_words import FOUND
from tracker.domain.queries.set_back import set_back
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import EVERYTHING, Viewer

Progress = Callable[[int], object]
"""Is told how much is done, in per cent."""

_NOT_TAKEN = UNAUDITED - {"role", "merge"}
"""Tables that no page about the record asks, or that are made anew: book-keeping, but for what says who may and what moved."""

_TENDED = ("agreement", "undertaking")
"""Tables of which pages ask whether a person ever changed a row."""

_VERSIONS = SQLModel.metadata.tables["row_version"]
_BY_HAND = sa.and_(_VERSIONS.c.user_id.is_not(None), _VERSIONS.c.entity.in_(_TENDED))


def sight(session: Session, times: Times, viewer: Viewer) -> str:
    """Whom a snapshot can serve: everybody where it is of today's knowledge, else all who may see the same today.

    Of today's knowledge the rows are those of today, with today's visibility, which every query asks for.
    """
    if times.known_on is None or viewer.role in EVERYTHING:
        return "all"
    hidden = sa.select(col(Record.id)).where(sa.not_(visible_to(viewer))).order_by(col(Record.id))
    ids = session.scalars(hidden).all()
    return hashlib.sha256(repr(ids).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Wanted:
    """A snapshot: of which days, as who may see it, and whether words are to be found in it, which takes far longer."""

    times: Times
    viewer: Viewer
    searched: bool = False


def build(connection: sa.Connection, session: Session, wanted: Wanted, progress: Progress) -> None:
    """Fill an empty SQLite database, without words; `session` is on the record, and must see one state of it throughout."""
    times, viewer, part = wanted.times, wanted.viewer, 3 if wanted.searched else 1
    if times.known_on:
        past.fill(connection, session, times.known_on, viewer)
    else:
        _take_over(connection, session)
    progress(60 // part)
    if times.as_of:
        source = Session(connection) if times.known_on else session
        set_back(connection, times.as_of, lambda ids: true_on.first_recorded(source, ids))
    _name_as_on(connection, times.printed_on)
    connection.execute(sa.delete(_VERSIONS).where(sa.not_(_BY_HAND)))
    if times.known_on:  # the versions took more room than all that was read out of them
        connection.commit()
        connection.exec_driver_sql("VACUUM")
    progress(80 // part)
    past.make_indices(connection)
    progress(95 // part)


def find_words(connection: sa.Connection) -> None:
    """Let words be found in a snapshot that was built without."""
    with Session(connection) as reading:
        past.index(reading, FOUND)
        reading.commit()


def _take_over(connection: sa.Connection, session: Session) -> None:
    """The rows as they are now."""
    past.make_tables(connection)
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in _NOT_TAKEN]
    file = _file(session)
    if file is None:
        for table in tables:
            past.put_today(connection, session, sa.select(*map(_taken, table.columns)).select_from(table))
        columns = (sa.literal("{}") if column.name == "values" else column for column in _VERSIONS.c)
        past.put_today(connection, session, sa.select(*columns).select_from(_VERSIONS).where(_BY_HAND))
    else:
        _copy(connection, file, tables)


def _file(session: Session) -> str | None:
    """The file of a record that is kept in SQLite: from one to the other rows are copied without being read."""
    if session.get_bind().dialect.name != "sqlite":
        return None
    found = session.connection().exec_driver_sql("PRAGMA database_list").all()
    return next((str(file) for _, name, file in found if name == "main" and file), None)


def _nothing(column: sa.Column[Any]) -> str:
    """What stands for a secret of an account, which no snapshot holds; empty for all else."""
    if column.name not in SECRETS:
        return ""
    return "NULL" if column.nullable else "''"


def _taken(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    return sa.literal_column(_nothing(column)).label(column.name) if _nothing(column) else column


def _copy(connection: sa.Connection, file: str, tables: Sequence[sa.Table]) -> None:
    connection.commit()
    connection.exec_driver_sql("ATTACH DATABASE ? AS record_of_today", (file,))
    by_hand = _BY_HAND.compile(compile_kwargs={"literal_binds": True})
    for table, where in (*((table, "") for table in tables), (_VERSIONS, f"AS row_version WHERE {by_hand}")):
        into = ", ".join(f'"{column.name}"' for column in table.columns)
        columns = ", ".join(_nothing(column) or f'"{column.name}"' for column in table.columns)
        words = f'INSERT INTO main."{table.name}" ({into}) SELECT {columns} FROM record_of_today."{table.name}" {where}'  # noqa: S608 - names of our own tables
        connection.exec_driver_sql(words)
    connection.commit()
    connection.exec_driver_sql("DETACH DATABASE record_of_today")


_NAMES, _TERRITORIES = (SQLModel.metadata.tables[name] for name in ("territory_name", "territory"))
_NEVER = date(1, 1, 1)


def _name_as_on(connection: sa.Connection, day: date) -> None:
    """Territories bear the names of the day on whatever day one asks; former names are kept, and hold on none."""
    current = valid_on(day)
    connection.execute(sa.update(_NAMES).where(sa.not_(current)).values(valid_from=_NEVER, valid_to=_NEVER))
    held = sa.or_(_NAMES.c.valid_from.is_(None), _NAMES.c.valid_from != _NEVER)
    connection.execute(sa.update(_NAMES).where(held).values(valid_from=None, valid_to=None))
    begun = sa.or_(_TERRITORIES.c.valid_from.is_(None), _TERRITORIES.c.valid_from <= day)
    stands = sa.or_(_TERRITORIES.c.valid_to.is_(None), _TERRITORIES.c.valid_to > day)
    connection.execute(sa.update(_TERRITORIES).where(begun, stands).values(valid_from=None, valid_to=None))
