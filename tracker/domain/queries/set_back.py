"""A whole database set back to what was true on a day, by the rules of `domain.as_of`, in SQL.

`as_of.kept` does the same to rows that are loaded, for briefs; a test holds the two together. What was not there is
taken out, with its parts. What others say of it stays and leads nowhere, as with a record that the reader may not know
of. Papers stay, since facts are cited from them, but belong to no record before their day.

Only for a database that is thrown away: nothing here is recorded.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlmodel import Session, SQLModel, col, select

from tracker.domain import figures
from tracker.domain import models as m
from tracker.domain.agreements import terms
from tracker.domain.as_of import BEGAN, ENDED, STAGE_FROM
from tracker.domain.codes import AgreementState, Health, Stage, UpdateState

Earlier = Callable[[list[int]], Mapping[int | None, Mapping[str, Any]]]
"""The rows of projects as they were recorded before anybody reported on them, by their ids."""

_RECORD, _PROJECT, _AGREEMENT, _CONTRIBUTION, _STEP, _UPDATE, _LINK, _TRANSLATION = (
    SQLModel.metadata.tables[name]
    for name in ("record", "project", "agreement", "contribution", "step", "update", "document_link", "translation")
)
_ENTITIES = [table for table in SQLModel.metadata.sorted_tables if {"id", "version", "changed_at"} <= {*table.c.keys()}]
_KEPT_APART = frozenset({m.Agreement, m.Document})
"""Tables whose beginning is not simply a column's."""

_own = sa.MetaData()
_GONE = sa.Table("gone", _own, sa.Column("id", sa.Integer, primary_key=True), prefixes=["TEMPORARY"])
_REPORT = sa.Table(
    "report",
    _own,
    sa.Column("project_id", sa.Integer, primary_key=True),
    sa.Column("update_id", sa.Integer),
    prefixes=["TEMPORARY"],
)
"""What was not there; and the last report on each project by the day."""

_IS_GONE = sa.select(_GONE.c.id)
_REPORTED = sa.select(_REPORT.c.project_id)


def set_back(connection: sa.Connection, day: date, earlier: Earlier) -> None:
    """Leave in the database what was true on the day."""
    _own.create_all(connection)
    _mark_reports(connection, day)
    _mark_gone(connection, day)
    _projects(connection, day, earlier)
    _remove(connection)
    for table, (since, values) in ENDED.items():
        _change(connection, table, _column(table, since) > day, values)
    _ended_agreements(connection, day)
    _stages(connection, m.Component, day, sa.true())
    _forget_translations(connection)
    _own.drop_all(connection)


def _column(table: type[Any], name: str) -> sa.ColumnElement[Any]:
    column: sa.ColumnElement[Any] = table.__table__.c[name]
    return column


def _change(
    connection: sa.Connection, table: type[Any], where: sa.ColumnElement[bool], values: Mapping[str, Any]
) -> None:
    connection.execute(sa.update(table.__table__).where(where).values(dict(values)))


# ------------------------------------------------------------------------------------------ what was not there


def _mark_gone(connection: sa.Connection, day: date) -> None:
    """Everything that began later, with its parts; of contributions those of which every step is still to come."""
    for table, name in BEGAN.items():
        if table not in _KEPT_APART:
            _mark(connection, sa.select(table.__table__.c.id).where(_column(table, name) > day))
    own = _AGREEMENT.c
    signed = sa.case((own.state == AgreementState.signed, own.state_day))
    _mark(connection, sa.select(own.id).where(sa.func.coalesce(own.signed_earliest, signed) > day))
    steps = sa.select(_STEP.c.contribution_id).join(_RECORD, _RECORD.c.id == _STEP.c.id)
    steps = steps.where(_RECORD.c.archived_at.is_(None))
    changed = connection.scalars(steps.where(_STEP.c.id.in_(_IS_GONE)).distinct()).all()
    left = steps.where(_STEP.c.id.not_in(_IS_GONE))
    _mark(connection, steps.where(_STEP.c.contribution_id.not_in(left)).distinct())
    _positions(connection, changed)
    later = sa.select(col(m.Document.id)).where(col(m.Document.on_earliest) > day)
    connection.execute(sa.delete(_LINK).where(_LINK.c.document_id.in_(later)))


