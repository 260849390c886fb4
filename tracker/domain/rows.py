"""How the rows of statements that are built once are read: quickly.

SQLAlchemy writes a statement for its database once; from then on it goes to the driver as it stands. What SQLAlchemy
does anew for each sending costs four times what SQLite needs for the answer.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import ExpandedState

_DATABASES = 4
"""A program has one; tests have many, one after the other."""

_LONGEST_ROUNDED = 16_384
"""Lists up to this length are filled up to a power of two: one statement for each length would be too many to keep."""

AT_ONCE = 10_000
"""Identities asked for in one statement: below what both databases take."""

_Read = Callable[[Iterable[Any]], list[Any]]
_Place = tuple[str | None, Any, Callable[[Any], Any] | None]

_kept: WeakKeyDictionary[sa.Executable, dict[sa.Dialect, "_Written"]] = WeakKeyDictionary()


def plain_rows(session: Session, statement: sa.Executable, asked: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of a statement of columns that is kept and sent often, as named tuples."""
    send_changes(session)
    connection = session.connection()
    return _written(statement, connection.dialect).rows(connection, asked)


def send_changes(session: Session) -> None:
    """What the session does by itself before it asks."""
    if session.autoflush:
        session.flush()


def names_asked(session: Session, statement: sa.Executable) -> list[str]:
    """The names of the values that a statement takes, of those that `plain_rows` is given, in order."""
    return _written(statement, session.get_bind().dialect).names


def batches(record_ids: set[int]) -> Iterable[list[int]]:
    """The identities in lists that one statement takes."""
    ordered = sorted(record_ids)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def _written(statement: Any, dialect: sa.Dialect) -> "_Written":  # noqa: ANN401 - any statement of columns
    known = _kept.setdefault(statement, {})
    found = known.get(dialect)
    if found is None:
        if len(known) >= _DATABASES:
            known.clear()
        found = known[dialect] = _Written(statement, dialect)
    return found


class _Written:
    """A statement in its database's words, in as many texts as lists of different lengths were asked with."""

    def __init__(self, statement: Any, dialect: sa.Dialect) -> None:  # noqa: ANN401 - as above
        self._dialect = dialect
        self._columns = statement.selected_columns.items()
        self._compiled: Any = statement.compile(dialect=dialect)
        self.names = sorted({bind.key for bind in self._compiled.bind_names if bind.required})
        self._lists = [bind.key for bind in self._compiled.bind_names if bind.required and bind.expanding]
        self._texts: dict[tuple[int, ...], _Text] = {}
        self._read: _Read | None = None

    def rows(self, connection: sa.Connection, asked: Mapping[str, Any]) -> list[Any]:
        if self._lists:
            asked = {**asked, **{name: _filled_up(asked[name]) for name in self._lists}}
        cursor = self._answer(connection, *self._text(asked).with_values(asked))
        if self._read is None:
            self._read = _reader(self._columns, cursor.description, self._dialect)
        rows = self._read(cursor.fetchall())
        cursor.close()
        return rows

    def _text(self, asked: Mapping[str, Any]) -> "_Text":
        lengths = tuple([len(asked[name]) for name in self._lists])
        if lengths not in self._texts:
            self._texts[lengths] = _Text(self._compiled, asked)
        return self._texts[lengths]

    def _answer(self, connection: sa.Connection, words: str, values: Any) -> Any:  # noqa: ANN401 - the driver's own
        """The driver's cursor with the answer; a fault is told as SQLAlchemy tells it, without what people typed."""
        cursor, error = connection.connection.cursor(), self._dialect.loaded_dbapi.Error
        connection.dispatch.before_cursor_execute(connection, cursor, words, values, None, False)  # noqa: FBT003
        try:
            cursor.execute(words, values)
        except error as fault:
            if self._dialect.is_disconnect(fault, connection.connection.dbapi_connection, cursor):
                connection.invalidate(fault)
            raise sa.exc.DBAPIError.instance(
                words, None, fault, error, hide_parameters=True, dialect=self._dialect
            ) from fault
        return cursor


class _Text:
    """The words of a statement for lists of certain lengths, and where each value goes in.

    A place is the name of what is asked, its number where that is a list, and what turns it into the database's own
    value; or no name and the value itself, where it is always the same.
    """

    def __init__(self, compiled: Any, asked: Mapping[str, Any]) -> None:  # noqa: ANN401 - SQLAlchemy's compiled statement
        written = compiled.construct_expanded_state(asked)
        self._words: str = written.statement
        places = _places(compiled, written)
        self._names: list[str] | None = None if compiled.positional else list(written.parameters)
        self._places = [places[name] for name in self._names or written.positiontup or ()]

    def with_values(self, asked: Mapping[str, Any]) -> tuple[str, Any]:
        """The words, and the values in order, or by name where the driver wants names."""
        values = []
        for name, number, convert in self._places:
            value = number if name is None else asked[name] if number is None else asked[name][number]
            values.append(convert(value) if convert else value)
        return self._words, values if self._names is None else dict(zip(self._names, values, strict=True))


def _places(compiled: Any, written: ExpandedState) -> dict[str, _Place]:  # noqa: ANN401 - as above
    """Where the value of each parameter of the text comes from."""
    found: dict[str, _Place] = {}
    for bind, name in compiled.bind_names.items():
        convert = bind.type.dialect_impl(compiled.dialect).bind_processor(compiled.dialect)
        for number, one in enumerate(written.parameter_expansion.get(name, [name])):
            if bind.required:
                found[one] = (bind.key, number if bind.expanding else None, convert)
            else:
                value = written.parameters[one]
                found[one] = (None, convert(value) if convert else value, None)
    return found


def _filled_up(values: Sequence[Any]) -> Sequence[Any]:
    """The same set, as long as the next power of two: its last value again and again."""
    known = len(values)
    missing = (1 << (known - 1).bit_length()) - known if 0 < known <= _LONGEST_ROUNDED else 0
    return [*values, *[values[-1]] * missing] if missing else values


def _reader(columns: Sequence[tuple[str, Any]], description: Sequence[Any], dialect: sa.Dialect) -> _Read:
    """What makes rows of the driver's tuples: names for the columns, and values of the program's types."""
    made: Callable[..., Any] = namedtuple  # noqa: PYI024 - its fields vary, and have no types to declare
    make = made("row", [name for name, _column in columns], rename=True)._make
    converts = [
        column.type.dialect_impl(dialect).result_processor(dialect, described[1])
        for (_name, column), described in zip(columns, description, strict=True)
    ]
    to_convert = [(number, convert) for number, convert in enumerate(converts) if convert]

    def read(found: Iterable[Any]) -> list[Any]:
        rows = []
        for values in map(list, found):
            for number, convert in to_convert:
                values[number] = convert(values[number])
            rows.append(make(values))
        return rows

    return read if to_convert else lambda found: list(map(make, found))
