"""A status report's form against the project's record: what it is filled with, and whether somebody was faster."""

from typing import Any

from flask import Response, url_for

from tracker.domain.actions.updates import FIELDS
from tracker.domain.codes import Health, UpdateState
from tracker.domain.dates import today
from tracker.domain.drafts.updates import UpdateDraft
from tracker.domain.models import Project, Update
from tracker.domain.queries import changes, updates
from tracker.domain.queries.changes import Base
from tracker.web import access, clash, unit
from tracker.web.forms.updates import UpdateForm


def standing(project: Project) -> dict[str, Any]:
    """What the project's record says of what a report says."""
    health = None if project.health == Health.not_reported else project.health
    return {"health": health, "stage": project.stage, "next_step": project.next_step}


def facts(update: Update) -> dict[str, Any]:
    """What an update says, by the names of the form's fields."""
    return {name: getattr(update, name) for name in FIELDS}


def prefilled(project: Project, begun: Update | None) -> dict[str, Any]:
    """The person's draft, or else what the last report said, as of today."""
    given = standing(project) if begun is None else facts(begun)
    as_of, stage = given.get("as_of") or today(), given["stage"] or project.stage
    return given | {"as_of": as_of, "stage": stage, "version": project.version}


def overtaken(project: Project, version: int | None) -> bool:
    """Has somebody reported, or moved the stage, since this form was filled? Other changes do not matter here."""
    if version is None or version == project.version:
        return False
    then = changes.at_version(unit.session(), project.id or 0, "project", version)
    if then is None:
        return True
    reported = f"{project.reported_at:%Y-%m-%dT%H:%M:%S}" if project.reported_at else ""
    same_report = (then.values["reported_at"] or "")[: len("2004-08-03T12:00:00")] == reported
    return not same_report or _base(then) != {name: clash.raw(value) for name, value in standing(project).items()}


def repeated(project: Project, draft: UpdateDraft) -> Update | None:
    """The person's own report that says just this and was the last on the project; a form made anew does not know it."""
    last = updates.last_sent(unit.session(), project.id or 0)
    if last is None or last.author_id != access.viewer().user_id:
        return None
    return last if facts(last) == draft.model_dump(include=set(FIELDS)) else None


def clash_page(form: UpdateForm, project: Project) -> Response:
    """Somebody reported meanwhile: their report in full, and the choice where both say something else."""
    session, own = unit.session(), project.id or 0
    past = updates.of_project(session, access.viewer(), own, most=5)
    return clash.page(
        form,
        record_id=own,
        entity="project",
        base=_base(changes.at_version(session, own, "project", form.version.data or 0)),
        theirs=standing(project),
        version=project.version,
        stated={"health"},
        reported=next((row for row in past if row.state == UpdateState.published), None),
    )


def correction_clash_page(form: UpdateForm, project: Project, update: Update, newest: Update) -> Response:
    """Somebody corrected the same update meanwhile: the result will correct their correction."""
    return clash.page(
        form,
        record_id=newest.id or 0,
        entity="update",
        base=facts(update),
        theirs=facts(newest),
        version=project.version,
        action=url_for("updates.correct", code=project.record.code, update_id=newest.id),
    )


def _base(then: Base | None) -> dict[str, list[str]]:
    values = dict(then.values) if then else {}
    if values.get("health") == Health.not_reported:
        values["health"] = None
    return {name: clash.raw(values.get(name)) for name in ("health", "stage", "next_step")}
