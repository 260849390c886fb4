"""Places that somebody names for the first time, in the form of what happened there."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.actions.records import add_record
from tracker.domain.codes import RecordKind, Visibility
from tracker.domain.drafts.places import Placed
from tracker.domain.models import Place, Record


def wanted(session: Session, draft: Placed, visibility: Visibility) -> list[int]:
    """The places of a draft, with the one that it names: known in that territory already, or made now."""
    if not draft.new_place:
        return draft.place_ids
    known = session.scalars(
        sa.select(col(Place.id))
        .join(Record, col(Record.id) == Place.id)
        .where(
            sa.func.lower(Place.name) == draft.new_place.lower(),
            col(Place.territory_id) == draft.place_territory,
            col(Record.archived_at).is_(None),
        )
    ).first()
    return [*draft.place_ids, known or _added(session, draft, visibility)]


def _added(session: Session, draft: Placed, visibility: Visibility) -> int:
    """A place's name is as open as what names it; other confidential records may be of it, so it is internal then."""
    shown = Visibility.public if visibility == Visibility.public else Visibility.internal
    record = add_record(session, kind=RecordKind.place, visibility=shown)
    place = Place(record=record, name=draft.new_place or "", territory_id=draft.place_territory)
    session.add(place)
    session.flush()
    return place.id or 0
