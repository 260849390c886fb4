"""Steps, allocations, needs, payments and expenditures: added, changed, removed and brought back from their pages."""

from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests import cast, make
from tests.web.client import HTMX
from tests.web.posting import SENT, ClientFor, count, person, versions
from tracker.domain.codes import StepKind, Visibility
from tracker.domain.dates import now
from tracker.domain.models import (
    Agreement,
    Allocation,
    Contribution,
    Expenditure,
    Fund,
    Payment,
    Project,
    Requirement,
    Step,
)
from tracker.domain.money import Money
from tracker.store import UnitSession

KEEPERS = "Funds, contributions and payments are kept by coordinators and administrators."
MANAGERS = "managers and the coordinators edit it."


@dataclass(frozen=True)
class Kind:
    """A kind of part: where it stands, what its form sends and shows, who edits it and who is refused why.

    In `sent`, "PROJECT" and "PARTNER" stand for their numbers. `changed` is what a change sends, and what of it shows.
    """

    owner: str
    word: str
    table: type[Any]
    sent: dict[str, str]
    shown: str
    told: str
    wrong: tuple[dict[str, str], str]
    changed: tuple[dict[str, str], str]
    editor: str = "coordinator"
    reader: str = "manager"
    reason: str = KEEPERS

    def __str__(self) -> str:
        return f"{self.owner.rsplit('/', 2)[-2]} {self.word}"

    @property
    def entity(self) -> str:
        return str(self.table.__tablename__)

    @property
    def new(self) -> str:
        return f"{self.owner}/{self.word}/new"


_NEED = {"amount": "5,000.50", "currency": "USD", "period": "biennium 2004/2005", "source_words": "The appeal"}
_SPENT = {"ledger": "IMIS", "reference": "TF-1", "amount": "70", "currency": "USD", "period": "2004"}
_PAID = {"organisation_id": "PARTNER", "amount": "70", "currency": "USD", "day": "2004-06-01", "reference": "PO-7"}
KINDS = [
    Kind(
        "/funding/contributions/gift",
        "steps",
        Step,
        {"kind": "received", "amount": "200", "on": "early 2004", "kind_stated": "contributed"},
        "stated: “contributed” USD 200",
        "Dmitri Coordinator added step “received · USD 200 · early 2004”.",
        ({"amount": "two hundred"}, "Write the amount in digits, such as 1,234.50."),
        ({"amount": "250"}, "USD 250"),
    ),
    Kind(
        "/funding/contributions/gift",
        "allocations",
        Allocation,
        {"project_id": "PROJECT", "amount": "300"},
        "Shelter in Bam USD 300",
        "Dmitri Coordinator added allocation “Shelter in Bam · USD 300”.",
        ({"amount": "1,000.01"}, "This is more than there is: USD 1,000 of it are left."),
        ({"amount": "400"}, "USD 400"),
    ),
    Kind(
        "/funds/trust",
        "requirements",
        Requirement,
        _NEED,
        "USD 5,000.50 biennium 2004–2005",
        "Dmitri Coordinator added requirement “USD 5,000.50 · biennium 2004–2005”.",
        ({"currency": ""}, "Give the currency of the amount, three letters such as USD."),
        ({"amount": "6000"}, "USD 6,000"),
    ),
    Kind(
        "/funds/trust",
        "expenditures",
        Expenditure,
        {**_SPENT, "closed_day": "2005-01-15"},
        "IMIS TF-1 15 January 2005 USD 70",
        "Dmitri Coordinator added expenditure “IMIS · USD 70 · 2004”.",
        ({"closed_day": "2026-11-24"}, "This day is still to come."),
        ({"amount": "71"}, "USD 71"),
    ),
    Kind(
        "/projects/bam",
        "requirements",
        Requirement,
        _NEED,
        "USD 5,000.50 biennium 2004–2005",
        "Amina Manager added requirement “USD 5,000.50 · biennium 2004–2005”.",
        ({"period": "2005/2004"}, "The end comes before the start."),
        ({"amount": "6000"}, "USD 6,000"),
        "manager",
        "other_manager",
        MANAGERS,
    ),
    Kind(
        "/projects/bam",
        "expenditures",
        Expenditure,
        {**_SPENT, "closed_day": "2005-01-15"},
        "ledger closed on 15 January 2005",
        "Amina Manager added expenditure “IMIS · USD 70 · 2004”.",
        ({"currency": "ZZZ"}, "ZZZ is not a currency code. Use three letters such as USD."),
        ({"amount": "71"}, "USD 71"),
        "manager",
        "mission",
        MANAGERS,
    ),
    Kind(
        "/projects/bam",
        "payments",
        Payment,
        _PAID,
        "USD 70 1 June 2004",
        "Dmitri Coordinator added payment “Builders · USD 70 · 1 June 2004”.",
        ({"day": "2026-11-24"}, "This day is still to come."),
        ({"amount": "71"}, "USD 71"),
    ),
    Kind(
        "/agreements/mou",
        "payments",
        Payment,
        {**_PAID, "project_id": "PROJECT"},
        "USD 70 1 June 2004",
        "Dmitri Coordinator added payment “Builders · USD 70 · 1 June 2004”.",
        ({"organisation_id": "999"}, "Not a valid choice."),
        ({"amount": "71"}, "USD 71"),
    ),
]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=str)


