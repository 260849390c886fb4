"""My work: what each role finds on its first page."""

from datetime import date

import pytest
from flask import Flask

from tests import cast, make
from tests.queries import counted
from tests.web.posting import ClientFor, person, works_in
from tracker.domain.codes import Health, ReportingPeriod, Stage, UpdateState, Visibility
from tracker.domain.models import Project
from tracker.store import UnitSession


@pytest.fixture
def bam(app_session: UnitSession) -> Project:
    iran = make.territory(app_session, "IR", "Iran (Islamic Republic of)")
    bam = make.project(
        app_session, "bam", title="Shelter in Bam", territories=[iran], managers=[person(app_session, "manager")]
    )
    make.project(app_session, "accra", title="Land in Accra")
    works_in(app_session, "mission", iran.id)
    app_session.commit()
    return bam


def test_a_manager_sees_their_own_projects(client_for: ClientFor, bam: Project) -> None:
    page = client_for("manager").read("/")
    assert page.heading == "My work"
    assert "Shelter in Bam" in page.text
    assert "Land in Accra" not in page.text


def test_a_mission_sees_the_projects_of_its_territories(client_for: ClientFor, bam: Project) -> None:
    page = client_for("mission").read("/")
    assert "Projects in my territories" in page.text
    assert "Shelter in Bam" in page.text
    assert "Land in Accra" not in page.text


def test_a_coordinator_sees_what_is_off_track(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    assert "Nothing waits for you." in client_for("coordinator").read("/").text
    bam.health = Health.off_track
    make.project(app_session, title="Long over", health=Health.off_track, stage=Stage.closed)
    app_session.commit()
    page = client_for("coordinator").read("/")
    assert "Off track or at risk" in page.text
    assert "Shelter in Bam" in page.text
    assert "Long over" not in page.text
    assert "Off track or at risk" not in client_for("mission").read("/").text


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("viewer", "You read here what the programme publishes."),
        ("other_manager", "You manage no project."),
        ("mission", "No project works in your territories."),
    ],
)
def test_who_has_nothing_to_do_is_told_what_belongs_here(client_for: ClientFor, who: str, words: str) -> None:
    page = client_for(who).read("/")
    assert words in page.text
    assert "/projects" in page.links


def test_what_is_due_stands_in_the_order_of_its_days(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    confirmed = bam.record.created_at
    manager = person(app_session, "manager")
    make.milestone(app_session, bam, "In words", due="first two years")
    make.milestone(app_session, bam, "Without a day")
    make.milestone(app_session, bam, "To come", due="early 2027", confirmed_at=confirmed)
    make.milestone(app_session, bam, "Late one", due="2026-10", confirmed_at=confirmed)
    make.milestone(app_session, bam, "Old one", due="2004")
    make.milestone(app_session, bam, "Reached", due="2026-09", done_day=confirmed.date())
    make.action_point(app_session, bam, "Call the ministry", owner_id=manager.id, due_day=confirmed.date())
    make.action_point(app_session, bam, "Not mine", owner_id=person(app_session, "mission").id)
    app_session.commit()
    section = client_for("manager").read("/").by_id("due")
    assert section is not None
    text = " ".join("".join(section.itertext()).split())
    titles = ("Old one", "Late one", "Call the ministry", "To come", "In words", "Without a day")
    places = [text.index(title) for title in titles]
    assert places == sorted(places), text
    assert "Reached" not in text
    assert "Not mine" not in text
    assert "2004 to be confirmed" in text
    assert "October 2026 late" in text


def test_drafts_and_returned_updates_of_mine_stand_here(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    mission = person(app_session, "mission")
    make.update(app_session, bam, mission, state=UpdateState.returned, returned_why="Of which village?")
    app_session.commit()
    page = client_for("mission").read("/")
    assert "Of which village?" in page.text
    assert "/projects/bam/updates/new" in page.links
    assert "Of which village?" not in client_for("manager").read("/").text


def test_nothing_of_an_archived_project_is_due(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    make.milestone(app_session, bam, "Roofs on", due="2026-10")
    app_session.commit()
    cast.post(client_for("manager"), "/projects/bam/archive", {"version": str(bam.version)})
    page = client_for("manager").read("/")
    assert "Roofs on" not in page.text
    assert "You manage no project." in page.text


def test_what_nobody_opened_for_me_is_not_here(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    bam.record.visibility = Visibility.confidential
    make.action_point(app_session, bam, "Call the ministry", owner_id=person(app_session, "mission").id)
    app_session.commit()
    page = client_for("mission").read("/")
    assert "Shelter in Bam" not in page.text
    assert "Call the ministry" not in page.text


def test_the_first_page_asks_the_same_number_of_questions_whatever_there_is(
    client_for: ClientFor, app: Flask, app_session: UnitSession, bam: Project
) -> None:
    client, counts = client_for("manager"), []
    for rows in (1, 30):
        for _ in range(rows):
            project = make.project(app_session, managers=[person(app_session, "manager")])
            make.milestone(app_session, project, due="2027")
            make.update(app_session, project, state=UpdateState.submitted)
        app_session.commit()
        client.get("/")
        with counted(app.extensions["tracker"].engine) as asked:
            client.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12, counts


def test_a_report_that_is_due_stands_first_with_its_day(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    programme = make.programme(app_session, reporting=ReportingPeriod.quarter, reporting_days=60)
    bam.programme_id = programme.id
    app_session.commit()
    section = client_for("manager").read("/").by_id("due")
    assert section is not None
    text = " ".join("".join(section.itertext()).split())
    assert "Report for Q3 2026" in text
    assert "29 November 2026" in text
    assert "Report for" not in client_for("mission").read("/").text
    programme.reporting_days = 10
    app_session.commit()
    assert "overdue by 44 days" in client_for("manager").read("/").text
    make.update(app_session, bam, as_of=date(2026, 9, 30))
    app_session.commit()
    assert "Report for" not in client_for("manager").read("/").text
