"""Organisations recorded, changed, archived; their names in languages, identifiers, contact persons; names alike."""

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import cast, make
from tests.web.client import HTMX, PageClient
from tests.web.posting import SENT, ClientFor, count, typed, versions
from tracker.domain.codes import Visibility
from tracker.domain.models import Organisation, OutsideIdentifier, Person, Record, Translation
from tracker.store import UnitSession

NEW, EDIT = "/organisations/new", "/organisations/bank/edit"
FACTS = {
    "name": "International Reconstruction Bank",
    "acronym": "IRB",
    "kind": "development_bank",
    "name_fr": "Banque internationale de reconstruction",
    "name_zh": "国际重建银行",
    "identifiers": "IATI: XM-DAC-41120\nFTS: 2917",
    "visibility": "internal",
    "submission": SENT,
}


@pytest.fixture
def bank(app_session: UnitSession) -> Organisation:
    made = make.organisation(app_session, "bank", name="The Bank", visibility=Visibility.internal)
    app_session.commit()
    return made


def sent(client: PageClient, **changed: object) -> dict[str, object]:
    page = client.read(EDIT)
    names = ("name", "acronym", "kind", "note", "name_fr", "name_zh", "identifiers", "visibility", "version")
    return {**typed(page, *names), **changed}


def test_an_organisation_is_recorded_with_its_names_and_identifiers(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    client = client_for("mission")
    client.read(NEW)
    response = cast.post(client, NEW, FACTS)
    assert (response.status_code, response.location) == (303, "/organisations/irb")
    page = client.read("/organisations/irb")
    assert page.heading == "International Reconstruction Bank"
    assert "XM-DAC-41120" in page.text
    assert client.read("/organisations/irb?lang=zh").heading == "国际重建银行"
    assert count(app_session, OutsideIdentifier) == 2
    assert count(app_session, Translation) == 2
    assert versions(app_session, "organisation") == 1


def test_a_form_sent_twice_records_one(client_for: ClientFor, app_session: UnitSession) -> None:
    client = client_for("mission")
    first, second = (cast.post(client, NEW, FACTS) for _ in range(2))
    assert (first.location, count(app_session, Organisation)) == (second.location, 1)


def test_under_htmx_the_reader_is_led_on_by_a_header(client_for: ClientFor) -> None:
    response = cast.post(client_for("mission"), NEW, FACTS, headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/organisations/irb")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": " "}, "This is needed."),
        ({"kind": "circus"}, "This is not one of the choices."),
        ({"identifiers": "XM-DAC-41120"}, "as system, colon, identifier"),
        ({"identifiers": "IATI: 41120"}, "is no IATI identifier"),
        ({"acronym": "A" * 41}, "At most 40 characters"),
        ({"name": "x" * 201}, "At most 200 characters"),
    ],
)
@pytest.mark.once
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, wrong: dict[str, str], why: str
) -> None:
    client = client_for("mission")
    assert cast.post(client, NEW, {**FACTS, **wrong}).status_code == 422
    assert client.page is not None
    assert why in client.page.text
    assert client.page.values("name_fr") == [FACTS["name_fr"]]
    assert count(app_session, Organisation) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "the BANK"},
        {"name": "Bank"},
        {"name": "Something else", "acronym": "tb"},
        {"name": "La Banque", "name_fr": "la banque"},
    ],
)
def test_names_alike_are_offered_before_another_is_recorded(
    client_for: ClientFor, app_session: UnitSession, facts: dict[str, str]
) -> None:
    bank = make.organisation(app_session, "bank", name="The Bank", acronym="TB")
    app_session.add(Translation(record_id=bank.id or 0, field="name", language="fr", text="La Banque"))
    app_session.commit()
    client = client_for("mission")
    given = {**FACTS, "name_fr": "", "name_zh": "", "acronym": "", **facts}
    assert cast.post(client, NEW, given).status_code == 422
    assert client.page is not None
    assert "/organisations/bank" in client.page.links
    assert client.page.values("name") == [given["name"]]
    assert count(app_session, Organisation) == 1
    assert cast.post(client, NEW, {**given, "none_of_these": "y"}).status_code == 303
    assert count(app_session, Organisation) == 2


def test_one_that_may_not_be_known_is_not_offered(client_for: ClientFor, app_session: UnitSession) -> None:
    make.organisation(app_session, "secret", name=FACTS["name"], visibility=Visibility.confidential)
    app_session.commit()
    assert cast.post(client_for("mission"), NEW, FACTS).status_code == 303


def test_an_edit_is_one_row_version_and_a_sentence(
    client_for: ClientFor, app_session: UnitSession, bank: Organisation
) -> None:
    client, before = client_for("coordinator"), versions(app_session, "organisation")
    given = sent(client, name="The Big Bank", name_ru="Банк", identifiers="Umoja: 11000")
    assert cast.post(client, EDIT, given).location == "/organisations/bank"
    assert versions(app_session, "organisation") == before + 1
    text = client.read("/organisations/bank").text
    assert "changed the name from “The Bank” to “The Big Bank”." in text
    assert "recorded the identifier 11000 of Umoja" in text
    assert "wrote the translation of name into Russian" in text


def test_saving_what_stands_changes_nothing(
    client_for: ClientFor, app_session: UnitSession, bank: Organisation
) -> None:
    client, before = client_for("coordinator"), versions(app_session, "organisation")
    assert cast.post(client, EDIT, sent(client)).status_code == 303
    assert versions(app_session, "organisation") == before


