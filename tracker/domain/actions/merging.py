"""Writing what a file says over what stands, without losing what a person wrote.

Three values are compared: the file's, the one that stands, and the one that the same file wrote last (read from
history). Where they differ because the file changed, the file is followed; where a person changed it, it is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from tracker.domain import history
from tracker.domain.history import plain
from tracker.domain.models import RowVersion

Columns = Mapping[str, object]
ACTING = ("user_id", "actor", "why")


@dataclass(frozen=True)
class Kept:
    """Somebody's own doing that stands against the file: by whom, when; `removed`: what the file has was taken away."""

    by: str
    at: datetime
    removed: bool = False


Outcome = Kept | bool
"""Of columns that were to be set: True set, False they stood so already, or somebody's own doing that was kept."""


@dataclass(frozen=True)
class Piece:
    """A row that hangs on a record, as a file wants it: `keys` identify it, `values` stand beside them.

    `label` and `said` name it in a report: the file's key and what it says there.
    """

    keys: Columns
    values: Columns
    label: str = ""
    said: str = ""

    @property
    def identity(self) -> tuple[object, ...]:
        return tuple(plain(value) for value in self.keys.values())

    @property
    def columns(self) -> dict[str, object]:
        return {**self.keys, **self.values}


@dataclass
class Synced:
    """What became of the rows that hang on a record."""

    changed: bool = False
    kept: list[tuple[Piece, Kept]] = field(default_factory=list)

    def note(self, piece: Piece, outcome: Outcome) -> None:
        if isinstance(outcome, Kept):
            self.kept.append((piece, outcome))
        else:
            self.changed |= outcome


@contextmanager
def written_by(session: Session, name: str, why: str) -> Iterator[None]:
    """What is written inside was written by the program of this name; whoever acted before acts again afterwards."""
    session.flush()
    before = {key: session.info[key] for key in ACTING if key in session.info}
    history.acting(session, user_id=None, name=name, why=why)
    try:
        yield
        session.flush()
    finally:
        for key in ACTING:
            session.info.pop(key, None)
        session.info.update(before)


def settle(session: Session, row: SQLModel, columns: Columns) -> Outcome:
    """Set these columns, which belong together, unless a person changed them since the file last wrote them."""
    if _is_so(row, columns):
        return False
    past = versions(session, _entity(type(row)), row_key=_row_key(row))
    if kept := _by_a_person(session, past, row, columns):
        return kept
    for name, value in columns.items():
        setattr(row, name, value)
    return True


def _by_a_person(session: Session, past: Sequence[RowVersion], row: SQLModel, columns: Columns) -> Kept | None:
    before: list[object] = [None for _ in columns]
    mine: list[object] | None = None
    last: RowVersion | None = None
    for version in past:
        values = [version.values.get(name) for name in columns]
        if values != before:
            before, last = values, version
            mine = values if is_own(session, version) else mine
    if last is None or is_own(session, last) or mine == [plain(getattr(row, name)) for name in columns]:
        return None
    return Kept(last.actor, last.recorded_from)


def sync(
    session: Session,
    model: type[SQLModel],
    *,
    owner: Columns,
    rows: Sequence[SQLModel],
    wanted: Sequence[Piece],
    keys: Sequence[str],
    fresh: bool = False,
) -> Synced:
    """Make the rows that hang on an owner (one column and its value) those that the file wants.

    Rows that the same file wrote and no longer wants go; a person's own rows, and what a person removed, stay so.
    `keys` are the columns that identify a row; `fresh`: the owner was made just now, so there is no history to ask.
    """
    done = Synced()
    now = {_identity(row, keys): row for row in rows}
    if len(now) == len(rows) == len(wanted) and all(_stands(now.get(piece.identity), piece) for piece in wanted):
        return done
    past = _Past() if fresh else _past(session, model, owner, keys)
    standing = {_row_key(row): row for row in rows}
    others = {identity: row for identity, row in now.items() if _row_key(row) not in past.keys.values()}
    for piece in wanted:
        row = standing.get(past.keys.get(piece.identity, "")) or others.get(piece.identity)
        if row is not None:
            done.note(piece, settle(session, row, piece.columns))
        elif removal := past.removals.get(piece.identity):
            done.note(piece, removal)
        else:
            session.add(model(**owner, **piece.columns))
            done.changed = True
    named = {piece.identity for piece in wanted}
    for identity, key in past.keys.items():
        if identity not in named and key in standing and key in past.untouched:
            session.delete(standing[key])
            done.changed = True
    return done


@dataclass
class _Past:
    """The rows that the same file wrote: their keys; those that nobody else touched; those that others removed."""

    keys: dict[tuple[object, ...], str] = field(default_factory=dict)
    untouched: set[str] = field(default_factory=set)
    removals: dict[tuple[object, ...], Kept] = field(default_factory=dict)


def _past(session: Session, model: type[SQLModel], owner: Columns, keys: Sequence[str]) -> _Past:
    past = _Past()
    identities: dict[str, tuple[object, ...]] = {}
    (record_id,) = owner.values()
    for version in versions(session, _entity(model), record_id=record_id):
        mine = is_own(session, version)
        if mine and version.change == "insert":
            identity = identities[version.row_key] = tuple(version.values.get(name) for name in keys)
            past.keys[identity] = version.row_key
            past.untouched.add(version.row_key)
            past.removals.pop(identity, None)
        elif not mine and version.row_key in identities:
            past.untouched.discard(version.row_key)
            if version.change == "delete":
                past.removals[identities[version.row_key]] = Kept(version.actor, version.recorded_from, removed=True)
    return past


def versions(
    session: Session, entity: str, *, record_id: object = None, row_key: str | None = None
) -> Sequence[RowVersion]:
    """What history holds of a record's rows in one table, or of one row; oldest first."""
    where = [col(RowVersion.entity) == entity]
    if record_id is not None:
        where.append(col(RowVersion.record_id) == record_id)
    if row_key is not None:
        where.append(col(RowVersion.row_key) == row_key)
    return session.scalars(sa.select(RowVersion).where(*where).order_by(col(RowVersion.id))).all()


def is_own(session: Session, version: RowVersion) -> bool:
    """Was this written by the program that is acting now (in an earlier run), and not by a person?"""
    return version.user_id is None and version.actor == session.info.get("actor")


def _stands(row: SQLModel | None, piece: Piece) -> bool:
    return row is not None and _is_so(row, piece.columns)


def _is_so(row: SQLModel, columns: Columns) -> bool:
    return all(getattr(row, name) == value for name, value in columns.items())


def _identity(row: SQLModel, keys: Sequence[str]) -> tuple[object, ...]:
    return tuple(plain(getattr(row, name)) for name in keys)


def _entity(model: type[SQLModel]) -> str:
    return str(model.__tablename__)


def _row_key(row: SQLModel) -> str:
    return "·".join(str(part) for part in sa.inspect(type(row)).primary_key_from_instance(row))
