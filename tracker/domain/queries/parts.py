"""What a project is made of and what it is tied to, read in two queries whatever there is."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import SQLModel, col

from tracker.domain.codes import (
    ActionState,
    AgreementState,
    FundingCondition,
    PartnerRole,
    RecommendationState,
    RecordKind,
    RiskLevel,
    Role,
    Stage,
)
from tracker.domain.dates import PartialDate
from tracker.domain.models import (
    ActionPoint,
    Agreement,
    AgreementProject,
    Assessment,
    Component,
    ComponentPartner,
    Disaster,
    Document,
    DocumentLink,
    Milestone,
    Objective,
    Organisation,
    Place,
    ProjectDisaster,
    ProjectMember,
    ProjectPartner,
    ProjectPlace,
    Recommendation,
    Record,
    Risk,
    User,
)
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import visible_as
from tracker.domain.rules import Viewer

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


def _text(column: Any) -> sa.ColumnElement[str]:  # noqa: ANN401 - a code's column, read as its plain value
    return sa.cast(column, sa.String)


def parts(session: Session, project_id: int, *, inside: bool) -> dict[RecordKind, list[Part]]:
    """All parts of a project, by kind, in the order they are shown. Risks and action points only `inside`."""
    rows = session.execute(_parts(inside=inside), {"project_id": project_id})
    found: dict[RecordKind, list[Part]] = {kind: [] for kind in _KINDS}
    for row in rows:
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
        stage=_text(Component.stage),
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
        condition=_text(Milestone.condition),
    )
    return _live(_arm(columns), Milestone.id).where(col(Milestone.project_id) == project_id)


def _risks(project_id: sa.BindParameter[int]) -> Statement:
    columns = _columns(
        RecordKind.risk,
        Risk,
        title=col(Risk.title),
        likelihood=_text(Risk.likelihood),
        impact=_text(Risk.impact),
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
        state=_text(ActionPoint.state),
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


@dataclass(frozen=True)
class Link:
    """A record that a project is tied to: of which kind, its code and name, and the one thing said about the tie.

    `detail` is a code: a partner's role, an agreement's or a recommendation's state. `on` is the tie's own date.
    `owner_id` is the component whose partner it is.
    """

    kind: str
    id: int
    code: str | None
    name: str
    acronym: str | None = None
    detail: str | None = None
    on: PartialDate | None = None
    owner_id: int | None = None

    @property
    def role(self) -> PartnerRole:
        return PartnerRole(self.detail or "partner")

    @property
    def agreement_state(self) -> AgreementState:
        return AgreementState(self.detail or "draft")

    @property
    def recommendation_state(self) -> RecommendationState:
        return RecommendationState(self.detail or "open")


def _tie(
    kind: str,
    own: Any,  # noqa: ANN401 - columns of any table
    name: Any,  # noqa: ANN401
    **given: Any,  # noqa: ANN401
) -> Statement:
    nothing = sa.cast(sa.null(), sa.String)
    return sa.select(
        sa.literal(kind).label("kind"),
        own.label("id"),
        given.get("code", nothing).label("code"),
        sa.cast(name, sa.Text).label("name"),
        given.get("acronym", nothing).label("acronym"),
        given.get("detail", nothing).label("detail"),
        given.get("on", nothing).label("on"),
        given.get("day", sa.cast(sa.null(), sa.Date)).label("day"),
        given.get("owner_id", sa.cast(sa.null(), sa.Integer)).label("owner_id"),
    )


def links(session: Session, viewer: Viewer, project_id: int) -> dict[str, list[Link]]:
    """All records a project is tied to that this person may know of, and its managers, by kind; one query.

    Kinds: partner, component_partner, disaster, place, agreement, assessment, recommendation, document, manager.
    """
    statement = _links(viewer.role, known=viewer.user_id is not None)
    found: dict[str, list[Link]] = {}
    for row in session.execute(statement, {"project_id": project_id, "viewer_id": viewer.user_id}):
        on = PartialDate.parse(row.on) if row.on else None
        link = Link(row.kind, row.id, row.code, row.name, row.acronym, row.detail, on, row.owner_id)
        found.setdefault(row.kind, []).append(link)
    return found


@cache
def _links(role: Role, *, known: bool) -> Statement:
    seen = visible_as(role, known=known)
    union = sa.union_all(*(arm.where(seen) for arm in _ties(PROJECT)), _managers(PROJECT)).subquery()
    return sa.select(union).order_by(union.c.kind, union.c.day, union.c.name)


def _managers(project_id: sa.BindParameter[int]) -> Statement:
    tie = _tie("manager", col(User.id), col(User.name)).join(ProjectMember, col(ProjectMember.user_id) == User.id)
    return tie.where(col(ProjectMember.project_id) == project_id)


def _ties(project_id: sa.BindParameter[int]) -> list[Statement]:
    code = col(Record.code)

    def with_record(tie: Statement, own: Any) -> Statement:  # noqa: ANN401 - an id column
        return tie.join(Record, col(Record.id) == own).where(col(Record.archived_at).is_(None))

    partner = _tie(
        "partner",
        col(Organisation.id),
        col(Organisation.name),
        code=code,
        acronym=col(Organisation.acronym),
        detail=_text(ProjectPartner.role),
    ).join(ProjectPartner, col(ProjectPartner.organisation_id) == Organisation.id)
    component_partner = (
        _tie(
            "component_partner",
            col(Organisation.id),
            col(Organisation.name),
            code=code,
            acronym=col(Organisation.acronym),
            owner_id=col(ComponentPartner.component_id),
        )
        .join(ComponentPartner, col(ComponentPartner.organisation_id) == Organisation.id)
        .join(Component, col(Component.id) == ComponentPartner.component_id)
    )
    disaster = _tie(
        "disaster",
        col(Disaster.id),
        col(Disaster.name),
        code=code,
        detail=_text(Disaster.hazard),
        on=col(Disaster.on_stated),
        day=col(Disaster.on_earliest),
    ).join(ProjectDisaster, col(ProjectDisaster.disaster_id) == Disaster.id)
    place = _tie("place", col(Place.id), col(Place.name), code=code).join(
        ProjectPlace, col(ProjectPlace.place_id) == Place.id
    )
    agreement = _tie(
        "agreement",
        col(Agreement.id),
        col(Agreement.title),
        code=code,
        detail=_text(Agreement.state),
        on=col(Agreement.signed_stated),
        day=col(Agreement.signed_earliest),
    ).join(AgreementProject, col(AgreementProject.agreement_id) == Agreement.id)
    assessment = _tie(
        "assessment",
        col(Assessment.id),
        col(Assessment.title),
        code=code,
        detail=_text(Assessment.kind),
        on=col(Assessment.on_stated),
        day=col(Assessment.on_earliest),
    )
    document = _tie(
        "document",
        col(Document.id),
        col(Document.title),
        code=code,
        acronym=col(Document.reference),
        on=col(Document.on_stated),
        day=col(Document.on_earliest),
    ).join(DocumentLink, col(DocumentLink.document_id) == Document.id)
    return [
        with_record(partner, Organisation.id).where(col(ProjectPartner.project_id) == project_id),
        with_record(component_partner, Organisation.id).where(col(Component.project_id) == project_id),
        with_record(disaster, Disaster.id).where(col(ProjectDisaster.project_id) == project_id),
        with_record(place, Place.id).where(col(ProjectPlace.project_id) == project_id),
        with_record(agreement, Agreement.id).where(col(AgreementProject.project_id) == project_id),
        with_record(assessment, Assessment.id).where(col(Assessment.project_id) == project_id),
        _recommendations(project_id),
        with_record(document, Document.id).where(col(DocumentLink.record_id) == project_id),
    ]


def _recommendations(project_id: sa.BindParameter[int]) -> Statement:
    """Those of the assessments that led to the project, seen where the assessment is seen."""
    owner = aliased(Record, flat=True)
    tie = _tie(
        "recommendation",
        col(Recommendation.id),
        col(Recommendation.text),
        code=col(Record.code),
        detail=_text(Recommendation.state),
        day=col(Recommendation.due_day),
    )
    return (
        tie.join(Assessment, col(Assessment.id) == Recommendation.assessment_id)
        .join(Record, col(Record.id) == Assessment.id)
        .join(owner, col(owner.id) == Recommendation.id)
        .where(
            sa.or_(col(Recommendation.project_id) == project_id, col(Assessment.project_id) == project_id),
            col(owner.archived_at).is_(None),
        )
    )


def one(
    session: Session, table: type[Milestone | Risk | ActionPoint], project_id: int, part_id: int
) -> Milestone | Risk | ActionPoint | None:
    """One milestone, risk or action point of a project, to be edited; also one that was taken away."""
    found: Milestone | Risk | ActionPoint | None = session.get(table, part_id)  # type: ignore[assignment]  # joined as their base
    return found if found is not None and found.project_id == project_id else None
