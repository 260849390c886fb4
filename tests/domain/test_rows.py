"""Statements that are built once, sent past SQLAlchemy's own way: the same rows, values and faults."""

from datetime import UTC

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from tests import make
from tracker.domain.codes import Health, RecordKind
from tracker.domain.models import Project, Record
from tracker.domain.queries.statement import Statement
from tracker.domain.rows import plain_rows

IDS = sa.bindparam("ids", expanding=True, type_=sa.Integer)
AMONG: Statement = (
    sa.select(col(Project.id), col(Project.health), col(Record.created_at), col(Record.code).label("called"))
    .join(Record, col(Record.id) == Project.id)
    .where(col(Project.id).in_(IDS), col(Record.kind) == RecordKind.project)
    .order_by(col(Project.id))
)
BROKEN: Statement = (
    sa.select(sa.column("x")).select_from(sa.table("no_such_table")).where(sa.column("x") == sa.bindparam("typed"))
)


@pytest.mark.parametrize("many", [0, 1, 2, 3, 5, 8])
def test_lists_of_any_length_find_what_they_name_and_no_more(session: Session, many: int) -> None:
    ids = [make.project(session, title=str(number)).id or 0 for number in range(9)]
    assert [row.id for row in plain_rows(session, AMONG, {"ids": ids[:many]})] == ids[:many]


def test_values_come_as_the_program_knows_them(session: Session) -> None:
    project = make.project(session, code="bam")
    (row,) = plain_rows(session, AMONG, {"ids": [project.id]})
    assert row.health is Health.not_reported
    assert row.created_at.tzinfo == UTC
    assert (row.called, row[0]) == ("bam", project.id)


def test_what_the_session_holds_is_written_before_it_is_asked_for(session: Session) -> None:
    project = make.project(session)
    session.commit()
    project.health = Health.at_risk
    assert plain_rows(session, AMONG, {"ids": [project.id]})[0].health is Health.at_risk


def test_a_fault_is_told_as_elsewhere_and_without_what_was_typed(session: Session) -> None:
    with pytest.raises(sa.exc.DBAPIError) as told:
        plain_rows(session, BROKEN, {"typed": "a secret word"})
    assert "no_such_table" in str(told.value)
    assert "a secret word" not in str(told.value)
    session.rollback()
    assert plain_rows(session, AMONG, {"ids": [1]}) == []