@dataclass(frozen=True)
class World:
    """What the parts belong to."""

    gift: Contribution
    bam: Project
    agreement: Agreement
    fund: Fund
    numbers: dict[str, str]

    def filled(self, sent: dict[str, str]) -> dict[str, str]:
        return {name: self.numbers.get(value, value) for name, value in sent.items()}


@pytest.fixture
def world(app_session: UnitSession) -> World:
    partner = make.organisation(app_session, "builders", name="Builders")
    bam = make.project(app_session, "bam", title="Shelter in Bam", managers=[person(app_session, "manager")])
    fund = make.fund(app_session, "trust")
    gift = make.contribution(app_session, code="gift", fund_id=fund.id, steps=[("pledged", 1000_00)])
    agreement = make.agreement(app_session, "mou", parties=[partner], projects=[bam])
    app_session.commit()
    return World(gift, bam, agreement, fund, {"PROJECT": str(bam.id), "PARTNER": str(partner.id)})


def one(session: UnitSession, kind: Kind) -> Any:  # noqa: ANN401 - a row of one of several tables
    """The newest part of the kind: a contribution has its first step from the beginning."""
    session.expire_all()
    row = session.scalars(sa.select(kind.table).order_by(kind.table.id.desc()).limit(1)).one()
    assert row.record.id
    session.commit()
    return row


def added(client_for: ClientFor, session: UnitSession, kind: Kind, world: World) -> str:
    """Add a part; the address at which it is edited."""
    response = cast.post(client_for(kind.editor), kind.new, world.filled(kind.sent))
    assert response.status_code == 303
    return f"{kind.owner}/{kind.word}/{one(session, kind).id}"


@each_kind
def test_a_part_is_added_shown_and_told(
    client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind
) -> None:
    client = client_for(kind.editor)
    client.read(kind.new)
    before = versions(app_session, kind.entity)
    response = cast.post(client, kind.new, world.filled(kind.sent))
    assert (response.status_code, response.location) == (303, f"{kind.owner}#{kind.word}")
    assert versions(app_session, kind.entity) == before + 1
    page = client.read(kind.owner)
    assert page.by_id(kind.word) is not None
    assert kind.shown in page.text
    assert kind.told in page.text


@each_kind
def test_a_form_sent_twice_adds_one_part(
    client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind
) -> None:
    client, before = client_for(kind.editor), count(app_session, kind.table)
    for _ in range(2):
        response = cast.post(client, kind.new, {**world.filled(kind.sent), "submission": SENT})
        assert response.location == f"{kind.owner}#{kind.word}"
    assert count(app_session, kind.table) == before + 1


