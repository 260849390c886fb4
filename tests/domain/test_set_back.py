"""A database set back in SQL holds what the rules of `as_of`, row by row, leave of the record."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from tests import make
from tests.conftest import NOW
from tracker.domain import as_of, figures
from tracker.domain import models as m
from tracker.domain.as_of import BEGAN, ENDED, Times
from tracker.domain.codes import (
    ActionState,
    AgreementState,
    Health,
    RecommendationState,
    Role,
    Stage,
    StepKind,
    UpdateState,
)
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.domain.queries import scope_rows, snapshots, true_on
from tracker.domain.queries.snapshots import Wanted
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

COORDINATOR = Viewer(None, Role.coordinator)
DAY = date(2004, 6, 30)
TABLES: list[type[Any]] = sorted({*BEGAN, *ENDED, m.Project, m.Component, m.Contribution}, key=lambda one: one.__name__)


@contextmanager
def looking_back(session: UnitSession, tmp_path: Path, times: Times, viewer: Viewer = COORDINATOR) -> Iterator[Session]:
    """A session on a snapshot, made as `tracker.snapshots` makes one."""
    session.commit()
    file = tempfile.mkstemp(dir=tmp_path, suffix=".sqlite3")[1]
    engine = sa.create_engine(f"sqlite:///{file}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        snapshots.build(connection, session, Wanted(times, viewer), lambda _done: None)
        connection.commit()
        with Session(connection) as then:
            yield then


# ------------------------------------------------------------------------------------------ any record


class Chance:
    """Days around the one that is looked back to, and words of the field."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - nobody's secret

    def day(self) -> date | None:
        return self.random.choice([None, DAY, DAY + timedelta(self.random.randint(-400, 400))])

    def on(self) -> PartialDate | None:
        """In any of the ways in which a day can be stated."""
        day = self.day()
        if day is None:
            return self.random.choice([None, PartialDate.parse("first two years")])
        form = self.random.choice(["%Y-%m-%d", "%Y-%m", "%Y", "early %Y", "end %Y", "%Y/2006"])
        return PartialDate.parse(day.strftime(form))

    def of(self, codes: Any) -> Any:  # noqa: ANN401 - a member of an enumeration
        return self.random.choice(list(codes))


def invent(session: UnitSession, seed: int) -> None:
    chance = Chance(seed)
    donor = make.organisation(session)
    for _ in range(12):
        one = make.project(
            session, stage=chance.of(Stage), stage_stated="so it says", stage_why="why", next_step="next", start=chance.on(),
            end=chance.on(), formulated=chance.on(), health=chance.of(Health), health_day=chance.day(),
        )  # fmt: skip
        for _ in range(chance.random.randint(0, 3)):
            report = make.update(
                session, one, as_of=chance.day(), health=chance.of(Health), stage=chance.of([None, *Stage]),
                state=chance.of([UpdateState.published, UpdateState.published, UpdateState.draft]),
            )  # fmt: skip
            if chance.random.random() < 0.2:
                make.update(session, one, as_of=chance.day(), corrects_id=report.id)
        make.component(session, one, stage=chance.of(Stage), stage_stated="so", start=chance.on(), end=chance.on())
        make.milestone(session, one, done_day=chance.day())
        make.risk(session, one, closed_day=chance.day())
        make.delivery(session, one, on=chance.on())
        gift = make.contribution(session, donor)
        for _ in range(chance.random.randint(0, 3)):
            archived = NOW if chance.random.random() < 0.2 else None
            make.step(session, gift, chance.of(StepKind), 100, on=chance.on(), archived_at=archived)
        standing = session.scalars(sa.select(m.Step).where(col(m.Step.contribution_id) == gift.id))
        live = [row for row in standing if row.record.archived_at is None]
        position = figures.position_of((row.kind, row.takes_back, row.amount_minor) for row in live)
        for name, amount in vars(position).items():
            setattr(gift, f"{name}_minor", amount)
        paper = make.agreement(
            session, state=chance.of(AgreementState), state_day=chance.day(), state_why="why", signed=chance.on(),
            end=chance.on(), projects=[one],
        )  # fmt: skip
        make.signature(session, paper, donor, day=chance.day())
        make.amendment(session, paper, on=chance.on(), end=chance.on())
        make.undertaking(session, paper, done_day=chance.day(), state=chance.of(ActionState), outcome="done")
        make.payment(session, donor, chance.day() or DAY, Money(100, "USD"))
        study = make.assessment(session, on=chance.on(), output="a report", output_on=chance.on())
        make.recommendation(
            session, study, state=chance.of(RecommendationState), state_day=chance.day(), project_id=one.id
        )
        make.impact(session, make.disaster(session, on=chance.on()), on=chance.on())
        make.rate(session, currency="EUR", day=chance.day() or DAY, units="0.8", origin=f"of {seed} {one.id}")
    session.flush()


# --------------------------------------------------------------------------- what the rules leave, row by row


def by_the_rules(session: Session, day: date) -> dict[str, dict[int, Any]]:
    """Every row of the tables as `as_of` sets it back, without the parts of what was not there."""
    reports = scope_rows.updates(session, list(session.scalars(sa.select(col(m.Project.id)))), day)
    found: dict[str, dict[int, Any]] = {}
    for table in TABLES:
        rows = list(session.exec(select(table).options(*_parts(table)).order_by(table.id)))
        if table is m.Project:
            later = [one.id for one in rows if one.health_day and one.health_day > day and one.id not in reports]
            before = true_on.first_recorded(session, later)
            kept = [one for one in rows if as_of.project_then(one, day, reports.get(one.id), before.get(one.id))]
        else:
            kept = rows if table is m.Document else as_of.kept(rows, day)
        found[table.__name__] = {one.id: one for one in kept}
    there = {key for rows in found.values() for key in rows}
    every = {one.id: one.parent_id for one in session.scalars(sa.select(m.Record))}
    held = {key for table in TABLES for key in session.scalars(sa.select(table.id))}
    gone = held - there
    while more := {key for key, parent in every.items() if parent in gone} - gone:
        gone |= more
    return {name: {key: told(one) for key, one in rows.items() if key not in gone} for name, rows in found.items()}


def _parts(table: type[Any]) -> list[Any]:
    return [selectinload(getattr(table, name)) for name in ("steps", "amendments") if hasattr(table, name)]


def told(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of any table
    return {column.key: getattr(row, column.key) for column in sa.inspect(type(row)).columns}


def in_the_snapshot(then: Session) -> dict[str, dict[int, Any]]:
    return {
        table.__name__: {row.id: told(row) for row in then.exec(select(table).order_by(table.id))} for table in TABLES
    }


@pytest.mark.parametrize("seed", range(2))
def test_sql_and_rules_leave_the_same_of_any_record(session: UnitSession, tmp_path: Path, seed: int) -> None:
    invent(session, seed)
    with looking_back(session, tmp_path, Times(NOW.date(), DAY)) as then:
        there = in_the_snapshot(then)
    session.expunge_all()
    assert there == by_the_rules(session, DAY)


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2003, 12, 31), date(2004, 7, 1)])
def test_sql_and_rules_leave_the_same_of_the_programme_of_2004(
    programme_session: UnitSession, tmp_path: Path, day: date
) -> None:
    with looking_back(programme_session, tmp_path, Times(NOW.date(), day)) as then:
        there = in_the_snapshot(then)
    programme_session.expunge_all()
    assert there == by_the_rules(programme_session, day)
