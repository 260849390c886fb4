"""Whether the data of an issued brief still stands: how many changes were recorded since in what it tells of."""

import json
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from tracker.briefs import collect
from tracker.domain.codes import Role
from tracker.domain.errors import NotFound, Refused
from tracker.domain.queries import accounts, changed_since
from tracker.domain.queries.verifying import Issued
from tracker.domain.rules import Viewer, sees_inside


def changes(session: Session, issued: Issued, data: bytes | None, today: date) -> int | None:
    """How many changes were recorded since the day of its data; None where that can no longer be said.

    Looked at are the records that the brief told of (`data`: as it is frozen) and those that the same brief would tell
    of today, as whoever printed it may see them: so what is put away counts, and what is new. It takes as long as a
    preview of the brief.
    """
    viewer = _printer(session, issued.user_id)
    records = records_of(data) | _today(session, issued, viewer, today)
    if not records:
        return None
    return changed_since.number(session, records, issued.data_day, inside=sees_inside(viewer))


def records_of(data: bytes | None) -> frozenset[int]:
    """The ids of the records that frozen data tells of; of data that is lost or older, none."""
    try:
        return frozenset(json.loads(data or b"{}").get("brief", {}).get("records", ()))
    except ValueError:
        return frozenset()


def _today(session: Session, issued: Issued, viewer: Viewer, today: date) -> frozenset[int]:
    try:
        order = replace(issued.order, known_on=None)  # what has become known since is what is asked for
        return frozenset(collect.brief(session, order, viewer=viewer, today=today).records)
    except (NotFound, Refused):  # gone, or its filters find nothing any more
        return frozenset()


def _printer(session: Session, user_id: int | None) -> Viewer:
    """Who printed the brief; a coordinator where the command line did, or where the account is no more."""
    known = accounts.viewer_of(session, user_id) if user_id is not None else None
    return known or Viewer(user_id=None, role=Role.coordinator)