def _mark(connection: sa.Connection, ids: sa.Select[Any]) -> None:
    connection.execute(sa.insert(_GONE).prefix_with("OR IGNORE").from_select(["id"], ids))


def _remove(connection: sa.Connection) -> None:
    """Take out what was not there, and what is a part of it, however deep."""
    deeper = sa.select(_RECORD.c.id).where(_RECORD.c.parent_id.in_(_IS_GONE), _RECORD.c.id.not_in(_IS_GONE))
    while connection.scalar(sa.select(deeper.exists())):
        _mark(connection, deeper)
    for table in (*_ENTITIES, _RECORD):
        connection.execute(sa.delete(table).where(table.c.id.in_(_IS_GONE)))


def _positions(connection: sa.Connection, contribution_ids: Any) -> None:  # noqa: ANN401 - a list of numbers
    """Count anew what the steps that are left come to."""
    left = (
        sa.select(_STEP.c.contribution_id, _STEP.c.kind, _STEP.c.takes_back, _STEP.c.amount_minor)
        .join(_RECORD, _RECORD.c.id == _STEP.c.id)
        .where(_RECORD.c.archived_at.is_(None), _STEP.c.id.not_in(_IS_GONE))
        .order_by(_STEP.c.id)
    )
    wanted = set(contribution_ids)
    steps: dict[int, list[Any]] = {}
    for owner, *step in connection.execute(left) if wanted else ():
        if owner in wanted:
            steps.setdefault(owner, []).append(step)
    found = [
        {"own": owner} | {f"{name}_minor": amount for name, amount in vars(figures.position_of(theirs)).items()}
        for owner, theirs in steps.items()
    ]
    if found:
        values: dict[str, Any] = {name: sa.bindparam(name) for name in found[0] if name != "own"}
        its_own = _CONTRIBUTION.c.id == sa.bindparam("own")
        connection.execute(sa.update(_CONTRIBUTION).where(its_own).values(values), found)


# ---------------------------------------------------------------------------------------- how things stood then


def _mark_reports(connection: sa.Connection, day: date) -> None:
    """The last report on each project by the day, as `scope_rows.updates` finds it."""
    correction = _UPDATE.alias()
    published = _UPDATE.c.state == UpdateState.published
    corrected = sa.select(correction.c.corrects_id).where(
        correction.c.state == UpdateState.published, correction.c.corrects_id.is_not(None)
    )
    newest = sa.func.row_number().over(
        partition_by=_UPDATE.c.project_id,
        order_by=(_UPDATE.c.as_of.desc(), _UPDATE.c.published_at.desc(), _UPDATE.c.id.desc()),
    )
    found = sa.select(_UPDATE.c.project_id, _UPDATE.c.id, newest.label("place"))
    ranked = found.where(published, _UPDATE.c.as_of <= day, _UPDATE.c.id.not_in(corrected)).subquery()
    last = sa.select(ranked.c.project_id, ranked.c.id).where(ranked.c.place == 1)
    connection.execute(sa.insert(_REPORT).from_select(["project_id", "update_id"], last))


def _projects(connection: sa.Connection, day: date, earlier: Earlier) -> None:
    """Projects as `as_of.project_then` sets them back; those that were not there are marked."""
    own = _PROJECT.c
    unreported = own.id.not_in(_REPORTED)
    later = own.health_day > day
    _first_recorded(connection, connection.scalars(sa.select(own.id).where(later, unreported)).all(), earlier)

    def said(column: sa.ColumnElement[Any], otherwise: Any = None) -> Any:  # noqa: ANN401 - a code or nothing
        of = sa.select(column).join(_REPORT, _REPORT.c.update_id == _UPDATE.c.id).where(_REPORT.c.project_id == own.id)
        return of.scalar_subquery() if otherwise is None else sa.func.coalesce(of.scalar_subquery(), otherwise)

    words = {"stage_stated": None, "stage_why": None, "next_step": None}
    reported = {
        "stage": said(_UPDATE.c.stage, Stage.not_stated),
        "health": said(_UPDATE.c.health, Health.not_reported),
        "health_day": said(_UPDATE.c.as_of),
    }
    _change(connection, m.Project, sa.and_(later, own.id.in_(_REPORTED)), reported | words)
    _stages(connection, m.Project, day, unreported)
    begun = sa.func.coalesce(own.start_earliest <= day, sa.false())
    _mark(connection, sa.select(own.id).where(unreported, sa.not_(begun), own.formulated_earliest > day))


