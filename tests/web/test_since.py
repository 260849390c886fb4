"""What changed since the brief issued before, on the preview and through the worker: for whom, and from which data."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader
from sqlmodel import col

from tests import cast, make
from tests.web.client import PageClient
from tracker import handlers, storage
from tracker.briefs import collect
from tracker.briefs.frozen import freeze
from tracker.domain.actions.briefs import keep_brief
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind, Role, Stage
from tracker.domain.dates import now, today
from tracker.domain.models import Brief, Project, User
from tracker.domain.rules import Viewer
from tracker.former import former
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]
ORDER = BriefOrder(kind=BriefKind.mission, key="HT", lang="en")
PREVIEW = "/briefs/preview?key=HT&language=en"
NUMBER = "DMP-HT-2026-1"
COORDINATOR = Viewer(None, Role.coordinator)
pytestmark = pytest.mark.usefixtures("haiti")


@pytest.fixture
def haiti(app_session: UnitSession) -> None:
    territory = make.territory(app_session, "HT", "Haiti")
    make.project(app_session, "homes", title="Homes", stage=Stage.proposed, territories=[territory])
    app_session.commit()


def files(app: Flask) -> storage.Storage:
    return storage.of(app.extensions["tracker"].settings)


def issue(app: Flask, session: UnitSession, *, by: str, data: bytes | None = None) -> Brief:
    """The brief as a coordinator sees it, issued under somebody's name."""
    told = collect.brief(session, ORDER, viewer=COORDINATOR, today=today())
    frozen = freeze(replace(told, number=NUMBER)) if data is None else data
    made = keep_brief(
        session,
        ORDER,
        title="Haiti",
        data_day=told.data_day,
        pages=2,
        sha256="0" * 64,
        size=1,
        user_id=session.scalars(sa.select(col(User.id)).where(col(User.email) == cast.email(by))).one(),
        job_id=None,
    )
    made.number, made.series, made.running, made.issued_at = NUMBER, "DMP-HT-2026", 1, now()
    made.data_sha256, made.data_size = files(app).keep(frozen), len(frozen)
    session.commit()
    return made


def approve(session: UnitSession) -> None:
    session.scalars(sa.select(Project)).one().stage = Stage.approved
    session.commit()


def test_a_preview_says_what_changed_since_the_issued_brief(
    app: Flask, client_for: ClientFor, app_session: UnitSession
) -> None:
    issue(app, app_session, by="mission")
    assert f"Nothing changed since {NUMBER}" in client_for("mission").read(PREVIEW).text
    approve(app_session)
    text = " ".join(client_for("mission").read(PREVIEW).text.split())
    assert "Homes: stage proposed approved" in text


def test_without_an_issued_brief_there_is_no_box(client_for: ClientFor) -> None:
    assert "changed since" not in client_for("mission").read(PREVIEW).text


@pytest.mark.parametrize(("who", "times"), [("mission", 0), ("manager", 1), ("coordinator", 1)])
def test_the_difference_tells_nobody_what_a_brief_they_may_not_read_says(
    app: Flask, client_for: ClientFor, app_session: UnitSession, who: str, times: int
) -> None:
    issue(app, app_session, by="manager")
    approve(app_session)
    assert client_for(who).read(PREVIEW).text.count(f"Since {NUMBER}") == times


@pytest.mark.parametrize(
    "order", [replace(ORDER, lang="fr"), replace(ORDER, key="XK"), replace(ORDER, known_on=today())]
)
def test_only_a_brief_of_the_same_edition_is_compared(app: Flask, app_session: UnitSession, order: BriefOrder) -> None:
    issue(app, app_session, by="mission")
    assert former(app_session, ORDER, viewer=COORDINATOR, files=files(app))
    assert former(app_session, order, viewer=COORDINATOR, files=files(app)) is None


def test_the_second_issue_says_what_changed_since_the_first(app: Flask, app_session: UnitSession) -> None:
    tracker, order = app.extensions["tracker"], replace(ORDER, issue=True)
    for _ in range(2):
        keep = handlers.made(tracker.settings, tracker.engine, order, COORDINATOR)
        row = app_session.get_one(Brief, keep(app_session)["brief_id"])
        approve(app_session)
    file = files(app).open(row.sha256)
    assert file
    with file:
        text = " ".join(PdfReader(file).pages[0].extract_text().split())
    assert "HT-2026-2" in text
    assert "Since HT-2026-1 of 23 November 2026 What changed Then Now Homes: stage proposed approved" in text


@pytest.mark.parametrize("data", [b"", b'{"format": 0}'])
def test_data_that_cannot_be_read_is_logged_and_the_brief_goes_out(
    app: Flask,
    client_for: ClientFor,
    app_session: UnitSession,
    caplog: pytest.LogCaptureFixture,
    data: bytes,
) -> None:
    issue(app, app_session, by="mission", data=data)
    with caplog.at_level(logging.WARNING, logger="tracker.former"):
        assert NUMBER not in client_for("mission").read(PREVIEW).text
    assert f"The data of brief {NUMBER} cannot be read" in caplog.text


def test_data_that_is_lost_is_logged_and_the_brief_goes_out(
    app: Flask, client_for: ClientFor, app_session: UnitSession, caplog: pytest.LogCaptureFixture
) -> None:
    made = issue(app, app_session, by="mission")
    files(app).remove(made.data_sha256 or "")
    with caplog.at_level(logging.WARNING, logger="tracker.former"):
        assert NUMBER not in client_for("mission").read(PREVIEW).text
    assert f"The data of brief {NUMBER} is missing" in caplog.text