@each_kind
def test_under_htmx_the_form_opens_in_its_place_and_leads_on(
    client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind
) -> None:
    client = client_for(kind.editor)
    assert f'hx-get="{kind.new}"' in client.get(kind.owner).text
    part = client.get(kind.new, headers=HTMX).text
    assert part.strip().startswith(f'<div class="in-place" id="new-{kind.word}">')
    refused = cast.post(client, kind.new, {**world.filled(kind.sent), "amount": "x"}, headers=HTMX)
    assert refused.status_code == 422
    assert f'href="#{kind.word}-amount"' in refused.text
    response = cast.post(client, kind.new, world.filled(kind.sent), headers=HTMX)
    made = one(app_session, kind).id
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, f"{kind.owner}?added={made}#{kind.word}")


@each_kind
@pytest.mark.once
def test_a_refused_part_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind
) -> None:
    client, before = client_for(kind.editor), count(app_session, kind.table)
    wrong, why = kind.wrong
    sent = {**world.filled(kind.sent), **wrong}
    assert cast.post(client, kind.new, sent).status_code == 422
    assert client.page is not None
    assert why in client.page.text
    kept = {name: client.page.values(name) for name in sent if name != "organisation_id"}
    assert kept == {name: [value] for name, value in sent.items() if name != "organisation_id"}
    assert count(app_session, kind.table) == before


@each_kind
def test_a_part_is_changed_with_one_row_version(
    client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind
) -> None:
    address = added(client_for, app_session, kind, world)
    client = client_for(kind.editor)
    page = client.read(address)
    before = versions(app_session, kind.entity)
    changed, shown = kind.changed
    sent = {**world.filled(kind.sent), **changed, "version": page.values("version")[0]}
    assert cast.post(client, address, sent).location == f"{kind.owner}#{kind.word}"
    assert versions(app_session, kind.entity) == before + 1
    assert shown in client.read(kind.owner).text


@each_kind
def test_two_who_change_a_part_choose(
    client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind, clock: time_machine.Traveller
) -> None:
    address = added(client_for, app_session, kind, world)
    clock.shift(60)
    version = str(one(app_session, kind).version)
    sent = world.filled(kind.sent)
    theirs = cast.post(client_for("administrator"), address, {**sent, "amount": "61", "version": version})
    assert theirs.status_code == 303
    client = client_for(kind.editor)
    response = cast.post(client, address, {**sent, "amount": "62", "version": version})
    assert response.status_code == 409
    assert client.page is not None
    for words in ("Elena Administrator", "61", "62"):
        assert words in client.page.text
    merged = {**sent, "amount": "62", "version": client.page.values("version")[0]}
    assert cast.post(client, address, {**merged, "pick_amount": "theirs"}).status_code == 303
    assert one(app_session, kind).amount_minor == 61_00


@each_kind
def test_a_removed_part_is_brought_back(
    client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind
) -> None:
    address = added(client_for, app_session, kind, world)
    client, row = client_for(kind.editor), one(app_session, kind)
    before = versions(app_session, "record", row.id)
    response = cast.post(client, f"{address}/remove", {"version": str(row.version)})
    assert response.status_code == 303
    assert versions(app_session, "record", row.id) == before + 1
    page = client.read(response.location.split("#")[0])
    assert "Undo the removal" in page.text
    assert kind.shown not in page.text
    assert f"archived {kind.entity}." in page.text
    assert client.get(address).status_code == 404
    assert cast.post(client, f"{address}/undo").status_code == 303
    assert kind.shown in client.read(kind.owner).text


@each_kind
def test_a_stale_page_removes_nothing(
    client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind
) -> None:
    address = added(client_for, app_session, kind, world)
    for sent in ({"version": "99"}, {}):
        assert cast.post(client_for(kind.editor), f"{address}/remove", sent).status_code == 409
    assert one(app_session, kind).record.archived_at is None


