"""The history of a record, as changes that a page can put into sentences."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

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


def of_record(session: Session, record_id: int, *, inside: bool, most: int = 60) -> list[Change]:
    """The latest changes of a record and its parts, newest first; one query. `inside`: for the programme's people."""
    versions = plain_rows(session, _versions(inside=inside), {"record_id": record_id, "most": most * 2})
    changes: list[Change] = []
    before: dict[tuple[str, str], dict[str, Any]] = {}
    for when, name, actor, why, entity, row_key, change, owner_id, kind, values in reversed(versions):
        earlier = before.get((entity, row_key)) if change == "update" else None
        fields = differences(earlier, values) if earlier else ()
        changes.append(Change(when, name or actor, why, entity, change, owner_id, kind, fields, values))
        before[entity, row_key] = values
    return [change for change in reversed(changes) if _says_something(change)][:most]


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
            col(RowVersion.values),
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


def _says_something(change: Change) -> bool:
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
