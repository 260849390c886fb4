"""Reporting a project's status: drafted, submitted, published or returned; corrected, never overwritten."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actions.projects import check_move
from tracker.domain.codes import ALLOWED_STAGES, N_, STAGES_WITH_REASON, Health, RecordKind, Stage, UpdateState
from tracker.domain.dates import now
from tracker.domain.drafts.check import LONGEST_TEXT
from tracker.domain.drafts.updates import UpdateDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Project, Record, Update
from tracker.domain.queries import updates as queries
from tracker.domain.rules import Viewer

FIELDS = ("health", "stage", "happened", "next_step", "as_of")


def keep_draft(
    session: Session, *, project: Project, viewer: Viewer, given: Mapping[str, Any], language: str = "en"
) -> Update:
    """Keep what was typed so far as this person's draft; anything may still be missing, only its length is checked."""
    for name in ("happened", "next_step"):
        if len(given.get(name) or "") > LONGEST_TEXT:
            raise Refused(name, N_("At most %(max_length)s characters; shorten it."), {"max_length": LONGEST_TEXT})
    update = _open_one(session, project, viewer, language)
    _fill(update, given)
    session.flush()
    return update


def submit(session: Session, *, project: Project, viewer: Viewer, draft: UpdateDraft, language: str = "en") -> Update:
    """Hand the update to those who publish it."""
    check_move(project, draft.stage, draft.happened)
    update = _open_one(session, project, viewer, language)
    _fill(update, draft.model_dump())
    update.state, update.submitted_at, update.returned_why = UpdateState.submitted, now(), None
    session.flush()
    return update


def publish_own(
    session: Session, *, project: Project, viewer: Viewer, draft: UpdateDraft, language: str = "en"
) -> Update:
    """Publish at once what one may publish."""
    check_move(project, draft.stage, draft.happened)
    update = _open_one(session, project, viewer, language)
    _fill(update, draft.model_dump())
    return _publish(session, project, update, viewer)


def publish(session: Session, *, project: Project, update: Update, viewer: Viewer, version: int | None) -> Update:
    """Publish a submitted update of somebody else; raises Clash when it was dealt with since `version`."""
    _need_submitted(update, version)
    if update.stage is None or update.health is None or update.as_of is None or update.happened is None:
        raise Refused("", N_("This update is not complete: return it with a word on what is missing."))
    check_move(project, update.stage, update.happened)
    return _publish(session, project, update, viewer)


def correct(
    session: Session, *, project: Project, corrected: Update, viewer: Viewer, draft: UpdateDraft, language: str = "en"
) -> Update:
    """Publish an update that takes the place of a published one; raises Clash when another has done so already."""
    if newer := queries.correction_of(session, corrected.id or 0):
        raise Clash(newer.version)
    if draft.stage not in stages_of_correction(session, project=project, corrected=corrected, as_of=draft.as_of):
        raise Refused("stage", N_("From the stage reported before, the project could not go there."))
    update = _begin(session, project, viewer, language)
    _fill(update, draft.model_dump())
    update.corrects_id = corrected.id
    return _publish(session, project, update, viewer)


def stages_of_correction(
    session: Session, *, project: Project, corrected: Update, as_of: date | None = None
) -> frozenset[Stage]:
    """The stages a correction may state: where the report before it left the project, and where it could go from there.

    Before the first report any stage is possible.
    """
    day = as_of or corrected.as_of or date.max
    earlier = queries.latest_published(session, project.id or 0, until=day, without=corrected.id)
    before = earlier.stage if earlier and earlier.stage else Stage.not_stated
    own = {corrected.stage} if corrected.stage and not earlier else set()
    return frozenset({before} - {Stage.not_stated} | ALLOWED_STAGES[before] | own)


def _publish(session: Session, project: Project, update: Update, viewer: Viewer) -> Update:
    was = queries.latest_published(session, project.id or 0)
    update.state, update.published_at = UpdateState.published, now()
    update.published_by_id, update.returned_why = viewer.user_id, None
    session.flush()
    _follow(session, project, was=was, correcting=update.corrects_id is not None)
    return update


def _need_submitted(update: Update, version: int | None) -> None:
    if version != update.version:
        raise Clash(update.version)
    if update.state != UpdateState.submitted:
        raise Refused("", N_("Only a submitted update can be published or returned."))


def send_back(session: Session, *, update: Update, why: str | None, version: int | None) -> Update:
    """Return a submitted update to its author with the reason; raises Clash when it was dealt with since `version`."""
    _need_submitted(update, version)
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


def _follow(session: Session, project: Project, *, was: Update | None, correcting: bool) -> None:
    """Keep the project's derived columns equal to what its latest published update says.

    Stage and next step may be changed without a report too. So they follow only when another report has become the
    latest, and the stage not where somebody moved it since the report that is corrected.
    """
    latest = queries.latest_published(session, project.id or 0)
    if latest is None:
        return
    project.health, project.health_day = latest.health or Health.not_reported, latest.as_of
    project.reported_at = latest.published_at
    if latest is not was:
        project.next_step = latest.next_step
        moved = correcting and was is not None and project.stage != was.stage
        if latest.stage and latest.stage != project.stage and not moved:
            reason = latest.happened if latest.stage in STAGES_WITH_REASON else None
            project.stage, project.stage_why, project.stage_stated = latest.stage, reason, None
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
