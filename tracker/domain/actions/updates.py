"""Reporting a project's status: drafted, submitted, published or returned; corrected, never overwritten."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actions.projects import check_move
from tracker.domain.codes import Health, N_, RecordKind, Stage, UpdateState
from tracker.domain.dates import now
from tracker.domain.drafts.updates import UpdateDraft
from tracker.domain.errors import Refused
from tracker.domain.models import Project, Record, Update
from tracker.domain.queries import updates as queries
from tracker.domain.rules import Viewer

FIELDS = ("health", "stage", "happened", "next_step", "as_of")


def keep_draft(
    session: Session, *, project: Project, viewer: Viewer, given: Mapping[str, Any], language: str = "en"
) -> Update:
    """Keep what was typed so far as this person's draft; anything may still be missing, nothing is checked."""
    update = _open_one(session, project, viewer, language)
    _fill(update, given)
    session.flush()
    return update


def submit(
    session: Session, *, project: Project, viewer: Viewer, draft: UpdateDraft, language: str = "en"
) -> Update:
    """Hand the update to those who publish it."""
    check_move(project, draft.stage, draft.happened)
    update = _open_one(session, project, viewer, language)
    _fill(update, draft.model_dump())
    update.state, update.submitted_at, update.returned_why = UpdateState.submitted, now(), None
    session.flush()
    return update


def publish_own(
    session: Session,
    *,
    project: Project,
    viewer: Viewer,
    draft: UpdateDraft,
    language: str = "en",
    corrects: Update | None = None,
) -> Update:
    """Publish at once what one may publish. With `corrects`, it takes the place of that published update."""
    check_move(project, draft.stage, draft.happened)
    update = _begin(session, project, viewer, language) if corrects else _open_one(session, project, viewer, language)
    _fill(update, draft.model_dump())
    update.corrects_id = corrects.id if corrects else None
    return publish(session, project=project, update=update, viewer=viewer)


def publish(session: Session, *, project: Project, update: Update, viewer: Viewer) -> Update:
    """Publish a submitted update; the project's health, stage and day follow the latest one, in this transaction."""
    if update.state == UpdateState.published:
        raise Refused("", N_("This update has been published already."))
    if update.stage is None or update.health is None or update.as_of is None or update.happened is None:
        raise Refused("", N_("This update is not complete: return it with a word on what is missing."))
    check_move(project, update.stage, update.happened)
    update.state, update.published_at = UpdateState.published, now()
    update.published_by_id, update.returned_why = viewer.user_id, None
    session.flush()
    follow_latest(session, project)
    return update


def send_back(session: Session, *, update: Update, why: str | None) -> Update:
    """Return a submitted update to its author with the reason."""
    if update.state != UpdateState.submitted:
        raise Refused("", N_("Only a submitted update can be returned."))
    if not why or not why.strip():
        raise Refused("why", N_("Say what is missing, so that the author can mend it."))
    update.state, update.returned_why = UpdateState.returned, why.strip()
    session.flush()
    return update


def drop_draft(session: Session, *, update: Update) -> None:
    """Throw a draft away; it was nobody's report yet."""
    if update.state not in {UpdateState.draft, UpdateState.returned}:
        raise Refused("", N_("A submitted or published update stays. Correct it instead."))
    update.record.archived_at = now()
    update.state = UpdateState.draft
    session.flush()


def follow_latest(session: Session, project: Project) -> None:
    """Keep the project's derived columns equal to what its latest published update says."""
    latest = queries.latest_published(session, project.id or 0)
    project.health = latest.health or Health.not_reported if latest else Health.not_reported
    project.health_day = latest.as_of if latest else None
    project.reported_at = latest.published_at if latest else None
    if latest:
        project.next_step = latest.next_step
        if latest.stage and latest.stage != project.stage:
            project.stage, project.stage_why = latest.stage, latest.happened
    session.flush()


def _open_one(session: Session, project: Project, viewer: Viewer, language: str) -> Update:
    return queries.draft_of(session, project.id or 0, viewer.user_id) or _begin(session, project, viewer, language)


def _begin(session: Session, project: Project, viewer: Viewer, language: str) -> Update:
    record = Record(
        kind=RecordKind.update,
        parent_id=project.id,
        visibility=project.record.visibility,
        language=language,
        created_by_id=viewer.user_id,
    )
    update = Update(record=record, project_id=project.id or 0, author_id=viewer.user_id)
    session.add(update)
    return update


def _fill(update: Update, given: Mapping[str, Any]) -> None:
    for name in FIELDS:
        setattr(update, name, given.get(name))
    if update.health == Health.not_reported:
        update.health = None
    if update.stage is not None:
        update.stage = Stage(update.stage)
