"""One project with everything its page answers, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import ContributionKind, Deadline, Health, RecordKind, Role
from tracker.domain.dates import PartialDate
from tracker.domain.errors import NotFound
from tracker.domain.figures import Ladder, Position, Standing
from tracker.domain.models import (
    Allocation,
    Contribution,
    Programme,
    Project,
    ProjectDisaster,
    ProjectMember,
    ProjectPartner,
    ProjectTerritory,
    Record,
    Requirement,
)
from tracker.domain.money import Money
from tracker.domain.queries import (
    changes,
    documents,
    names,
    parts,
    places,
    project_facts,
    project_links,
    sources,
    texts,
    updates,
)
from tracker.domain.queries.changes import Change
from tracker.domain.queries.documents import Held
from tracker.domain.queries.names import Names
from tracker.domain.queries.parts import PROJECT, Part
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.project_facts import ProjectFacts
from tracker.domain.queries.project_links import Link
from tracker.domain.queries.sources import Source
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Texts
from tracker.domain.queries.updates import UpdateRow
from tracker.domain.queries.visibility import seen_as, visible_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer, sees_inside


@dataclass(frozen=True)
class ProjectMoney:
    """A project's money in one currency, each amount once at its strongest; None is "not stated"."""

    currency: str
    required: Money | None
    pledged: Money | None
    committed: Money | None
    received: Money | None
    funded: Money | None
    gap: Money | None


@dataclass(frozen=True)
class ProjectPage:
    """What the page of a project shows."""

    project: ProjectFacts
    territories: list[TerritoryLabel]
    parts: dict[RecordKind, list[Part]]
    links: dict[str, list[Link]]
    updates: list[UpdateRow]
    money: list[ProjectMoney]
    documents: list[Held]
    sources: list[Source]
    changes: list[Change]
    names: Names
    texts: Texts
    today: date
    tended: bool
    """Has it a manager or an update? Only then do dates of it become late."""

    @property
    def healths(self) -> dict[str, Health]:
        """What a report can say of a project's health, by code."""
        return {code.value: code for code in Health if code != Health.not_reported}

    @property
    def reported_on(self) -> PartialDate | None:
        """The date of the document the record was taken from, for records that nobody tends yet."""
        own = (source.dated for source in self.sources if source.record_id == self.project.id and source.document_id)
        return next(own, None)

    def deadline(self, part: Part) -> Deadline:
        """How a part's date stands today."""
        due = part.due or (PartialDate.on(part.day) if part.day else None)
        done = part.done_day is not None or part.state == "done"
        confirmed = part.confirmed_at is not None or part.kind == RecordKind.action_point
        return figures.deadline(due, done=done, tended=self.tended, confirmed=confirmed, today=self.today)

    @property
    def next_milestone(self) -> Part | None:
        """The first milestone that is not reached yet."""
        return next((part for part in self.parts[RecordKind.milestone] if self.deadline(part) != Deadline.done), None)


_WORKING = sa.select(col(ProjectTerritory.territory_id)).where(col(ProjectTerritory.project_id) == PROJECT)


def by_code(session: Session, viewer: Viewer, code: str) -> Project:
    """The project with this code; raises NotFound where there is none that this person may know of.

    Its `programme` is None where they may not know of that one.
    """
    statement = _by_code(viewer.role, known=viewer.user_id is not None)
    found: Project | None = session.scalars(statement, {"code": code, "viewer_id": viewer.user_id}).first()
    if found is None:
        raise NotFound
    return found


@cache
def _by_code(role: Role, *, known: bool) -> Statement:
    programme: Any = Project.programme
    return (
        sa.select(Project)
        .join(Record, col(Record.id) == Project.id)
        .options(joinedload(programme.and_(col(Programme.id).in_(seen_as(RecordKind.programme, role, known=known)))))
        .where(
            col(Record.kind) == RecordKind.project,
            col(Record.code) == sa.bindparam("code"),
            visible_as(role, known=known),
        )
    )


def page(session: Session, viewer: Viewer, code: str, *, language: str, today: date) -> ProjectPage:
    """Everything the page shows, read in eleven queries."""
    project = project_facts.by_code(session, viewer, code)
    own = project.id
    inside = sees_inside(viewer)
    told = changes.of_record(session, own, inside=inside)
    made_of = parts.parts(session, own, inside=inside)
    tied = project_links.links(session, viewer, own)
    tended = "manager" in tied or project.health_day is not None
    if not inside:
        tied.pop("manager", None)
    part_ids = [part.id for kind in made_of.values() for part in kind]
    link_ids = [link.id for kind, ties in tied.items() if kind != "manager" for link in ties]
    named = places.labels(session, language, today, _WORKING, project_id=own)
    return ProjectPage(
        project=project,
        territories=list(named.values()),
        parts=made_of,
        links=tied,
        updates=updates.of_project(session, viewer, own),
        money=money(session, viewer, own),
        documents=documents.of_record(session, viewer, own, language=language),
        sources=sources.of_records(session, viewer, [own]),
        changes=told,
        names=names.of_changes(session, viewer, own, told, language=language, day=today, known=named),
        texts=texts.load(session, language, [own, project.programme_id, *part_ids, *link_ids]),
        today=today,
        tended=tended,
    )


