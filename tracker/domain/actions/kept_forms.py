"""Keeping what somebody typed, and forgetting it when it has been sent."""

from datetime import timedelta

from sqlmodel import Session, select

from tracker.domain.dates import now
from tracker.domain.models import KeptForm

KEPT_FOR = timedelta(days=30)


def keep(session: Session, *, user_id: int, path: str, data: dict[str, list[str]]) -> KeptForm:
    """Keep a typed form for the person; what they left lying for a month goes."""
    for form in session.exec(select(KeptForm).where(KeptForm.user_id == user_id)):
        if form.created_at < now() - KEPT_FOR:
            session.delete(form)
    row = KeptForm(user_id=user_id, path=path, data=data)
    session.add(row)
    session.flush()
    return row


def forget(session: Session, *, user_id: int, form_id: int) -> None:
    """Drop a kept form of this person; nothing happens where there is none."""
    row = session.exec(select(KeptForm).where(KeptForm.id == form_id, KeptForm.user_id == user_id)).first()
    if row is not None:
        session.delete(row)
        session.flush()
