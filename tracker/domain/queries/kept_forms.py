"""Forms kept for somebody whose sign-in had run out."""

from sqlmodel import Session, select

from tracker.domain.models import KeptForm


def own(session: Session, user_id: int | None, form_id: int) -> KeptForm | None:
    """The kept form, if it is this person's own."""
    return session.exec(select(KeptForm).where(KeptForm.id == form_id, KeptForm.user_id == user_id)).first()
