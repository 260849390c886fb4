"""What a project is made of, read in one query whatever there is."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from tracker.domain.codes import (
    ActionState,
    FundingCondition,
    RecordKind,
    RiskLevel,
    Stage,
)
from tracker.domain.dates import PartialDate
from tracker.domain.models import (
    ActionPoint,
    Component,
    Milestone,
    Objective,
    Record,
    Risk,
    User,
)
from tracker.domain.queries.statement import Statement
from tracker.domain.rows import plain_rows

PROJECT = sa.bindparam("project_id", type_=sa.Integer)
"""Stands for the project in statements that are built once and sent for all."""


@dataclass(frozen=True)
class Part:
    """An objective, component, milestone, risk or action point of a project; what a kind lacks is None."""

    kind: RecordKind
    id: int
    version: int
    title: str
    stage: Stage | None = None
    stage_stated: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    due: PartialDate | None = None
    day: date | None = None
    done_day: date | None = None
    confirmed_at: datetime | None = None
    condition: FundingCondition | None = None
    likelihood: RiskLevel | None = None
    impact: RiskLevel | None = None
    words: str | None = None
    state: ActionState | None = None
    owner_id: int | None = None
    owner: str | None = None


_Columns = dict[str, Any]


def _columns(kind: RecordKind, table: type[SQLModel], **given: Any) -> _Columns:  # noqa: ANN401 - columns of any table
    """One arm's columns by name; those it lacks are typed nothings, which PostgreSQL wants in a union."""
    empty: _Columns = {
        "position": sa.cast(sa.null(), sa.Integer),
        "stage": sa.cast(sa.null(), sa.String),
        "stage_stated": sa.cast(sa.null(), sa.String),
        "start": sa.cast(sa.null(), sa.String),
        "end": sa.cast(sa.null(), sa.String),
        "due": sa.cast(sa.null(), sa.String),
        "day": sa.cast(sa.null(), sa.Date),
        "done_day": sa.cast(sa.null(), sa.Date),
        "confirmed_at": sa.cast(sa.null(), sa.DateTime(timezone=True)),
        "condition": sa.cast(sa.null(), sa.String),
        "likelihood": sa.cast(sa.null(), sa.String),
        "impact": sa.cast(sa.null(), sa.String),
        "words": sa.cast(sa.null(), sa.Text),
        "state": sa.cast(sa.null(), sa.String),
        "owner_id": sa.cast(sa.null(), sa.Integer),
        "owner": sa.cast(sa.null(), sa.String),
    }
    id_column, version = getattr(table, "id"), getattr(table, "version")  # noqa: B009 - not known to the base class
    return {"kind": sa.literal(kind.value), "id": id_column, "version": version} | empty | given


def _arm(columns: _Columns) -> Statement:
    return sa.select(*(column.label(name) for name, column in columns.items()))


def plain_text(column: Any) -> sa.ColumnElement[str]:  # noqa: ANN401 - a code's column, read as its plain value
    return sa.cast(column, sa.String)


def parts(session: Session, project_id: int, *, inside: bool) -> dict[RecordKind, list[Part]]:
    """All parts of a project, by kind, in the order they are shown. Risks and action points only `inside`."""
    found: dict[RecordKind, list[Part]] = {kind: [] for kind in _KINDS}
    for row in plain_rows(session, _parts(inside=inside), {"project_id": project_id}):
        part = _part(row)
        found[part.kind].append(part)
    return found


@cache
def _parts(*, inside: bool) -> Statement:
    """Built once and kept: to build it takes far longer than to send it."""
    arms = [_objectives(PROJECT), _components(PROJECT), _milestones(PROJECT)]
    if inside:
        arms += [_risks(PROJECT), _action_points(PROJECT)]
    union = sa.union_all(*arms).subquery()
    return sa.select(union).order_by(union.c.kind, union.c.position, union.c.day, union.c.id)


