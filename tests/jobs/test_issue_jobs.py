"""Issuing by workers: several at once, killed ones and failed ones leave no gap and give no number twice."""

import io
import logging
import multiprocessing as mp
import os
import random
import signal
import time
from datetime import timedelta
from multiprocessing.context import ForkProcess

import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from sqlmodel import col, select

from tests.jobs.queueing import job
from tests.jobs.test_workers import end, states, until
from tracker import handlers, jobs
from tracker.briefs import frozen
from tracker.briefs.model import Brief as Told
from tracker.briefs.render import Printed, PrintingError
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind, JobState, Role
from tracker.domain.models import Brief, Job, User
from tracker.domain.queries import doctor
from tracker.domain.rules import Viewer
from tracker.handlers import HANDLERS
from tracker.settings import Settings
from tracker.store import UnitSession, make_engine, open_session
from tracker.worker import Handler, Keep, Work, Worker

forked = mp.get_context("fork")
COORDINATOR = Viewer(None, Role.coordinator, "tracker brief")


@pytest.fixture
def database_url(programme_url: str) -> str:
    """The programme of 2004, to write in."""
    return programme_url


def paper_of(told: Told, _data: bytes | None = None) -> Printed:
    """Paper that says nothing but its number, and takes as long as it likes."""
    time.sleep(random.uniform(0, 0.03))  # noqa: S311 - no secret
    return Printed((told.number or "draft").encode(), 1, "")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "printed", paper_of)


def ask(engine: sa.Engine, key: str = "XK", lang: str = "en", *, by: str = "coordinator", kind: str = "mission") -> int:
    """Somebody asks for a brief to be issued."""
    with open_session(engine) as session:
        user = session.exec(select(User).where(User.email == f"{by}@example.org")).one()
        order = BriefOrder(kind=BriefKind(kind), key=key, lang=lang, issue=True)
        queued = jobs.enqueue(session, "brief", order.args(), user.id)
        session.commit()
        assert queued.id is not None
        return queued.id


def briefs(engine: sa.Engine) -> list[Brief]:
    with open_session(engine) as session:
        return list(session.exec(select(Brief).order_by(col(Brief.id))))


def run(settings: Settings, handler: Handler) -> None:
    logging.disable()
    engine = make_engine(settings.database_url)
    Worker(settings, engine, {"brief": handler}, lease=timedelta(seconds=1), heartbeat=0.3).run()


def start(settings: Settings, handler: Handler) -> ForkProcess:
    process = forked.Process(target=run, args=(settings, handler))
    process.start()
    return process


def work(engine: sa.Engine, settings: Settings, job_id: int) -> Job:
    assert Worker(settings, engine, HANDLERS).work_once()
    return job(engine, job_id)


def test_an_issued_brief_bears_its_number_and_keeps_what_it_says(engine: sa.Engine, settings: Settings) -> None:
    for _ in range(2):
        assert work(engine, settings, ask(engine)).state == JobState.done
    first, second = briefs(engine)
    assert (first.number, second.number, second.supersedes_id) == ("DMP-XK-2026-1", "DMP-XK-2026-2", first.id)
    day = f"{second.issued_at:%-d %B %Y}"
    pages = [
        page.extract_text() for page in PdfReader(io.BytesIO((settings.documents / second.sha256).read_bytes())).pages
    ]
    assert all("DMP-XK-2026-2" in " ".join(page.split()) for page in pages)
    title = " ".join(pages[0].split())
    assert f"Issued on {day} Supersedes DMP-XK-2026-1, issued on {day}." in title
    assert "draft" not in " ".join(pages)
    data = (settings.documents / (second.data_sha256 or "")).read_bytes()
    told = frozen.thaw(data)
    assert (told.number, told.issued, len(data)) == ("DMP-XK-2026-2", told.today, second.data_size)
    assert told.supersedes is not None
    assert told.supersedes.number == "DMP-XK-2026-1"
    assert all(part in data for part in (b'"templates"', b'"TrackerSans-Regular.ttf"', b'"rates": []'))


