"""A brief through the queue: asked for by somebody, printed by the worker, kept once."""

import hashlib

import pytest
import sqlalchemy as sa
from sqlmodel import select

from tests.jobs.queueing import job
from tracker import jobs
from tracker.domain.codes import JobState, Visibility
from tracker.domain.models import Brief, RowVersion, User
from tracker.handlers import HANDLERS
from tracker.settings import Settings
from tracker.store import open_session
from tracker.worker import Worker


@pytest.fixture
def database_url(programme_url: str) -> str:
    """The programme of 2004, to write in."""
    return programme_url


def asked(engine: sa.Engine, settings: Settings, *, by: str, key: str = "XK") -> int:
    """Somebody asks, and the worker does it."""
    with open_session(engine) as session:
        user = session.exec(select(User).where(User.email.startswith(f"{by}@"))).one()
        queued = jobs.enqueue(session, "brief", {"kind": "mission", "key": key, "lang": "en"}, user.id)
        session.commit()
        assert queued.id is not None
    assert Worker(settings, engine, HANDLERS).work_once()
    return queued.id


def test_the_worker_prints_the_brief_and_keeps_it(engine: sa.Engine, settings: Settings) -> None:
    done = job(engine, asked(engine, settings, by="mission"))
    assert (done.state, done.error, done.progress) == (JobState.done, None, done.total)
    with open_session(engine) as session:
        brief = session.exec(select(Brief)).one()
        assert done.result == {"brief_id": brief.id}
        assert (brief.key, brief.printed_language, brief.title, brief.job_id) == ("XK", "en", "Kosovo", done.id)
        assert (brief.record.visibility, brief.record.created_by_id) == (Visibility.confidential, done.user_id)
        versions = session.exec(select(RowVersion).where(RowVersion.entity == "brief")).all()
        assert [version.user_id for version in versions] == [done.user_id]
    content = (settings.documents / brief.sha256).read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (brief.size, brief.sha256)


def test_a_territory_that_is_not_there_is_the_reason(engine: sa.Engine, settings: Settings) -> None:
    failed = job(engine, asked(engine, settings, by="mission", key="QQ"))
    assert (failed.state, failed.attempts) == (JobState.failed, 1)
    assert "QQ" in (failed.error or "")


def test_who_may_not_print_gets_no_brief_from_the_worker_either(engine: sa.Engine, settings: Settings) -> None:
    assert job(engine, asked(engine, settings, by="viewer")).state == JobState.failed
