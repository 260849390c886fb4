"""Forms that were accepted once."""

from sqlmodel import Session, select

from tracker.domain.models import Submission
from tracker.domain.rules import Viewer


def address_of(session: Session, viewer: Viewer, key: str) -> str | None:
    """Where this person's form of that key led; None when it was not accepted yet."""
    return session.exec(select(Submission.address).where(Submission.key == own_key(viewer, key))).first()


def own_key(viewer: Viewer, key: str) -> str:
    """The key as it is kept: each person's are their own, and one that somebody else sent says nothing."""
    return f"{viewer.user_id}:{key}"
