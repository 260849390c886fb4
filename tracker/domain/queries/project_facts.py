"""What a project's own row says on its page, read as columns: a page changes nothing, and needs no row to change."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.codes import FundingCondition, Health, Phase, RecordKind, Role, Stage, Visibility
from tracker.domain.dates import PartialDate
from tracker.domain.errors import NotFound
from tracker.domain.models import (
    Delivery,
    DocumentLink,
    Expenditure,
    Payment,
    Programme,
    Project,
    Record,
    Requirement,
)
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import seen_as, visible_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class RecordFacts:
    """What is told of a row's record."""

    code: str
    visibility: Visibility | None = None
    archived_at: datetime | None = None


@dataclass(frozen=True)
class ProgrammeFacts:
    """The programme that a project is part of."""

    id: int
    name: str
    record: RecordFacts


@dataclass(frozen=True)
class ProjectFacts:
    """A project by its columns, under the names they have in the model. `programme`: where the reader may know of it.

    `has_…`: whether anything of the sort hangs on it, so that its page asks for nothing that is not there.
    """

    id: int
    version: int
    title: str
    summary: str | None
    programme_id: int | None
    place_stated: str | None
    stage: Stage
    stage_stated: str | None
    stage_why: str | None
    phase: Phase | None
    health: Health
    health_day: date | None
    next_step: str | None
    funding_condition: FundingCondition | None
    start: PartialDate | None
    end: PartialDate | None
    formulated: PartialDate | None
    period: PartialDate | None
    has_documents: bool
    has_deliveries: bool
    has_money_parts: bool
    record: RecordFacts
    programme: ProgrammeFacts | None


_DATES: tuple[Any, ...] = (
    Project.start_stated,
    Project.end_stated,
    Project.formulated_stated,
    Project.period_stated,
)
_OTHERS: tuple[Any, ...] = (
    Project.id,
    Project.version,
    Project.title,
    Project.summary,
    Project.programme_id,
    Project.place_stated,
    Project.stage,
    Project.stage_stated,
    Project.stage_why,
    Project.phase,
    Project.health,
    Project.health_day,
    Project.next_step,
    Project.funding_condition,
)


def by_code(session: Session, viewer: Viewer, code: str) -> ProjectFacts:
    """The project with this code; raises NotFound where there is none that this person may know of; one query."""
    statement = _by_code(viewer.role, known=viewer.user_id is not None)
    for row in plain_rows(session, statement, {"code": code, "viewer_id": viewer.user_id}):
        own, dates = row[: len(_OTHERS)], row[len(_OTHERS) : len(_OTHERS) + len(_DATES)]
        documents, deliveries, moneys, *rest = row[len(_OTHERS) + len(_DATES) :]
        called, visibility, archived_at, programme_id, name, programme_code = rest
        programme = ProgrammeFacts(programme_id, name, RecordFacts(programme_code or "")) if programme_id else None
        facts: list[Any] = [*own, *(PartialDate.parse(stated) if stated else None for stated in dates)]
        facts += [bool(documents), bool(deliveries), bool(moneys)]
        facts += [RecordFacts(called or "", visibility, archived_at), programme]
        return ProjectFacts(*facts)
    raise NotFound


def _documents() -> sa.Exists:
    """Does any document hang on the project or on a part of it?"""
    holder = aliased(Record, flat=True)
    own = sa.or_(col(holder.id) == Project.id, col(holder.parent_id) == Project.id)
    return sa.exists().where(col(DocumentLink.record_id) == holder.id, own)


@cache
def _by_code(role: Role, *, known: bool) -> Statement:
    """Built once and kept: to build it takes far longer than to send it."""
    its_record = aliased(Record, flat=True)
    programme = sa.and_(
        col(Programme.id) == Project.programme_id,
        col(Programme.id).in_(seen_as(RecordKind.programme, role, known=known)),
    )
    return (
        sa.select(
            *_OTHERS,
            *_DATES,
            _documents().label("has_documents"),
            sa.exists().where(col(Delivery.project_id) == Project.id).label("has_deliveries"),
            sa.or_(
                *(
                    sa.exists().where(col(table.project_id) == Project.id)
                    for table in (Requirement, Payment, Expenditure)
                )
            ).label("has_money_parts"),
            col(Record.code),
            col(Record.visibility),
            col(Record.archived_at),
            col(Programme.id).label("programme_key"),
            col(Programme.name),
            col(its_record.code).label("programme_code"),
        )
        .join(Record, col(Record.id) == Project.id)
        .outerjoin(Programme, programme)
        .outerjoin(its_record, col(its_record.id) == Programme.id)
        .where(
            col(Record.kind) == RecordKind.project,
            col(Record.code) == sa.bindparam("code"),
            visible_as(role, known=known),
        )
    )
