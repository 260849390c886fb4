"""What statements said about the record, remembered while its state has the same number.

A session that changed something itself neither reads nor adds to it: what it sees is nobody else's yet. Nor does one
on a connection of its own, whose database may be any; but for one on a snapshot, which says which it is.

What was said is known by the statement and by the values that this takes: where it asks who is asking, each person
has their own.
"""

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, is_dataclass
from threading import Lock
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import RecordState
from tracker.domain.queries.statement import Statement
from tracker.domain.rows import names_asked, plain_rows, send_changes

Found = TypeVar("Found")
Key = tuple[Any, ...]

MOST_BYTES: Final = 64_000_000
"""What one database's memory may take, roughly: of the record with 10,000 projects a tenth is used."""

_EACH: Final = 10_000
"""What each thing takes beside itself: its statement, written out."""

_NUMBER = sa.select(col(RecordState.number))
_CHANGES, _MEMORY, _SNAPSHOT = "changes_record", "memory", "snapshot"


def changes(session: Session) -> None:
    """Say that this transaction changes the record: for those who write past what is listened to."""
    session.info[_CHANGES] = True


def has_changed(session: Session) -> bool:
    """Did this transaction change the record?"""
    return bool(session.info.get(_CHANGES))


def ends(session: Session) -> None:
    """The transaction is over: the next one sees what there is then."""
    session.info.pop(_CHANGES, None)
    session.info.pop(_MEMORY, None)


def is_snapshot(session: Session, name: str) -> None:
    """Say that this session reads what never changes, and has this name."""
    session.info[_SNAPSHOT] = name


class Memory:
    """What is remembered of one state of the record; what was not asked for longest is forgotten first."""

    def __init__(self, number: int | None = None, most_bytes: int = MOST_BYTES) -> None:
        self.number = number
        self._most = most_bytes
        self._taken = 0
        self._kept: OrderedDict[Key, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Any | None:  # noqa: ANN401 - whatever was found
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: Key, value: object) -> None:
        size = _EACH + _size(value) + sum(map(sys.getsizeof, key))
        with self._lock:
            self._taken += size - self._kept.pop(key, (None, 0))[1]
            self._kept[key] = (value, size)
            while self._taken > self._most:
                self._taken -= self._kept.popitem(last=False)[1][1]


@dataclass(frozen=True)
class Recall:
    """One session's way to a memory. `told`: what its keys begin with; `lasts`: the number need not be looked at again."""

    session: Session
    memory: Memory
    told: str = ""
    lasts: bool = True

    def of(self, statement: sa.Executable, asked: Mapping[str, Any], read: Callable[[Any], Found]) -> Found:
        """What `read` makes of the rows of a statement that is built once and kept, and always read so.

        Others are given the same: nobody changes it.
        """
        values = (_plain(asked[name]) for name in names_asked(self.session, statement))
        return self._of((self.told, statement, *values), lambda: read(plain_rows(self.session, statement, asked)))

    def of_built(self, statement: Statement, read: Callable[[Any], Found]) -> Found:
        """The same of a statement that is built anew for each asking: it is known by its words and the values in it."""
        written = statement._generate_cache_key()  # noqa: SLF001 - by which SQLAlchemy itself knows statements again
        if written is None:
            return read(self.session.execute(statement).all())
        values = [_plain(bind.effective_value) for bind in written.bindparams]
        values += [(name, _plain(value)) for name, value in sorted((written.params or {}).items())]
        return self._of((self.told, written.key, *values), lambda: read(self.session.execute(statement).all()))

    def whole(self, asked: Hashable, find: Callable[[], Found]) -> Found:
        """What many statements come to, known by all that it depends on beside the record: who asks, for what, on which day.

        What is found holds no rows of a session.
        """
        return self._of((self.told, asked), find)

    def _of(self, key: Key, find: Callable[[], Found]) -> Found:
        found: Found | None = self.memory.get(key)
        if found is None:
            found = find()
            if self.lasts or state(self.session) == self.memory.number:  # nobody changed anything meanwhile
                self.memory.put(key, found)
        return found


_memories: WeakKeyDictionary[sa.Engine, Memory] = WeakKeyDictionary()
_of_snapshots = Memory()


def recall(session: Session) -> Recall:
    """What this session may remember: for the time of its transaction the same."""
    send_changes(session)
    if _SNAPSHOT in session.info:
        return Recall(session, _of_snapshots, session.info[_SNAPSHOT])
    engine = session.get_bind()
    if has_changed(session) or not isinstance(engine, sa.Engine):
        return Recall(session, Memory())
    known: Memory | None = session.info.get(_MEMORY)
    if known is None:
        number = state(session)
        known = session.info[_MEMORY] = Memory() if number is None else _memory(engine, number)
    # On SQLite a transaction sees one state throughout.
    return Recall(session, known, lasts=known.number is None or engine.dialect.name == "sqlite")


def state(session: Session) -> int | None:
    """The number of the state that the record is in, as this session sees it; None where it is in no state, as in a copy."""
    rows = plain_rows(session, _NUMBER, {})
    return rows[0][0] if rows else None


def _memory(engine: sa.Engine, number: int) -> Memory:
    """The memory of a state; that of another is let go."""
    found = _memories.get(engine)
    if found is None or found.number != number:
        found = _memories[engine] = Memory(number)
    return found


def _plain(value: Any) -> Any:  # noqa: ANN401 - the value of a parameter
    return tuple(sorted(value)) if isinstance(value, (list, set, frozenset)) else value


def _size(value: Any) -> int:  # noqa: ANN401 - whatever was found
    """Roughly what it takes: of what contains others, with these."""
    own = sys.getsizeof(value)
    if isinstance(value, dict):
        return own + sum(_size(key) + _size(one) for key, one in value.items())
    if isinstance(value, (tuple, list, sa.Row)):
        return own + sum(map(_size, value))
    if is_dataclass(value) and not isinstance(value, type) and hasattr(value, "__dict__"):
        return own + sum(map(_size, vars(value).values()))
    return own
