"""The history of a record, as changes that a page can put into sentences."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import RecordKind, UpdateState
from tracker.domain.models import Record, RowVersion, User
from tracker.domain.queries.statement import Statement
from tracker.domain.rows import plain_rows
from tracker.domain.rules import INSIDE_KINDS, INSIDE_TIES

SILENT = frozenset(
    {
        *("id", "version", "changed_at", "created_at", "created_by_id", "parent_id", "reported_at"),
        *("announced_minor", "pledged_minor", "committed_minor", "received_minor", "withdrawn_minor"),
        *("withdrawn_announced_minor", "withdrawn_pledged_minor", "withdrawn_committed_minor"),
    }
)
"""Columns whose change says nothing to a reader; a contribution's sums follow its steps, which are told."""

AT_ONCE = timedelta(seconds=2)
"""Changes by one person that lie no further apart were one act."""


@dataclass(frozen=True)
class FieldChange:
    """One column's old and new value, as history keeps them (plain JSON values)."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Change:
    """One change of one row: when, by whom, why, of what, and what changed in it. `kind`: of the record it belongs to."""

    when: datetime
    who: str
    why: str
    entity: str
    change: str
    record_id: int | None
    kind: RecordKind
    fields: tuple[FieldChange, ...]
    values: dict[str, Any]


class _Kept:
    """A change as history keeps it: what stands in it is made out when somebody asks, for most is never told."""

    def __init__(self, row: Any, before: "_Kept | None") -> None:  # noqa: ANN401 - a row of `_versions`
        self.when, name, actor, self.why, self.entity, self.row_key = row[:6]
        self.change, self.record_id, self.kind, self._text = row[6:]
        self.who: str = name or actor
        self._before = before if self.change == "update" else None

    @cached_property
    def values(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._text)
        return found

    @cached_property
    def fields(self) -> tuple[FieldChange, ...]:
        return differences(self._before.values, self.values) if self._before else ()

    def made_out(self) -> Change:
        return Change(
            self.when,
            self.who,
            self.why,
            self.entity,
            self.change,
            self.record_id,
            self.kind,
            self.fields,
            self.values,
        )


def of_record(session: Session, record_id: int, *, inside: bool, most: int = 60) -> list[Change]:
    """The latest changes of a record and its parts, newest first; one query. `inside`: for the programme's people."""
    return [kept.made_out() for kept in _latest(session, record_id, inside=inside, most=most)]


def told_of_record(session: Session, record_id: int, *, inside: bool, most: int = 60) -> list[list[Change]]:
    """The same as acts that are worth a word: see `acts`."""
    latest = _latest(session, record_id, inside=inside, most=most)
    return [[kept.made_out() for kept in act] for act in acts(latest, record_id)]


def _latest(session: Session, record_id: int, *, inside: bool, most: int) -> list[_Kept]:
    rows = plain_rows(session, _versions(inside=inside), {"record_id": record_id, "most": most * 2})
    found: list[_Kept] = []
    before: dict[tuple[str, str], _Kept] = {}
    for row in reversed(rows):
        kept = _Kept(row, before.get((row.entity, row.row_key)))
        before[kept.entity, kept.row_key] = kept
        found.append(kept)
    return [kept for kept in reversed(found) if _says_something(kept)][:most]


_AnyChange = TypeVar("_AnyChange", Change, _Kept)


def acts(found: Iterable[_AnyChange], own: int) -> list[list[_AnyChange]]:
    """What one person changed at once, for one reason; newest first. `own`: the record whose history it is.

    What was recorded together with the record itself is left out.
    """
    together: list[list[_AnyChange]] = []
    for change in found:
        last = together[-1][-1] if together else None
        if last and (last.who, last.why) == (change.who, change.why) and last.when - change.when <= AT_ONCE:
            together[-1].append(change)
        else:
            together.append([change])
    return [_without_beginnings(act, own) for act in together]


def _without_beginnings(act: list[_AnyChange], own: int) -> list[_AnyChange]:
    if not any(change.change == "insert" and is_of(change, own) for change in act):
        return act
    return [change for change in act if change.change != "insert" or is_of(change, own)]


def is_of(change: Change | _Kept, record_id: int) -> bool:
    """Is it a change of the record's own row, not of a part, a link or a text of it?"""
    return change.record_id == record_id and change.entity == change.kind


