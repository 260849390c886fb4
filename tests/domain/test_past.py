"""The record as it was known on a day: rebuilt from history, row by row, and never more than may be seen today."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, col, select

from tests import make
from tests.conftest import NOW
from tracker.domain import history
from tracker.domain import models as m
from tracker.domain.actions import projects, records, updates
from tracker.domain.codes import Health, RecordKind, Role, Stage, Visibility
from tracker.domain.drafts.updates import UpdateDraft
from tracker.domain.errors import Refused
from tracker.domain.queries import past
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
COORDINATOR = Viewer(None, Role.coordinator)
AUDITED = [table for table in SQLModel.metadata.sorted_tables if table.name not in history.UNAUDITED | {"role_user"}]

Contents = dict[str, list[tuple[Any, ...]]]


def contents(session: Session) -> Contents:
    """Every row of all audited tables, but for secrets and roles, which are those of today."""
    return {table.name: _rows(session, table) for table in AUDITED}


def _rows(session: Session, table: sa.Table) -> list[tuple[Any, ...]]:
    columns = [column for column in table.columns if column.name not in history.SECRETS]
    rows = session.connection().execute(sa.select(*columns).order_by(*table.primary_key))
    return sorted((tuple(row) for row in rows), key=repr)


def known(session: Session, day: date, viewer: Viewer = COORDINATOR) -> Contents:
    with past.known_on(session, day, viewer) as then:
        return contents(then)


def titles(session: Session, viewer: Viewer, day: date = TODAY) -> set[str]:
    with past.known_on(session, day, viewer) as then:
        return set(then.scalars(sa.select(col(m.Project.title))))


# ------------------------------------------------------------------------------------------ what people do


def retitle(session: UnitSession, project: m.Project) -> None:
    project.title += " 🙂 «É» \\ \" 'x'"


def tie(session: UnitSession, project: m.Project) -> None:
    session.add(m.ProjectPartner(project_id=project.id or 0, organisation_id=make.organisation(session).id or 0))


def untie(session: UnitSession, project: m.Project) -> None:
    links = select(m.ProjectPartner).where(m.ProjectPartner.project_id == project.id)
    for link in session.exec(links.order_by(col(m.ProjectPartner.organisation_id)).limit(1)):
        session.delete(link)


def report(session: UnitSession, project: m.Project) -> None:
    draft = UpdateDraft(
        health=Health.at_risk, stage=project.stage, happened="It rained.", next_step="Dry.", as_of=date(2026, 11, 20)
    )
    viewer = Viewer(make.user(session).id, Role.coordinator)
    updates.publish_own(session, project=project, viewer=viewer, draft=draft)


def put_away(session: UnitSession, project: m.Project) -> None:
    act = records.restore if project.record.archived_at else records.archive
    act(session, row=project, version=project.version)


def halt(session: UnitSession, project: m.Project) -> None:
    if project.stage == Stage.under_way:
        projects.move_stage(session, project=project, stage=Stage.suspended, why="No access", version=project.version)


def give(session: UnitSession, project: m.Project) -> None:
    gift = make.contribution(session, steps=[("pledged", 10**15), ("received", None, "early 2004")])
    make.allocation(session, gift, project, 3)
    make.milestone(session, project, due="2004-03/2004-12", done_day=date(2004, 5, 1))
    rate = m.Rate(currency="EUR", day=date(2004, 1, 1), units_per_dollar=Decimal("0.8940"), origin=f"UN {gift.id}")
    rate.record = m.Record(kind=RecordKind.rate)
    session.add(rate)


ACTS: list[Callable[[UnitSession, m.Project], None]] = [retitle, tie, untie, report, put_away, halt, give]


@settings(max_examples=12)
@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=6), st.lists(st.sampled_from(ACTS), max_size=4))
def test_what_was_known_is_what_was_recorded(
    session: UnitSession,
    clock: time_machine.Traveller,
    acts: list[Callable[[UnitSession, m.Project], None]],
    later: list[Callable[[UnitSession, m.Project], None]],
) -> None:
    project = make.project(session)
    for act in acts:
        act(session, project)
        session.commit()
    stood, day = contents(session), datetime.now(UTC).date()
    assert known(session, day) == stood
    clock.shift(timedelta(days=1))
    for act in later:
        act(session, project)
        session.commit()
    assert known(session, day) == stood
    assert known(session, day + timedelta(days=1)) == contents(session)


def test_the_programme_of_2004_is_rebuilt_whole(programme_session: UnitSession) -> None:
    assert known(programme_session, TODAY) == contents(programme_session)


def test_a_day_ends_at_midnight_of_universal_time(session: UnitSession, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 11, 20, 23, 59, 59, 999999, tzinfo=UTC), tick=False)
    make.project(session, title="Last moment")
    session.commit()
    clock.move_to(datetime(2026, 11, 21, tzinfo=UTC), tick=False)
    make.project(session, title="Next day")
    session.commit()
    assert titles(session, COORDINATOR, date(2026, 11, 20)) == {"Last moment"}
    assert titles(session, COORDINATOR, date(2026, 11, 21)) == {"Last moment", "Next day"}


def test_a_day_before_the_first_record_is_refused(session: UnitSession) -> None:
    make.project(session)
    session.commit()
    with pytest.raises(Refused, match=r"By 2026-11-22 nothing was recorded here. The first record is of 2026-11-23."):
        known(session, YESTERDAY)


def test_a_day_that_has_not_come_is_refused(session: UnitSession) -> None:
    with pytest.raises(Refused, match="not come yet"):
        known(session, TODAY + timedelta(days=1))


def test_what_was_made_confidential_since_does_not_come_to_light(
    session: UnitSession, clock: time_machine.Traveller
) -> None:
    viewer, manager = (Viewer(make.user(session, role=role).id, role) for role in (Role.viewer, Role.manager))
    open_, hidden = (make.project(session, title=title, visibility=Visibility.public) for title in ("Open", "Hidden"))
    make.milestone(session, hidden, "The secret milestone")
    session.commit()
    clock.shift(timedelta(days=1))
    for record in session.exec(
        select(m.Record).where(sa.or_(col(m.Record.id) == hidden.id, col(m.Record.parent_id) == hidden.id))
    ):
        record.visibility = Visibility.confidential
    open_.title = "Renamed"
    session.commit()
    assert titles(session, COORDINATOR) == {"Open", "Hidden"}
    for person in (viewer, manager):
        assert titles(session, person) == {"Open"}
        with past.known_on(session, TODAY, person) as then:
            assert list(then.exec(select(m.Milestone))) == []
            assert "secret" not in str(then.connection().exec_driver_sql("SELECT * FROM row_version").all())


def test_what_was_confidential_then_keeps_the_visibility_of_its_day(
    session: UnitSession, clock: time_machine.Traveller
) -> None:
    project = make.project(session, title="Open now", visibility=Visibility.confidential)
    session.commit()
    clock.shift(timedelta(days=1))
    project.record.visibility = Visibility.public
    session.commit()
    with past.known_on(session, TODAY, Viewer(None, Role.viewer)) as then:
        assert then.scalars(sa.select(col(m.Record.visibility)).where(col(m.Record.id) == project.id)).all() == [
            Visibility.confidential
        ]


def test_nothing_secret_is_there_and_roles_are_those_of_today(session: UnitSession) -> None:
    ada = make.user(session, "Ada", role=Role.manager)
    ada.password, ada.tf_totp_secret = "a hash of a password", "a seed"
    session.commit()
    with past.known_on(session, TODAY, COORDINATOR) as then:
        (found,) = then.exec(select(m.User))
        assert (found.name, found.role, found.password, found.tf_totp_secret) == ("Ada", Role.manager, "", None)


def test_territories_are_called_what_they_are_called_today(session: UnitSession, clock: time_machine.Traveller) -> None:
    territory = make.territory(session, "MK", "The former name")
    session.commit()
    clock.shift(timedelta(days=1))
    (name,) = session.exec(select(m.TerritoryName).where(m.TerritoryName.territory_id == territory.id))
    name.listed = "North Macedonia"
    session.commit()
    with past.known_on(session, TODAY, COORDINATOR) as then:
        assert "North Macedonia" in set(then.scalars(sa.select(col(m.TerritoryName.listed))))


def test_versions_of_an_older_program_have_the_usual_values(session: UnitSession) -> None:
    gift = make.contribution(session)
    session.commit()
    version = session.exec(
        select(m.RowVersion).where(m.RowVersion.entity == "contribution", m.RowVersion.row_key == str(gift.id))
    ).one()
    older = {name: value for name, value in version.values.items() if name not in {"kind", "withdrawn_minor"}}
    session.connection().execute(sa.update(m.RowVersion).where(col(m.RowVersion.id) == version.id).values(values=older))
    with past.known_on(session, TODAY, COORDINATOR) as then:
        (row,) = then.exec(select(m.Contribution))
        assert (row.kind, row.withdrawn_minor) == ("money", None)


def test_what_is_changed_in_the_past_changes_nothing(session: UnitSession) -> None:
    project = make.project(session, title="As it is")
    session.commit()
    with past.known_on(session, TODAY, COORDINATOR) as then:
        then.exec(select(m.Project)).one().title = "Other"
        then.commit()
    session.expire_all()
    assert session.exec(select(m.Project)).one().title == "As it is"
    assert project.version == 1
