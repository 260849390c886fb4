"""Finding records by words."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Record
from tracker.domain.search import terms


def matches(session: Session, question: str) -> sa.ColumnElement[bool]:
    """The condition on Record that all words of the question begin words of its search text.

    A question without a word matches nothing: callers leave the condition out where nothing was asked.
    """
    words = terms(question)
    if not words:
        return sa.false()
    if session.get_bind().dialect.name == "sqlite":
        asked = " ".join(f'"{word}"*' for word in words)
        found = sa.text("SELECT rowid FROM search_index WHERE search_index MATCH :asked").bindparams(asked=asked)
    else:
        asked = " & ".join(f"{word}:*" for word in words)
        found = sa.text(
            "SELECT record_id FROM search_text WHERE to_tsvector('simple', body) @@ to_tsquery('simple', :asked)"
        ).bindparams(asked=asked)
    return col(Record.id).in_(found.columns(sa.column("found", sa.Integer)).scalar_subquery())
