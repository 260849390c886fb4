"""Reviews: begun from a list, gone through project by project, what is decided and agreed written down."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlmodel import col

from tests import cast, make
from tests.html import text_of
from tests.web.client import HTMX, PageClient
from tests.web.posting import SENT, person, versions
from tests.web.test_briefs import work
from tracker.domain.codes import ActionState, BriefKind, Health, ReviewState, Stage, Visibility
from tracker.domain.models import ActionPoint, Brief, Decision, Project, Review, ReviewProject
from tracker.domain.money import Money
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]
CODE = "review-2026-11-23"
AT = f"/reviews/{CODE}"


@pytest.fixture
def projects(app_session: UnitSession) -> dict[str, Project]:
    """Three projects in the order of their titles; the manager manages the second, the third is confidential."""
    haiti = make.territory(app_session, "HT", "Haiti")
    manager = person(app_session, "manager")
    made = {
        "bridges": make.project(app_session, "bridges", title="Bridges", territories=[haiti]),
        "homes": make.project(
            app_session, "homes", title="Homes", territories=[haiti], managers=[manager], stage=Stage.under_way
        ),
        "secret": make.project(app_session, "secret", title="Tunnels", visibility=Visibility.confidential),
    }
    app_session.commit()
    return made


@pytest.fixture
def review(projects: dict[str, Project], client_for: ClientFor) -> str:
    """A review of all three."""
    del projects
    return begin(client_for("coordinator"))


def begin(client: PageClient, selection: str = "archived=no", **given: object) -> str:
    facts = {"title": "Monthly review", "held_day": "2026-11-23", "submission": SENT, **given}
    response = cast.post(client, f"/reviews/new?selection={selection.replace('=', '%3D')}", facts)
    assert response.status_code == 303, response.text
    return str(response.location)


def say(client: PageClient, n: int, kind: str, **given: object) -> Any:  # noqa: ANN401 - the library's answer
    return cast.post(client, f"{AT}/{n}/{kind}", given)


def one(session: UnitSession, table: type[Any]) -> Any:  # noqa: ANN401 - a row of any table
    found = session.scalars(sa.select(table).execution_options(populate_existing=True)).one()
    session.commit()
    return found


# --------------------------------------------------------------------------------------- beginning and seeing


def test_a_review_of_a_list_goes_through_its_projects_by_title(
    client_for: ClientFor, app_session: UnitSession, projects: dict[str, Project]
) -> None:
    client = client_for("coordinator")
    page = client.read("/reviews/new?selection=territory%3DHT")
    assert ("It goes through 2 projects" in page.text, page.values("title")) == (True, ["Review: Haiti"])
    address = begin(client, "territory=HT")
    assert address == f"/reviews/{CODE}"
    page = client.read(address)
    assert page.text.index("Bridges") < page.text.index("Homes")
    assert "Tunnels" not in page.text
    assert one(app_session, Review).selection == "territory=HT"
    stops = app_session.scalars(sa.select(ReviewProject).order_by(col(ReviewProject.position))).all()
    assert [stop.project_id for stop in stops] == [projects["bridges"].id, projects["homes"].id]


def test_lists_lead_to_a_review_of_them(client_for: ClientFor, projects: dict[str, Project]) -> None:
    del projects
    for who, led in {"coordinator": True, "manager": False}.items():
        client = client_for(who)
        found = client.read("/projects?territory=HT").links
        assert ("/reviews/new?selection=territory%3DHT" in found) == led
        assert ("/reviews/new?selection=archived%3Dno" in client.read("/portfolio").links) == led


def test_a_list_of_nothing_and_an_unknown_filter_begin_nothing(client_for: ClientFor) -> None:
    client = client_for("coordinator")
    assert "No project that you may see fits this list" in client.read("/reviews/new").text
    assert "There is no filter colour" in client.read("/reviews/new?selection=colour%3Dred", 422).text


def test_a_form_sent_twice_begins_one_review(
    client_for: ClientFor, app_session: UnitSession, projects: dict[str, Project]
) -> None:
    del projects
    client = client_for("coordinator")
    assert begin(client) == begin(client)
    assert one(app_session, Review).state == ReviewState.open
    assert "A review of this list is open already" in client.read("/reviews/new?selection=archived%3Dno").text


def test_managers_see_the_reviews_of_their_projects_and_others_do_not(
    client_for: ClientFor, review: str, app_session: UnitSession
) -> None:
    assert say(client_for("coordinator"), 3, "decisions", text="Keep it quiet").status_code == 303
    assert say(client_for("coordinator"), 0, "decisions", text="Meet monthly").status_code == 303
    page = client_for("manager").read(review)
    assert ("Homes" in page.text, "Tunnels" in page.text, "Keep it quiet" in page.text) == (True, False, False)
    assert ("Meet monthly" in page.text, f"{AT}/close" in page.links) == (True, False)
    assert "Monthly review" in client_for("manager").read("/reviews").text
    assert "No review goes through your projects yet" in client_for("other_manager").read("/reviews").text
    for who, answer in {"other_manager": 404, "mission": 404, "viewer": 403, "stranger": 403}.items():
        assert client_for(who).get(review).status_code == answer
    assert client_for("manager").get(f"{AT}/3").status_code == 404
    assert client_for("viewer").get("/reviews").status_code == 403
    del app_session


def test_the_page_of_a_project_leads_on_to_the_next_that_may_be_seen(client_for: ClientFor, review: str) -> None:
    del review
    page = client_for("coordinator").read(f"{AT}/2")
    assert {f"{AT}/1", f"{AT}/3"} <= set(page.links)
    assert "Project 2 of 3" in page.text
    page = client_for("manager").read(f"{AT}/2")
    assert ("Project 2 of 2" in page.text, f"{AT}/3" in page.links) == (True, False)
    assert client_for("coordinator").get(f"{AT}/4").status_code == 404


def test_of_a_former_review_that_somebody_may_not_see_the_day_alone_is_told(
    client_for: ClientFor, projects: dict[str, Project], app_session: UnitSession
) -> None:
    secret = make.review(app_session, "tunnels", title="Tunnels at the front", projects=[projects["secret"]])
    secret.held_day = date(2026, 11, 9)
    digger = make.user(app_session, "Dora Digger")
    made = make.review(app_session, "monthly", projects=[projects["homes"], projects["secret"]], former_id=secret.id)
    make.decision(app_session, made, "Dig deeper", project=projects["secret"], created_by_id=digger.id)
    app_session.commit()
    for who, told in {"coordinator": True, "manager": False}.items():
        page = client_for(who).read("/reviews/monthly")
        assert "9 November 2026" in page.text
        assert ("Tunnels at the front" in page.text, "Dora Digger" in page.text) == (told, told)


# ----------------------------------------------------------------------------------- what changed since then


def test_the_next_review_tells_what_changed_since_the_last(
    client_for: ClientFor, projects: dict[str, Project], app_session: UnitSession, clock: time_machine.Traveller
) -> None:
    client = client_for("coordinator")
    homes = projects["homes"]
    donor = make.organisation(app_session, "canada", name="Canada")
    stone = make.milestone(app_session, homes, "Roofs done", due="2026-11-30", confirmed_at=datetime.now(UTC))
    make.agreement(app_session, "mou", title="Memorandum", projects=[homes])
    app_session.commit()
    begin(client)
    assert "no day was chosen to compare with" in client.read(f"{AT}/2").text
    cast.post(client, f"{AT}/close", {"language": "en", "second": "", "version": one(app_session, Review).version})
    clock.move_to(datetime(2026, 12, 7, 9, tzinfo=UTC))
    client = client_for("coordinator")
    homes = app_session.get(Project, homes.id)  # type: ignore[assignment]
    homes.stage, stone.done_day = Stage.suspended, date(2026, 12, 1)
    make.update(app_session, homes, person(app_session, "manager"), health=Health.off_track, as_of=date(2026, 12, 2))
    gift = make.contribution(app_session, donor, "gift", steps=[("received", 5_000_00, "2026-12-03")])
    make.allocation(app_session, gift, homes, 5_000_00)
    app_session.commit()
    begin(client, held_day="2026-12-07", since="2026-11-23", submission="f" * 32)
    page = client.read("/reviews/review-2026-12-07/2")
    told = page.text[page.text.index("Since the last review") : page.text.index("Last update")]
    for words in ("under way suspended", "Roofs done", "reached on 1 December 2026", "Canada", "received", "5,000"):
        assert words in told, told
    assert "off track" in told
    assert "Memorandum" not in told
    assert "Nothing else changed" in client.read("/reviews/review-2026-12-07/1").text


def test_what_is_overdue_money_and_open_risks_stand_on_the_page(
    client_for: ClientFor, projects: dict[str, Project], app_session: UnitSession
) -> None:
    homes = projects["homes"]
    make.milestone(app_session, homes, "Roofs done", due="2026-10", confirmed_at=datetime.now(UTC))
    make.action_point(app_session, homes, "Call the mayor", due_day=date(2026, 11, 1))
    make.risk(app_session, homes, "Early rains")
    make.risk(app_session, homes, "War", closed_day=date(2026, 10, 1))
    make.requirement(app_session, homes, Money(900_00, "EUR"))
    make.allocation(
        app_session, make.contribution(app_session, currency="EUR", steps=[("received", 400_00)]), homes, 400_00
    )
    agreement = make.agreement(app_session, "mou", title="Memorandum", projects=[homes])
    make.undertaking(app_session, agreement, "Give the land", due="2026-09")
    asked = make.recommendation(
        app_session, make.assessment(app_session, "study"), "Move the school", due_day=date(2026, 9, 1)
    )
    asked.project_id = homes.id
    app_session.commit()
    begin(client_for("coordinator"))
    page = client_for("coordinator").read(f"{AT}/2")
    for words in (
        "Roofs done",
        "Call the mayor",
        "Early rains",
        "Give the land",
        "Move the school",
        "EUR 900",
        "EUR 400",
    ):
        assert words in page.text
    assert "War" not in page.text


# ------------------------------------------------------------------------------------------- writing it down


def test_decisions_and_actions_are_written_down_and_stand_on_both_pages(
    client_for: ClientFor, review: str, projects: dict[str, Project], app_session: UnitSession
) -> None:
    client = client_for("coordinator")
    owner = person(app_session, "manager").id
    app_session.commit()
    assert say(client, 2, "decisions", text="Stop the works").location == f"{AT}/2"
    assert say(client, 2, "actions", title="Tell the mayor", owner_id=owner, due_day="2026-12-01").location == f"{AT}/2"
    for page in (client.read(f"{AT}/2"), client.read(review)):
        for words in ("Stop the works", "Tell the mayor", "Amina Manager", "1 December 2026"):
            assert words in page.text
    decision, action = one(app_session, Decision), one(app_session, ActionPoint)
    assert (decision.project_id, action.project_id) == (projects["homes"].id, projects["homes"].id)
    assert (action.review_id, action.state) == (decision.review_id, ActionState.open)
    assert (versions(app_session, "decision"), versions(app_session, "action_point")) == (1, 1)
    page = client.read("/projects/homes")
    assert "Tell the mayor" in page.text
    assert "added decision “Stop the works”" in page.text


@pytest.mark.parametrize(
    ("kind", "given"), [("decisions", {"text": "Stop the works"}), ("actions", {"title": "Tell the mayor"})]
)
def test_each_way_to_write_answers_the_list(
    kind: str, given: dict[str, str], client_for: ClientFor, review: str, app_session: UnitSession
) -> None:
    del review
    client, address = client_for("coordinator"), f"{AT}/2/{kind}"
    for who, answer in {"stranger": 403, "other_manager": 404, "manager": 303 if kind == "actions" else 403}.items():
        assert cast.post(client_for(who), address, given).status_code == answer
    refused = cast.post(client, address, {**given, next(iter(given)): " ", "due_day": "soon"})
    assert (refused.status_code, "This is needed." in refused.text) == (422, True)
    client.read(address)
    before = versions(app_session, "decision") + versions(app_session, "action_point")
    plain, twice = (cast.post(client, address, {**given, "submission": "e" * 32}) for _ in range(2))
    assert (plain.status_code, plain.location, twice.location) == (303, f"{AT}/2", f"{AT}/2")
    assert versions(app_session, "decision") + versions(app_session, "action_point") == before + 1
    table = Decision if kind == "decisions" else ActionPoint
    row = app_session.scalars(sa.select(table).order_by(col(table.id).desc())).first()
    app_session.commit()
    assert row is not None
    own, version = f"{address}/{row.id}", row.version
    changed = {name: f"{value} today" for name, value in given.items()}
    assert cast.post(client, own, {**changed, "version": version}).status_code == 303
    stale = cast.post(client, own, {**given, "version": version})
    assert (stale.status_code, next(iter(changed.values())) in stale.text) == (409, True)
    removed = cast.post(client, f"{own}/remove", {"version": version + 1})
    assert removed.location == f"{AT}/2?removed={row.id}&kind={kind}"
    assert f"{own}/undo" in client.get(removed.location).text
    assert cast.post(client, f"{own}/undo").location == f"{AT}/2"
    assert next(iter(changed.values())) in client.read(f"{AT}/2").text


def test_under_htmx_only_what_was_written_comes_back(
    client_for: ClientFor, review: str, app_session: UnitSession
) -> None:
    del review
    client = client_for("coordinator")
    added = cast.post(client, f"{AT}/2/decisions", {"text": "Stop the works"}, headers=HTMX)
    assert (added.status_code, "<h1" in added.text) == (200, False)
    assert ('hx-swap-oob="beforeend:#decisions-list"' in added.text, "Stop the works" in added.text) == (True, True)
    refused = cast.post(client, f"{AT}/2/actions", {"title": "", "due_day": "2026-12-01"}, headers=HTMX)
    assert (refused.status_code, 'id="new-actions"' in refused.text, "2026-12-01" in refused.text) == (422, True, True)
    row = one(app_session, Decision)
    own = f"{AT}/2/decisions/{row.id}"
    assert f'<li class="part editing" id="decisions-{row.id}">' in client.get(own, headers=HTMX).text
    line = cast.post(client, own, {"text": "Go on", "version": row.version}, headers=HTMX)
    assert (f'id="decisions-{row.id}"' in line.text, "Go on" in line.text, "<form" in line.text) == (True, True, True)
    removed = cast.post(client, f"{own}/remove", {"version": row.version + 1}, headers=HTMX)
    assert f"{own}/undo" in removed.text
    assert "Go on" in cast.post(client, f"{own}/undo", headers=HTMX).text
    ticked = cast.post(client, f"{AT}/2/seen", {"seen": "y"}, headers=HTMX)
    assert "Not discussed after all" in ticked.text


def test_a_project_is_marked_as_discussed_and_not_after_all(
    client_for: ClientFor, review: str, app_session: UnitSession
) -> None:
    client = client_for("coordinator")
    assert cast.post(client, f"{AT}/2/seen", {"seen": "y"}).location == f"{AT}/2"
    assert "1 of 3 discussed" in client.read(review).text
    assert cast.post(client_for("manager"), f"{AT}/2/seen", {"seen": "y"}).status_code == 403
    cast.post(client, f"{AT}/2/seen")
    assert "0 of 3 discussed" in client.read(review).text
    told = client.read(review).text
    assert "set the time of the discussion of" in told
    assert "“2026-11" not in told
    assert versions(app_session, "review_project") == 5


def test_a_review_that_is_discussed_asks_to_be_closed(client_for: ClientFor, review: str) -> None:
    client = client_for("coordinator")

    def main_acts() -> list[str]:
        return [text_of(link) for link in client.read(review).all("a") if link.get("class") == "button primary"]

    assert main_acts() == ["Go through the projects"]
    for n in (1, 2, 3):
        cast.post(client, f"{AT}/{n}/seen", {"seen": "y"})
        assert main_acts() == (["Go on with the review"] if n < 3 else ["Close the review"])


def test_a_review_is_edited_and_a_clash_keeps_both(
    client_for: ClientFor, review: str, app_session: UnitSession
) -> None:
    client, version = client_for("coordinator"), one(app_session, Review).version
    facts = {"title": "Yearly review", "held_day": "2026-11-23", "version": version}
    assert cast.post(client, f"{AT}/edit", {**facts, "participants": "The minister\nA donor"}).location == review
    assert "The minister" in client.read(review).text
    stale = cast.post(client, f"{AT}/edit", {**facts, "title": "Weekly review"})
    assert (stale.status_code, "Yearly review" in stale.text, "Weekly review" in stale.text) == (409, True, True)
    assert cast.post(client, f"{AT}/edit", {"title": ""}).status_code == 422
    assert cast.post(client_for("manager"), f"{AT}/edit", facts).status_code == 403


# ------------------------------------------------------------------------------------------ closing, opening


def test_a_closed_review_is_only_read_until_it_is_opened_with_a_reason(
    client_for: ClientFor, review: str, app_session: UnitSession
) -> None:
    client = client_for("coordinator")
    say(client, 2, "actions", title="Tell the mayor")
    page = client.read(f"{AT}/close")
    assert "1 action lacks an owner or a day" in page.text
    assert "3 projects are not marked as discussed" in page.text
    version = one(app_session, Review).version
    closed = cast.post(client, f"{AT}/close", {"language": "fr", "second": "en", "issue": "y", "version": version})
    assert (closed.status_code, closed.location.startswith("/briefs/jobs/")) == (303, True)
    assert say(client, 2, "decisions", text="Too late").status_code == 403
    assert cast.post(client, f"{AT}/edit", {"title": "x", "held_day": "2026-11-23"}).status_code == 403
    assert cast.post(client, f"{AT}/close", {"language": "en", "version": version + 1}).status_code == 403
    assert "This review is closed" in client.read(review).text
    assert client.read(f"{AT}/2").values("text") == []
    assert cast.post(client, f"{AT}/reopen", {"why": "", "version": version + 1}).status_code == 422
    assert cast.post(client_for("manager"), f"{AT}/reopen", {"why": "x"}).status_code == 403
    assert cast.post(client, f"{AT}/reopen", {"why": "A name was wrong", "version": version}).status_code == 409
    assert cast.post(client, f"{AT}/reopen", {"why": "A name was wrong", "version": version + 1}).location == review
    assert "A name was wrong" in client.read(review).text


def test_a_tick_taken_away_stays_away_when_closing_clashes(
    app: Flask, client_for: ClientFor, review: str, app_session: UnitSession
) -> None:
    del review
    client, version = client_for("coordinator"), one(app_session, Review).version
    for given in ({}, {"issue": "y"}):
        stale = cast.post(client, f"{AT}/close", {"language": "en", "second": "", "version": version + 7, **given})
        held = f'name="issue" value="{given.get("issue", "")}"'
        assert (stale.status_code, held in stale.text) == (409, True)
    merged = {"language": "en", "second": "", "issue": "", "version": version, "submission": "e" * 32}
    cast.post(client, f"{AT}/close", merged)
    work(app)
    assert (one(app_session, Review).state, one(app_session, Brief).number) == (ReviewState.closed, None)


def test_an_action_is_done_from_the_review_that_agreed_it_and_from_the_next(
    client_for: ClientFor, review: str, app_session: UnitSession, clock: time_machine.Traveller
) -> None:
    client = client_for("coordinator")
    say(client, 2, "actions", title="Tell the mayor", due_day="2026-12-01")
    point = one(app_session, ActionPoint)
    version = point.version
    moved = cast.post(client, f"{AT}/2/actions/{point.id}/done", {"version": version})
    assert (moved.location, one(app_session, ActionPoint).state) == (f"{AT}/2", ActionState.done)
    assert cast.post(client, f"{AT}/2/actions/{point.id}/open", {"version": version}).status_code == 409
    cast.post(client, f"{AT}/2/actions/{point.id}/open", {"version": version + 1})
    clock.move_to(datetime(2026, 12, 7, 9, tzinfo=UTC))
    client = client_for("coordinator")
    begin(client, held_day="2026-12-07", submission="f" * 32)
    following = "/reviews/review-2026-12-07"
    assert "late" in client.read(following).text
    assert "From the last review" in client.read(f"{following}/2").text
    line = cast.post(client, f"{following}/2/actions/{point.id}/done", {"version": version + 2}, headers=HTMX)
    assert f'id="former-{point.id}"' in line.text
    assert "From the last review" not in client.read(f"{following}/1").text
    assert cast.post(client, f"{following}/1/actions/{point.id}/done", {"version": 9}).status_code == 404
    del review


def test_closing_prints_the_minute_and_closing_again_supersedes_it(
    app: Flask, client_for: ClientFor, review: str, app_session: UnitSession
) -> None:
    client = client_for("coordinator")
    say(client, 2, "decisions", text="Stop the works")
    for number in (1, 2):
        form = client.read(f"{AT}/close")
        order = {
            "language": "en",
            "second": "",
            "issue": "y",
            "version": form.values("version")[0],
            "submission": str(number) * 32,
        }
        job = cast.post(client, f"{AT}/close", order).location
        work(app)
        assert client.get(job).status_code == 200
        version = int(order["version"]) + 1
        cast.post(client, f"{AT}/reopen", {"why": "A name was wrong", "version": version})
    kept = app_session.scalars(sa.select(Brief).order_by(col(Brief.id))).all()
    assert [(one.kind, one.key, one.number) for one in kept] == [
        (BriefKind.minute, CODE, "REVIEW-2026-11-23-2026-1"),
        (BriefKind.minute, CODE, "REVIEW-2026-11-23-2026-2"),
    ]
    assert kept[1].supersedes_id == kept[0].id
    page = client.read("/briefs?kind=minute")
    assert "REVIEW-2026-11-23-2026-2" in page.text
    assert "superseded" in client.read(f"/briefs/{kept[0].id}").text
    assert client_for("viewer").read("/verify/REVIEW-2026-11-23-2026-2").heading
    del review


# ------------------------------------------------------------------------------------------------ my own work


def test_what_a_review_agreed_stands_in_its_owners_work_until_it_is_done(
    client_for: ClientFor, projects: dict[str, Project], app_session: UnitSession
) -> None:
    review = make.review(app_session, "monthly", projects=[projects["homes"]])
    owners = [person(app_session, who) for who in ("manager", "mission")]
    points = [
        make.action_point(
            app_session, projects["homes"], "Tell the mayor", owner_id=owner.id, review_id=review.id, due_day=day
        )
        for owner, day in zip(owners, (date(2026, 11, 1), date(2026, 12, 1)), strict=True)
    ]
    app_session.commit()
    page = client_for("manager").read("/")
    assert ("from the review Monthly review" in page.text, "late" in page.text) == (True, True)
    assert "/reviews/monthly" in page.links
    client = client_for("mission")
    page = client.read("/")
    assert ("from the review Monthly review" in page.text, "/reviews/monthly" in page.links) == (True, False)
    done = {"state": "done", "version": points[1].version, "back": "home"}
    assert cast.post(client, f"/projects/homes/action-points/{points[1].id}/state", done).location == "/"
    assert "Tell the mayor" not in client.read("/").text


def test_what_others_write_down_meanwhile_is_asked_for_by_the_last_line_known(
    client_for: ClientFor, review: str, app_session: UnitSession
) -> None:
    writing, looking = client_for("coordinator"), client_for("manager")
    say(writing, 2, "decisions", text="Build on")
    first = one(app_session, Decision)
    assert f'data-news="{AT}/2/decisions/news" data-after="{first.id}"' in looking.get(f"{AT}/2").text
    say(writing, 2, "decisions", text="Tell the mayor")
    say(writing, 1, "decisions", text="Of another project")
    say(writing, 0, "decisions", text="In general")
    say(writing, 2, "actions", title="Write the letter")
    came = looking.get(f"{AT}/2/decisions/news?after={first.id}", headers=HTMX).text
    assert "Tell the mayor" in came
    assert not [other for other in ("Build on", "Of another", "In general", "button") if other in came]
    assert "Write the letter" in looking.get(f"{AT}/2/actions/news?after=0", headers=HTMX).text
    assert "In general" in writing.get(f"{AT}/0/decisions/news?after=x", headers=HTMX).text
    assert looking.get(f"{AT}/3/decisions/news", headers=HTMX).status_code == 404
    assert looking.get(f"{AT}/2/decisions/news").location == f"{AT}/2"
    cast.post(writing, f"{AT}/close", {"language": "en", "second": "", "version": one(app_session, Review).version})
    assert "data-news" not in looking.get(f"{AT}/2").text
