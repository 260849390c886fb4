"""History in sentences: what was done to a record, in the reader's words."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tests import make
from tests.web.client import PageClient
from tracker.domain import history as recording
from tracker.domain.codes import Role, Stage, Visibility
from tracker.domain.dates import PartialDate
from tracker.domain.models import Project, ProjectPartner
from tracker.domain.money import Money
from tracker.domain.queries import changes, names
from tracker.domain.rules import Viewer
from tracker.store import UnitSession
from tracker.web.sentences import Entry, history

COORDINATOR = Viewer(1, Role.coordinator)
Tell = Callable[..., list[Entry]]


@pytest.fixture
def tell(app: Flask, app_session: UnitSession) -> Tell:
    def told(row: Project, viewer: Viewer = COORDINATOR, lang: str = "en") -> list[Entry]:
        app_session.commit()
        found = changes.of_record(app_session, row.id or 0, inside=viewer.role != Role.viewer)
        called = names.of_changes(app_session, viewer, row.id or 0, found, language=lang, day=date(2026, 11, 23))
        with app.test_request_context(f"/?lang={lang}"):
            return history(found, called, owner_id=row.id or 0, lang=lang)

    return told


@pytest.fixture
def project(app_session: UnitSession, clock: time_machine.Traveller) -> Project:
    made = make.project(app_session, "bam", title="Shelter", stage=Stage.proposed)
    make.milestone(app_session, made, "First homes", due="2004")
    app_session.commit()
    clock.shift(timedelta(hours=1))
    recording.acting(app_session, user_id=None, name="Ada", why="")
    return made


def sentences(entries: list[Entry]) -> list[str]:
    return [sentence for entry in entries for sentence in entry.sentences]


def test_what_was_recorded_together_is_one_sentence(tell: Tell, project: Project) -> None:
    assert sentences(tell(project)) == ["The tests recorded this."]


def test_a_change_names_field_old_and_new(tell: Tell, project: Project) -> None:
    project.stage = Stage.under_way
    assert sentences(tell(project))[0] == "Ada changed the stage from “proposed” to “under way”."


def test_a_partial_date_and_an_amount_are_one_field_each(
    tell: Tell, project: Project, app_session: UnitSession
) -> None:
    project.start = PartialDate.parse("early 2004")
    assert sentences(tell(project))[0] == "Ada set the start to “early 2004”."
    need = make.requirement(app_session, project, Money.of(500, "USD"))
    app_session.commit()
    need.amount = Money.of(700, "USD")
    assert "Ada changed the amount of requirement from “USD 500” to “USD 700”." in sentences(tell(project))


def test_a_long_text_is_not_repeated(tell: Tell, project: Project) -> None:
    project.summary = "word " * 60
    assert sentences(tell(project))[0] == "Ada rewrote the summary."


def test_a_part_is_named(tell: Tell, project: Project, app_session: UnitSession) -> None:
    milestone = make.milestone(app_session, project, "Last homes", due="2004")
    app_session.commit()
    milestone.due = PartialDate.parse("2005-03")
    told = sentences(tell(project))
    assert "Ada added milestone “Last homes”." in told
    assert "Ada changed the due date of milestone “Last homes” from “2004” to “March 2005”." in told


def test_a_reason_stands_beside_its_act(tell: Tell, project: Project, app_session: UnitSession) -> None:
    recording.acting(app_session, user_id=None, name="Ada", why="No money came.")
    project.stage = Stage.cancelled
    assert str(tell(project)[0].why) == "No money came."


def test_acts_apart_in_time_are_told_apart_newest_first(
    tell: Tell, project: Project, app_session: UnitSession, clock: time_machine.Traveller
) -> None:
    project.title = "Shelters"
    app_session.commit()
    clock.shift(timedelta(minutes=5))
    project.title = "Shelters in Bam"
    entries = tell(project)
    assert [entry.sentences for entry in entries[:2]] == [
        ["Ada changed the title from “Shelters” to “Shelters in Bam”."],
        ["Ada changed the title from “Shelter” to “Shelters”."],
    ]
    assert entries[0].when == datetime(2026, 11, 23, 10, 5, tzinfo=UTC)


def test_archiving_and_restoring_are_told(tell: Tell, project: Project, app_session: UnitSession) -> None:
    project.record.archived_at = datetime(2026, 11, 23, tzinfo=UTC)
    assert sentences(tell(project))[0] == "Ada archived this."
    project.record.archived_at = None
    assert "Ada restored this." in sentences(tell(project))


def test_a_partner_is_named_in_the_readers_language(tell: Tell, project: Project, app_session: UnitSession) -> None:
    partner = make.organisation(app_session, "undp", name="Development Programme")
    make.translation(app_session, partner, "name", "zh", "开发署")
    app_session.add(ProjectPartner(project_id=project.id or 0, organisation_id=partner.id or 0))
    assert "Ada added the partner “Development Programme”." in sentences(tell(project))
    assert any("开发署" in sentence for sentence in sentences(tell(project, lang="zh")))


def test_what_the_reader_may_not_see_is_not_named(tell: Tell, project: Project, app_session: UnitSession) -> None:
    hidden = make.organisation(app_session, "hidden", name="Quiet Partner", visibility=Visibility.confidential)
    app_session.add(ProjectPartner(project_id=project.id or 0, organisation_id=hidden.id or 0))
    assert any("Quiet Partner" in sentence for sentence in sentences(tell(project)))
    assert not any("Quiet Partner" in sentence for sentence in sentences(tell(project, Viewer(None, Role.viewer))))


def test_a_page_that_names_kosovo_in_an_organisation_bears_its_note(
    programme_client_for: Callable[[str], PageClient],
) -> None:
    client = programme_client_for("viewer")
    assert "resolution 1244 (1999)" in client.read("/organisations/unmik?lang=en").text
    assert "resolution 1244 (1999)" in client.read("/organisations?q=unmik&lang=en").text
    assert "resolution 1244 (1999)" not in client.read("/organisations/adb?lang=en").text


def test_a_program_and_its_reason_are_known_to_be_one(tell: Tell, project: Project, app_session: UnitSession) -> None:
    recording.acting(app_session, user_id=None, name="programme file", why="loaded from programme.yaml")
    project.stage = Stage.cancelled
    told = tell(project)[0]
    assert told.sentences == ["The programme file changed the stage from “proposed” to “cancelled”."]
    assert told.why is not None
    assert told.why.language == "en"