@pytest.mark.usefixtures("quick")
def test_several_workers_issue_one_series_without_gap_or_double(engine: sa.Engine, settings: Settings) -> None:
    number = 2 * len(LANGUAGES)
    for _ in range(2):
        for lang in LANGUAGES:
            ask(engine, lang=lang)
    engine.dispose()
    workers = [start(settings, handlers.brief) for _ in range(3)]
    until(lambda: states(engine) == {JobState.done: number}, 60)
    for worker in workers:
        end(worker)
    kept = briefs(engine)
    assert [brief.running for brief in kept] == list(range(1, number + 1))
    for brief in kept:
        assert (settings.documents / brief.sha256).read_text() == brief.number
    for lang in LANGUAGES:
        edition = [brief for brief in kept if brief.printed_language == lang]
        assert [brief.supersedes_id for brief in edition] == [None, *(brief.id for brief in edition[:-1])]


@pytest.mark.usefixtures("quick")
def test_a_worker_killed_between_printing_and_storing_leaves_no_gap(engine: sa.Engine, settings: Settings) -> None:
    asked = ask(engine)
    engine.dispose()
    victim = start(settings, dies_before_it_stores)
    victim.join(30)
    victim.kill()
    assert victim.exitcode == -signal.SIGKILL
    assert (briefs(engine), job(engine, asked).state) == ([], JobState.running)
    ask(engine, lang="fr")
    engine.dispose()
    heir = start(settings, handlers.brief)
    until(lambda: states(engine) == {JobState.done: 2})
    end(heir)
    assert sorted(brief.number or "" for brief in briefs(engine)) == ["DMP-XK-2026-1", "DMP-XK-2026-2"]


def dies_before_it_stores(work: Work) -> Keep:
    keep = handlers.brief(work)

    def die(session: UnitSession) -> dict[str, int]:
        keep(session)
        session.flush()
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("is dead by now")

    return die


def test_a_print_that_fails_takes_no_number(
    engine: sa.Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def jam(_told: Told, _data: bytes | None) -> Printed:
        raise PrintingError("paper jam")

    with monkeypatch.context() as patch:
        patch.setattr(handlers, "printed", jam)
        failed = ask(engine)
        for _ in range(jobs.MOST_ATTEMPTS):
            work(engine, settings, failed)
    assert (job(engine, failed).state, briefs(engine)) == (JobState.failed, [])
    work(engine, settings, ask(engine, kind="project", key="kosovo-municipal"))
    work(engine, settings, ask(engine))
    assert [brief.number for brief in briefs(engine)] == ["DMP-KOSOVO-MUNICIPAL-2026-1", "DMP-XK-2026-1"]


def test_who_is_overtaken_prints_anew_within_the_same_attempt(
    engine: sa.Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command line issues while the worker prints."""
    asked, quicker = ask(engine), iter(range(2))

    def overtaken(told: Told, _data: bytes | None) -> Printed:
        if next(quicker, None) is not None:
            order = BriefOrder(kind=BriefKind.mission, key="XK", lang="en", issue=True)
            with monkeypatch.context() as patch, open_session(engine) as session:
                patch.setattr(handlers, "printed", paper_of)
                handlers.made(settings, engine, order, COORDINATOR)(session)
                session.commit()
        return paper_of(told)

    monkeypatch.setattr(handlers, "printed", overtaken)
    done = work(engine, settings, asked)
    assert (done.state, done.attempts) == (JobState.done, 1)
    kept = briefs(engine)
    assert [brief.number for brief in kept] == ["DMP-XK-2026-1", "DMP-XK-2026-2", "DMP-XK-2026-3"]
    assert [brief.supersedes_id for brief in kept] == [None, kept[0].id, kept[1].id]
    assert kept[-1].job_id == asked
    with open_session(engine) as session:
        assert doctor.broken(session) == []


def test_who_may_not_issue_is_told_whom_to_ask(engine: sa.Engine, settings: Settings) -> None:
    failed = work(engine, settings, ask(engine, by="manager"))
    assert (failed.state, failed.attempts) == (JobState.failed, 1)
    assert "ask a coordinator" in (failed.error or "")
    assert briefs(engine) == []
