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
    {
        "job",
        "kept_form",
        "submission",
        "search_text",
        "row_version",
        "role",
        "merge",
        "bulk_change",
        "reminder",
        "record_state",
    },
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
    "project_tag": "project_id",
    "component_partner": "component_id",
    "disaster_place": "disaster_id",
    "assessment_territory": "assessment_id",
    "assessment_disaster": "assessment_id",
    "assessment_place": "assessment_id",
    "programme_territory": "programme_id",
    "event_territory": "event_id",
    "assessment_participant": "assessment_id",
    "recommendation_finding": "recommendation_id",
    "agreement_project": "agreement_id",
    "agreement_party": "agreement_id",
    "mission_territory": "mission_id",
    "mission_member": "mission_id",
    "review_project": "review_id",
}
"""Tables whose rows hang on a record: the column that names it. All other audited tables are records themselves."""

ACCOUNTS = frozenset({"user", "role_user", "user_territory", "saved_view"})
"""Audited tables that hang on no record."""


_TABLE = SQLModel.metadata.tables["row_version"]


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


def audited(rows: Iterable[object]) -> list[SQLModel]:
    """Those of the rows that history is kept of."""
    return [row for row in rows if isinstance(row, SQLModel) and type(row).__tablename__ not in UNAUDITED]


def _stamp(session: Session, context: UOWTransaction, instances: object) -> None:
    del context, instances
    for row in session.dirty:
        if isinstance(row, models.Entity) and session.is_modified(row):
            row.changed_at = now()


def _record(session: Session, context: UOWTransaction) -> None:
    del context
    changed = [row for row in audited(session.dirty) if session.is_modified(row)]
    versions = [_version(session, row, "insert") for row in audited(session.new)]
    versions += [version for row in changed if (version := _next(session, row))]
    for row in audited(session.deleted):
        _close(session, row)
        versions.append(_version(session, row, "delete"))
    if versions:
        session.connection().execute(_TABLE.insert(), versions)


def _version(session: Session, row: SQLModel, change: str) -> dict[str, Any]:
    """A new version of a row, as the table takes it."""
    moment = session.info.setdefault("moment", now())
    owner = _record_id(row)
    if owner is not None:
        session.info.setdefault("touched", set()).add(owner)
    session.info.setdefault("versions", set()).add(_place(row))
    return {
        "record_id": owner,
        "entity": _place(row)[0],
        "row_key": _place(row)[1],
        "change": change,
        "recorded_from": moment,
        "recorded_to": moment if change == "delete" else None,
        "user_id": session.info.get("user_id"),
        "actor": session.info.get("actor", ""),
        "why": session.info.get("why", ""),
        **_contents(row),
    }


def _next(session: Session, row: SQLModel) -> dict[str, Any] | None:
    """The version that follows the one that stands; none where that one is of this transaction and can be amended."""
    if _place(row) in session.info.setdefault("versions", set()):
        session.connection().execute(_TABLE.update().where(_standing(row)).values(**_contents(row)))
        return None
    _close(session, row)
    return _version(session, row, "update")


def _close(session: Session, row: SQLModel) -> None:
    moment = session.info.setdefault("moment", now())
    session.connection().execute(_TABLE.update().where(_standing(row)).values(recorded_to=moment))


def _place(row: SQLModel) -> tuple[str, str]:
    return str(type(row).__tablename__), _key(row)


def _standing(row: SQLModel) -> sa.ColumnElement[bool]:
    entity, key = _place(row)
    return (_TABLE.c.entity == entity) & (_TABLE.c.row_key == key) & _TABLE.c.recorded_to.is_(None)


def _contents(row: SQLModel) -> dict[str, Any]:
    return {"values": values_of(row), "version": getattr(row, "version", None)}


def _forget(session: Session, transaction: object) -> None:
    if getattr(transaction, "parent", None) is None:
        session.info.pop("versions", None)
        session.info.pop("moment", None)


def _forget_undone(session: Session, transaction: object) -> None:
    """The versions written since a savepoint that is undone are gone: none of them may be written on."""
    del transaction
    session.info.pop("versions", None)
