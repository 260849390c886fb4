"""Funds and contributions as whole records: made, changed, put away and brought back; who may, and what is refused."""

from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests import cast, make
from tests.web.client import HTMX
from tests.web.posting import SENT, ClientFor, count, versions
from tracker.domain.dates import now
from tracker.domain.models import Citation, Contribution, Fund, Organisation, Step
from tracker.store import UnitSession

KEEPERS = "Funds, contributions and payments are kept by coordinators and administrators."


@dataclass(frozen=True)
class Kind:
    """A kind of record: its address, its table, what its form sends ("DONOR" stands for a number), what that shows."""

    prefix: str
    table: type[Any]
    sent: dict[str, str]
    code: str
    shown: str
    wrong: dict[str, str]
    why: str
    changed: dict[str, str]
    column: str

    def __str__(self) -> str:
        return str(self.table.__tablename__)

    @property
    def entity(self) -> str:
        return str(self)


KINDS = [
    Kind(
        "/funding/contributions",
        Contribution,
        {"donor_id": "DONOR", "kind": "money", "purpose": "Water in Bam", "currency": "CAD", "visibility": "internal"},
        "canada-water-in-bam",
        "Government of Canada: Water in Bam",
        {"currency": "dollars"},
        "DOLLARS is not a currency code. Use three letters such as USD.",
        {"purpose": "Water and roofs"},
        "purpose",
    ),
    Kind(
        "/funds",
        Fund,
        {"name": "Water Trust Fund", "kind": "trust_fund", "state": "open", "visibility": "internal"},
        "water-trust-fund",
        "Water Trust Fund",
        {"kind": "piggy_bank"},
        "This is not one of the choices.",
        {"name": "Water and Sanitation Trust Fund"},
        "name",
    ),
]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=str)


@pytest.fixture
def canada(app_session: UnitSession) -> Organisation:
    made = make.organisation(app_session, "canada", name="Government of Canada", acronym="Canada")
    app_session.commit()
    return made


def filled(kind: Kind, canada: Organisation, /, **given: str) -> dict[str, str]:
    sent = {name: str(canada.id) if value == "DONOR" else value for name, value in kind.sent.items()}
    return {**sent, **given}


def made(client_for: ClientFor, kind: Kind, canada: Organisation) -> str:
    """Make one; its address."""
    response = cast.post(client_for("coordinator"), f"{kind.prefix}/new", filled(kind, canada))
    assert response.status_code == 303
    return str(response.location)


def one(session: UnitSession, kind: Kind) -> Any:  # noqa: ANN401 - a row of one of two tables
    session.expire_all()
    row = session.scalars(sa.select(kind.table)).one()
    assert row.record.id
    session.commit()
    return row


@each_kind
def test_a_record_is_made_and_shown(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation, kind: Kind
) -> None:
    client = client_for("coordinator")
    assert f'href="{kind.prefix}/new"' in client.get("/funding").text
    client.read(f"{kind.prefix}/new")
    response = cast.post(client, f"{kind.prefix}/new", filled(kind, canada))
    assert (response.status_code, response.location) == (303, f"{kind.prefix}/{kind.code}")
    page = client.read(response.location)
    assert kind.shown in page.text
    assert "Dmitri Coordinator recorded this." in page.text
    assert versions(app_session, kind.entity) == 1


@each_kind
def test_a_form_sent_twice_makes_one(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation, kind: Kind
) -> None:
    client = client_for("coordinator")
    for _ in range(2):
        response = cast.post(client, f"{kind.prefix}/new", filled(kind, canada, submission=SENT))
        assert response.location == f"{kind.prefix}/{kind.code}"
    assert count(app_session, kind.table) == 1
    assert cast.post(client, f"{kind.prefix}/new", filled(kind, canada)).location == f"{kind.prefix}/{kind.code}-2"


@each_kind
def test_under_htmx_the_reader_is_led_on_by_a_header(client_for: ClientFor, canada: Organisation, kind: Kind) -> None:
    response = cast.post(client_for("coordinator"), f"{kind.prefix}/new", filled(kind, canada), headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, f"{kind.prefix}/{kind.code}")


@each_kind
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation, kind: Kind
) -> None:
    client = client_for("coordinator")
    sent = filled(kind, canada, **kind.wrong)
    assert cast.post(client, f"{kind.prefix}/new", sent).status_code == 422
    assert client.page is not None
    assert kind.why in client.page.text
    assert client.page.values(kind.column) == [kind.sent[kind.column]]
    assert count(app_session, kind.table) == 0
    assert cast.post(client, f"{kind.prefix}/new", {}).status_code == 422
    assert "This is needed." in client.page.text
    address = made(client_for, kind, canada)
    assert cast.post(client, f"{address}/edit", {**sent, "version": "1"}).status_code == 422
    assert kind.why in client.page.text
    assert one(app_session, kind).version == 1


