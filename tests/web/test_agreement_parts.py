"""Signatures, undertakings and amendments: added, changed, removed and brought back from an agreement's page."""

from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests import cast, make
from tests.web.client import HTMX
from tests.web.posting import SENT, ClientFor, count, versions
from tracker.domain.codes import AgreementState, Visibility
from tracker.domain.models import Agreement, AgreementProject, Amendment, Organisation, Signature, Undertaking
from tracker.domain.money import Money
from tracker.store import UnitSession


@dataclass(frozen=True)
class Kind:
    """A kind of part: the word in its address, its table, what its form sends and shows, the field that is changed."""

    word: str
    table: type[Signature | Undertaking | Amendment]
    sent: dict[str, str]
    text: str
    shown: str
    wrong: dict[str, str]
    why: str
    told: str
    needed: str = field(default="")

    def __str__(self) -> str:
        return self.word

    @property
    def entity(self) -> str:
        return str(self.table.__tablename__)


KINDS = [
    Kind(
        "signatures",
        Signature,
        {"organisation_id": "", "name_stated": "Ada Lovelace", "title_stated": "Minister", "day": "2026-02-03"},
        "name_stated",
        "Minister",
        {"day": "2026-12-01"},
        "This day is still to come.",
        "Dmitri Coordinator added signature “Ada Lovelace”.",
    ),
    Kind(
        "undertakings",
        Undertaking,
        {"organisation_id": "", "text": "Give the land", "due": "early 2027", "state": "open", "outcome": "Two sites"},
        "text",
        "early 2027",
        {"due": "2026-13"},
        "There is no day 2026-13.",
        "Dmitri Coordinator added undertaking “Give the land”.",
    ),
    Kind(
        "amendments",
        Amendment,
        {"on": "2026-05", "text": "Longer", "end": "2028", "amount": "300,000", "currency": "USD"},
        "text",
        "new end: 2028",
        {"amount": "lots"},
        "Write the amount in digits",
        "Dmitri Coordinator added amendment “Longer”.",
    ),
]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=str)


@pytest.fixture
def mou(app_session: UnitSession) -> Agreement:
    own, partner = make.organisation(app_session, "own", name="Own side"), make.organisation(app_session, "partner")
    row = make.agreement(app_session, "mou", title="MOU", parties=[partner], signed="2026-02", end="2027")
    make.party(app_session, row, own)
    app_session.commit()
    return row


def facts(session: UnitSession, kind: Kind, **given: str) -> dict[str, str]:
    """What the form of a kind sends; by the own side where it names one."""
    sent = {**kind.sent, **given}
    if sent.get("organisation_id") == "":
        own = session.scalars(sa.select(Organisation).where(Organisation.name == "Own side")).one()  # type: ignore[arg-type] # a column
        sent["organisation_id"] = str(own.id)
        session.commit()
    return sent


def one(session: UnitSession, kind: Kind) -> Any:  # noqa: ANN401 - a row of one of three tables
    session.expire_all()
    row: Any = session.scalars(sa.select(kind.table)).one()
    assert row.record.id
    session.commit()
    return row


def added(client_for: ClientFor, session: UnitSession, kind: Kind) -> str:
    """Add a part; the address at which it is edited."""
    cast.post(client_for("coordinator"), f"/agreements/mou/{kind.word}/new", facts(session, kind))
    return f"/agreements/mou/{kind.word}/{one(session, kind).id}"


@each_kind
def test_a_part_is_added_and_shown(client_for: ClientFor, app_session: UnitSession, mou: Agreement, kind: Kind) -> None:
    client, address = client_for("coordinator"), f"/agreements/mou/{kind.word}/new"
    client.read(address)
    response = cast.post(client, address, facts(app_session, kind))
    assert (response.status_code, response.location) == (303, f"/agreements/mou#{kind.word}")
    page = client.read("/agreements/mou")
    for words in (kind.sent[kind.text], kind.shown, kind.told):
        assert words in page.text
    assert versions(app_session, kind.entity) == 1


@each_kind
def test_a_form_sent_twice_adds_one_part(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, kind: Kind
) -> None:
    client, sent = client_for("coordinator"), facts(app_session, kind, submission=SENT)
    for _ in range(2):
        assert cast.post(client, f"/agreements/mou/{kind.word}/new", sent).location == f"/agreements/mou#{kind.word}"
    assert count(app_session, kind.table) == 1


