"""How everything that is compared between two days stands on one of them: plain rows, as one person may see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.domain import figures
from tracker.domain import models as m
from tracker.domain.codes import AgreementState, ContributionKind, Health, RecommendationState, RecordKind, Stage
from tracker.domain.figures import Ladder, Position
from tracker.domain.queries import positions
from tracker.domain.queries.agreement_terms import effective
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class _Then:
    """What every row has: its record's number, the code of the page it stands on, its text, and whose it is."""

    id: int
    code: str | None
    text: str | None = field(compare=False)
    owner_id: int | None
    owner_text: str | None = field(compare=False)

    FIELD: ClassVar[str] = "title"
    OWNER_FIELD: ClassVar[str] = "title"


@dataclass(frozen=True)
class ProjectThen(_Then):
    """A project on a day."""

    stage: Stage
    health: Health
    reported: date | None


@dataclass(frozen=True)
class GiftThen(_Then):
    """A contribution of money on a day, of its donor; the ladder is that of its share where only some projects are asked for."""

    currency: str
    ladder: Ladder

    FIELD: ClassVar[str] = "purpose"
    OWNER_FIELD: ClassVar[str] = "name"


@dataclass(frozen=True)
class AgreementThen(_Then):
    """An agreement on a day; `end` is its last day as amended."""

    state: AgreementState
    signed: date | None
    end: date | None


@dataclass(frozen=True)
class RecommendationThen(_Then):
    """A recommendation on a day; its owner is the assessment, whose code it has."""

    state: RecommendationState

    FIELD: ClassVar[str] = "text"


@dataclass(frozen=True)
class MilestoneThen(_Then):
    """A milestone on a day; its owner is the project, whose code it has."""

    done: date | None


@dataclass(frozen=True)
class Standing:
    """All of them, by their numbers, in the order in which lists have them."""

    projects: dict[int, ProjectThen]
    gifts: dict[int, GiftThen]
    agreements: dict[int, AgreementThen]
    recommendations: dict[int, RecommendationThen]
    milestones: dict[int, MilestoneThen]

    @property
    def named(self) -> set[int]:
        """The records whose names are told."""
        rows = [row for each in fields(self) for row in getattr(self, each.name).values()]
        return {row.id for row in rows} | {row.owner_id for row in rows if row.owner_id}


def standing(session: Session, viewer: Viewer, projects: Collection[int] | None = None) -> Standing:
    """How everything stands in this session's record; with `projects` only these, and what is of them."""
    return Standing(
        projects=_keyed(ProjectThen, _rows(session, viewer, _projects(), col(m.Project.id), projects)),
        gifts=_gifts(session, viewer, projects),
        agreements=_keyed(
            AgreementThen, _rows(session, viewer, _agreements(), col(m.Agreement.id), _covering(projects))
        ),
        recommendations=_keyed(
            RecommendationThen,
            _rows(session, viewer, _recommendations(), col(m.Recommendation.id), _leading_to(projects)),
        ),
        milestones=_keyed(MilestoneThen, _rows(session, viewer, _milestones(), col(m.Milestone.project_id), projects)),
    )


def _rows(session: Session, viewer: Viewer, statement: Statement, column: Any, within: Any) -> Iterable[Any]:  # noqa: ANN401 - a column, ids
    seen = statement.where(visible_to(viewer), col(m.Record.archived_at).is_(None))
    if within is not None:
        seen = seen.where(column.in_(within))
    return session.execute(seen)


_NOBODY = (sa.null().label("owner_id"), sa.null().label("owner_text"))
"""In the place of an owner, of what stands by itself."""


def _keyed(kind: Any, rows: Iterable[Any]) -> Any:  # noqa: ANN401 - a class of rows
    return {row[0]: kind(*row) for row in rows}


def _projects() -> Statement:
    own = m.Project
    standing_as = (col(own.stage), col(own.health), col(own.health_day))
    return (
        sa.select(col(own.id), col(m.Record.code), col(own.title), *_NOBODY, *standing_as)
        .join(m.Record, col(m.Record.id) == own.id)
        .order_by(col(own.title), col(own.id))
    )


def _agreements() -> Statement:
    own = m.Agreement
    standing_as = (col(own.state), col(own.signed_earliest), effective("end_latest"))
    return (
        sa.select(col(own.id), col(m.Record.code), col(own.title), *_NOBODY, *standing_as)
        .join(m.Record, col(m.Record.id) == own.id)
        .order_by(col(own.signed_earliest).nulls_last(), col(own.id))
    )


