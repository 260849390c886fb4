"""How records that history speaks of are called, for this reader: one query for records, one for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from tracker.domain import models as m
from tracker.domain.codes import Role
from tracker.domain.queries import places
from tracker.domain.queries.changes import Change
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.texts import shown
from tracker.domain.queries.visibility import visible_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer

NAMES: dict[str, tuple[type[SQLModel], str]] = {
    "project": (m.Project, "title"),
    "objective": (m.Objective, "text"),
    "component": (m.Component, "title"),
    "milestone": (m.Milestone, "title"),
    "risk": (m.Risk, "title"),
    "action_point": (m.ActionPoint, "title"),
    "programme": (m.Programme, "name"),
    "organisation": (m.Organisation, "name"),
    "disaster": (m.Disaster, "name"),
    "impact_figure": (m.ImpactFigure, "measure"),
    "assessment": (m.Assessment, "title"),
    "finding": (m.Finding, "text"),
    "recommendation": (m.Recommendation, "text"),
    "delivery": (m.Delivery, "text"),
    "agreement": (m.Agreement, "title"),
    "signature": (m.Signature, "name_stated"),
    "undertaking": (m.Undertaking, "text"),
    "amendment": (m.Amendment, "text"),
    "fund": (m.Fund, "name"),
    "reported_amount": (m.ReportedAmount, "text"),
    "post": (m.Post, "title"),
    "calendar_event": (m.CalendarEvent, "title"),
    "mission": (m.Mission, "title"),
    "place": (m.Place, "name"),
    "document": (m.Document, "title"),
    "person": (m.Person, "name"),
    "review": (m.Review, "title"),
    "decision": (m.Decision, "text"),
}
"""The field that names a row of each table."""


@dataclass(frozen=True)
class Names:
    """Names by table and id; a record that this reader may not see has none.

    `currencies`: those of contributions, in which amounts of their steps and allocations stand.
    """

    found: dict[tuple[str, int], str] = field(default_factory=dict)
    tables: dict[int, str] = field(default_factory=dict)
    currencies: dict[int, str] = field(default_factory=dict)

    def of(self, table: str, key: int | None) -> str | None:
        """The name of a row."""
        return None if key is None else self.found.get((table, key))

    def record(self, key: int | None) -> tuple[str, str] | None:
        """Table and name of a record, whatever it is."""
        table = self.tables.get(key or 0)
        return (table, self.found[table, key]) if table and key else None


def of_changes(
    session: Session,
    viewer: Viewer,
    owner_id: int,
    changes: Iterable[Change],
    *,
    language: str,
    day: date,
    known: Mapping[int, TerritoryLabel] = MappingProxyType({}),
    said: Mapping[tuple[str, int], str] = MappingProxyType({}),
) -> Names:
    """The names of everything that these changes of a record and its parts refer to; two queries at most.

    `known`: territories that the page has named already; `said`: records that it has, by table and number. One query more where steps or allocations changed.
    """
    changes = list(changes)
    wanted = _references(changes)
    people = wanted.pop("user", set())
    territories = wanted.pop("territory", set())
    more = territories - known.keys()
    labels = {**known, **(places.labels(session, language, day, more) if more else {})}
    found = {("territory", key): labels[key].listed for key in territories if key in labels}
    at_hand = [(table, key, said[table, key]) for table, keys in wanted.items() for key in keys if (table, key) in said]
    unsaid = {table: {key for key in keys if (table, key) not in said} for table, keys in wanted.items()}
    records = at_hand + _records(session, viewer, owner_id, wanted={**unsaid, "user": people}, language=language)
    found |= {(table, key): name for table, key, name in records}
    return Names(found, {key: table for table, key, _ in records if table != "user"}, _currencies(session, changes))


def _currencies(session: Session, changes: Iterable[Change]) -> dict[int, str]:
    """The currencies of the contributions whose steps or allocations changed."""
    ids = {change.values["contribution_id"] for change in changes if change.entity in {"step", "allocation"}}
    if not ids:
        return {}
    rows = session.execute(
        sa.select(col(m.Contribution.id), col(m.Contribution.currency)).where(
            col(m.Contribution.id).in_(ids), col(m.Contribution.currency).is_not(None)
        )
    )
    return {key: currency for key, currency in rows if key is not None and currency is not None}


def of_records(session: Session, viewer: Viewer, ids: Iterable[int], *, language: str) -> Names:
    """The names of these records, whatever they are, as far as this person may know of them; one query."""
    records = _records(session, viewer, 0, wanted={table: set(ids) for table in NAMES}, language=language)
    return Names({(table, key): name for table, key, name in records}, {key: table for table, key, _ in records})


def _references(changes: Iterable[Change]) -> dict[str, set[int]]:
    """The ids that the changed rows point to, by table; that of a record is named as its kind."""
    wanted: dict[str, set[int]] = {}
    for change in changes:
        if change.record_id:
            wanted.setdefault(change.kind.value, set()).add(change.record_id)
        before = {one.field: one.old for one in change.fields}
        for name, table in targets(change.entity).items():
            keys = (change.values.get(name), before.get(name))
            wanted.setdefault(table, set()).update(key for key in keys if key)
    return wanted


@cache
def targets(entity: str) -> dict[str, str]:
    """The columns of a table that point to another one, and to which."""
    table = SQLModel.metadata.tables[entity]
    return {
        column.name: key.column.table.name
        for column in table.columns
        for key in column.foreign_keys
        if column.name not in {"id", "created_by_id", "parent_id", "by_id"}
    }


def _records(
    session: Session, viewer: Viewer, owner_id: int, *, wanted: dict[str, set[int]], language: str
) -> list[tuple[str, int, str]]:
    ids = {table: list(keys) for table, keys in wanted.items() if keys and (table in NAMES or table == "user")}
    if not ids:
        return []
    statement = _union(viewer.role, frozenset(ids), known=viewer.user_id is not None)
    asked = {"owner_id": owner_id, "language": language, "viewer_id": viewer.user_id, **ids}
    return [(table, key, name or "") for table, key, name in plain_rows(session, statement, asked)]


@lru_cache(maxsize=512)
def _union(role: Role, tables: frozenset[str], *, known: bool) -> Any:  # noqa: ANN401 - a union of selects
    """Built once and kept: to build it takes far longer than to send it. Each table's ids go by its name."""
    ids = {table: sa.bindparam(table, expanding=True, type_=sa.Integer) for table in tables}
    language: Any = sa.bindparam("language")
    may = sa.or_(visible_as(role, known=known), col(m.Record.parent_id) == sa.bindparam("owner_id", type_=sa.Integer))
    parts: list[Any] = []
    for table in sorted(tables):
        if table == "user":
            parts.append(
                sa.select(sa.literal(table), col(m.User.id), col(m.User.name)).where(col(m.User.id).in_(ids[table]))
            )
            continue
        model, name = NAMES[table]
        key = model.id  # type: ignore[attr-defined]
        parts.append(
            sa.select(sa.literal(table), key, shown(language, key, name, getattr(model, name)))
            .join(m.Record, col(m.Record.id) == key)
            .where(key.in_(ids[table]), may)
        )
    return sa.union_all(*parts)
