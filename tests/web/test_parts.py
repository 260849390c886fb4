"""Milestones, risks and action points: added, changed, removed and brought back from a project's page."""

from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests import cast, make
from tests.web.client import HTMX
from tests.web.posting import SENT, ClientFor, count, person, versions
from tracker.domain.codes import ActionState, Visibility
from tracker.domain.models import ActionPoint, Milestone, Project, Risk
from tracker.store import UnitSession


@dataclass(frozen=True)
class Kind:
    """A kind of part: the word in its address, its table, what its form sends, and what that shows on the page."""

    word: str
    table: type[Milestone | Risk | ActionPoint]
    sent: dict[str, str]
    shown: str
    wrong: dict[str, str]
    why: str

    def __str__(self) -> str:
        return self.word

    @property
    def entity(self) -> str:
        return str(self.table.__tablename__)


KINDS = [
    Kind(
        "milestones",
        Milestone,
        {"title": "Roofs on", "due": "early 2027"},
        "early 2027",
        {"due": "2026-13"},
        "There is no day 2026-13.",
    ),
    Kind(
        "risks",
        Risk,
        {"title": "Winter", "likelihood": "high", "impact": "low", "response": "Tarpaulins"},
        "likelihood: high, impact: low",
        {"likelihood": "enormous"},
        "This is not one of the choices.",
    ),
    Kind(
        "action-points",
        ActionPoint,
        {"title": "Call the ministry", "state": "open", "due_day": "2026-12-01"},
        "1 December 2026",
        {"due_day": "soon"},
        "Write the day as year-month-day",
    ),
]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=str)


@pytest.fixture
def bam(app_session: UnitSession) -> Project:
    bam = make.project(app_session, "bam", title="Shelter", managers=[person(app_session, "manager")])
    app_session.commit()
    return bam


def added(client_for: ClientFor, session: UnitSession, kind: Kind) -> str:
    """Add a part; the address at which it is edited."""
    cast.post(client_for("manager"), f"/projects/bam/{kind.word}/new", kind.sent)
    row = one(session, kind)
    return f"/projects/bam/{kind.word}/{row.id}"


def one(session: UnitSession, kind: Kind) -> Any:  # noqa: ANN401 - a row of one of three tables
    session.expire_all()
    row: Any = session.scalars(sa.select(kind.table)).one()
    assert row.record.id
    session.commit()
    return row


@each_kind
def test_a_part_is_added_and_shown(client_for: ClientFor, app_session: UnitSession, bam: Project, kind: Kind) -> None:
    client = client_for("manager")
    client.read(f"/projects/bam/{kind.word}/new")
    response = cast.post(client, f"/projects/bam/{kind.word}/new", kind.sent)
    assert (response.status_code, response.location) == (303, f"/projects/bam#{kind.word}")
    page = client.read("/projects/bam")
    assert kind.sent["title"] in page.text
    assert kind.shown in page.text
    assert versions(app_session, kind.entity) == 1
    assert f"Amina Manager added {kind.word.replace('-', ' ')[:-1]} “{kind.sent['title']}”." in page.text


@each_kind
def test_a_form_sent_twice_adds_one_part(
    client_for: ClientFor, app_session: UnitSession, bam: Project, kind: Kind
) -> None:
    client = client_for("manager")
    for _ in range(2):
        response = cast.post(client, f"/projects/bam/{kind.word}/new", {**kind.sent, "submission": SENT})
        assert response.location == f"/projects/bam#{kind.word}"
    assert count(app_session, kind.table) == 1


@each_kind
def test_under_htmx_the_reader_is_led_on_by_a_header(
    client_for: ClientFor, app_session: UnitSession, bam: Project, kind: Kind
) -> None:
    response = cast.post(client_for("manager"), f"/projects/bam/{kind.word}/new", kind.sent, headers=HTMX)
    made = count(app_session, kind.table) and one(app_session, kind).id
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, f"/projects/bam?added={made}#{kind.word}")


@each_kind
def test_the_form_of_a_new_part_opens_in_its_place(client_for: ClientFor, bam: Project, kind: Kind) -> None:
    client = client_for("manager")
    assert f'hx-get="/projects/bam/{kind.word}/new"' in client.get("/projects/bam").text
    part = client.get(f"/projects/bam/{kind.word}/new", headers=HTMX).text
    assert part.strip().startswith(f'<div class="in-place" id="new-{kind.word}">')
    assert f'hx-post="/projects/bam/{kind.word}/new" hx-target="#new-{kind.word}"' in part
    refused = cast.post(client, f"/projects/bam/{kind.word}/new", {**kind.sent, "title": ""}, headers=HTMX)
    assert refused.status_code == 422
    assert f'id="new-{kind.word}"' in refused.text
    assert f'href="#{kind.word}-title"' in refused.text


