"""An invented portfolio: marked, the same for the same seed, and as consistent as if people had made it."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from tests import make
from tracker.domain import history
from tracker.domain import models as m
from tracker.domain.actions import territories
from tracker.domain.actions.records import free_code
from tracker.domain.codes import FINISHED_STAGES, AgreementState, Health, Phase, RecommendationState, RecordKind, Role
from tracker.domain.dates import now, today
from tracker.domain.errors import Refused
from tracker.domain.invented import ACTOR
from tracker.domain.queries import doctor, past, remembered
from tracker.domain.queries.search_words import FOUND, bodies
from tracker.domain.rules import Viewer
from tracker.exchange.invented import portfolio, removal
from tracker.store import UnitSession

NUMBER = 50


@pytest.fixture
def invented(session: UnitSession) -> UnitSession:
    """A session on a database with fifty invented projects."""
    territories.load(session)
    session.commit()
    portfolio.synthesise(session, portfolio.Order(NUMBER, 7, today()))
    session.commit()
    return session


def rows(session: Session, table: str) -> list[dict[str, Any]]:
    """In the order in which they were made: PostgreSQL puts what was changed elsewhere."""
    of = SQLModel.metadata.tables[table]
    found = session.connection().execute(sa.select(of).order_by(*of.primary_key)).mappings()
    return [dict(row) for row in found]


def test_it_is_consistent_marked_and_spread(invented: UnitSession) -> None:
    assert doctor.broken(invented) == []
    said = doctor.remarks(invented, today=today(), unseen_since=now())
    assert said[0].startswith(f"An invented portfolio is here: {NUMBER} projects;")
    assert len([one for one in said if "pledge" in one]) <= 6
    codes = [row["code"] for row in rows(invented, "record") if row["code"] and row["kind"] != RecordKind.territory]
    assert all(code.startswith("inv-") for code in codes)
    titles = [row["title"] for table in ("project", "assessment", "agreement") for row in rows(invented, table)]
    assert all("nvented" in title for title in titles)
    assert not any(row["active"] for row in rows(invented, "user"))

    projects = rows(invented, "project")
    assert len(projects) == NUMBER
    assert {row["health"] for row in projects} == set(Health)
    assert {row["phase"] for row in projects} == {*Phase, None}
    assert any(row["stage"] in FINISHED_STAGES for row in projects)
    assert {row["region"] for row in rows(invented, "territory")} >= {"africa", "asia", "americas"}
    assert len({row["currency"] for row in rows(invented, "contribution")}) > 5
    assert len({row["state"] for row in rows(invented, "agreement")}) > 2
    asked = rows(invented, "recommendation")
    assert any(row["due_day"] and row["due_day"] < today() and row["state"] == "open" for row in asked)
    assert any(row["state"] == AgreementState.signed for row in rows(invented, "agreement"))
    assert any(row["state"] == RecommendationState.project for row in asked)


def test_history_and_search_say_what_they_would_have_written(invented: UnitSession) -> None:
    standing: dict[tuple[str, str], dict[str, Any]] = {}
    for version in rows(invented, "row_version"):
        assert version["recorded_from"] <= now()
        if version["recorded_to"] is None and version["actor"] == ACTOR:
            assert (version["entity"], version["row_key"]) not in standing
            standing[version["entity"], version["row_key"]] = version
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in history.UNAUDITED]
    for mapper in sa.inspect(m.Record).registry.mappers:
        table = mapper.local_table
        if table in tables and table.name not in {"territory", "territory_name"}:
            for row in invented.scalars(sa.select(mapper.class_)).all():
                key = "·".join(str(part) for part in mapper.primary_key_from_instance(row))
                if isinstance(row, m.Record) and row.kind == RecordKind.territory:
                    continue
                kept = standing.pop((table.name, key))
                assert kept["values"] == history.values_of(row)
                assert kept["version"] == getattr(row, "version", None)
                assert kept["record_id"] == history._record_id(row)  # noqa: SLF001 - what it is held to
    assert standing == {}
    found = {row["record_id"]: row["body"] for row in rows(invented, "search_text")}
    records = invented.scalars(sa.select(m.Record).where(col(m.Record.kind).in_(FOUND))).all()
    for record in records[::7]:
        words = Counter(bodies(invented, [record.id or 0])[record.id or 0].split())
        assert Counter(found[record.id or 0].split()) == words
    assert len(found) == len(records)


def test_an_earlier_day_is_known_as_it_was(invented: UnitSession) -> None:
    day = today() - timedelta(days=200)
    with past.known_on(invented, day, Viewer(None, Role.coordinator)) as then:
        before = {row["id"]: row["stage"] for row in rows(then, "project")}
    assert 0 < len(before) < NUMBER
    now_ = {row["id"]: row["stage"] for row in rows(invented, "project")}
    assert any(now_[key] != stage for key, stage in before.items())


def test_the_same_seed_makes_the_same_data(invented: UnitSession) -> None:
    def told() -> list[tuple[Any, ...]]:
        return [
            *((one["title"], one["stage"], one["health_day"], one["end_stated"]) for one in rows(invented, "project")),
            *((one["kind"], one["amount_minor"], one["on_stated"]) for one in rows(invented, "step")),
        ]

    first, states = told(), {remembered.state(invented)}
    removal.remove(invented)
    invented.commit()
    states.add(remembered.state(invented))
    portfolio.synthesise(invented, portfolio.Order(NUMBER, 7, today()))
    invented.commit()
    states.add(remembered.state(invented))
    assert told() == first
    assert len(states) == 3, "whoever remembers the record sees that it changed"
    removal.remove(invented)
    portfolio.synthesise(invented, portfolio.Order(NUMBER, 8, today()))
    assert told() != first


def test_it_goes_without_a_trace_and_takes_nothing_real_along(session: UnitSession) -> None:
    territories.load(session)
    real = make.project(session, "real")
    session.commit()
    tables = [table.name for table in SQLModel.metadata.sorted_tables]
    before = {table: len(rows(session, table)) for table in tables}
    portfolio.synthesise(session, portfolio.Order(12, 1, today()))
    session.commit()
    with pytest.raises(Refused, match="already"):
        portfolio.synthesise(session, portfolio.Order(12, 1, today()))
    disaster = rows(session, "disaster")[0]["id"]
    tie = m.ProjectDisaster(project_id=real.id or 0, disaster_id=disaster)
    session.add(tie)
    session.commit()
    with pytest.raises(Refused, match="project_disaster"):
        removal.remove(session)
    session.rollback()
    session.delete(tie)
    session.commit()
    theirs = session.scalars(sa.select(m.Project).where(col(m.Project.id) != real.id)).all()
    milestone = make.milestone(session, theirs[0])
    session.commit()
    session.expunge(milestone)
    assert removal.remove(session) > 100
    session.commit()
    after = {table: len(rows(session, table)) for table in tables}
    before["row_version"] += 2  # the tie that was made and taken away
    before["role"] = after["role"]
    assert after == before
    assert doctor.broken(session) == []


def test_it_refuses_what_makes_no_sense(session: UnitSession) -> None:
    with pytest.raises(Refused, match="tracker init"):
        portfolio.synthesise(session, portfolio.Order(1, 1, today()))
    for order in (portfolio.Order(0, 1, today()), portfolio.Order(1, 1, date(2999, 1, 1))):
        with pytest.raises(Refused):
            portfolio.synthesise(session, order)
    assert free_code(session, RecordKind.project, "Inv: 12") == "project-inv-12"
