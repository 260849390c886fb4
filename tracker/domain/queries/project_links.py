"""What a project is tied to, read in one query whatever there is."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.codes import (
    AgreementState,
    PartnerRole,
    RecommendationState,
    Role,
)
from tracker.domain.dates import PartialDate
from tracker.domain.models import (
    Agreement,
    AgreementProject,
    Assessment,
    Component,
    ComponentPartner,
    Disaster,
    Organisation,
    Place,
    ProjectDisaster,
    ProjectMember,
    ProjectPartner,
    ProjectPlace,
    ProjectTag,
    Recommendation,
    Record,
    User,
)
from tracker.domain.queries.parts import PROJECT, plain_text
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import visible_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer


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

    Kinds: partner, component_partner, disaster, place, agreement, assessment, recommendation, manager, tag (whose `id` is the project's).
    """
    statement = _links(viewer.role, known=viewer.user_id is not None)
    found: dict[str, list[Link]] = {}
    for row in plain_rows(session, statement, {"project_id": project_id, "viewer_id": viewer.user_id}):
        on = PartialDate.parse(row.on) if row.on else None
        link = Link(row.kind, row.id, row.code, row.name, row.acronym, row.detail, on, row.owner_id)
        found.setdefault(row.kind, []).append(link)
    return found


@cache
def _links(role: Role, *, known: bool) -> Statement:
    seen = visible_as(role, known=known)
    union = sa.union_all(*(arm.where(seen) for arm in _ties(PROJECT)), _managers(PROJECT), _tags(PROJECT)).subquery()
    return sa.select(union).order_by(union.c.kind, union.c.day, union.c.name)


def _managers(project_id: sa.BindParameter[int]) -> Statement:
    tie = _tie("manager", col(User.id), col(User.name)).join(ProjectMember, col(ProjectMember.user_id) == User.id)
    return tie.where(col(ProjectMember.project_id) == project_id)


def _tags(project_id: sa.BindParameter[int]) -> Statement:
    return _tie("tag", col(ProjectTag.project_id), col(ProjectTag.tag)).where(col(ProjectTag.project_id) == project_id)


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
        detail=plain_text(ProjectPartner.role),
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
        detail=plain_text(Disaster.hazard),
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
        detail=plain_text(Agreement.state),
        on=col(Agreement.signed_stated),
        day=col(Agreement.signed_earliest),
    ).join(AgreementProject, col(AgreementProject.agreement_id) == Agreement.id)
    assessment = _tie(
        "assessment",
        col(Assessment.id),
        col(Assessment.title),
        code=code,
        detail=plain_text(Assessment.kind),
        on=col(Assessment.on_stated),
        day=col(Assessment.on_earliest),
    )
    return [
        with_record(partner, Organisation.id).where(col(ProjectPartner.project_id) == project_id),
        with_record(component_partner, Organisation.id).where(col(Component.project_id) == project_id),
        with_record(disaster, Disaster.id).where(col(ProjectDisaster.project_id) == project_id),
        with_record(place, Place.id).where(col(ProjectPlace.project_id) == project_id),
        with_record(agreement, Agreement.id).where(col(AgreementProject.project_id) == project_id),
        with_record(assessment, Assessment.id).where(col(Assessment.project_id) == project_id),
        _recommendations(project_id),
    ]


def _recommendations(project_id: sa.BindParameter[int]) -> Statement:
    """Those of the assessments that led to the project, seen where the assessment is seen."""
    owner = aliased(Record, flat=True)
    tie = _tie(
        "recommendation",
        col(Recommendation.id),
        col(Recommendation.text),
        code=col(Record.code),
        detail=plain_text(Recommendation.state),
        day=col(Recommendation.due_day),
    )
    # Apart: in one condition on two tables no database uses an index.
    named = sa.select(col(Recommendation.id)).where(col(Recommendation.project_id) == project_id)
    led = sa.select(col(Assessment.id)).where(col(Assessment.project_id) == project_id)
    of_assessments = sa.select(col(Recommendation.id)).where(col(Recommendation.assessment_id).in_(led))
    return (
        tie.join(Assessment, col(Assessment.id) == Recommendation.assessment_id)
        .join(Record, col(Record.id) == Assessment.id)
        .join(owner, col(owner.id) == Recommendation.id)
        .where(
            col(Recommendation.id).in_(sa.union(named, of_assessments)),
            col(owner.archived_at).is_(None),
        )
    )
