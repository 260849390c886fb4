"""Changing several projects together, all or none; and setting back those that nobody has changed since."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col

from tracker.domain import bulk, history, rules
from tracker.domain.actions.projects import sync_links
from tracker.domain.bulk import Order, Planned
from tracker.domain.codes import N_, BulkKind
from tracker.domain.dates import now
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import BulkChange, Project, ProjectMember, ProjectTag
from tracker.domain.rules import Viewer


def apply(session: Session, *, viewer: Viewer, order: Order, plan: Sequence[Planned]) -> BulkChange:
    """Make of every project what was planned; raises Clash where one no longer stands as the plan found it.

    What stood before, and the version that the change made, are written down for undoing it.
    """
    _say_why(session, viewer, len(plan) - 1)
    projects = _held(session, [one.project.id for one in plan])
    for one in plan:
        project = projects.get(one.project.id)
        if project is None or project.version != one.project.version:
            raise Clash(project.version if project else 0)
        _put(session, project, order.kind, one.keys)
    session.flush()
    moved = [
        {
            "project": one.project.id,
            "version": projects[one.project.id].version,
            "before": one.project.keys(order.kind),
        }
        for one in plan
    ]
    made = BulkChange(user_id=viewer.user_id or 0, kind=order.kind, moved=moved)
    session.add(made)
    session.flush()
    return made


def undo(session: Session, *, viewer: Viewer, made: BulkChange) -> tuple[int, list[int]]:
    """Set back the projects that nobody has changed since: how many, and the numbers of those left as they are."""
    if made.undone_at is not None:
        raise Refused("", N_("This change was undone already."))
    if made.kind not in bulk.kinds(viewer):
        raise Refused("", N_("Only coordinators say who manages a project."))
    projects = _held(session, [one["project"] for one in made.moved])
    back = [one for one in made.moved if _is_untouched(viewer, projects.get(one["project"]), one)]
    _say_why(session, viewer, len(back) - 1, back=True)
    for one in back:
        _put(session, projects[one["project"]], made.kind, one["before"])
    made.undone_at = now()
    session.flush()
    done = {one["project"] for one in back}
    return len(back), [one["project"] for one in made.moved if one["project"] not in done]


def _held(session: Session, ids: Collection[int]) -> dict[int, Project]:
    """The projects, which nobody else changes until this transaction ends."""
    found = sa.select(Project).where(col(Project.id).in_(ids)).order_by(col(Project.id)).with_for_update(of=Project)
    rows = session.scalars(found.execution_options(populate_existing=True))
    return {project.id or 0: project for project in rows}


def _is_untouched(viewer: Viewer, project: Project | None, moved: dict[str, Any]) -> bool:
    if project is None or project.record.archived_at is not None:
        return False
    return project.version == moved["version"] and rules.can_edit_project(viewer, project.id or 0)


def _put(session: Session, project: Project, kind: BulkKind, keys: Sequence[Any]) -> None:
    own = project.id or 0
    if kind == BulkKind.set_programme:
        project.programme_id = keys[0]
    elif kind in bulk.OF_MANAGERS:
        sync_links(session, ProjectMember, "project_id", own, "user_id", wanted=keys)
    else:
        sync_links(session, ProjectTag, "project_id", own, "tag", wanted=keys)
    flag_modified(project, "changed_at")  # links stand in rows of their own; the project's version tells of them too


def _say_why(session: Session, viewer: Viewer, others: int, *, back: bool = False) -> None:
    history.acting(session, user_id=viewer.user_id, name=viewer.name, why=bulk.why(others, back=back))
