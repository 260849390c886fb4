"""A page as of a day and a brief printed as of that day say the same."""

from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from sqlmodel import col, select

from tests import make
from tests.conftest import NOW
from tests.domain.test_set_back import looking_back
from tests.web.client import acting
from tracker.briefs import collect
from tracker.domain import models as m
from tracker.domain.as_of import Times
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind, Health, Role, Stage, UpdateState
from tracker.domain.queries import project_money, projects
from tracker.domain.queries.projects import ProjectFilter
from tracker.domain.rules import Viewer
from tracker.store import UnitSession, make_engine

COORDINATOR = Viewer(None, Role.coordinator)
LATER = date(2004, 3, 1)


@pytest.fixture
def session(programme_url: str, clock: time_machine.Traveller) -> Generator[UnitSession]:
    """On a database of the test's own, with the programme of 2004."""
    engine = make_engine(programme_url)
    with acting(engine) as opened:
        yield opened
    engine.dispose()


@pytest.mark.parametrize("day", [date(2003, 12, 31), LATER])
def test_stage_health_and_money_of_every_project_are_those_of_its_brief(
    session: UnitSession, tmp_path: Path, day: date
) -> None:
    reported = [Health.at_risk, Health.off_track]
    for number, one in enumerate(session.exec(select(m.Project).order_by(col(m.Project.id))).all()[::3]):
        make.update(
            session, one, as_of=date(2003, 1, 1 + number), health=reported[number % 2], state=UpdateState.published
        )
        make.update(session, one, as_of=LATER, stage=Stage.suspended, health=Health.on_track)
        one.health, one.health_day, one.stage = Health.on_track, LATER, Stage.suspended
        steps = [("pledged", 900_00 + number, "2003-06-01"), ("received", 400_00, "2004-02-01")]
        make.allocation(session, make.contribution(session, steps=steps), one, 500_00)
    session.flush()
    told = {}
    for project in session.exec(select(m.Project)):
        order = BriefOrder(kind=BriefKind.project, key=project.record.code or "", lang="en", as_of=day)
        brief = collect.brief(session, order, viewer=COORDINATOR, today=NOW.date())
        if brief.compared and brief.compared.projects:
            (one_of,) = brief.compared.projects
            told[one_of.code] = (one_of.stage, one_of.health, [_figures(line) for line in brief.money])  # type: ignore[attr-defined]
    with looking_back(session, tmp_path, Times(NOW.date(), day)) as then:
        found = projects.listing(then, COORDINATOR, ProjectFilter(), language="en", day=day, per_page=100)
        listed = {
            row.code: (
                row.stage,
                row.health,
                [_figures(line) for line in project_money.money(then, COORDINATOR, row.id)],
            )
            for row in found.rows
        }
    assert listed == told
    assert len(listed) == 18


def _figures(line: object) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in ("currency", "pledged", "committed", "received", "funded", "coverage"))
