"""`tracker remind`: who would be reminded, who is, and what the doctor says of mails that nobody sends."""

import sqlalchemy as sa

from tests import make
from tests.test_cli import Tracker, tracker
from tracker.domain.codes import JobState, ReportingPeriod, Role
from tracker.domain.dates import now
from tracker.domain.models import Job
from tracker.store import UnitSession

__all__ = ["tracker"]


def test_it_says_who_would_be_reminded_and_then_reminds_them_once(tracker: Tracker, session: UnitSession) -> None:
    programme = make.programme(session, "dmp", reporting=ReportingPeriod.month)
    ada = make.user(session, "Ada", email="ada@example.org")
    make.user(session, "Lead", email="lead@example.org", role=Role.coordinator)
    make.project(session, "bam", programme_id=programme.id, managers=[ada])
    session.commit()
    said = tracker("remind", "--dry-run")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "ada@example.org: 2026-10, own: 1, nobody's: 0, overdue in all: 0",
        "lead@example.org: 2026-10, own: 0, nobody's: 0, overdue in all: 2",
        "2 reminders would be sent.",
    ]
    assert session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0
    session.commit()
    assert tracker("remind").out == "2 reminders are on the queue: a worker sends them.\n"
    assert tracker("remind").out == "0 reminders are on the queue: a worker sends them.\n"
    assert tracker("remind", "--dry-run").out == "0 reminders would be sent.\n"
    session.execute(
        sa.update(Job).values(state=JobState.failed, attempts=1, error="The mail server is away.", finished_at=now())
    )
    session.commit()
    said = tracker("doctor")
    assert "warning: Reminders that could not be sent: 2. The mail server is away." in said.out
    assert "mail: set TRACKER_SMTP_URL to have them sent." in said.out
    assert tracker("remind").out.startswith("2 reminders")