@cache
def _versions(*, inside: bool) -> Statement:
    record = sa.bindparam("record_id", type_=sa.Integer)
    own = sa.union_all(
        sa.select(col(Record.id)).where(col(Record.id) == record),
        sa.select(col(Record.id)).where(col(Record.parent_id) == record),
    )
    return (
        sa.select(
            col(RowVersion.recorded_from),
            col(User.name),
            col(RowVersion.actor),
            col(RowVersion.why),
            col(RowVersion.entity),
            col(RowVersion.row_key),
            col(RowVersion.change),
            col(RowVersion.record_id),
            col(Record.kind),
            sa.cast(col(RowVersion.values), sa.Text).label("told"),
        )
        .join(Record, col(Record.id) == RowVersion.record_id)
        .outerjoin(User, col(User.id) == RowVersion.user_id)
        .where(col(RowVersion.record_id).in_(own), told(), sa.true() if inside else open_to_all())
        .order_by(col(RowVersion.id).desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


def open_to_all() -> sa.ColumnElement[bool]:
    """Not of what only the programme's own people read."""
    return sa.and_(col(Record.kind).not_in(INSIDE_KINDS), col(RowVersion.entity).not_in(INSIDE_TIES))


def told() -> sa.ColumnElement[bool]:
    """A report is told of once it is published: what was drafted, submitted or returned is its author's and readers'."""
    published = col(RowVersion.values)["state"].as_string() == UpdateState.published.value
    return sa.or_(
        col(Record.kind) != RecordKind.update, sa.and_(col(RowVersion.entity) == RecordKind.update, published)
    )


def _says_something(change: _Kept) -> bool:
    """A record row's own beginning is told by the row it stands for."""
    if change.entity == RecordKind.update:
        return True
    return bool(change.fields) if change.change == "update" else change.entity != "record"


def differences(old: dict[str, Any], new: dict[str, Any]) -> tuple[FieldChange, ...]:
    names = [name for name in new if name not in SILENT and old.get(name) != new[name]]
    return tuple(FieldChange(name, old.get(name), new[name]) for name in names)


def without(change: Change, names: Collection[str]) -> Change:
    """The change, with what it says of these columns left out."""
    return replace(
        change,
        fields=tuple(field for field in change.fields if field.field not in names),
        values={name: value for name, value in change.values.items() if name not in names},
    )


@dataclass(frozen=True)
class Base:
    """A row as it stood at one of its versions: its values, and the moment the next version took its place."""

    values: dict[str, Any]
    until: datetime | None


def at_version(session: Session, record_id: int, entity: str, version: int) -> Base | None:
    """A row at one of its versions: the base of a three-way merge."""
    found = session.execute(
        sa.select(col(RowVersion.values), col(RowVersion.recorded_to))
        .where(
            col(RowVersion.record_id) == record_id,
            col(RowVersion.entity) == entity,
            col(RowVersion.version) == version,
        )
        .order_by(col(RowVersion.id).desc())
        .limit(1)
    ).first()
    return Base(found[0], found[1]) if found else None


def links_before(session: Session, record_id: int, entity: str, column: str, moment: datetime) -> list[int]:
    """What a record's links of one kind led to just before a moment."""
    return sorted(values[column] for values in values_before(session, record_id, entity, moment))


def values_before(session: Session, record_id: int, entity: str, moment: datetime) -> Sequence[dict[str, Any]]:
    """A record's rows in one table as they stood just before a moment."""
    return session.scalars(
        sa.select(col(RowVersion.values)).where(
            col(RowVersion.record_id) == record_id,
            col(RowVersion.entity) == entity,
            col(RowVersion.change) != "delete",
            col(RowVersion.recorded_from) < moment,
            sa.or_(col(RowVersion.recorded_to).is_(None), col(RowVersion.recorded_to) >= moment),
        )
    ).all()


def latest_by(session: Session, record_id: int, entity: str) -> tuple[str, datetime] | None:
    """Who wrote the newest version of a row of this record, and when."""
    found = session.execute(
        sa.select(col(User.name), col(RowVersion.actor), col(RowVersion.recorded_from))
        .outerjoin(User, col(User.id) == RowVersion.user_id)
        .where(col(RowVersion.record_id) == record_id, col(RowVersion.entity) == entity)
        .order_by(col(RowVersion.id).desc())
        .limit(1)
    ).first()
    return (found[0] or found[1], found[2]) if found else None
