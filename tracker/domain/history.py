"""History: every change of an audited row becomes a row version, in the transaction that makes the change.

Who acts and why stands in the session (`acting`). A row changed twice in one transaction makes one version, and all
versions of one transaction bear the same moment.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction
from sqlmodel import SQLModel

from tracker.domain import models
from tracker.domain.dates import now

UNAUDITED = frozenset(
    {"job", "kept_form", "submission", "search_text", "row_version", "role"},
)
"""Tables that are the program's own book-keeping, not the programme's record."""

SECRETS = frozenset({"password", "fs_uniquifier", "tf_totp_secret", "mf_recovery_codes"})
"""Columns that never enter history."""

OWNERS = {
    "translation": "record_id",
    "outside_identifier": "record_id",
    "share": "record_id",
    "document_link": "record_id",
    "citation": "record_id",
    "territory_name": "territory_id",
    "disaster_territory": "disaster_id",
    "project_territory": "project_id",
    "project_place": "project_id",
    "project_disaster": "project_id",
    "project_member": "project_id",
    "project_partner": "project_id",
    "component_partner": "component_id",
    "disaster_place": "disaster_id",
    "assessment_territory": "assessment_id",
    "assessment_disaster": "assessment_id",
    "assessment_place": "assessment_id",
    "programme_territory": "programme_id",
    "event_territory": "event_id",
    "assessment_participant": "assessment_id",
    "agreement_project": "agreement_id",
    "agreement_party": "agreement_id",
    "mission_territory": "mission_id",
    "mission_member": "mission_id",
}
"""Tables whose rows hang on a record: the column that names it. All other audited tables are records themselves."""

ACCOUNTS = frozenset({"user", "role_user", "user_territory"})
"""Audited tables that hang on no record."""


def acting(session: Session, *, user_id: int | None, name: str, why: str = "") -> None:
    """Say who acts from here on in this session (`user_id` None: a program, called `name`) and why."""
    session.info.update(user_id=user_id, actor=name, why=why)


def listen(target: type[Session]) -> None:
    """Write history for all sessions of this class."""
    event.listen(target, "before_flush", _stamp)
    event.listen(target, "after_flush", _record)
    event.listen(target, "after_transaction_end", _forget)
    event.listen(target, "after_soft_rollback", _forget_undone)


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """A column's value as JSON holds it: days and moments in ISO form, codes as their value, exact numbers as text."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def values_of(row: SQLModel) -> dict[str, Any]:
    """A row's columns as history keeps them, without secrets."""
    mapper = sa.inspect(type(row))
    return {key: plain(getattr(row, key)) for key in mapper.columns.keys() if key not in SECRETS}  # noqa: SIM118


def _key(row: SQLModel) -> str:
    return "·".join(str(part) for part in sa.inspect(type(row)).primary_key_from_instance(row))


def _record_id(row: SQLModel) -> int | None:
    table = type(row).__tablename__
    return None if table in ACCOUNTS else getattr(row, OWNERS.get(str(table), "id"))


def _audited(rows: Iterable[object]) -> list[SQLModel]:
    return [row for row in rows if isinstance(row, SQLModel) and type(row).__tablename__ not in UNAUDITED]


def _stamp(session: Session, context: UOWTransaction, instances: object) -> None:
    del context, instances
    for row in session.dirty:
        if isinstance(row, models.Entity) and session.is_modified(row):
            row.changed_at = now()


def _record(session: Session, context: UOWTransaction) -> None:
    del context
    changed = [row for row in _audited(session.dirty) if session.is_modified(row)]
    for change, rows in (("insert", _audited(session.new)), ("update", changed), ("delete", _audited(session.deleted))):
        for row in rows:
            _write(session, row, change)


def _write(session: Session, row: SQLModel, change: str) -> None:
    table = SQLModel.metadata.tables["row_version"]
    entity, key = str(type(row).__tablename__), _key(row)
    moment = session.info.setdefault("moment", now())
    owner = _record_id(row)
    if owner is not None:
        session.info.setdefault("touched", set()).add(owner)
    mine: dict[tuple[str, str], int] = session.info.setdefault("versions", {})
    values = {"values": values_of(row), "version": getattr(row, "version", None)}
    connection = session.connection()
    if (entity, key) in mine and change == "update":
        connection.execute(table.update().where(table.c.id == mine[entity, key]).values(**values))
        return
    if change != "insert":
        still = (table.c.entity == entity) & (table.c.row_key == key) & table.c.recorded_to.is_(None)
        connection.execute(table.update().where(still).values(recorded_to=moment))
    written = connection.execute(
        table.insert().values(
            record_id=owner,
            entity=entity,
            row_key=key,
            change=change,
            recorded_from=moment,
            recorded_to=moment if change == "delete" else None,
            user_id=session.info.get("user_id"),
            actor=session.info.get("actor", ""),
            why=session.info.get("why", ""),
            **values,
        )
    )
    mine[entity, key] = written.inserted_primary_key[0] if written.inserted_primary_key else 0


def _forget(session: Session, transaction: object) -> None:
    if getattr(transaction, "parent", None) is None:
        session.info.pop("versions", None)
        session.info.pop("moment", None)


def _forget_undone(session: Session, transaction: object) -> None:
    """The versions written since a savepoint that is undone are gone: none of them may be written on."""
    del transaction
    session.info.pop("versions", None)
