"""Making and changing missions."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col

from tracker.domain.actions.projects import sync_links
from tracker.domain.actions.records import add_record, free_code
from tracker.domain.codes import RecordKind
from tracker.domain.drafts.missions import MissionDraft
from tracker.domain.errors import Clash
from tracker.domain.models import Mission, MissionMember, MissionTerritory, Record
from tracker.domain.queries.linked import seen
from tracker.domain.queries.missions import COLUMNS
from tracker.domain.rules import Viewer


def create(session: Session, *, viewer: Viewer, draft: MissionDraft, language: str = "en") -> Mission:
    """Make a mission; its code is made from its title and stays when the title changes."""
    record = add_record(
        session,
        kind=RecordKind.mission,
        code=free_code(session, RecordKind.mission, draft.title),
        visibility=draft.visibility,
        language=language,
    )
    record.created_by_id = viewer.user_id
    mission = Mission(record=record, title=draft.title, start_day=draft.start_day, end_day=draft.end_day)
    _fill(mission, draft)
    session.add(mission)
    session.flush()
    _tie(session, mission, draft)
    return mission


def edit(session: Session, *, viewer: Viewer, mission: Mission, draft: MissionDraft, version: int | None) -> Mission:
    """Change a mission; raises Clash when somebody saved it since `version`."""
    if version != mission.version:
        raise Clash(mission.version)
    draft = _with_unseen(session, viewer, mission, draft)
    _fill(mission, draft)
    flag_modified(mission, "changed_at")  # a new version also where only what hangs on it changes
    session.flush()
    _tie(session, mission, draft)
    return mission


def _with_unseen(session: Session, viewer: Viewer, mission: Mission, draft: MissionDraft) -> MissionDraft:
    """A programme that this person's form could not offer, because they may not know of it, stays where none is chosen."""
    standing = mission.programme_id
    if draft.programme or standing is None or session.scalar(seen(viewer).where(col(Record.id) == standing)):
        return draft
    return draft.model_copy(update={"programme": standing})


def _fill(mission: Mission, draft: MissionDraft) -> None:
    for name in COLUMNS:
        if getattr(mission, name) != getattr(draft, name):
            setattr(mission, name, getattr(draft, name))
    mission.programme_id = draft.programme


def _tie(session: Session, mission: Mission, draft: MissionDraft) -> None:
    """Set what stands in other tables, after the mission's own row: `queries.missions.base` counts on that order."""
    if mission.record.visibility != draft.visibility:
        mission.record.visibility = draft.visibility
    own = mission.id or 0
    sync_links(session, MissionTerritory, "mission_id", own, "territory_id", wanted=draft.territories)
    sync_links(session, MissionMember, "mission_id", own, "user_id", wanted=draft.members)
    session.flush()