@each_kind
def test_others_are_refused_with_the_reason_or_find_nothing(
    client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind
) -> None:
    address = added(client_for, app_session, kind, world)
    sent = {**world.filled(kind.sent), **kind.changed[0], "version": "1"}
    for posted in (address, f"{address}/remove", kind.new):
        assert cast.post(client_for("stranger"), posted, sent).status_code == 404
        response = cast.post(client_for(kind.reader), posted, sent)
        assert response.status_code == 403
        assert kind.reason in response.text
    assert kind.new not in client_for(kind.reader).get(kind.owner).text
    assert one(app_session, kind).version == 1


@each_kind
def test_a_viewer_reads_and_changes_nothing(
    client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind
) -> None:
    for row in (world.gift, world.bam, world.agreement, world.fund):
        row.record.visibility = Visibility.public
    app_session.commit()
    added(client_for, app_session, kind, world)
    client = client_for("viewer")
    assert kind.shown in client.read(kind.owner).text
    assert kind.new not in client.get(kind.owner).text
    assert cast.post(client, kind.new, world.filled(kind.sent)).status_code == 403


@each_kind
def test_reading_changes_nothing(client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind) -> None:
    address = added(client_for, app_session, kind, world)
    before = versions(app_session, kind.entity)
    client = client_for(kind.editor)
    client.read(address)
    assert client.get(f"{address}/remove").status_code == 405
    assert versions(app_session, kind.entity) == before


@each_kind
def test_nothing_is_added_to_what_was_put_away(
    client_for: ClientFor, app_session: UnitSession, world: World, kind: Kind
) -> None:
    for row in (world.gift, world.bam, world.agreement, world.fund):
        row.record.archived_at = now()
    app_session.commit()
    response = cast.post(client_for("coordinator"), kind.new, world.filled(kind.sent))
    assert response.status_code == 403
    assert "is archived." in response.text


# ------------------------------------------------------------------------------------------ what people type


STEP = KINDS[0]


@pytest.mark.parametrize(
    ("lang", "typed", "minor"),
    [
        ("fr", "1.234,50", 1234_50),
        ("fr", "1 234,50", 1234_50),
        ("en", "1.234,50", 1234_50),
        ("en", "1,234.50", 1234_50),
        ("en", "1,234", 1234_00),
        ("ar", "١٬٢٣٤٫٥٠", 1234_50),
        ("fr", "1,234", None),
        ("fr", "1.234", None),
        ("en", "12.345", None),
        ("en", "1e3", None),
        ("en", "NaN", None),
        ("en", "9" * 40, None),
    ],
)
@pytest.mark.once
def test_an_amount_is_read_in_the_readers_language_or_refused(  # noqa: PLR0917 - a table of cases
    client_for: ClientFor, app_session: UnitSession, world: World, lang: str, typed: str, minor: int | None
) -> None:
    client = client_for("coordinator")
    client.get(f"/funding?lang={lang}")
    before = count(app_session, Step)
    response = cast.post(client, STEP.new, {**STEP.sent, "amount": typed})
    assert response.status_code == (422 if minor is None else 303)
    if minor is None:
        assert client.page is not None
        assert client.page.values("amount") == [typed]
        assert count(app_session, Step) == before
    else:
        assert one(app_session, STEP).amount_minor == minor


@pytest.mark.parametrize("length", [20_001, 10_000_000])
@pytest.mark.once
def test_a_long_text_is_refused_at_its_field_and_kept(
    client_for: ClientFor, app_session: UnitSession, world: World, length: int
) -> None:
    client, kind = client_for("coordinator"), KINDS[6]
    assert cast.post(client, kind.new, {**world.filled(kind.sent), "note": "x" * length}).status_code == 422
    assert client.page is not None
    assert "At most 20000 characters; shorten it." in client.page.text
    assert client.page.values("note") == ["x" * length]
    assert count(app_session, Payment) == 0


def test_a_step_without_amount_is_not_stated(client_for: ClientFor, app_session: UnitSession, world: World) -> None:
    client = client_for("coordinator")
    cast.post(client, STEP.new, {"kind": "received"})
    assert one(app_session, STEP).amount_minor is None
    text = client.read("/funding/contributions/gift").text
    assert "received amount not stated" in text
    assert "Funded not stated" in text


