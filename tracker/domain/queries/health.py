"""Whether the database answers."""

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select


def answers(session: Session) -> bool:
    """Does the database answer a question?"""
    try:
        return session.exec(select(sa.literal(1))).one() == 1
    except SQLAlchemyError:
        return False