@each_kind
def test_the_form_opens_in_its_place_and_htmx_is_led_on(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, kind: Kind
) -> None:
    client, address = client_for("coordinator"), f"/agreements/mou/{kind.word}/new"
    assert f'hx-get="{address}"' in client.get("/agreements/mou").text
    assert client.get(address, headers=HTMX).text.strip().startswith(f'<div class="in-place" id="new-{kind.word}">')
    response = cast.post(client, address, facts(app_session, kind), headers=HTMX)
    made = one(app_session, kind).id
    assert response.headers["HX-Redirect"] == f"/agreements/mou?added={made}#{kind.word}"


@each_kind
def test_a_refused_part_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, kind: Kind
) -> None:
    client, address = client_for("coordinator"), f"/agreements/mou/{kind.word}/new"
    assert cast.post(client, address, facts(app_session, kind, **kind.wrong)).status_code == 422
    assert client.page is not None
    assert kind.why in client.page.text
    assert client.page.values(kind.text) == [kind.sent[kind.text]]
    assert cast.post(client, address, facts(app_session, kind, **{kind.text: "x" * 30_000})).status_code == 422
    assert count(app_session, kind.table) == 0


@each_kind
def test_a_part_is_changed_with_one_row_version(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, kind: Kind
) -> None:
    address = added(client_for, app_session, kind)
    client, before = client_for("coordinator"), versions(app_session, kind.entity)
    assert client.read(address).values(kind.text) == [kind.sent[kind.text]]
    sent = facts(app_session, kind, **{kind.text: "Said better", "version": "1"})
    assert cast.post(client, address, sent).location == f"/agreements/mou#{kind.word}"
    assert versions(app_session, kind.entity) == before + 1
    assert "Said better" in client.read("/agreements/mou").text


@each_kind
def test_two_who_change_a_part_choose(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, kind: Kind, clock: time_machine.Traveller
) -> None:
    address = added(client_for, app_session, kind)
    clock.shift(60)
    theirs = facts(app_session, kind, **{kind.text: "Theirs", "version": "1"})
    assert cast.post(client_for("administrator"), address, theirs).status_code == 303
    client = client_for("coordinator")
    mine = facts(app_session, kind, **{kind.text: "Mine", "version": "1"})
    assert cast.post(client, address, mine).status_code == 409
    assert client.page is not None
    for words in (f"Before: {kind.sent[kind.text]}", "Theirs", "Mine", "Elena Administrator"):
        assert words in client.page.text
    chosen = {**mine, "version": client.page.values("version")[0], f"pick_{kind.text}": "theirs"}
    assert cast.post(client, address, chosen).status_code == 303
    assert getattr(one(app_session, kind), kind.text) == "Theirs"


@each_kind
def test_a_removed_part_is_brought_back(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, kind: Kind
) -> None:
    address, client = added(client_for, app_session, kind), client_for("coordinator")
    for stale in ({"version": "99"}, {}):
        assert cast.post(client, f"{address}/remove", stale).status_code == 409
    response = cast.post(client, f"{address}/remove", {"version": "1"})
    page = client.read(response.location.split("#")[0])
    section = page.by_id(kind.word)
    assert section is not None
    words = "".join(section.itertext())
    assert (kind.sent[kind.text] in words, "Undo the removal" in words) == (False, True)
    assert client.get(address).status_code == 404
    assert cast.post(client, f"{address}/undo").status_code == 303
    assert kind.sent[kind.text] in client.read("/agreements/mou").text


@each_kind
def test_others_are_refused_with_the_reason_or_find_nothing(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, kind: Kind
) -> None:
    address = added(client_for, app_session, kind)
    sent = facts(app_session, kind, version="1")
    for posted in (address, f"{address}/remove", f"/agreements/mou/{kind.word}/new"):
        assert cast.post(client_for("stranger"), posted, sent).status_code == 404
        answer = cast.post(client_for("manager"), posted, sent)
        assert (answer.status_code, "coordinators and administrators" in answer.text) == (403, True)
    assert versions(app_session, kind.entity) == 1


@each_kind
def test_a_part_of_another_agreement_is_not_found_and_reading_changes_nothing(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement, kind: Kind
) -> None:
    address = added(client_for, app_session, kind)
    make.agreement(app_session, "other")
    app_session.commit()
    before, client = versions(app_session, kind.entity), client_for("coordinator")
    assert client.get(address.replace("mou", "other")).status_code == 404
    client.read(address)
    assert client.get(f"{address}/remove").status_code == 405
    assert versions(app_session, kind.entity) == before


# ------------------------------------------------------------------------------------- what is of one kind only


