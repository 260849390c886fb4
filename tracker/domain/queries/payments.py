"""What an agreement's terms are, and what is paid under it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import agreements
from tracker.domain.models import Agreement, Amendment, Payment, Record
from tracker.domain.money import Money
from tracker.domain.warnings import Terms


def terms(session: Session, agreement_id: int) -> Terms:
    """The agreement's time and ceiling as its amendments leave them."""
    agreement = session.get_one(Agreement, agreement_id)
    amendments = session.scalars(sa.select(Amendment).where(col(Amendment.agreement_id) == agreement_id)).all()
    holds = agreements.terms(agreement, amendments)
    return Terms(signed=agreement.signed, start=agreement.start, end=holds.end, ceiling=holds.ceiling)


def paid(session: Session, agreement_id: int, currency: str) -> Money | None:
    """All that is paid under the agreement in one currency; None where nothing is."""
    total = session.scalar(
        sa.select(sa.func.sum(col(Payment.amount_minor)))
        .join(Record, col(Record.id) == Payment.id)
        .where(
            col(Payment.agreement_id) == agreement_id,
            col(Payment.currency) == currency,
            col(Record.archived_at).is_(None),
        )
    )
    return None if total is None else Money(int(total), currency)
