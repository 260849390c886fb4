"""Recording and changing agreements, and taking them through their life."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests import cast, make
from tests.web.client import HTMX
from tests.web.posting import SENT, ClientFor, count, versions
from tracker.domain.codes import AgreementState, Visibility
from tracker.domain.dates import now
from tracker.domain.models import Agreement, AgreementParty, Document, Organisation
from tracker.domain.money import Money
from tracker.store import UnitSession

FORM = (
    *("title", "kind", "number", "own_ids", "other_ids", "programme_id", "project_ids", "covers", "summary"),
    *("signed", "start", "end", "amount", "currency", "consequence", "visibility", "version"),
)


@pytest.fixture
def sides(app_session: UnitSession) -> dict[str, str]:
    """The own side and a partner, as a form sends them."""
    own = make.organisation(app_session, "own", name="Own side")
    partner = make.organisation(app_session, "partner", name="Partner")
    found = {"own_ids": str(own.id), "other_ids": str(partner.id)}
    app_session.commit()
    return found


@pytest.fixture
def mou(app_session: UnitSession, sides: dict[str, str]) -> Agreement:
    """A signed agreement; the partner is its other side."""
    partner = app_session.get_one(Organisation, int(sides["other_ids"]))
    project = make.project(app_session, "homes", title="Homes")
    row = make.agreement(app_session, "mou", title="MOU", parties=[partner], projects=[project], signed="2026-02")
    make.party(app_session, row, app_session.get_one(Organisation, int(sides["own_ids"])))
    app_session.commit()
    return row


def sent(sides: dict[str, str], **given: object) -> dict[str, object]:
    facts = {"title": "Shelter agreement", "kind": "cooperation", "visibility": "internal", "state": "draft"}
    return {**facts, **sides, "submission": SENT, **given}


def one(session: UnitSession) -> Any:  # noqa: ANN401 - a row whose columns the tests read
    session.expire_all()
    row = session.scalars(sa.select(Agreement)).one()
    assert row.record.id
    session.commit()
    return row


def edit(client: Any, **changed: object) -> Any:  # noqa: ANN401 - the test client's own types
    page = client.read("/agreements/mou/edit")
    values = {name: page.values(name) for name in FORM}
    return cast.post(client, "/agreements/mou/edit", {**values, **changed})


# ---------------------------------------------------------------------------------------------------- recorded


def test_a_coordinator_records_an_agreement(
    client_for: ClientFor, app_session: UnitSession, sides: dict[str, str]
) -> None:
    client = client_for("coordinator")
    client.read("/agreements/new")
    response = cast.post(client, "/agreements/new", sent(sides, amount="250,000", currency="usd", number="AC/1"))
    assert (response.status_code, response.location) == (303, "/agreements/shelter-agreement")
    page = client.read("/agreements/shelter-agreement")
    assert page.heading == "Shelter agreement"
    for words in ("draft", "USD 250,000", "AC/1", "Partner", "Own side"):
        assert words in page.text
    assert "Dmitri Coordinator recorded this." in page.text
    assert versions(app_session, "agreement") == 1


def test_one_that_is_signed_already_is_recorded_in_one_step(client_for: ClientFor, sides: dict[str, str]) -> None:
    client = client_for("coordinator")
    cast.post(client, "/agreements/new", sent(sides, state="signed", signed="2026-05"))
    assert "signed May 2026" in client.read("/agreements/shelter-agreement").text


def test_a_form_sent_twice_records_one(client_for: ClientFor, app_session: UnitSession, sides: dict[str, str]) -> None:
    client = client_for("coordinator")
    places = {cast.post(client, "/agreements/new", sent(sides)).location for _ in range(2)}
    assert (places, count(app_session, Agreement)) == ({"/agreements/shelter-agreement"}, 1)


def test_under_htmx_the_reader_is_led_on_by_a_header(client_for: ClientFor, sides: dict[str, str]) -> None:
    response = cast.post(client_for("coordinator"), "/agreements/new", sent(sides), headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/agreements/shelter-agreement")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"title": " "}, "This is needed."),
        ({"other_ids": []}, "This is needed."),
        ({"signed": "2027-01"}, "This is still to come."),
        ({"signed": "2026-13"}, "There is no day 2026-13."),
        ({"start": "2026-05", "end": "2026-04"}, "The end comes before the start."),
        ({"amount": "lots", "currency": "USD"}, "Write the amount in digits"),
        ({"amount": "5"}, "Give the currency of the amount"),
        ({"kind": "treaty"}, "This is not one of the choices."),
        ({"state": "signed"}, "Say when it was signed"),
        ({"state": "ended"}, "This is not one of the choices."),
        ({"covers": "x" * 30_000}, "At most 20000 characters; shorten it."),
        ({"own_ids": "999999"}, "'999999' is not a valid choice"),
    ],
)
@pytest.mark.once
def test_what_cannot_be_is_refused_and_everything_typed_is_kept(
    client_for: ClientFor, app_session: UnitSession, sides: dict[str, str], wrong: dict[str, object], why: str
) -> None:
    client = client_for("coordinator")
    response = cast.post(client, "/agreements/new", sent(sides, **{"consequence": "Homes stand", **wrong}))
    assert response.status_code == 422
    assert client.page is not None
    assert why in client.page.text
    assert client.page.values("consequence") == ["Homes stand"]
    assert count(app_session, Agreement) == 0


def test_ten_megabytes_of_text_are_no_fault(
    client_for: ClientFor, app_session: UnitSession, sides: dict[str, str]
) -> None:
    response = cast.post(client_for("coordinator"), "/agreements/new", sent(sides, summary="x" * 10_000_000))
    assert response.status_code in {413, 422}
    assert count(app_session, Agreement) == 0


def test_an_own_side_cannot_be_the_other_side_too(client_for: ClientFor, sides: dict[str, str]) -> None:
    client = client_for("coordinator")
    response = cast.post(client, "/agreements/new", sent(sides, other_ids=sides["own_ids"]))
    assert (response.status_code, "stands on one side only" in response.text) == (422, True)


def test_the_form_of_a_new_one_begins_with_the_usual_own_side(
    client_for: ClientFor, sides: dict[str, str], mou: Agreement
) -> None:
    assert client_for("coordinator").read("/agreements/new").values("own_ids") == [sides["own_ids"]]


def test_a_number_that_another_bears_is_taken_with_a_hint(
    client_for: ClientFor, app_session: UnitSession, sides: dict[str, str], mou: Agreement
) -> None:
    mou.number = "AC/1"
    app_session.commit()
    client = client_for("coordinator")
    response = cast.post(client, "/agreements/new", sent(sides, number="ac/1"))
    assert "“MOU” bears the number ac/1 too. Is it right?" in client.read(response.location).text


# ----------------------------------------------------------------------------------------------------- changed


def test_a_change_is_one_row_version_and_one_sentence(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, clock: time_machine.Traveller
) -> None:
    clock.shift(60)
    before, client = versions(app_session, "agreement"), client_for("coordinator")
    response = edit(client, covers="Roofs", amount="1,000", currency="CAD")
    assert (response.status_code, response.location) == (303, "/agreements/mou")
    assert versions(app_session, "agreement") == before + 1
    text = client.read("/agreements/mou").text
    assert "Dmitri Coordinator set the scope to “Roofs”." in text
    assert "set the amount to “CAD 1,000”." in text


def test_parties_and_projects_change_with_their_sentences(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, clock: time_machine.Traveller
) -> None:
    third = make.organisation(app_session, "third", name="Third")
    app_session.commit()
    clock.shift(60)
    client = client_for("coordinator")
    edit(client, other_ids=[str(third.id)], project_ids=[])
    text = client.read("/agreements/mou").text
    for words in ("added the party “Third”", "removed the party “Partner”", "removed the project “Homes”"):
        assert words in text
    assert "Homes" not in text.split("Projects it covers")[1].split("Sources and dates")[0]


def test_a_party_that_was_archived_since_stays_on_the_form(
    client_for: ClientFor,
    app_session: UnitSession,
    mou: Agreement,
    sides: dict[str, str],
    clock: time_machine.Traveller,
) -> None:
    app_session.get_one(Organisation, int(sides["other_ids"])).record.archived_at = now()
    app_session.commit()
    client = client_for("coordinator")
    assert edit(client, title="Said better").status_code == 303
    assert count(app_session, AgreementParty) == 2


def test_two_who_edit_choose_where_they_overlap(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, clock: time_machine.Traveller
) -> None:
    clock.shift(60)
    one_page = client_for("coordinator").read("/agreements/mou/edit")
    stale = {name: one_page.values(name) for name in FORM}
    edit(client_for("administrator"), title="Theirs", summary="Only theirs", amount="5", currency="USD")
    client = client_for("coordinator")
    response = cast.post(client, "/agreements/mou/edit", {**stale, "title": "Mine", "covers": "Only mine"})
    assert response.status_code == 409
    assert client.page is not None
    for words in ("Before: MOU", "Theirs", "Mine", "Elena Administrator"):
        assert words in client.page.text
    merged = {name: client.page.values(name) for name in FORM if client.page.values(name)}
    assert (merged["summary"], merged["covers"], merged["currency"]) == (["Only theirs"], ["Only mine"], ["USD"])
    assert cast.post(client, "/agreements/mou/edit", {**merged, "pick_title": "theirs"}).status_code == 303
    row = one(app_session)
    assert (row.title, row.summary, row.covers, row.amount) == (
        "Theirs",
        "Only theirs",
        "Only mine",
        Money.of(5, "USD"),
    )


@pytest.mark.parametrize("who", ["manager", "mission", "viewer"])
def test_readers_are_told_who_changes_agreements(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, who: str
) -> None:
    mou.record.visibility = Visibility.public
    app_session.commit()
    client = client_for(who)
    for address in ("/agreements/mou/edit", "/agreements/mou/state"):
        assert client.get(address).status_code == 403
        answer = cast.post(client, address, {"title": "Not mine", "version": "1"})
        assert answer.status_code == 403
        assert "Only coordinators and administrators change agreements." in answer.text
        assert "Ask a coordinator" in answer.text
    assert cast.post(client, "/agreements/new", {}).status_code == 403
    assert cast.post(client, "/agreements/mou/archive", {"version": "1"}).status_code == 403
    page = client.read("/agreements/mou")
    assert not [link for link in page.links if link.startswith("/agreements/mou/")]
    assert "/agreements/new" not in client.read("/agreements").links


def test_a_stranger_finds_nothing(client_for: ClientFor, mou: Agreement) -> None:
    for address in ("/agreements/mou", "/agreements/mou/edit", "/agreements/mou/state"):
        assert client_for("stranger").get(address).status_code == 404
    for address in ("edit", "state", "archive", "restore"):
        assert cast.post(client_for("stranger"), f"/agreements/mou/{address}", {}).status_code == 404


def test_reading_changes_nothing(client_for: ClientFor, app_session: UnitSession, mou: Agreement) -> None:
    before = versions(app_session, "agreement")
    for address in ("", "/edit", "/state", "/state?to=terminated", "/state?to=nonsense"):
        client_for("coordinator").read(f"/agreements/mou{address}")
    assert client_for("coordinator").get("/agreements/mou/archive").status_code == 405
    assert versions(app_session, "agreement") == before


def test_it_is_archived_and_restored(client_for: ClientFor, app_session: UnitSession, mou: Agreement) -> None:
    client = client_for("coordinator")
    assert cast.post(client, "/agreements/mou/archive", {"version": "99"}).status_code == 409
    assert cast.post(client, "/agreements/mou/archive", {"version": str(mou.version)}).status_code == 303
    assert "/agreements/mou" not in client.read("/agreements").links
    assert "stands in no list any more" in client.read("/agreements/mou").text
    assert client.get("/agreements/mou/edit").status_code == 403
    assert cast.post(client, "/agreements/mou/restore", {"version": str(mou.version)}).status_code == 303
    assert "/agreements/mou" in client.read("/agreements").links


def test_html_is_shown_as_it_was_typed(client_for: ClientFor, mou: Agreement) -> None:
    client = client_for("coordinator")
    edit(client, title="<b>MOU</b>", covers="<i>x", consequence="<script>")
    text = client.get("/agreements/mou").text
    for typed in ("<b>MOU", "<i>x", "<script>\n"):
        assert typed not in text
    assert "&lt;b&gt;MOU&lt;/b&gt;" in text


# ---------------------------------------------------------------------------------------------------- its life


def move(client: Any, to: str, **given: object) -> Any:  # noqa: ANN401 - the test client's own types
    page = client.read(f"/agreements/mou/state?to={to}")
    values = {name: page.values(name) for name in ("version", "submission")}
    return cast.post(client, f"/agreements/mou/state?to={to}", {**values, "state": to, **given})


def test_a_draft_becomes_signed_with_its_date(client_for: ClientFor, app_session: UnitSession, mou: Agreement) -> None:
    mou.state, mou.signed = AgreementState.draft, None
    app_session.commit()
    client = client_for("coordinator")
    response = move(client, "signed")
    assert (response.status_code, "Say when it was signed" in response.text) == (422, True)
    before = versions(app_session, "agreement")
    assert move(client, "signed", signed="2026-11-20").location == "/agreements/mou"
    assert versions(app_session, "agreement") == before + 1
    row = one(app_session)
    assert (row.state, str(row.state_day)) == (AgreementState.signed, "2026-11-20")
    text = client.read("/agreements/mou").text
    assert "changed the state from “draft” to “signed”." in text
    assert "set the date of signature to “20 November 2026”." in text


@pytest.mark.parametrize("to", ["suspended", "terminated"])
def test_a_grave_move_needs_reason_and_paper_and_shows_what_it_touches(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, sides: dict[str, str], to: str
) -> None:
    make.undertaking(app_session, mou, "Give the land")
    partner = app_session.get_one(Organisation, int(sides["other_ids"]))
    make.contribution(app_session, partner, "gift", steps=[("received", 100)], agreement_id=mou.id)
    make.payment(app_session, partner, date(2026, 5, 1), Money.of(700, "USD"), agreement_id=mou.id)
    app_session.commit()
    client = client_for("coordinator")
    touched = client.read(f"/agreements/mou/state?to={to}").text
    for words in ("What this touches", "Homes", "Partner", "USD 700", "Give the land"):
        assert words in touched
    assert "Say why" in move(client, to).text
    answer = move(client, to, why="War")
    assert (answer.status_code, "Name the document" in answer.text) == (422, True)
    assert client.page is not None
    assert client.page.values("why") == ["War"]
    done = move(client, to, why="War", document_title="Letter", document_reference="L/1", state_day="2026-11-02")
    assert done.status_code == 303
    page = client.read("/agreements/mou")
    for words in ("War", "since 2 November 2026", "Letter", "L/1", f"The agreement is now: {to}."):
        assert words in page.text
    assert count(app_session, Document) == 1


def test_a_paper_that_is_known_is_chosen(client_for: ClientFor, app_session: UnitSession, mou: Agreement) -> None:
    paper = make.document(app_session, "Note verbale")
    app_session.commit()
    client = client_for("coordinator")
    both = move(client, "suspended", why="War", document_id=str(paper.id), document_title="Another")
    assert (both.status_code, "not both" in both.text) == (422, True)
    assert move(client, "suspended", why="War", document_id=str(paper.id)).status_code == 303
    assert "Note verbale" in client.read("/agreements/mou").text
    assert move(client, "signed").status_code == 303
    assert one(app_session).state == AgreementState.signed


@pytest.mark.parametrize(("state", "to"), [("ended", "signed"), ("terminated", "signed"), ("draft", "ended")])
def test_a_move_that_its_life_forbids_is_refused(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, state: str, to: str
) -> None:
    mou.state = AgreementState(state)
    app_session.commit()
    client = client_for("coordinator")
    sent_now = {"state": to, "version": str(mou.version), "signed": "2026-01", "why": "x", "document_title": "y"}
    assert cast.post(client, "/agreements/mou/state", sent_now).status_code == 422
    assert one(app_session).state.value == state


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"state_day": "2026-11-24"}, "This day is still to come."),
        ({"state_day": "soon"}, "Write the day as year-month-day"),
        ({"document_reference": "L/1"}, "Give the title of the document"),
        ({"state": "sleeping"}, "This is not one of the choices."),
    ],
)
def test_a_move_with_what_cannot_be_is_refused(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, given: dict[str, str], why: str
) -> None:
    answer = move(client_for("coordinator"), "ended", **given)
    assert (answer.status_code, why in answer.text) == (422, True)
    assert one(app_session).state == AgreementState.signed


def test_a_move_sent_twice_is_one_and_a_stale_one_clashes(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, clock: time_machine.Traveller
) -> None:
    clock.shift(60)
    client = client_for("coordinator")
    first = {"state": "ended", "version": str(mou.version), "submission": SENT}
    for _ in range(2):
        assert cast.post(client, "/agreements/mou/state", first).location == "/agreements/mou"
    stale = {"state": "terminated", "version": "1", "why": "War", "document_title": "Letter"}
    answer = cast.post(client, "/agreements/mou/state", stale)
    assert (answer.status_code, "Dmitri Coordinator" in answer.text) == (409, True)
    assert one(app_session).state == AgreementState.ended


def test_an_ended_agreement_offers_no_move(client_for: ClientFor, app_session: UnitSession, mou: Agreement) -> None:
    mou.state = AgreementState.ended
    app_session.commit()
    client = client_for("coordinator")
    assert "stays as it is" in client.read("/agreements/mou/state").text
    assert not [link for link in client.read("/agreements/mou").links if "/state" in link]
