"""One project with everything its page answers, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import Deadline, Health, RecordKind, Role, Stage
from tracker.domain.dates import PartialDate
from tracker.domain.errors import NotFound
from tracker.domain.models import (
    Programme,
    Project,
    ProjectDisaster,
    ProjectMember,
    ProjectPartner,
    ProjectTag,
    ProjectTerritory,
    Record,
)
from tracker.domain.queries import (
    agreement_checks,
    changes,
    documents,
    names,
    parts,
    places,
    project_facts,
    project_links,
    project_money,
    sources,
    texts,
    updates,
)
from tracker.domain.queries.agreement_checks import Remark
from tracker.domain.queries.changes import Change
from tracker.domain.queries.documents import Held
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.names import Names
from tracker.domain.queries.parts import PROJECT, Part
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.project_facts import ProjectFacts
from tracker.domain.queries.project_links import Link
from tracker.domain.queries.project_money import ProjectMoney
from tracker.domain.queries.sources import Source
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said, Texts
from tracker.domain.queries.updates import UpdateRow
from tracker.domain.queries.visibility import seen_as, visible_as
from tracker.domain.rules import Viewer, sees_inside


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
    acts: list[list[Change]]
    names: Names
    texts: Texts
    today: date
    agreement_remarks: list[Remark]
    tended: bool
    """Has it a manager or an update? Only then do dates of it become late."""

    def say(self, row: ProjectFacts | Part, name: str) -> Said | None:
        """A text of the project or of a part of it, as the reader meets it."""
        return self.texts.of(row.id, name, getattr(row, name))

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
    """Everything the page shows, read in at most eleven queries, and one more where agreements are to be checked."""
    project = project_facts.by_code(session, viewer, code)
    own = project.id
    inside = sees_inside(viewer)
    told = changes.told_of_record(session, own, inside=inside)
    made_of = parts.parts(session, own, inside=inside)
    tied = project_links.links(session, viewer, own)
    tended = "manager" in tied or project.health_day is not None
    if not inside:
        tied.pop("manager", None)
    part_ids = [part.id for kind in made_of.values() for part in kind]
    link_ids = [link.id for kind, ties in tied.items() if kind not in {"manager", "tag"} for link in ties]
    named = places.labels(session, language, today, _WORKING, project_id=own)
    held = project_money.money(session, viewer, own)
    said = texts.load(session, language, [own, project.programme_id, *part_ids, *link_ids])
    return ProjectPage(
        project=project,
        territories=list(named.values()),
        parts=made_of,
        links=tied,
        updates=updates.of_project(session, viewer, own),
        money=held,
        documents=documents.of_record(session, viewer, own, language=language) if project.has_documents else [],
        sources=sources.of_records(session, viewer, [own], language=language),
        acts=told,
        names=names.of_changes(
            session,
            viewer,
            own,
            chain.from_iterable(told),
            language=language,
            day=today,
            known=named,
            said=_said(project, made_of, said),
        ),
        texts=said,
        today=today,
        agreement_remarks=(
            agreement_checks.of_project(session, Reader(viewer, language, today), own)
            if inside and _wants_agreements(project.stage, tied, held)
            else []
        ),
        tended=tended,
    )


def _said(
    project: ProjectFacts, made_of: dict[RecordKind, list[Part]], said: texts.Texts
) -> dict[tuple[str, int], str]:
    """What the page calls the project and the parts it shows: history calls them the same, and need not ask."""
    shown = [(RecordKind.project, project.id, project.title)]
    shown += [(kind, part.id, part.title) for kind, made in made_of.items() for part in made]
    if project.programme:
        shown.append((RecordKind.programme, project.programme.id, project.programme.name))
    found = {}
    for kind, key, original in shown:
        words = said.of(key, names.NAMES[kind.value][1], original)
        found[kind.value, key] = words.text if words else original
    return found


def _wants_agreements(stage: Stage, tied: dict[str, list[Link]], held: list[ProjectMoney]) -> bool:
    """Is there anything that an agreement should cover, so that the checks are worth a question?"""
    at_work = stage == Stage.under_way and "partner" in tied
    return "agreement" in tied or at_work or any(line.funded is not None for line in held)


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


def tags_of(session: Session, project_id: int) -> list[str]:
    """A project's tags, in their order."""
    mine = sa.select(col(ProjectTag.tag)).where(col(ProjectTag.project_id) == project_id)
    return list(session.scalars(mine.order_by(col(ProjectTag.tag))))
