"""Forms that were accepted once."""

from sqlmodel import Session, select

from tracker.domain.models import Submission
from tracker.domain.rules import Viewer


def address_of(session: Session, viewer: Viewer, key: str) -> str | None:
    """Where this person's form of that key led; None when it was not accepted yet."""
    return session.exec(
        select(Submission.address).where(Submission.key == key, Submission.user_id == viewer.user_id)
    ).first()