@each_kind
def test_a_refused_part_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, bam: Project, kind: Kind
) -> None:
    client = client_for("manager")
    address = f"/projects/bam/{kind.word}/new"
    assert cast.post(client, address, {**kind.sent, "title": " "}).status_code == 422
    assert client.page is not None
    assert "This is needed." in client.page.text
    assert cast.post(client, address, {**kind.sent, **kind.wrong}).status_code == 422
    assert kind.why in client.page.text
    assert client.page.values("title") == [kind.sent["title"]]
    assert count(app_session, kind.table) == 0


@each_kind
def test_a_part_is_changed_with_one_row_version(
    client_for: ClientFor, app_session: UnitSession, bam: Project, kind: Kind
) -> None:
    address = added(client_for, app_session, kind)
    client = client_for("manager")
    page = client.read(address)
    assert page.values("title") == [kind.sent["title"]]
    before = versions(app_session, kind.entity)
    sent = {**kind.sent, "title": "Said better", "version": page.values("version")[0]}
    assert cast.post(client, address, sent).location == f"/projects/bam#{kind.word}"
    assert versions(app_session, kind.entity) == before + 1
    assert "Said better" in client.read("/projects/bam").text


@each_kind
def test_two_who_change_a_part_choose(
    client_for: ClientFor, app_session: UnitSession, bam: Project, kind: Kind, clock: time_machine.Traveller
) -> None:
    address = added(client_for, app_session, kind)
    clock.shift(60)
    version = str(one(app_session, kind).version)
    cast.post(client_for("coordinator"), address, {**kind.sent, "title": "Theirs", "version": version})
    client = client_for("manager")
    response = cast.post(client, address, {**kind.sent, "title": "Mine", "version": version})
    assert response.status_code == 409
    assert client.page is not None
    for words in (f"Before: {kind.sent['title']}", "Theirs", "Mine", "Dmitri Coordinator"):
        assert words in client.page.text
    sent = {**kind.sent, "title": "Mine", "version": client.page.values("version")[0]}
    assert cast.post(client, address, {**sent, "pick_title": "theirs"}).status_code == 303
    assert one(app_session, kind).title == "Theirs"


@each_kind
def test_a_removed_part_is_brought_back(
    client_for: ClientFor, app_session: UnitSession, bam: Project, kind: Kind
) -> None:
    address = added(client_for, app_session, kind)
    client, row = client_for("manager"), one(app_session, kind)
    before = versions(app_session, "record", row.id)
    response = cast.post(client, f"{address}/remove", {"version": str(row.version)})
    assert response.status_code == 303
    assert versions(app_session, "record", row.id) == before + 1
    page = client.read(response.location.split("#")[0])
    section = page.by_id(kind.word)
    assert section is not None
    assert kind.sent["title"] not in "".join(section.itertext())
    assert "Undo the removal" in "".join(section.itertext())
    assert client.get(address).status_code == 404
    assert cast.post(client, f"{address}/undo").status_code == 303
    assert kind.sent["title"] in client.read("/projects/bam").text
    assert cast.post(client, f"{address}/undo").status_code == 404


@each_kind
def test_a_stale_page_removes_nothing(
    client_for: ClientFor, app_session: UnitSession, bam: Project, kind: Kind
) -> None:
    address = added(client_for, app_session, kind)
    for sent in ({"version": "99"}, {"version": "²"}, {}):
        assert cast.post(client_for("manager"), f"{address}/remove", sent).status_code == 409
    assert one(app_session, kind).record.archived_at is None


@each_kind
def test_others_are_refused_with_the_reason_or_find_nothing(
    client_for: ClientFor, app_session: UnitSession, bam: Project, kind: Kind
) -> None:
    address = added(client_for, app_session, kind)
    sent = {**kind.sent, "title": "Not mine", "version": "1"}
    for posted in (address, f"{address}/remove", f"/projects/bam/{kind.word}/new"):
        assert cast.post(client_for("stranger"), posted, sent).status_code == 404
        response = cast.post(client_for("mission"), posted, sent)
        assert response.status_code == 403
        assert "managers and the coordinators edit it." in response.text
    assert one(app_session, kind).title == kind.sent["title"]


@each_kind
def test_a_part_of_another_project_is_not_found(
    client_for: ClientFor, app_session: UnitSession, bam: Project, kind: Kind
) -> None:
    address = added(client_for, app_session, kind)
    make.project(app_session, "other", managers=[person(app_session, "manager")])
    app_session.commit()
    assert client_for("manager").get(address.replace("bam", "other")).status_code == 404