@each_kind
def test_a_record_is_changed_with_one_row_version_and_told(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation, kind: Kind, clock: time_machine.Traveller
) -> None:
    address = made(client_for, kind, canada)
    clock.shift(60)
    client = client_for("coordinator")
    page = client.read(f"{address}/edit")
    assert page.values(kind.column) == [kind.sent[kind.column]]
    sent = filled(kind, canada, **kind.changed, version=page.values("version")[0])
    response = cast.post(client, f"{address}/edit", sent)
    assert (response.status_code, response.location) == (303, address)
    assert versions(app_session, kind.entity) == 2
    old, new = kind.sent[kind.column], kind.changed[kind.column]
    assert f"changed the {kind.column} from “{old}” to “{new}”." in client.read(address).text
    again = cast.post(client, f"{address}/edit", {**sent, "version": "2"})
    assert again.status_code == 303
    assert versions(app_session, kind.entity) == 2


@each_kind
def test_who_may_see_it_and_its_source_are_changed_as_a_version(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation, kind: Kind
) -> None:
    address = made(client_for, kind, canada)
    sent = filled(kind, canada, visibility="public", source_words="Letter of March", version="1")
    client = client_for("coordinator")
    assert cast.post(client, f"{address}/edit", sent).status_code == 303
    assert one(app_session, kind).version == 2
    assert count(app_session, Citation) == 1
    assert "Letter of March" in client.read(address).text
    assert kind.shown in client_for("viewer").read(address).text


@each_kind
def test_two_who_change_a_record_choose(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation, kind: Kind, clock: time_machine.Traveller
) -> None:
    address = made(client_for, kind, canada)
    clock.shift(60)
    theirs = filled(kind, canada, version="1", visibility="public", **{kind.column: "Theirs"})
    cast.post(client_for("administrator"), f"{address}/edit", theirs)
    client = client_for("coordinator")
    sent = filled(kind, canada, version="1", **{kind.column: "Mine"})
    assert cast.post(client, f"{address}/edit", sent).status_code == 409
    assert client.page is not None
    for words in (f"Before: {kind.sent[kind.column]}", "Theirs", "Mine", "Elena Administrator", "public"):
        assert words in client.page.text
    assert client.page.values("visibility") == ["public"]
    merged = {**sent, "visibility": "public", "version": client.page.values("version")[0]}
    assert cast.post(client, f"{address}/edit", merged).status_code == 303
    assert getattr(one(app_session, kind), kind.column) == "Mine"


@each_kind
def test_others_are_refused_with_the_reason_or_find_nothing(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation, kind: Kind
) -> None:
    address = made(client_for, kind, canada)
    for what in ("edit", "archive"):
        assert cast.post(client_for("stranger"), f"{address}/{what}", {"version": "1"}).status_code == 404
    for who in ("manager", "mission"):
        client = client_for(who)
        for posted in (f"{address}/edit", f"{address}/archive", f"{kind.prefix}/new"):
            response = cast.post(client, posted, filled(kind, canada, version="1"))
            assert response.status_code == 403
            assert KEEPERS in response.text
            assert "Ask a coordinator to record it." in response.text
        assert f"{address}/edit" not in client.get(address).text
        assert f"{kind.prefix}/new" not in client.get("/funding").text
    assert one(app_session, kind).version == 1


@each_kind
def test_a_record_is_put_away_and_brought_back(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation, kind: Kind
) -> None:
    address, client = made(client_for, kind, canada), client_for("coordinator")
    key = one(app_session, kind).id
    assert cast.post(client, f"{address}/archive", {"version": "9"}).status_code == 409
    before = versions(app_session, "record", key)
    assert cast.post(client, f"{address}/archive", {"version": "1"}).location == address
    assert versions(app_session, "record", key) == before + 1
    text = client.get(address).text
    assert "This was archived on" in text
    assert f"{address}/edit" not in text
    assert kind.shown not in client.read("/funding").text
    assert client.get(f"{address}/edit").status_code == 403
    assert cast.post(client, f"{address}/restore", {"version": "1"}).location == address
    assert f"{address}/edit" in client.get(address).text