def test_a_withdrawal_says_what_it_takes_back(client_for: ClientFor, app_session: UnitSession, world: World) -> None:
    client = client_for("coordinator")
    cast.post(client, STEP.new, {"kind": "withdrawn", "takes_back": "pledged", "amount": "100"})
    assert one(app_session, STEP).takes_back == StepKind.pledged
    assert "withdrawn takes back what was pledged USD 100" in client.read("/funding/contributions/gift").text
    assert cast.post(client, STEP.new, {"kind": "received", "takes_back": "pledged"}).status_code == 422
    assert client.page is not None
    assert "Only a withdrawal takes a promise back." in client.page.text


def test_a_receipt_above_the_pledge_is_recorded_with_a_warning(client_for: ClientFor, world: World) -> None:
    client = client_for("coordinator")
    cast.post(client, STEP.new, {"kind": "received", "amount": "1500"})
    text = client.read("/funding/contributions/gift").text
    assert "More is received (USD 1,500) than was pledged (USD 1,000)." in text


def test_beside_the_form_of_a_step_stands_where_the_money_is(client_for: ClientFor, world: World) -> None:
    text = client_for("coordinator").read(STEP.new).text
    assert "Pledged, not counted USD 1,000" in text
    assert "Funded not stated" in text
    assert "Amount in USD" in text


def test_a_contribution_without_currency_asks_for_it_with_its_first_amount(
    client_for: ClientFor, app_session: UnitSession, world: World
) -> None:
    make.contribution(app_session, code="vague", currency=None, steps=[("pledged", None)])
    app_session.commit()
    client, address = client_for("coordinator"), "/funding/contributions/vague/steps/new"
    assert client.read(address).values("currency") == [""]
    assert cast.post(client, address, {"kind": "received", "amount": "5"}).status_code == 422
    assert client.page is not None
    assert "Give the currency of the amount, three letters such as USD." in client.page.text
    assert cast.post(client, address, {"kind": "received", "amount": "5", "currency": "jpy"}).status_code == 303
    assert "JPY 5" in client.read("/funding/contributions/vague").text
    assert client.read(address).values("currency") == []
    late = cast.post(client, address, {"kind": "received", "amount": "5", "currency": "USD"})
    assert late.status_code == 422
    assert "This contribution is in JPY." in client.page.text


def test_a_payment_above_the_ceiling_is_recorded_with_a_warning(
    client_for: ClientFor, app_session: UnitSession, world: World
) -> None:
    world.agreement.amount = Money(50_00, "USD")
    app_session.commit()
    client, kind = client_for("coordinator"), KINDS[7]
    cast.post(client, kind.new, world.filled(kind.sent))
    text = client.read("/agreements/mou").text
    assert "USD 70 are paid under this agreement now, above its ceiling of USD 50." in text
    assert count(app_session, Payment) == 1


def test_a_step_whose_money_is_given_to_projects_is_not_removed(
    client_for: ClientFor, app_session: UnitSession, world: World
) -> None:
    first = one(app_session, STEP)
    client = client_for("coordinator")
    cast.post(client, KINDS[1].new, world.filled(KINDS[1].sent))
    response = cast.post(
        client, f"/funding/contributions/gift/steps/{first.id}/remove", {"version": str(first.version)}
    )
    assert response.status_code == 422
    assert "Projects are given USD 300 of this contribution" in response.text
    assert one(app_session, STEP).record.archived_at is None


def test_a_payment_stands_on_the_pages_of_its_agreement_and_its_project(
    client_for: ClientFor, app_session: UnitSession, world: World
) -> None:
    kind = KINDS[7]
    added(client_for, app_session, kind, world)
    client = client_for("manager")
    assert kind.shown in client.read("/projects/bam").text
    assert kind.shown in client.read("/agreements/mou").text
    world.agreement.record.visibility = Visibility.confidential
    app_session.commit()
    assert kind.shown not in client.read("/projects/bam").text