def test_a_reader_from_outside_reads_the_signatory_name_and_no_contact(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement
) -> None:
    person = make.person(app_session, "Maria Pires", email="maria@example.org", phone="+258 21", title="Envoy")
    partner = app_session.scalars(sa.select(Organisation).where(Organisation.name != "Own side")).first()  # type: ignore[arg-type] # a column
    assert partner is not None
    make.signature(app_session, mou, partner, person_id=person.id, title_stated="Ambassador")
    for row in (mou, *app_session.scalars(sa.select(Signature))):
        row.record.visibility = Visibility.public
    app_session.commit()
    viewer = client_for("viewer").read("/agreements/mou").text
    assert ("Maria Pires" in viewer, "Ambassador" in viewer) == (True, True)
    for inside in ("maria@example.org", "+258", "Envoy", "To be looked at", "signature of one side"):
        assert inside not in viewer
    assert "signature of one side or of both" in client_for("manager").read("/agreements/mou").text


def test_a_signature_by_a_known_person_is_shown_by_name(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement
) -> None:
    person = make.person(app_session, "Maria Pires")
    app_session.commit()
    client = client_for("coordinator")
    sent = facts(app_session, KINDS[0], name_stated="", person_id=str(person.id))
    assert cast.post(client, "/agreements/mou/signatures/new", sent).status_code == 303
    assert "Maria Pires, Minister" in client.read("/agreements/mou").text


def test_an_undertaking_says_when_it_was_done_and_which_project_it_led_to(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement
) -> None:
    project = make.project(app_session, "homes", title="Homes")
    app_session.commit()
    client = client_for("coordinator")
    sent = facts(
        app_session,
        KINDS[1],
        state="done",
        done_day="2026-11-20",
        project_id=str(project.id),
        due="2026-10",
        source_words="the ministry",
    )
    assert cast.post(client, "/agreements/mou/undertakings/new", sent).status_code == 303
    page = client.read("/agreements/mou")
    for words in ("done 20 November 2026", "Project: Homes", "the ministry"):
        assert words in page.text
    assert "/projects/homes" in page.links
    assert "late" not in page.text.split("Undertakings and what came of them")[1].split("Amendments")[0]


def test_an_undertaking_that_a_person_dated_is_late_and_in_an_ended_agreement_is_not(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement
) -> None:
    project = make.project(app_session, "homes", managers=[make.user(app_session)])
    app_session.add(AgreementProject(agreement_id=mou.id or 0, project_id=project.id or 0))
    make.undertaking(app_session, mou, "Loaded one", due="2026-06")
    app_session.commit()
    client = client_for("coordinator")
    cast.post(client, "/agreements/mou/undertakings/new", facts(app_session, KINDS[1], due="2026-09"))
    text = client.read("/agreements/mou").text
    assert ("June 2026 to be confirmed" in text, "September 2026 late" in text) == (True, True)
    mou.state = AgreementState.ended
    app_session.commit()
    assert "September 2026 late" not in client.read("/agreements/mou").text


def test_end_and_ceiling_are_those_of_the_latest_amendment_on_page_and_list(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement
) -> None:
    mou.amount = Money.of(100, "USD")
    app_session.commit()
    client = client_for("coordinator")
    for given in ({"on": "2026-03", "end": "2026-12-10"}, {"on": "2026-04", "end": ""}):
        cast.post(client, "/agreements/mou/amendments/new", {**KINDS[2].sent, **given, "amount": "200"})
    page = client.read("/agreements/mou")
    for words in (
        "until 10 December 2026",
        "ends in 17 days",
        "10 December 2026 by amendment 1",
        "USD 200 by amendment 2",
    ):
        assert words in page.text
    assert [
        "10 December 2026 ends in 17 days" in client.read(f"/agreements?ending={days}").text for days in (7, 30, 90)
    ] == [False, True, True]


def test_an_amendment_before_the_start_is_refused_at_its_end(
    client_for: ClientFor, app_session: UnitSession, mou: Agreement
) -> None:
    client = client_for("coordinator")
    page = client.read("/agreements/mou/edit")
    names = ("title", "kind", "own_ids", "other_ids", "visibility", "version", "signed", "end")
    cast.post(client, "/agreements/mou/edit", {**{name: page.values(name) for name in names}, "start": "2026-06"})
    answer = cast.post(client, "/agreements/mou/amendments/new", {**KINDS[2].sent, "end": "2026-01"})
    assert (answer.status_code, "The end comes before the start." in answer.text) == (422, True)
    assert count(app_session, Amendment) == 0
