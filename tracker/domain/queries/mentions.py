"""Which standing texts a page needs because something on it names a territory, be it in a partner's name."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Territory, TerritoryName


def mentioned(session: Session, said: Iterable[str]) -> list[str]:
    """The keys of the standing texts of territories that these texts name, in any language: one query."""
    names = session.execute(
        sa.select(col(TerritoryName.text), col(Territory.note))
        .join(Territory, col(Territory.id) == TerritoryName.territory_id)
        .where(col(Territory.note).is_not(None))
        .order_by(col(TerritoryName.id))
    ).all()
    whole = "\n".join(said)
    return list(dict.fromkeys(note for name, note in names if note and name in whole))
