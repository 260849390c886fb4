"""Issuing: numbers without gaps, editions that supersede each other, and nothing issued ever changes."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import SQLModel, col

from tests import make
from tracker.domain.actions import records
from tracker.domain.actions.briefs import keep_brief
from tracker.domain.actions.issuing import Frozen
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind
from tracker.domain.dates import now
from tracker.domain.errors import NotAllowed, Overtaken
from tracker.domain.models import Brief
from tracker.domain.queries import doctor, issued
from tracker.domain.queries.issued import Issue
from tracker.store import UnitSession

HAITI = BriefOrder(kind=BriefKind.mission, key="HT", lang="en", issue=True)
FRENCH = BriefOrder(kind=BriefKind.mission, key="HT", lang="fr", issue=True)


@pytest.fixture(autouse=True)
def haiti(session: UnitSession) -> None:
    make.project(session, programme_id=make.programme(session, "dmp").id, territories=[make.territory(session)])


def keep(session: UnitSession, issue: Issue | None, order: BriefOrder = HAITI) -> Brief:
    return keep_brief(
        session,
        order,
        title="Haiti",
        data_day=now(),
        pages=2,
        sha256="a" * 64,
        size=10,
        user_id=None,
        job_id=None,
        frozen=Frozen(issue, "b" * 64, 20) if issue else None,
    )


def next_of(session: UnitSession, order: BriefOrder = HAITI) -> Issue:
    return issued.next_issue(session, order, now())


def test_a_draft_has_no_number_and_is_no_edition(session: UnitSession) -> None:
    draft = keep(session, None)
    assert (draft.number, draft.issued_at, draft.data_sha256) == (None, None, None)
    assert issued.latest(session, HAITI) is None


def test_an_issue_is_numbered_and_supersedes_the_former_of_its_language(session: UnitSession) -> None:
    first = keep(session, next_of(session))
    french = keep(session, next_of(session, FRENCH), FRENCH)
    second = keep(session, next_of(session))
    assert [one.number for one in (first, french, second)] == ["DMP-HT-2026-1", "DMP-HT-2026-2", "DMP-HT-2026-3"]
    assert [one.supersedes_id for one in (first, french, second)] == [None, None, first.id]
    assert (second.series, second.running, second.issued_at) == ("DMP-HT-2026", 3, now())
    assert (second.data_sha256, second.data_size) == ("b" * 64, 20)
    assert (issued.latest(session, HAITI), issued.latest(session, FRENCH)) == (second, french)


def test_a_new_year_begins_at_one_and_still_supersedes(session: UnitSession, clock: time_machine.Traveller) -> None:
    first = keep(session, next_of(session))
    clock.move_to(datetime(2027, 1, 2, tzinfo=UTC))
    issue = next_of(session)
    assert issue.number == "DMP-HT-2027-1"
    assert issue.former == issued.Former(first.id or 0, "DMP-HT-2026-1", date(2026, 11, 23))


def test_briefs_of_a_list_are_editions_by_their_selection(session: UnitSession) -> None:
    one, other = (
        BriefOrder(kind=BriefKind.portfolio, key="", lang="en", selection=asked) for asked in ("stage=closed", "q=bam")
    )
    kept = keep(session, next_of(session, one), one)
    assert (issued.latest(session, one), issued.latest(session, other)) == (kept, None)


def test_whoever_comes_too_late_stores_nothing(session: UnitSession) -> None:
    early, late = next_of(session), next_of(session)
    keep(session, early)
    with pytest.raises(Overtaken, match="DMP-HT-2026-1"):
        keep(session, late)
    assert session.scalar(sa.select(sa.func.count()).select_from(Brief)) == 1


def test_a_number_that_still_is_free_does_not_hold_where_the_edition_was_superseded(session: UnitSession) -> None:
    before = next_of(session)
    keep(session, issued.next_issue(session, HAITI, datetime(2025, 12, 31, tzinfo=UTC)))
    with pytest.raises(Overtaken):
        keep(session, before)


CHANGES: list[Callable[[Brief], None]] = [
    lambda brief: setattr(brief, "sha256", "c" * 64),
    lambda brief: setattr(brief, "data_sha256", "c" * 64),
    lambda brief: setattr(brief, "number", None),
    lambda brief: setattr(brief, "number", "DMP-HT-2026-9"),
    lambda brief: setattr(brief, "title", "Hayti"),
    lambda brief: setattr(brief.record, "archived_at", now()),
]


@pytest.mark.parametrize("change", CHANGES)
def test_an_issued_brief_never_changes(session: UnitSession, change: Callable[[Brief], None]) -> None:
    brief = keep(session, next_of(session))
    session.commit()
    change(brief)
    with pytest.raises(NotAllowed, match="never changes"):
        session.flush()


def test_an_issued_brief_is_not_put_away_or_deleted(session: UnitSession) -> None:
    brief = keep(session, next_of(session))
    session.commit()
    with pytest.raises(NotAllowed):
        records.archive(session, row=brief, version=brief.version)
    session.rollback()
    session.delete(session.get_one(Brief, brief.id))
    with pytest.raises(NotAllowed):
        session.flush()


def test_a_draft_may_still_be_put_away(session: UnitSession) -> None:
    brief = keep(session, None)
    records.archive(session, row=brief, version=brief.version)
    assert brief.record.archived_at == now()


def test_the_kept_files_of_an_issued_brief_are_two(session: UnitSession) -> None:
    keep(session, next_of(session))
    assert {sha256 for _, sha256 in doctor.kept_files(session)} == {"a" * 64, "b" * 64}


def test_the_doctor_finds_a_number_that_is_missing(session: UnitSession) -> None:
    keep(session, next_of(session))
    keep(session, next_of(session))
    assert doctor.broken(session) == []
    brief = SQLModel.metadata.tables["brief"]
    session.execute(brief.update().where(brief.c.running == 2).values(running=5, number="DMP-HT-2026-5"))
    assert doctor.broken(session) == ["Of the series DMP-HT-2026 2 briefs are kept, and the last is number 5."]


def test_the_database_itself_gives_no_number_twice(session: UnitSession) -> None:
    keep(session, next_of(session))
    keep(session, next_of(session))
    session.commit()
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.update(Brief).where(col(Brief.running) == 2).values(running=1))
