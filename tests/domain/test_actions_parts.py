"""Milestones, risks and action points, and when a date of theirs is late."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlmodel import SQLModel

from tests import make
from tracker.domain import rules
from tracker.domain.actions import parts as acts
from tracker.domain.codes import Deadline, RecordKind, Role, Visibility
from tracker.domain.dates import PartialDate
from tracker.domain.drafts.projects import ActionPointDraft, MilestoneDraft, RiskDraft
from tracker.domain.errors import Clash
from tracker.domain.models import Milestone, Project, ProjectMember
from tracker.domain.queries import project_page
from tracker.store import UnitSession

COORDINATOR = rules.Viewer(None, Role.coordinator)
TODAY = date(2026, 11, 23)
KINDS: list[tuple[acts.PartType, SQLModel]] = [
    (acts.MILESTONE, MilestoneDraft(title="Roofs on")),
    (acts.RISK, RiskDraft(title="Winter")),
    (acts.ACTION_POINT, ActionPointDraft(title="Call")),
]
each_kind = pytest.mark.parametrize(("part", "draft"), KINDS)


@pytest.fixture
def project(session: UnitSession) -> Project:
    return make.project(session, "bam")


def seen(session: UnitSession) -> project_page.ProjectPage:
    return project_page.page(session, COORDINATOR, "bam", language="en", today=TODAY)


@each_kind
def test_a_part_goes_and_comes_back(
    session: UnitSession, project: Project, part: acts.PartType, draft: SQLModel
) -> None:
    row = acts.add(session, part, owner=project, draft=draft)
    assert [shown.id for shown in seen(session).parts[part.kind]] == [row.id]
    acts.take_away(session, part, row=row, version=row.version)
    assert seen(session).parts[part.kind] == []
    acts.bring_back(session, part, row=row)
    assert [shown.id for shown in seen(session).parts[part.kind]] == [row.id]


@each_kind
def test_a_newer_version_is_not_written_over(
    session: UnitSession, project: Project, part: acts.PartType, draft: SQLModel
) -> None:
    row = acts.add(session, part, owner=project, draft=draft)
    for version in (None, row.version + 1):
        with pytest.raises(Clash):
            acts.edit(session, part, row=row, draft=draft, version=version)
        with pytest.raises(Clash):
            acts.take_away(session, part, row=row, version=version)


def test_a_date_that_a_person_gives_is_confirmed_by_that(
    session: UnitSession, project: Project, clock: time_machine.Traveller
) -> None:
    due = PartialDate.parse("2026-10")
    row = acts.add(session, acts.MILESTONE, owner=project, draft=MilestoneDraft(title="Roofs on", due=due))
    assert isinstance(row, Milestone)
    assert row.confirmed_at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    acts.edit(session, acts.MILESTONE, row=row, draft=MilestoneDraft(title="Roofs on"), version=row.version)
    assert row.confirmed_at is None


@pytest.mark.parametrize(
    ("tended", "confirmed", "due", "expected"),
    [
        (False, False, "early 2004", Deadline.as_reported),
        (False, True, "early 2004", Deadline.as_reported),
        (True, False, "early 2004", Deadline.to_be_confirmed),
        (True, True, "early 2004", Deadline.late),
        (True, True, "2026-11", Deadline.ahead),
        (True, True, "2026-11-22", Deadline.late),
        (True, True, "2026-11-23", Deadline.ahead),
        (True, True, "first two years", Deadline.none),
        (True, True, None, Deadline.none),
    ],
)
def test_only_a_date_confirmed_since_somebody_tends_the_project_is_late(  # noqa: PLR0917 - a table of cases
    session: UnitSession,
    project: Project,
    tended: bool,  # noqa: FBT001
    confirmed: bool,  # noqa: FBT001
    due: str | None,
    expected: Deadline,
) -> None:
    if tended:
        project.health_day = date(2026, 1, 1)
    given = {"due": due} if due else {}
    make.milestone(session, project, confirmed_at=datetime.now(UTC) if confirmed else None, **given)
    page = seen(session)
    milestone = page.parts[RecordKind.milestone][0]
    assert page.deadline(milestone) == expected
    assert page.next_milestone == milestone


def test_a_viewer_is_told_the_same_of_a_date_as_the_programmes_people(session: UnitSession, project: Project) -> None:
    manager = make.user(session, "Ada", role=Role.manager)
    session.add(ProjectMember(project_id=project.id or 0, user_id=manager.id or 0))
    project.record.visibility = Visibility.public
    make.milestone(session, project, due="2004", confirmed_at=datetime.now(UTC))
    reader = rules.Viewer(None, Role.viewer)
    page = project_page.page(session, reader, "bam", language="en", today=TODAY)
    assert page.deadline(page.parts[RecordKind.milestone][0]) == Deadline.late
    assert "manager" not in page.links
