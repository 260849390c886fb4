"""Making one organisation of two: links move, history stays, the old address leads to the one that is kept.

What moved is written down, so that a merge can be undone: each thing goes back that still stands as the merge left it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import SQLModel, col

from tracker.domain import models as m
from tracker.domain.codes import N_
from tracker.domain.dates import now
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Entity, Merge, Organisation

_LEFT_ALONE = frozenset({("merge", "kept_id"), ("merge", "merged_id"), ("organisation", "merged_into_id")})


@dataclass
class Moved:
    """What a merge moved: columns of records (table, id, column), link rows as they were, and things hung over."""

    columns: list[list[Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        return {"columns": self.columns, "links": self.links}

    @property
    def tables(self) -> dict[str, int]:
        """How many rows of each table move: what a preview shows."""
        counted: dict[str, int] = {}
        for table in [table for table, _, _ in self.columns] + [link["table"] for link in self.links]:
            counted[table] = counted.get(table, 0) + 1
        return counted


def preview(session: Session, *, kept: Organisation, merged: Organisation) -> dict[str, int]:
    """How many rows of each table would move; changes nothing."""
    counted: dict[str, int] = {}
    for table, column in [*_columns(), *_links()]:
        number = session.scalar(sa.select(sa.func.count()).where(getattr(table, column) == merged.id)) or 0
        if table is Organisation:
            number -= 1 if kept.owner_id == merged.id else 0
        if number:
            name = str(table.__tablename__)
            counted[name] = counted.get(name, 0) + number
    return counted


def merge(
    session: Session, *, kept: Organisation, merged: Organisation, versions: tuple[int | None, int | None]
) -> Merge:
    """Move everything that hangs on `merged` to `kept` and put `merged` away; `versions` of both, as they were seen."""
    if kept.id == merged.id:
        raise Refused("other_id", N_("Choose another organisation than this one."))
    if merged.merged_into_id or kept.merged_into_id:
        raise Refused("other_id", N_("This organisation was merged already."))
    for row, version in zip((kept, merged), versions, strict=True):
        if version != row.version:
            raise Clash(row.version)
    moved = Moved()
    _move_columns(session, kept, merged, moved)
    _move_links(session, kept, merged, moved)
    merged.merged_into_id, merged.record.archived_at = kept.id, now()
    flag_modified(kept, "changed_at")
    made = Merge(kept_id=kept.id or 0, merged_id=merged.id or 0, moved=moved.plain(), by_id=session.info.get("user_id"))
    session.add(made)
    session.flush()
    return made


def undo(session: Session, *, made: Merge) -> None:
    """Take a merge back: what somebody has changed since stays as they left it."""
    if made.undone_at is not None:
        raise Refused("", N_("This merge was undone already."))
    kept = session.get_one(Organisation, made.kept_id)
    merged = session.get_one(Organisation, made.merged_id)
    tables = _by_name()
    for name, key, column in made.moved["columns"]:
        row = session.get(tables[name], key)
        if row is not None and getattr(row, column) == (None if row.id == kept.id else kept.id):
            _point(session, row, column, merged)
    for link in made.moved["links"]:
        _put_back(session, tables[link["table"]], link, kept.id or 0)
    merged.merged_into_id, merged.record.archived_at = None, None
    flag_modified(kept, "changed_at")
    made.undone_at = now()
    session.flush()


def _references() -> Iterator[tuple[type[Any], str]]:
    """Every column that names an organisation, or hangs a document or identifier on its record."""
    for name, table in _by_name().items():
        for column in SQLModel.metadata.tables[name].columns:
            targets = {key.target_fullname for key in column.foreign_keys}
            if "organisation.id" in targets and (name, column.name) not in _LEFT_ALONE:
                yield table, column.name
    yield m.OutsideIdentifier, "record_id"
    yield m.DocumentLink, "record_id"


def _columns() -> list[tuple[type[Any], str]]:
    """Those of rows that are records: the row stays and names another."""
    return [(table, column) for table, column in _references() if issubclass(table, Entity)]


def _links() -> list[tuple[type[Any], str]]:
    """Those of rows that only link: a link to the other takes their place."""
    return [(table, column) for table, column in _references() if not issubclass(table, Entity)]


def _by_name() -> dict[str, type[Any]]:
    mappers = m.Organisation._sa_registry.mappers  # noqa: SLF001 - the only list of all tables
    return {str(mapper.class_.__tablename__): mapper.class_ for mapper in mappers}


def _move_columns(session: Session, kept: Organisation, merged: Organisation, moved: Moved) -> None:
    for table, column in _columns():
        for row in session.scalars(sa.select(table).where(getattr(table, column) == merged.id)).unique().all():
            if row.id == kept.id:
                row.owner_id = None  # what is kept was part of what it turned out to be
            else:
                _point(session, row, column, kept)
            moved.columns.append([str(table.__tablename__), row.id, column])
    session.flush()


def _point(session: Session, row: Any, column: str, target: Organisation) -> None:  # noqa: ANN401 - rows of any table
    """Let the row name another organisation; one that belongs to it changes its owner too."""
    before = getattr(row, column)
    setattr(row, column, target.id)
    if row.record.parent_id == before:
        row.record.parent_id = target.id
    session.flush()


def _move_links(session: Session, kept: Organisation, merged: Organisation, moved: Moved) -> None:
    for table, column in _links():
        rows = session.scalars(sa.select(table).where(getattr(table, column) == merged.id)).unique().all()
        for row in rows:
            values = {name: getattr(row, name) for name in _own_columns(table)}
            new = {**values, column: kept.id}
            exists = session.scalars(_same(table, new)).unique().first() is not None
            session.delete(row)
            session.flush()
            if not exists:
                session.add(table(**new))
                session.flush()
            moved.links.append(
                {
                    "table": str(table.__tablename__),
                    "column": column,
                    "values": _jsonable(values),
                    "new": not exists,
                }
            )


def _own_columns(table: type[Any]) -> list[str]:
    """The columns that say something: a number that only counts rows is not among them."""
    columns = SQLModel.metadata.tables[str(table.__tablename__)].columns
    return [column.name for column in columns if column.name != "id"]


def _same(table: type[Any], values: dict[str, Any]) -> Any:  # noqa: ANN401 - a statement
    """The row that says the same of its two sides: by the primary key, or by all it says."""
    keys = [column.name for column in SQLModel.metadata.tables[str(table.__tablename__)].primary_key]
    names = keys if keys != ["id"] else list(values)
    return sa.select(table).where(*(getattr(table, name) == values[name] for name in names))


def _jsonable(values: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "value", value) for name, value in values.items()}


def _put_back(session: Session, table: type[Any], link: dict[str, Any], kept_id: int) -> None:
    values, column = link["values"], link["column"]
    if session.scalars(_same(table, values)).unique().first() is not None:
        return
    if link["new"]:
        standing = session.scalars(_same(table, {**values, column: kept_id})).unique().first()
        if standing is None:
            return
        session.delete(standing)
        session.flush()
    session.add(table(**values))
    session.flush()


def standing(session: Session, organisation_id: int) -> list[Merge]:
    """The merges into this organisation that stand, the newest first."""
    return list(
        session.scalars(
            sa.select(Merge)
            .where(col(Merge.kept_id) == organisation_id, col(Merge.undone_at).is_(None))
            .order_by(col(Merge.id).desc())
        )
    )
