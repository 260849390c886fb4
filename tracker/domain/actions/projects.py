"""Making and changing projects."""

from collections.abc import Iterable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import SQLModel, col

from tracker.domain import rules
from tracker.domain.actions.records import free_code, show_to
from tracker.domain.codes import ALLOWED_STAGES, N_, STAGES_WITH_REASON, RecordKind, Role, Stage
from tracker.domain.dates import today
from tracker.domain.drafts.projects import NewProjectDraft, ProjectDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import (
    Project,
    ProjectDisaster,
    ProjectMember,
    ProjectPartner,
    ProjectTag,
    ProjectTerritory,
    Record,
)
from tracker.domain.queries import places
from tracker.domain.queries.linked import seen
from tracker.domain.queries.project_page import linked_ids
from tracker.domain.rules import Viewer
from tracker.domain.slugs import slug

Key = TypeVar("Key", int, str)
"""What names the other side of a link: a record's number, or a word."""

LONGEST_PLACE = 20
"""A territory's name that is longer would leave too little of the title in a code."""

COLUMNS = ("title", "summary", "programme_id", "place_stated", "phase", "start", "end", "next_step")


def create(session: Session, *, viewer: Viewer, draft: NewProjectDraft, language: str = "en") -> Project:
    """Make a project; a manager who makes one manages it. Raises Refused where the code is taken.

    Without a code it gets one of its territory and title.
    """
    if session.scalar(
        sa.select(col(Record.id)).where(col(Record.kind) == RecordKind.project, col(Record.code) == draft.code)
    ):
        raise Refused("code", N_("There is a project with this code already. Choose another."))
    record = Record(
        kind=RecordKind.project,
        code=draft.code or _code(session, draft),
        visibility=draft.visibility,
        language=language,
        created_by_id=viewer.user_id,
    )
    project = Project(record=record, title=draft.title, stage=draft.stage)
    _fill(project, draft)
    session.add(project)
    session.flush()
    managers = set(draft.manager_ids)
    if viewer.role == Role.manager and viewer.user_id:
        managers.add(viewer.user_id)
    _tie(session, project, draft, managers)
    session.flush()
    return project


def _code(session: Session, draft: NewProjectDraft) -> str:
    """A code for a new project: its title, behind the name of its one territory where the title does not say it."""
    there = places.labels(session, "en", today(), draft.territory_ids) if len(draft.territory_ids) == 1 else {}
    place = "".join(slug(label.listed.partition("(")[0]) for label in there.values())
    said = not place or len(place) > LONGEST_PLACE or f"-{place}-" in f"-{slug(draft.title)}-"
    wanted = slug(draft.title) if said else slug(f"{place} {draft.title}")
    return free_code(session, RecordKind.project, wanted or "project")


def edit(session: Session, *, viewer: Viewer, project: Project, draft: ProjectDraft, version: int | None) -> Project:
    """Change a project; raises Clash when somebody saved it since `version`.

    Only those who edit every project name its managers: a manager's own form leaves them as they are.
    """
    if version != project.version:
        raise Clash(project.version)
    draft = _with_unseen(session, viewer, project, draft)
    _fill(project, draft)
    opened = show_to(session, project.record, draft.visibility)
    tied = _tie(session, project, draft, set(draft.manager_ids) if rules.can_name_managers(viewer) else None)
    if tied or opened:
        flag_modified(
            project, "changed_at"
        )  # these stand in rows of their own; the project's version must tell of them too
    session.flush()
    return project


def _with_unseen(session: Session, viewer: Viewer, project: Project, draft: ProjectDraft) -> ProjectDraft:
    """What this person's form could not offer, because they may not know of it or it is archived, stays as it is."""
    standing = linked_ids(session, project.id or 0)
    disasters, partners = standing["disaster_ids"], standing["partner_ids"]
    ids = {*disasters, *partners, project.programme_id or 0}
    unseen = ids - set(session.scalars(seen(viewer).where(col(Record.id).in_(ids))))
    programme_id = project.programme_id if project.programme_id in unseen else None
    return draft.model_copy(
        update={
            "programme_id": draft.programme_id or programme_id,
            "disaster_ids": [*draft.disaster_ids, *unseen.intersection(disasters)],
            "partner_ids": [*draft.partner_ids, *unseen.intersection(partners)],
        }
    )


def _fill(project: Project, draft: ProjectDraft) -> None:
    for name in COLUMNS:
        if getattr(project, name) != getattr(draft, name):
            setattr(project, name, getattr(draft, name))


def _tie(session: Session, project: Project, draft: ProjectDraft, managers: set[int] | None) -> bool:
    """Make the project's links be those of the draft; managers given as None stay. True where any changed."""
    wanted: list[tuple[type[SQLModel], str, Iterable[int]]] = [
        (ProjectTerritory, "territory_id", draft.territory_ids),
        (ProjectDisaster, "disaster_id", draft.disaster_ids),
        (ProjectPartner, "organisation_id", draft.partner_ids),
    ]
    if managers is not None:
        wanted.append((ProjectMember, "user_id", managers))
    own = project.id or 0
    changed = [sync_links(session, table, "project_id", own, other, wanted=keys) for table, other, keys in wanted]
    changed.append(sync_links(session, ProjectTag, "project_id", own, "tag", wanted=draft.tags))
    return any(changed)


def sync_links(
    session: Session, table: type[SQLModel], owner: str, owner_id: int, other: str, *, wanted: Iterable[Key]
) -> bool:
    """Make the links of one owner be just these; each that goes or comes is a change of its own in history.

    True where any went or came.
    """
    asked = set(wanted)
    standing = {
        getattr(link, other): link
        for link in session.scalars(sa.select(table).where(getattr(table, owner) == owner_id)).all()
    }
    for key, link in standing.items():
        if key not in asked:
            session.delete(link)
    for key in sorted(asked - standing.keys()):
        session.add(table(**{owner: owner_id, other: key}))
    return asked != standing.keys()


def check_move(project: Project, stage: Stage, why: str | None) -> None:
    """Raise Refused("stage") unless the project may go to this stage, with a reason where the stage needs one."""
    if stage == project.stage:
        return
    if stage not in ALLOWED_STAGES[project.stage]:
        raise Refused("stage", N_("From its present stage the project cannot go there. Choose one of those offered."))
    if stage in STAGES_WITH_REASON and not (why or "").strip():
        raise Refused("why", N_("Say why: a suspension or cancellation needs its reason."))


def move_stage(session: Session, *, project: Project, stage: Stage, why: str | None, version: int | None) -> Project:
    """Take the project to another stage of its life; the source's word for the former one goes with it."""
    if version != project.version:
        raise Clash(project.version)
    check_move(project, stage, why)
    if stage != project.stage:
        project.stage, project.stage_why, project.stage_stated = stage, (why or "").strip() or None, None
    session.flush()
    return project
