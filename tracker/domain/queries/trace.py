"""From damage to delivery: what was found, what was asked for it, which project took it up, with what money, what came.

For a disaster, a territory, a place or one assessment, in a constant number of queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import OPEN_RECOMMENDATIONS
from tracker.domain.models import (
    Assessment,
    AssessmentDisaster,
    AssessmentPlace,
    AssessmentTerritory,
    Delivery,
    Disaster,
    Entity,
    Finding,
    Place,
    Project,
    ProjectDisaster,
    ProjectPlace,
    ProjectTerritory,
    Recommendation,
    RecommendationFinding,
    Record,
)
from tracker.domain.money import Money
from tracker.domain.queries import deliveries, linked, mentions, places, texts, trace_money
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.remembered import recall
from tracker.domain.queries.sight import Sight, sight_of
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said, Texts
from tracker.domain.queries.trace_table import Group, Table, Total
from tracker.domain.ranges import Range

Part = TypeVar("Part", Finding, Recommendation)


@dataclass(frozen=True)
class Trace:
    """The table and its sums. `money`: of each project once; `needs`: money needs by currency, in minor units."""

    groups: list[Group]
    totals: list[Total]
    money: list[trace_money.Line]
    needs: list[Total]
    assessments: dict[int, Assessment]
    projects: int
    recommendations: list[Recommendation]
    texts: Texts
    labels: dict[int, TerritoryLabel]
    notes: list[str]

    @property
    def findings(self) -> int:
        return sum(group.finding is not None for group in self.groups)

    @property
    def waiting(self) -> int:
        """Recommendations that wait for somebody."""
        return sum(row.state in OPEN_RECOMMENDATIONS for row in self.recommendations)

    @property
    def currencies(self) -> list[tuple[str, trace_money.Line | None]]:
        """All currencies of needs and projects, each with what the projects have in it."""
        held = {line.currency: line for line in self.money}
        return [(code, held.get(code)) for code in sorted(held.keys() | {need.unit for need in self.needs})]

    def need_in(self, currency: str) -> dict[str, tuple[Money | None, Money | None]] | None:
        """What is needed in a currency and what is left of it, each from its low bound to its high one."""
        need = next((one for one in self.needs if one.unit == currency), None)
        if need is None or need.needed is None or need.left is None:
            return None
        return {"needed": _bounds(need.needed, currency), "left": _bounds(need.left, currency)}

    def say(self, row: Entity, name: str) -> Said | None:
        """A text of a row as the reader meets it."""
        return self.texts.on(row, name)


def _bounds(size: Range, currency: str) -> tuple[Money | None, Money | None]:
    def stated(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, currency)

    return stated(size.low), stated(size.high)


@dataclass(frozen=True)
class Scope:
    """What a trace is about: which assessments, which projects; of a place, only findings there or of no place."""

    assessments: Statement
    projects: Statement
    place_id: int | None = None


def of_disaster(session: Session, reader: Reader, disaster: Disaster) -> Trace:
    """What was found after a disaster, and what came of it."""
    own = disaster.id or 0
    studies = linked.across(AssessmentDisaster, "assessment_id", "disaster_id", own)
    return load(
        session, reader, Scope(studies, linked.across(ProjectDisaster, "project_id", "disaster_id", own)), disaster
    )


def of_territory(session: Session, reader: Reader, territory_id: int) -> Trace:
    """The same for a territory."""
    studies = linked.across(AssessmentTerritory, "assessment_id", "territory_id", territory_id)
    projects = linked.across(ProjectTerritory, "project_id", "territory_id", territory_id)
    return load(session, reader, Scope(studies, projects))


def of_place(session: Session, reader: Reader, place: Place) -> Trace:
    """The same for a place: of assessments that were there, what they found there."""
    own = place.id or 0
    there = linked.across(AssessmentPlace, "assessment_id", "place_id", own)
    found = sa.select(col(Finding.assessment_id)).where(col(Finding.place_id) == own)
    projects = linked.across(ProjectPlace, "project_id", "place_id", own)
    return load(session, reader, Scope(sa.select(sa.union(there, found).subquery().c[0]), projects, own))


def of_assessment(session: Session, reader: Reader, assessment: Assessment) -> Trace:
    """The same for one assessment."""
    own = assessment.id or 0
    projects = sa.select(col(Assessment.project_id)).where(col(Assessment.id) == own)
    return load(session, reader, Scope(sa.select(col(Assessment.id)).where(col(Assessment.id) == own), projects))


def place(session: Session, reader: Reader, place_id: int) -> Place | None:
    """The place with this number, if this person may know of it."""
    return next(iter(linked.rows(session, reader.viewer, Place, col(Place.id) == place_id)), None)


def territories(session: Session, reader: Reader) -> list[TerritoryLabel]:
    """The territories in which something was assessed or is done, as far as this person may see it."""
    ids, who = _territories(sight_of(session, reader.viewer)), reader.viewer.user_id
    return list(places.remembered(recall(session), reader.language, reader.day, ids, viewer_id=who).values())


@cache
def _territories(sight: Sight) -> Statement:
    assessed = linked.beside(sight, AssessmentTerritory, "territory_id", "assessment_id")
    worked = linked.beside(sight, ProjectTerritory, "territory_id", "project_id")
    return sa.select(sa.union(assessed, worked).subquery().c[0])


def load(session: Session, reader: Reader, scope: Scope, *own: Entity) -> Trace:
    """The trace of a scope, as far as this person may see it. `own`: what it is of, whose name is said in their words."""
    viewer = reader.viewer
    studies = linked.assessments(session, viewer, col(Assessment.id).in_(scope.assessments))
    ids = [row.id or 0 for row in studies]
    found = _parts(session, Finding, ids, _there(scope))
    asked = _parts(session, Recommendation, ids, sa.true())
    answers = _answers(session, [row.id or 0 for row in asked])
    came = deliveries.standing(session, viewer, _delivered(scope, asked))
    wanted = {row.project_id for row in asked} | {row.project_id for row in came}
    concerned = sa.or_(col(Project.id).in_(wanted), col(Project.id).in_(scope.projects))
    projects = {row.id or 0: row for row in linked.rows(session, viewer, Project, concerned)}
    money = trace_money.of_projects(session, viewer, projects)
    named: list[Entity] = [*own, *studies, *found, *asked, *projects.values(), *came]
    words = texts.load(session, reader.language, [row.id for row in named])
    there = {one.id for row in studies for one in row.territories if one.id}
    table = Table(found, asked, answers, came, projects, money)
    return Trace(
        groups=table.groups(),
        totals=table.totals(),
        money=trace_money.together(line for lines in money.values() for line in lines),
        needs=table.money_needs(),
        assessments={row.id or 0: row for row in studies},
        projects=len(projects),
        recommendations=asked,
        texts=words,
        labels=places.labels(session, reader.language, reader.day, there),
        notes=mentions.mentioned(session, texts.words_of(named, words)),
    )


def _there(scope: Scope) -> sa.ColumnElement[bool]:
    if scope.place_id is None:
        return sa.true()
    return sa.or_(col(Finding.place_id) == scope.place_id, col(Finding.place_id).is_(None))


def _parts(
    session: Session, table: type[Part], assessment_ids: Sequence[int], where: sa.ColumnElement[bool]
) -> list[Part]:
    """The findings or recommendations of assessments that this person may see: they are as visible as these."""
    key, owner = _columns(table)
    found = session.scalars(
        sa.select(table)
        .join(Record, col(Record.id) == key)
        .where(owner.in_(assessment_ids), col(Record.archived_at).is_(None), where)
        .order_by(owner, key)
    )
    return list(found.unique())


def _columns(table: type[Finding | Recommendation]) -> tuple[Any, Any]:
    return table.id, table.assessment_id


def _answers(session: Session, recommendation_ids: Sequence[int]) -> dict[int, list[int]]:
    """The findings that recommendations answer, by recommendation."""
    found: dict[int, list[int]] = {}
    own = col(RecommendationFinding.recommendation_id)
    rows = session.execute(
        sa.select(own, col(RecommendationFinding.finding_id))
        .where(own.in_(recommendation_ids))
        .order_by(own, col(RecommendationFinding.finding_id))
    )
    for recommendation_id, finding_id in rows:
        found.setdefault(recommendation_id, []).append(finding_id)
    return found


def _delivered(scope: Scope, asked: Sequence[Recommendation]) -> sa.ColumnElement[bool]:
    """What was delivered for these recommendations, and by the projects concerned."""
    return sa.or_(
        col(Delivery.recommendation_id).in_([row.id for row in asked]),
        col(Delivery.project_id).in_(scope.projects),
        col(Delivery.project_id).in_([row.project_id for row in asked if row.project_id]),
    )