def money(session: Session, viewer: Viewer, project_id: int) -> list[ProjectMoney]:
    """The project's money per currency, in the order of the currencies' codes; one query.

    Nothing recorded gives an empty list: "not stated". Contributions this person may not see count for nothing here.
    """
    required: dict[str, list[int | None]] = {}
    given: dict[str, list[tuple[Position, Ladder]]] = {}
    statement = _money(viewer.role, known=viewer.user_id is not None)
    for row in plain_rows(session, statement, {"project_id": project_id, "viewer_id": viewer.user_id}):
        if row.kind == "required":
            required.setdefault(row.currency, []).append(row.amount)
        else:
            given.setdefault(row.currency, []).append(_share(row))
    return [
        _in_currency(code, figures.total(required.get(code, [])), figures.standing(given.get(code, [])))
        for code in sorted(required.keys() | given.keys())
    ]


@cache
def _money(role: Role, *, known: bool) -> Statement:
    nothing = sa.cast(sa.null(), sa.BigInteger)
    sums = ("announced_minor", "pledged_minor", "committed_minor", "received_minor", "withdrawn_minor")
    needs: Statement = sa.select(
        sa.literal("required").label("kind"),
        col(Requirement.currency).label("currency"),
        col(Requirement.amount_minor).label("amount"),
        nothing.label("before"),
        *(nothing.label(name) for name in sums),
    ).where(col(Requirement.project_id) == PROJECT, col(Requirement.currency).is_not(None))
    earlier = aliased(Allocation, flat=True)
    before = (
        sa.select(sa.func.coalesce(sa.func.sum(earlier.amount_minor), 0))
        .where(col(earlier.contribution_id) == Contribution.id, col(earlier.id) < Allocation.id)
        .scalar_subquery()
    )
    given = (
        sa.select(
            sa.literal("given").label("kind"),
            col(Contribution.currency).label("currency"),
            col(Allocation.amount_minor).label("amount"),
            before.label("before"),
            *(getattr(Contribution, name).label(name) for name in sums),
        )
        .join(Contribution, col(Contribution.id) == Allocation.contribution_id)
        .join(Record, col(Record.id) == Contribution.id)
        .where(
            col(Allocation.project_id) == PROJECT,
            col(Contribution.kind) == ContributionKind.money,
            col(Contribution.currency).is_not(None),
            col(Record.archived_at).is_(None),
            visible_as(role, known=known),
        )
    )
    union = sa.union_all(needs, given).subquery()
    return sa.select(union)


def _share(row: Any) -> tuple[Position, Ladder]:  # noqa: ANN401 - a row of the union
    """What a contribution states, and the project's share of its ladder."""
    position = Position(
        row.announced_minor, row.pledged_minor, row.committed_minor, row.received_minor, row.withdrawn_minor
    )
    return position, figures.spread(figures.ladder(position), [int(row.before or 0), row.amount])[1]


def _in_currency(code: str, required: int | None, stands: Standing) -> ProjectMoney:
    def stated(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, code)

    return ProjectMoney(
        currency=code,
        required=stated(required),
        pledged=stated(stands.pledged),
        committed=stated(stands.committed),
        received=stated(stands.received),
        funded=stated(stands.funded),
        gap=stated(figures.gap(stands.funded, required)),
    )


def linked_ids(session: Session, project_id: int) -> dict[str, list[int]]:
    """The numbers of the rows a project is tied to, by the name its form gives them; one query."""
    ties: tuple[tuple[str, Any, Any], ...] = (
        ("territory_ids", ProjectTerritory.project_id, ProjectTerritory.territory_id),
        ("disaster_ids", ProjectDisaster.project_id, ProjectDisaster.disaster_id),
        ("partner_ids", ProjectPartner.project_id, ProjectPartner.organisation_id),
        ("manager_ids", ProjectMember.project_id, ProjectMember.user_id),
    )
    union = sa.union_all(
        *(
            sa.select(sa.literal(name).label("name"), other.label("other")).where(own == project_id)
            for name, own, other in ties
        )
    ).subquery()
    found: dict[str, list[int]] = {name: [] for name, _, _ in ties}
    for name, other in session.execute(sa.select(union).order_by(union.c.name, union.c.other)):
        found[name].append(other)
    return found