def _recommendations() -> Statement:
    own, assessment, record = m.Recommendation, m.Assessment, sa.orm.aliased(m.Record)
    return (
        sa.select(
            col(own.id), col(record.code), col(own.text), col(assessment.id), col(assessment.title), col(own.state)
        )
        .join(m.Record, col(m.Record.id) == own.id)
        .join(assessment, col(assessment.id) == own.assessment_id)
        .join(record, sa.and_(col(record.id) == assessment.id, col(record.archived_at).is_(None)))
        .order_by(col(assessment.title), col(own.id))
    )


def _milestones() -> Statement:
    own, project, record = m.Milestone, m.Project, sa.orm.aliased(m.Record)
    return (
        sa.select(col(own.id), col(record.code), col(own.title), col(project.id), col(project.title), col(own.done_day))
        .join(m.Record, col(m.Record.id) == own.id)
        .join(project, col(project.id) == own.project_id)
        .join(record, sa.and_(col(record.id) == project.id, col(record.archived_at).is_(None)))
        .order_by(col(project.title), col(own.id))
    )


def _covering(projects: Collection[int] | None) -> Statement | None:
    link = m.AgreementProject
    return None if projects is None else sa.select(col(link.agreement_id)).where(col(link.project_id).in_(projects))


def _leading_to(projects: Collection[int] | None) -> Statement | None:
    """Recommendations of the projects' own assessments, and those that became one of them."""
    if projects is None:
        return None
    theirs = sa.select(col(m.Assessment.id)).where(col(m.Assessment.project_id).in_(projects))
    own = m.Recommendation
    return sa.select(col(own.id)).where(sa.or_(col(own.assessment_id).in_(theirs), col(own.project_id).in_(projects)))


def _gifts(session: Session, viewer: Viewer, projects: Collection[int] | None) -> dict[int, GiftThen]:
    """Contributions of money; of those asked for by projects, what is allocated to these."""
    given = None
    if projects is not None:
        part = m.Allocation
        given = sa.select(col(part.contribution_id)).where(col(part.project_id).in_(projects))
    found: dict[int, GiftThen] = {}
    shares = None if projects is None else _shares(session, given)
    for key, code, purpose, donor_id, donor, currency, *sums in _rows(
        session, viewer, _contributions(viewer), col(m.Contribution.id), given
    ):
        ladder = figures.ladder(Position(*sums))
        if shares is not None:
            parts = shares.get(key, [])
            spread = figures.spread(ladder, [amount for _, amount in parts])
            own = [one for one, (project, _) in zip(spread, parts, strict=True) if project in (projects or ())]
            ladder = sum(own, Ladder())
        found[key] = GiftThen(key, code, purpose, donor_id, donor, currency or "", ladder)
    return found


def _contributions(viewer: Viewer) -> Statement:
    own, donor = m.Contribution, m.Organisation
    seen = sa.select(col(m.Record.id)).where(col(m.Record.kind) == RecordKind.organisation, visible_to(viewer))
    named = sa.and_(col(donor.id) == own.donor_id, col(donor.id).in_(seen.correlate(None)))
    return (
        sa.select(
            col(own.id),
            col(m.Record.code),
            col(own.purpose),
            col(donor.id),
            col(donor.name),
            col(own.currency),
            *positions.COLUMNS,
        )
        .join(m.Record, col(m.Record.id) == own.id)
        .outerjoin(donor, named)
        .where(col(own.kind) == ContributionKind.money)
        .order_by(col(own.currency), col(donor.name), col(own.id))
    )


def _shares(session: Session, contribution_ids: Any) -> dict[int, list[tuple[int, int]]]:  # noqa: ANN401 - a subquery
    """The allocations of contributions that stand, in their order: project and amount."""
    own = m.Allocation
    parts = (
        sa.select(col(own.contribution_id), col(own.project_id), col(own.amount_minor))
        .join(m.Record, col(m.Record.id) == own.id)
        .where(col(m.Record.archived_at).is_(None), col(own.contribution_id).in_(contribution_ids))
        .order_by(col(own.contribution_id), col(own.id))
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for key, project, amount in session.execute(parts):
        found.setdefault(key, []).append((project, amount))
    return found
