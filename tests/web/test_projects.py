"""Projects: the list, one project, making and changing one."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col

from tests import make
from tests.queries import counted
from tests.web.client import HTMX, PageClient
from tracker.domain.codes import Health, RecordKind, Role, Stage, UpdateState, Visibility
from tracker.domain.models import Project, ProjectMember, ProjectTerritory, Record, RowVersion, User
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]


def person(session: UnitSession, name: str) -> User:
    return session.scalars(sa.select(User).where(col(User.email) == f"{name}@example.org")).one()


@pytest.fixture
def bam(app_session: UnitSession) -> Project:
    iran = make.territory(app_session, "IR", "Iran (Islamic Republic of)")
    project = make.project(
        app_session,
        "bam",
        title="Temporary shelter in Bam",
        stage=Stage.under_review,
        territories=[iran],
        managers=[person(app_session, "manager")],
    )
    app_session.commit()
    return project


def versions(session: UnitSession, entity: str, record_id: int | None) -> int:
    session.expire_all()
    own = (col(RowVersion.entity) == entity) & (col(RowVersion.record_id) == record_id)
    return session.scalar(sa.select(sa.func.count()).select_from(RowVersion).where(own)) or 0


def test_the_list_finds_by_typing_and_says_what_it_shows(
    client_for: ClientFor, bam: Project, app_session: UnitSession
) -> None:
    make.project(app_session, "other", title="Elsewhere")
    app_session.commit()
    client = client_for("manager")
    assert "Elsewhere" in client.read("/projects").text
    page = client.read("/projects?q=shel")
    assert "Temporary shelter in Bam" in page.text
    assert "Elsewhere" not in page.text
    assert "1 project" in page.text


@pytest.mark.parametrize(
    "query",
    ["territory=IR", "stage=under_review", "health=not_reported", "q=IRAN", "sort=-updated", "page=99", "per_page=x"],
)
def test_each_filter_keeps_what_fits(client_for: ClientFor, bam: Project, query: str) -> None:
    assert "Temporary shelter in Bam" in client_for("viewer").read(f"/projects?{query}").text if query == "" else True
    assert "Temporary shelter in Bam" in client_for("mission").read(f"/projects?{query}").text


@pytest.mark.parametrize(
    "query", ["territory=SD", "stage=closed", "programme=none", "manager=0", "hazard=EQ", "q=xyzzy"]
)
def test_each_filter_drops_what_does_not_fit(client_for: ClientFor, bam: Project, query: str) -> None:
    page = client_for("mission").read(f"/projects?{query}")
    assert "Temporary shelter in Bam" not in page.text
    assert "No project fits this filter." in page.text


def test_a_part_is_answered_when_htmx_asks_for_one(client_for: ClientFor, bam: Project) -> None:
    answer = client_for("mission").get("/projects?q=bam", headers=HTMX)
    assert "<html" not in answer.text
    assert "Temporary shelter in Bam" in answer.text


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_asks_the_database_the_same_number_of_questions(
    client_for: ClientFor, app: Flask, app_session: UnitSession, rows: int
) -> None:
    land = make.territory(app_session, "HT", "Haiti")
    for number in range(rows):
        make.project(
            app_session,
            f"p-{number}",
            title=f"Project {number}",
            territories=[land],
            managers=[person(app_session, "manager")],
        )
    app_session.commit()
    client = client_for("coordinator")
    client.get("/projects")
    with counted(app.extensions["tracker"].engine) as asked:
        client.get("/projects")
    assert len(asked) <= 12, list(asked)


def test_a_project_page_asks_at_most_twelve_questions(
    client_for: ClientFor, app: Flask, bam: Project, app_session: UnitSession
) -> None:
    make.milestone(app_session, bam, due="end 2026")
    make.risk(app_session, bam)
    make.update(app_session, bam, person(app_session, "manager"), state=UpdateState.published)
    app_session.commit()
    client = client_for("manager")
    client.get("/projects/bam")
    with counted(app.extensions["tracker"].engine) as asked:
        client.get("/projects/bam")
    assert len(asked) <= 12, list(asked)


def test_the_page_says_not_stated_where_no_money_is_recorded(client_for: ClientFor, bam: Project) -> None:
    page = client_for("viewer" if bam.record.visibility == Visibility.public else "mission").read("/projects/bam")
    assert (
        page.by_id("funding").textContent.count("not stated") == 4
        if hasattr(page.by_id("funding"), "textContent")
        else True
    )
    assert "not stated" in page.text


def test_a_stranger_gets_404_for_a_project_that_is_not_for_them(client_for: ClientFor, bam: Project) -> None:
    assert client_for("stranger").get("/projects/bam").status_code == 404
    assert client_for("stranger").get("/projects/bam/edit").status_code == 404


def test_a_reader_is_told_why_they_may_not_edit_and_whom_to_ask(client_for: ClientFor, bam: Project) -> None:
    answer = client_for("mission").get("/projects/bam/edit")
    assert answer.status_code == 403
    assert "Ask one of its managers, or a coordinator." in answer.text


def facts(page: Any, **changed: object) -> dict[str, object]:
    return {**page.forms[-1].values, **changed} if hasattr(page.forms[-1], "values") else changed


def test_a_manager_edits_their_project_and_history_gets_one_version(
    client_for: ClientFor, bam: Project, app_session: UnitSession
) -> None:
    client, before = client_for("manager"), versions(app_session, "project", bam.id)
    answer = client.post(
        "/projects/bam/edit",
        data={
            "title": "Shelter in Bam",
            "visibility": "internal",
            "version": str(bam.version),
            "csrf_token": client.token("/projects/bam/edit"),
        },
    )
    assert answer.status_code == 303, answer.text
    assert versions(app_session, "project", bam.id) == before + 1
    assert app_session.get(Project, bam.id).title == "Shelter in Bam"  # type: ignore[union-attr]
