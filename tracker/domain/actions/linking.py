"""Links of a record that its form could not offer stay as they are."""

from collections.abc import Iterable

from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Record
from tracker.domain.queries.linked import seen
from tracker.domain.rules import Viewer


def with_unseen(session: Session, viewer: Viewer, chosen: Iterable[int], standing: Iterable[int]) -> list[int]:
    """What was chosen, and what stands and this person may not know of, or is archived."""
    return sorted({*chosen, *unseen(session, viewer, standing)})


def unseen(session: Session, viewer: Viewer, standing: Iterable[int | None]) -> set[int]:
    """Those of these records that this person's form does not offer."""
    ids = {key for key in standing if key}
    return ids - set(session.scalars(seen(viewer).where(col(Record.id).in_(ids)))) if ids else set()