@each_kind
def test_reading_changes_nothing(client_for: ClientFor, app_session: UnitSession, bam: Project, kind: Kind) -> None:
    address = added(client_for, app_session, kind)
    before = versions(app_session, kind.entity)
    client = client_for("manager")
    client.read(address)
    assert client.get(f"{address}/remove").status_code == 405
    assert versions(app_session, kind.entity) == before


def test_html_in_a_part_is_shown_as_it_was_typed(client_for: ClientFor, bam: Project) -> None:
    client = client_for("manager")
    cast.post(client, "/projects/bam/risks/new", {**KINDS[1].sent, "title": "<b>Winter</b>", "response": "<i>x"})
    text = client.get("/projects/bam").text
    assert "&lt;b&gt;Winter&lt;/b&gt;" in text
    assert "<i>x" not in text


def test_a_date_that_a_person_gives_is_confirmed_and_may_be_late(client_for: ClientFor, bam: Project) -> None:
    client = client_for("manager")
    cast.post(client, "/projects/bam/milestones/new", {"title": "Roofs on", "due": "2026-10"})
    assert "Roofs on · October 2026 late" in client.read("/projects/bam").text


def test_a_milestone_that_was_reached_says_when(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    address = added(client_for, app_session, KINDS[0])
    client = client_for("manager")
    cast.post(client, address, {**KINDS[0].sent, "done_day": "2026-11-20", "version": "1"})
    page = client.read("/projects/bam")
    assert "reached on 20 November 2026" in page.text
    assert "Next milestone none set" in page.text


def test_parts_are_as_visible_as_their_project(client_for: ClientFor, app_session: UnitSession, bam: Project) -> None:
    added(client_for, app_session, KINDS[0])
    bam.record.visibility = Visibility.public
    app_session.commit()
    assert "Roofs on" in client_for("viewer").read("/projects/bam").text


# ------------------------------------------------------------------------------------- action points of one's own


@pytest.fixture
def point(app_session: UnitSession, bam: Project) -> ActionPoint:
    """Something that the mission has to do for a project it may not edit."""
    made = make.action_point(app_session, bam, owner_id=person(app_session, "mission").id)
    app_session.commit()
    return made


def state_of(session: UnitSession, point: ActionPoint) -> ActionState:
    session.expire_all()
    state = session.get_one(ActionPoint, point.id).state
    session.commit()
    return state


def test_who_has_to_do_it_marks_it_as_done_and_opens_it_again(
    client_for: ClientFor, app_session: UnitSession, point: ActionPoint
) -> None:
    client, address, before = client_for("mission"), f"/projects/bam/action-points/{point.id}/state", point.version
    assert "Mark as done" in client.read("/projects/bam").text
    response = cast.post(client, address, {"state": "done", "version": before})
    assert (response.status_code, response.location) == (303, "/projects/bam#action-points")
    assert (state_of(app_session, point), versions(app_session, "action_point")) == (ActionState.done, 2)
    page = client.read("/projects/bam")
    assert "Carla Mission changed the state" in page.text
    sent = {"state": "open", "version": before + 1}
    assert "HX-Redirect" in cast.post(client, address, sent, headers=HTMX).headers
    assert state_of(app_session, point) == ActionState.open


@pytest.mark.parametrize(
    "tried",
    [
        ("mission", {"state": "open", "version": "9"}, 409),
        ("mission", {"state": "lost", "version": "1"}, 422),
        ("mission", {"version": "1"}, 422),
        ("other_manager", {"state": "done", "version": "1"}, 403),
        ("stranger", {"state": "done", "version": "1"}, 404),
    ],
)
def test_what_may_not_be_said_of_an_action_point_changes_nothing(
    client_for: ClientFor, app_session: UnitSession, point: ActionPoint, tried: tuple[str, dict[str, str], int]
) -> None:
    who, sent, status = tried
    address = f"/projects/bam/action-points/{point.id}/state"
    assert cast.post(client_for(who), address, sent).status_code == status
    assert client_for(who).get(address).status_code == 405
    assert (state_of(app_session, point), versions(app_session, "action_point")) == (ActionState.open, 1)


def test_only_who_may_mark_it_as_done_is_offered_to(client_for: ClientFor, point: ActionPoint) -> None:
    offered = {
        who: "Mark as done" in client_for(who).read("/projects/bam").text for who in ("manager", "other_manager")
    }
    assert offered == {"manager": True, "other_manager": False}
