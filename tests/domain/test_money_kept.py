"""What is kept beside a contribution equals the plain computation, and doctor says where data contradicts itself."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from tracker.domain import figures
from tracker.domain.actions.funding import keep_position
from tracker.domain.codes import StepKind
from tracker.domain.dates import now
from tracker.domain.figures import Ladder, Position
from tracker.domain.queries import doctor, positions
from tracker.store import UnitSession

steps = st.lists(
    st.tuples(
        st.sampled_from(StepKind),
        st.none() | st.sampled_from([StepKind.announced, StepKind.pledged, StepKind.committed]),
        st.none() | st.integers(-(10**15), 10**15),
        st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_the_kept_sums_are_the_plain_sums_of_the_steps_that_stand(
    session: UnitSession, planned: list[tuple[StepKind, StepKind | None, int | None, bool]]
) -> None:
    row = make.contribution(session)
    for kind, takes_back, amount, gone in planned:
        make.step(session, row, kind, amount, takes_back=takes_back, archived_at=now() if gone else None)
    keep_position(session, row)
    plain = figures.position_of((kind, back, amount) for kind, back, amount, gone in planned if not gone)
    assert positions.kept(row) == plain
    assert positions.of_steps(session).get(row.id or 0, Position()) == plain
    session.rollback()


def test_an_archived_step_counts_no_more(session: UnitSession) -> None:
    row = make.contribution(session, steps=[("pledged", 500), ("received", 200)])
    received = make.step(session, row, StepKind.received, 50)
    keep_position(session, row)
    assert positions.kept(row).received == 250
    received.record.archived_at = now()
    keep_position(session, row)
    assert positions.kept(row) == Position(pledged=500, received=200)
    assert doctor.broken(session) == []


def test_a_stated_withdrawal_is_kept_with_what_it_takes_back(session: UnitSession) -> None:
    row = make.contribution(session, steps=[("pledged", 500), ("committed", 300)])
    make.step(session, row, StepKind.withdrawn, 100, takes_back=StepKind.pledged)
    make.step(session, row, StepKind.withdrawn, 40)
    keep_position(session, row)
    assert positions.kept(row) == Position(pledged=500, committed=300, withdrawn=140, withdrawn_pledged=100)
    assert figures.ladder(positions.kept(row)) == Ladder(pledged=100, committed=260)


def test_doctor_finds_a_stale_part_of_a_withdrawal(session: UnitSession) -> None:
    row = make.contribution(session, code="c", steps=[("pledged", 500)])
    make.step(session, row, StepKind.withdrawn, 100, takes_back=StepKind.pledged)
    assert doctor.broken(session) == [
        "Contribution c keeps None as withdrawn; its steps add up to 100.",
        "Contribution c keeps None as withdrawn as pledged; its steps add up to 100.",
    ]


def test_doctor_finds_what_gives_more_than_stands(session: UnitSession) -> None:
    row = make.contribution(session, code="c", steps=[("received", 100_00)])
    project = make.project(session)
    make.allocation(session, row, project, 60_00)
    assert doctor.broken(session) == []
    make.allocation(session, row, project, 50_00)
    assert doctor.broken(session) == ["Contribution c gives USD 110.00 to projects and USD 100.00 of it stands."]
    row.record.archived_at = now()
    session.flush()
    assert doctor.broken(session) == []


def test_doctor_finds_a_rung_below_zero(session: UnitSession) -> None:
    make.contribution(session, code="c", steps=[("received", 100_00), ("received", -130_00)])
    assert doctor.broken(session) == [
        "Contribution c comes to USD -30.00 as received: its corrections exceed what they correct."
    ]


@pytest.mark.parametrize(
    ("steps_", "warned"),
    [
        ([("pledged", 5_00, "2025-11-22")], True),
        ([("pledged", 5_00, "2025-11-23")], False),
        ([("pledged", 5_00)], False),
        ([("pledged", 5_00, "2024"), ("committed", 5_00, "2026-01")], False),
    ],
)
def test_doctor_warns_of_pledges_older_than_a_year(session: UnitSession, steps_: list[Any], *, warned: bool) -> None:
    make.contribution(session, code="c", steps=steps_)
    said = doctor.remarks(session, today=date(2026, 11, 23), unseen_since=datetime(2026, 11, 23, tzinfo=now().tzinfo))
    words = "Contribution c: USD 5.00 was pledged over a year ago and nobody has committed it."
    assert (words in said) == warned
