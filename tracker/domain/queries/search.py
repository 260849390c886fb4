"""Finding records by words: their own, and the names of what they are tied to as far as the person asking may know of it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from tracker.domain import models as m
from tracker.domain.codes import Visibility
from tracker.domain.models import Record, SearchText
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import Viewer
from tracker.domain.search import terms

TIES: tuple[tuple[type[SQLModel], str, str, type[m.Organisation | m.Disaster]], ...] = (
    (m.ProjectPartner, "project_id", "organisation_id", m.Organisation),
    (m.AssessmentParticipant, "assessment_id", "organisation_id", m.Organisation),
    (m.AgreementParty, "agreement_id", "organisation_id", m.Organisation),
    (m.Contribution, "id", "donor_id", m.Organisation),
    (m.ProjectDisaster, "project_id", "disaster_id", m.Disaster),
)
"""What a record is found by the name of: the table of the tie, its columns of the record and of the other, the other."""


def matches(session: Session, viewer: Viewer, question: str) -> sa.ColumnElement[bool]:
    """The condition on Record that all words of the question begin words of its search text.

    A question without a word matches nothing: callers leave the condition out where nothing was asked.
    """
    dialect = session.get_bind().dialect.name
    asked = asked_of(dialect, question)
    if not asked:
        return sa.false()
    return matching(dialect, visible_to(viewer), sa.bindparam("q", asked, unique=True))


def asked_of(dialect: str, question: str) -> str:
    """The question as the dialect's index wants it; empty where it holds no word."""
    if dialect == "sqlite":
        return " ".join(f'"{word}"*' for word in terms(question))
    return " & ".join(f"{word.replace(' ', ' <-> ')}:*" for word in terms(question))


def matching(
    dialect: str, visible: sa.ColumnElement[bool], asked: sa.BindParameter[str] | None = None
) -> sa.ColumnElement[bool]:
    """The same for a question that is given as `q` when the statement is sent, and somebody's condition of sight.

    Names that everybody may know stand in the search text of what is tied to them. By the others a record is found
    only where the person asking may know of them: else the search would tell of its ties.
    """
    hits = _hits(dialect, asked if asked is not None else sa.bindparam("q", type_=sa.String)).cte("hits")
    own = sa.select(hits.c.id)
    quiet = col(Record.visibility) != Visibility.public
    named = sa.select(col(Record.id)).where(col(Record.id).in_(own), quiet, visible).correlate(None).cte("named")
    ties = (
        sa.select(getattr(table, owner)).where(getattr(table, other).in_(sa.select(named.c.id))).correlate(None)
        for table, owner, other, _ in TIES
    )
    return col(Record.id).in_(sa.union_all(own, *ties))


def _hits(dialect: str, wanted: sa.BindParameter[str]) -> Statement:
    if dialect == "sqlite":
        index = sa.table("search_index", sa.column("rowid", sa.Integer))
        return sa.select(index.c.rowid.label("id")).where(sa.column("search_index").op("MATCH")(wanted))
    words = sa.func.to_tsvector(sa.literal_column("'simple'"), col(SearchText.body))
    query = sa.func.to_tsquery(sa.literal_column("'simple'"), wanted)
    return sa.select(col(SearchText.record_id).label("id")).where(words.op("@@")(query))
