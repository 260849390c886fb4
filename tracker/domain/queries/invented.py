"""Whether an invented portfolio is here, and which records belong to it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import RecordKind
from tracker.domain.invented import PREFIX
from tracker.domain.models import Project, Record
from tracker.domain.queries.portfolio_scope import Review, projects

_INVENTED = col(Record.code).startswith(PREFIX, autoescape=True)


def counted(session: Session) -> int:
    """How many invented projects there are."""
    mine = sa.and_(col(Record.kind) == RecordKind.project, _INVENTED)
    return session.scalar(sa.select(sa.func.count()).select_from(Record).where(mine)) or 0


def among(session: Session, review: Review) -> bool:
    """Is one of the projects in view invented?"""
    mine = projects(review).join(Record, col(Record.id) == Project.id).where(_INVENTED)
    return bool(session.scalar(sa.select(mine.exists())))