def _first_recorded(connection: sa.Connection, project_ids: Any, earlier: Earlier) -> None:  # noqa: ANN401 - numbers
    """Projects on which nobody had reported by the day, as they were recorded before anybody did."""
    own, before = _PROJECT.c, earlier(list(project_ids)) if project_ids else {}
    found = connection.execute(sa.select(own.id, own.stage_stated)) if project_ids else ()
    stated = {row.id: row.stage_stated for row in found}
    values = [
        {
            "own": key,
            "then": Stage(before.get(key, {}).get("stage", Stage.not_stated)),
            "words": stated[key] if before.get(key, {}).get("stage_stated") == stated[key] else None,
        }
        for key in project_ids
    ]
    if not values:
        return
    nothing = {"stage_why": None, "health": Health.not_reported, "health_day": None, "next_step": None}
    changed = sa.update(_PROJECT).where(own.id == sa.bindparam("own"))
    connection.execute(
        changed.values(stage=sa.bindparam("then"), stage_stated=sa.bindparam("words"), **nothing), values
    )


def _stages(connection: sa.Connection, table: type[Any], day: date, where: sa.ColumnElement[bool]) -> None:
    """The stage by the row's own dates, as `as_of.stage_on` has it; the words beside another stage do not hold for it."""
    own = table.__table__.c
    dated = {stage: own[name] for stage, name in STAGE_FROM.items() if name in own}
    since = sa.case(*((own.stage == stage, column) for stage, column in dated.items()))
    begun = [(own.start_earliest <= day, Stage.under_way.value)]
    if "formulated_earliest" in own:
        begun.append((own.formulated_earliest <= day, Stage.proposed.value))
    words = {name: None for name in ("stage_stated", "stage_why") if name in own}
    # A stage whose own day has not come is none of those that the days bring about, so it always changes.
    then = sa.case(*begun, else_=Stage.not_stated.value)
    _change(connection, table, sa.and_(where, since > day), {"stage": then} | words)


def _ended_agreements(connection: sa.Connection, day: date) -> None:
    """Those that ended without a day were in force until their end, as amended by then."""
    ended = (
        select(m.Agreement)
        .where(m.Agreement.state == AgreementState.ended, col(m.Agreement.state_day).is_(None))
        .options(selectinload(m.Agreement.amendments))
        .order_by(col(m.Agreement.id))
    )
    with Session(connection) as reading:
        ends = {row.id: terms(row, row.amendments).end for row in reading.exec(ended)}
    standing = [key for key, end in ends.items() if end and end.latest and end.latest + timedelta(days=1) > day]
    _change(connection, m.Agreement, col(m.Agreement.id).in_(standing), ENDED[m.Agreement][1])


_LEFT_OUT: dict[type[Any], Collection[str]] = {
    m.Project: ("stage_stated", "stage_why", "next_step"),
    m.Component: ("stage_stated",),
    **{table: [name for name, value in values.items() if value is None] for table, (_, values) in ENDED.items()},
}
"""What a row may have lost."""


def _forget_translations(connection: sa.Connection) -> None:
    """Words that were left out have no translation either."""
    for table, names in _LEFT_OUT.items():
        for name in names:
            without = sa.select(_column(table, "id")).where(_column(table, name).is_(None))
            gone = sa.and_(_TRANSLATION.c.field == name, _TRANSLATION.c.record_id.in_(without))
            connection.execute(sa.delete(_TRANSLATION).where(gone))