def test_two_edits_clash_and_are_put_together(client_for: ClientFor, bank: Organisation) -> None:
    client, other = client_for("coordinator"), client_for("administrator")
    mine, theirs = sent(client), sent(other)
    cast.post(other, EDIT, {**theirs, "acronym": "TB", "identifiers": "FTS: 1", "name": "Their Bank"})
    response = cast.post(client, EDIT, {**mine, "note": "Mine", "name": "My Bank"})
    assert response.status_code == 409
    page = client.page
    assert page is not None
    assert "Before: The Bank" in page.text
    merged = {name: page.values(name)[0] for name in (*mine, "name_ru") if page.values(name)}
    assert (merged["acronym"], merged["identifiers"], merged["note"]) == ("TB", "FTS: 1", "Mine")
    assert cast.post(client, EDIT, {**merged, "pick_name": "theirs"}).status_code == 303
    assert client.read("/organisations/bank").heading == "Their Bank"


def test_an_organisation_is_no_part_of_its_own_part(
    client_for: ClientFor, app_session: UnitSession, bank: Organisation
) -> None:
    office = make.organisation(app_session, "office", name="Office", owner_id=bank.id)
    app_session.commit()
    client = client_for("coordinator")
    assert cast.post(client, EDIT, sent(client, owner_id=str(office.id))).status_code == 422
    assert client.page is not None
    assert "cannot be part of itself" in client.page.text


def test_strangers_find_nothing_and_readers_are_told_why(client_for: ClientFor, bank: Organisation) -> None:
    for address in (EDIT, "/organisations/bank/archive", "/organisations/bank/contacts/new"):
        assert cast.post(client_for("stranger"), address, FACTS).status_code == 404
        response = cast.post(client_for("mission"), address, FACTS)
        assert response.status_code == 403
        assert "Only whoever recorded this organisation, and the coordinators, edit it." in response.text
        assert "Ask a coordinator." in response.text
    assert client_for("viewer").get(NEW).status_code == 403


def test_whoever_recorded_it_edits_it(client_for: ClientFor) -> None:
    cast.post(client_for("mission"), NEW, FACTS)
    assert client_for("mission").get("/organisations/irb/edit").status_code == 200
    assert client_for("manager").get("/organisations/irb/edit").status_code == 403


def test_an_archived_one_leaves_the_list_and_comes_back(client_for: ClientFor, bank: Organisation) -> None:
    client = client_for("coordinator")
    version = str(bank.version)
    assert cast.post(client, "/organisations/bank/archive", {"version": "99"}).status_code == 409
    assert cast.post(client, "/organisations/bank/archive", {"version": version}).status_code == 303
    assert "The Bank" not in client.read("/organisations").text
    assert client.get(EDIT).status_code == 403
    client.read("/organisations/bank")
    assert cast.post(client, "/organisations/bank/restore", {"version": version}).status_code == 303
    assert "The Bank" in client.read("/organisations").text


def test_looking_changes_nothing(client_for: ClientFor, app_session: UnitSession, bank: Organisation) -> None:
    before = versions(app_session, "organisation")
    for address in ("/organisations/bank", NEW, EDIT, "/organisations/bank/contacts/new", "/organisations/bank/merge"):
        client_for("coordinator").read(address)
    assert versions(app_session, "organisation") == before


# ------------------------------------------------------------------------------------------ contact persons

CONTACT = {"name": "Maria Pires", "title": "Desk officer", "email": "maria@example.org", "phone": "+258 21 000"}


def test_a_contact_is_recorded_for_the_programmes_people_only(
    client_for: ClientFor, app_session: UnitSession, bank: Organisation
) -> None:
    app_session.get_one(Record, bank.id).visibility = Visibility.public
    app_session.commit()
    client = client_for("coordinator")
    response = cast.post(client, "/organisations/bank/contacts/new", {**CONTACT, "submission": SENT})
    assert (response.status_code, response.location) == (303, "/organisations/bank#contacts")
    assert "Maria Pires, Desk officer" in client_for("mission").read("/organisations/bank").text
    assert "Maria Pires" not in client_for("viewer").read("/organisations/bank").text
    kept = app_session.scalars(sa.select(Person)).one()
    assert kept.record.visibility == Visibility.internal


def test_a_contact_is_changed_removed_and_brought_back(
    client_for: ClientFor, app_session: UnitSession, bank: Organisation
) -> None:
    client = client_for("coordinator")
    cast.post(client, "/organisations/bank/contacts/new", CONTACT)
    key = app_session.scalar(sa.select(col(Person.id)))
    app_session.commit()
    address = f"/organisations/bank/contacts/{key}"
    assert cast.post(client, address, {**CONTACT, "title": "Director", "version": "1"}).status_code == 303
    assert cast.post(client, address, {**CONTACT, "title": "Mine", "version": "1"}).status_code == 409
    assert cast.post(client, f"{address}/remove", {"version": "2"}).status_code == 303
    assert "Maria" not in client.read("/organisations/bank").text.split("History")[0]
    assert cast.post(client, f"{address}/undo").status_code == 303
    assert "Maria Pires, Director" in client.read("/organisations/bank").text


def test_a_wrong_address_of_a_contact_is_refused_and_kept(client_for: ClientFor, bank: Organisation) -> None:
    client = client_for("coordinator")
    response = cast.post(client, "/organisations/bank/contacts/new", {**CONTACT, "email": "at home"})
    assert response.status_code == 422
    assert client.page is not None
    assert "Write an e-mail address" in client.page.text
    assert client.page.values("phone") == ["+258 21 000"]
