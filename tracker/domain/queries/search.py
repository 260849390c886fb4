"""Finding records by words."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Record, SearchText
from tracker.domain.search import terms


def matches(session: Session, question: str) -> sa.ColumnElement[bool]:
    """The condition on Record that all words of the question begin words of its search text.

    A question without a word matches nothing: callers leave the condition out where nothing was asked.
    """
    dialect = session.get_bind().dialect.name
    asked = asked_of(dialect, question)
    return matching(dialect, sa.bindparam("q", asked, unique=True)) if asked else sa.false()


def asked_of(dialect: str, question: str) -> str:
    """The question as the dialect's index wants it; empty where it holds no word."""
    if dialect == "sqlite":
        return " ".join(f'"{word}"*' for word in terms(question))
    return " & ".join(f"{word}:*" for word in terms(question))


def matching(dialect: str, asked: sa.BindParameter[str] | None = None) -> sa.ColumnElement[bool]:
    """The same for a question that is given as `q` when the statement is sent."""
    wanted = asked if asked is not None else sa.bindparam("q", type_=sa.String)
    if dialect == "sqlite":
        index = sa.table("search_index", sa.column("rowid", sa.Integer))
        found = sa.select(index.c.rowid).where(sa.column("search_index").op("MATCH")(wanted))
    else:
        words = sa.func.to_tsvector(sa.literal_column("'simple'"), col(SearchText.body))
        query = sa.func.to_tsquery(sa.literal_column("'simple'"), wanted)
        found = sa.select(col(SearchText.record_id)).where(words.op("@@")(query))
    return col(Record.id).in_(found)