_KINDS = (
    RecordKind.objective,
    RecordKind.component,
    RecordKind.milestone,
    RecordKind.risk,
    RecordKind.action_point,
)


def _objectives(project_id: sa.BindParameter[int]) -> Statement:
    columns = _columns(RecordKind.objective, Objective, title=col(Objective.text), position=col(Objective.position))
    return _live(_arm(columns), Objective.id).where(col(Objective.project_id) == project_id)


def _live(arm: Statement, own: Any) -> Statement:  # noqa: ANN401 - an id column
    return arm.join(Record, col(Record.id) == own).where(col(Record.archived_at).is_(None))


def _components(project_id: sa.BindParameter[int]) -> Statement:
    columns = _columns(
        RecordKind.component,
        Component,
        title=col(Component.title),
        position=col(Component.position),
        stage=plain_text(Component.stage),
        stage_stated=col(Component.stage_stated),
        start=col(Component.start_stated),
        end=col(Component.end_stated),
    )
    return _live(_arm(columns), Component.id).where(col(Component.project_id) == project_id)


def _milestones(project_id: sa.BindParameter[int]) -> Statement:
    columns = _columns(
        RecordKind.milestone,
        Milestone,
        title=col(Milestone.title),
        due=col(Milestone.due_stated),
        day=sa.func.coalesce(col(Milestone.due_earliest), date(9999, 1, 1)),
        done_day=col(Milestone.done_day),
        confirmed_at=col(Milestone.confirmed_at),
        condition=plain_text(Milestone.condition),
    )
    return _live(_arm(columns), Milestone.id).where(col(Milestone.project_id) == project_id)


def _risks(project_id: sa.BindParameter[int]) -> Statement:
    columns = _columns(
        RecordKind.risk,
        Risk,
        title=col(Risk.title),
        likelihood=plain_text(Risk.likelihood),
        impact=plain_text(Risk.impact),
        words=col(Risk.response),
        done_day=col(Risk.closed_day),
    )
    return _live(_arm(columns), Risk.id).where(col(Risk.project_id) == project_id)


def _action_points(project_id: sa.BindParameter[int]) -> Statement:
    columns = _columns(
        RecordKind.action_point,
        ActionPoint,
        title=col(ActionPoint.title),
        day=sa.func.coalesce(col(ActionPoint.due_day), date(9999, 1, 1)),
        state=plain_text(ActionPoint.state),
        owner_id=col(ActionPoint.owner_id),
        owner=col(User.name),
    )
    arm = _live(_arm(columns), ActionPoint.id).outerjoin(User, col(User.id) == ActionPoint.owner_id)
    return arm.where(col(ActionPoint.project_id) == project_id)


def _part(row: Any) -> Part:  # noqa: ANN401 - a row of the union
    day = None if row.day is None or row.day.year == 9999 else row.day
    return Part(
        kind=RecordKind(row.kind),
        id=row.id,
        version=row.version,
        title=row.title,
        stage=Stage(row.stage) if row.stage else None,
        stage_stated=row.stage_stated,
        start=PartialDate.parse(row.start) if row.start else None,
        end=PartialDate.parse(row.end) if row.end else None,
        due=PartialDate.parse(row.due) if row.due else None,
        day=day,
        done_day=row.done_day,
        confirmed_at=row.confirmed_at,
        condition=FundingCondition(row.condition) if row.condition else None,
        likelihood=RiskLevel(row.likelihood) if row.likelihood else None,
        impact=RiskLevel(row.impact) if row.impact else None,
        words=row.words,
        state=ActionState(row.state) if row.state else None,
        owner_id=row.owner_id,
        owner=row.owner,
    )


def one(session: Session, table: type[Any], owner: str, owner_id: int, part_id: int) -> Any | None:  # noqa: ANN401 - any table
    """One part of a record, to be edited; also one that was taken away. `owner`: the column that names the record."""
    found = session.get(table, part_id)
    return found if found is not None and getattr(found, owner) == owner_id else None