@each_kind
def test_reading_changes_nothing(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation, kind: Kind
) -> None:
    address, client = made(client_for, kind, canada), client_for("coordinator")
    client.read(f"{address}/edit")
    assert client.get(f"{address}/archive").status_code == 405
    assert versions(app_session, kind.entity) == 1


# ------------------------------------------------------------------------------------------ contributions only


def first(canada: Organisation, **given: str) -> dict[str, str]:
    return filled(KINDS[0], canada, step_kind="pledged", amount="1,500.50", on="early 2004", **given)


def test_a_contribution_begins_with_its_first_step(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation
) -> None:
    client = client_for("coordinator")
    sent = first(canada, source_words="Letter of the embassy")
    assert cast.post(client, "/funding/contributions/new", sent).status_code == 303
    page = client.read("/funding/contributions/canada-water-in-bam")
    for words in ("pledged CAD 1,500.50", "early 2004", "Funded not stated", "Letter of the embassy"):
        assert words in page.text
    assert (versions(app_session, "step"), count(app_session, Citation)) == (1, 2)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"currency": ""}, "Give the currency of the amount, three letters such as USD."),
        ({"step_kind": ""}, "Say what this amount or date is"),
        ({"amount": "much"}, "Write the amount in digits, such as 1,234.50."),
        ({"amount": "0"}, "Zero says nothing."),
        ({"on": "2026-12"}, "Only an announcement may lie ahead."),
        ({"on": "2005/2004"}, "The end comes before the start."),
        ({"step_kind": "withdrawn"}, "This is not one of the choices."),
        ({"donor_id": "999"}, "Not a valid choice."),
        ({"source_paragraph": "12"}, "Choose the document that has this paragraph."),
        ({"purpose": "x" * 20_001}, "At most 20000 characters; shorten it."),
    ],
)
@pytest.mark.once
def test_a_first_step_that_cannot_be_is_refused_at_its_field(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation, wrong: dict[str, str], why: str
) -> None:
    client = client_for("coordinator")
    sent = {**first(canada), **wrong}
    assert cast.post(client, "/funding/contributions/new", sent).status_code == 422
    assert client.page is not None
    assert why in client.page.text
    for name in ("amount", "on", "currency", "purpose"):
        assert client.page.values(name) == [sent[name]]
    assert (count(app_session, Contribution), count(app_session, Step)) == (0, 0)


def test_the_currency_of_amounts_cannot_change(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation
) -> None:
    client = client_for("coordinator")
    cast.post(client, "/funding/contributions/new", first(canada))
    address = "/funding/contributions/canada-water-in-bam/edit"
    version = client.read(address).values("version")[0]
    sent = filled(KINDS[0], canada, currency="USD", purpose="Changed", version=version)
    assert cast.post(client, address, sent).status_code == 422
    assert client.page is not None
    assert "Record the other currency as a contribution of its own." in client.page.text
    assert client.page.values("currency") == ["USD"]
    assert one(app_session, KINDS[0]).purpose == "Water in Bam"


def test_what_is_archived_stays_chosen(client_for: ClientFor, app_session: UnitSession, canada: Organisation) -> None:
    fund = make.fund(app_session, "old", name="Old fund")
    make.contribution(app_session, canada, "gift", fund_id=fund.id)
    fund.record.archived_at = canada.record.archived_at = now()
    app_session.commit()
    client = client_for("coordinator")
    page = client.read("/funding/contributions/gift/edit")
    assert (page.values("fund_id"), page.values("donor_id")) == ([str(fund.id)], [str(canada.id)])
    assert client.read("/funding/contributions/new").values("fund_id") == [""]


def test_the_form_that_a_fund_leads_to_names_the_fund(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation
) -> None:
    fund = make.fund(app_session, "water")
    app_session.commit()
    client = client_for("coordinator")
    assert "/funding/contributions/new?fund=water" in client.read("/funds/water").links
    assert client.read("/funding/contributions/new?fund=water").values("fund_id") == [str(fund.id)]
    assert client.read("/funding/contributions/new?fund=nothing").values("fund_id") == [""]


def test_what_is_no_money_enters_no_sum_and_says_so(
    client_for: ClientFor, app_session: UnitSession, canada: Organisation
) -> None:
    client = client_for("coordinator")
    sent = {**first(canada), "kind": "in_kind", "step_kind": "received"}
    cast.post(client, "/funding/contributions/new", sent)
    assert "it is shown and counts in no sum" in client.read("/funding/contributions/canada-water-in-bam").text
    assert "1 contribution in kind, as a loan or passed through counts in no sum." in client.read("/funding").text
