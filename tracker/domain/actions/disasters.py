"""Making and changing disasters, and stating their impact."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from tracker.domain.actions import places
from tracker.domain.actions.linking import with_unseen
from tracker.domain.actions.parts import PartType
from tracker.domain.actions.projects import sync_links
from tracker.domain.actions.records import add_record, free_code
from tracker.domain.codes import RecordKind
from tracker.domain.drafts.disasters import DisasterDraft, ImpactDraft
from tracker.domain.errors import Clash
from tracker.domain.models import Disaster, DisasterPlace, DisasterTerritory, ImpactFigure
from tracker.domain.queries.changes import Base
from tracker.domain.queries.disasters import linked_ids
from tracker.domain.ranges import Range
from tracker.domain.rules import Viewer

COLUMNS = ("name", "hazard", "glide", "on", "end", "place_stated", "summary")


def create(session: Session, *, viewer: Viewer, draft: DisasterDraft, language: str = "en") -> Disaster:
    """Record a disaster; its code is made from its name and stays when that changes."""
    record = add_record(
        session,
        kind=RecordKind.disaster,
        code=free_code(session, RecordKind.disaster, draft.name),
        visibility=draft.visibility,
        language=language,
    )
    record.created_by_id = viewer.user_id
    disaster = Disaster(record=record, name=draft.name, hazard=draft.hazard)
    _fill(disaster, draft)
    session.add(disaster)
    session.flush()
    _tie(session, viewer, disaster, draft)
    session.flush()
    return disaster


def edit(
    session: Session, *, viewer: Viewer, disaster: Disaster, draft: DisasterDraft, version: int | None
) -> Disaster:
    """Change a disaster; raises Clash when somebody saved it since `version`."""
    if version != disaster.version:
        raise Clash(disaster.version)
    _fill(disaster, draft)
    opened = disaster.record.visibility != draft.visibility
    disaster.record.visibility = draft.visibility
    if _tie(session, viewer, disaster, draft) or opened:
        flag_modified(disaster, "changed_at")  # these stand in rows of their own; the version must tell of them too
    session.flush()
    return disaster


def _fill(disaster: Disaster, draft: DisasterDraft) -> None:
    for name in COLUMNS:
        if getattr(disaster, name) != getattr(draft, name):
            setattr(disaster, name, getattr(draft, name))


def _tie(session: Session, viewer: Viewer, disaster: Disaster, draft: DisasterDraft) -> bool:
    """Make the disaster's links be those of the draft. True where any changed."""
    own = disaster.id or 0
    chosen = places.wanted(session, draft, draft.visibility)
    kept = with_unseen(session, viewer, chosen, linked_ids(session, own)["place_ids"])
    changed = [
        sync_links(session, DisasterTerritory, "disaster_id", own, "territory_id", wanted=draft.territory_ids),
        sync_links(session, DisasterPlace, "disaster_id", own, "place_id", wanted=kept),
    ]
    return any(changed)


def figure_then(_session: Session, _part_id: int, then: Base) -> dict[str, Range | None]:
    """The range of a part as it stood at an earlier version."""
    size = Range(then.values.get("low"), then.values.get("high"))
    return {"figure": size if size.is_stated else None}


IMPACT = PartType(RecordKind.impact_figure, ImpactFigure, ImpactDraft, "disaster_id", was=figure_then)
