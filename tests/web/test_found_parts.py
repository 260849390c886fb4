"""Findings, recommendations, impact figures and deliveries: added, changed, removed and brought back from their page."""

from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests import cast, make
from tests.web.client import HTMX
from tests.web.posting import SENT, ClientFor, count, person, versions
from tracker.domain.codes import Visibility
from tracker.domain.models import Assessment, Delivery, Finding, ImpactFigure, Recommendation, Record
from tracker.store import UnitSession


@dataclass(frozen=True)
class Kind:
    """A kind of part: its page and word in the address, its table, what its form sends and what that shows."""

    owner: str
    word: str
    table: type[Any]
    name: str
    sent: dict[str, str]
    shown: str
    who: str = "mission"
    refused: str = "Only whoever recorded this"
    wrong: list[tuple[dict[str, str], str]] = field(default_factory=list)

    def __str__(self) -> str:
        return self.word

    @property
    def entity(self) -> str:
        return str(self.table.__tablename__)

    @property
    def new(self) -> str:
        return f"{self.owner}/{self.word}/new"


SOURCE = {"source_words": "The mayor", "source_date": "2026-11-02"}
COUNTED = {"text": "Homes gone", "sector": "housing", "effect": "need", "topic": "general"}
KINDS = [
    Kind(
        "/assessments/study",
        "findings",
        Finding,
        "text",
        {**COUNTED, "figure": "1,000-1,500", "unit": "homes", **SOURCE},
        "1,000–1,500 homes",
        wrong=[
            ({"text": " "}, "This is needed."),
            ({"sector": ""}, "This is needed."),
            ({"sector": "magic"}, "This is not one of the choices."),
            ({"figure": "1500-1000"}, "The first number is the larger one: write the smaller first."),
            ({"figure": "many"}, "Write a number such as 26,271"),
            ({"unit": ""}, "Say what is counted, such as houses."),
            ({"grade": "grade_5"}, "A grade is of damaged buildings"),
            ({"amount": "5"}, "Give the currency of the amount"),
            ({"amount": "5", "currency": "USD"}, "A finding is a count or an amount"),
            ({"figure": "", "amount": "5", "currency": "XXZ"}, "XXZ is not a currency code."),
            ({"figure": "", "amount": "5", "amount_high": "4", "currency": "USD"}, "The upper amount is below"),
            ({"figure": "", "amount_high": "4", "currency": "USD"}, "Give the amount"),
            ({"figure": "", "amount": "5", "amount_high": "6.001", "currency": "USD"}, "USD has 2 digits"),
            ({"place_id": "999999"}, "Not a valid choice"),
            ({"source_paragraph": "12"}, "Choose the document that has this paragraph."),
        ],
    ),
    Kind(
        "/assessments/study",
        "recommendations",
        Recommendation,
        "text",
        {"text": "Give shelters", "addressee_stated": "the Government", "due_day": "2026-12-31"},
        "asked of the Government",
        wrong=[
            ({"text": ""}, "This is needed."),
            ({"due_day": "soon"}, "Write the day as year-month-day"),
            ({"addressee_id": "999999"}, "Not a valid choice"),
            ({"finding_ids": "999999"}, "not a valid choice"),
        ],
    ),
    Kind(
        "/disasters/bam",
        "impact",
        ImpactFigure,
        "measure",
        {"measure": "houses destroyed", "figure": ">40000", "on": "2004-03", **SOURCE},
        "40,000 or more",
        wrong=[
            ({"measure": ""}, "This is needed."),
            ({"measure": "x" * 81}, "At most 80 characters; shorten it."),
            ({"figure": ""}, "This is needed."),
            ({"figure": "10-5"}, "The first number is the larger one"),
            ({"on": "2004-13"}, "There is no day 2004-13."),
        ],
    ),
    Kind(
        "/projects/shelter",
        "deliveries",
        Delivery,
        "text",
        {"text": "Shelters handed over", "quantity": "1,200", "unit": "shelters", "on": "2026-10"},
        "1,200 shelters",
        who="manager",
        refused="managers and the coordinators edit it.",
        wrong=[
            ({"text": ""}, "This is needed."),
            ({"quantity": ""}, "This is needed."),
            ({"quantity": "-5"}, "Write a whole number"),
            ({"quantity": "1.5"}, "Write a whole number"),
            ({"quantity": "9" * 17}, "too large"),
            ({"unit": ""}, "This is needed."),
            ({"on": "2031"}, "This day is still to come"),
            ({"recommendation_id": "999999"}, "Not a valid choice"),
        ],
    ),
]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=str)


@pytest.fixture(autouse=True)
def owners(app_session: UnitSession) -> Assessment:
    maker = person(app_session, "mission").id
    study = make.assessment(app_session, "study", title="The study", created_by_id=maker)
    make.disaster(app_session, "bam", name="Bam earthquake", created_by_id=maker)
    make.project(app_session, "shelter", title="Shelter", managers=[person(app_session, "manager")])
    app_session.commit()
    return study


def added(client_for: ClientFor, session: UnitSession, kind: Kind) -> str:
    """Add a part; the address at which it is edited."""
    assert cast.post(client_for(kind.who), kind.new, kind.sent).status_code == 303
    return f"{kind.owner}/{kind.word}/{one(session, kind).id}"


def one(session: UnitSession, kind: Kind) -> Any:  # noqa: ANN401 - a row of one of four tables
    session.expire_all()
    row: Any = session.scalars(sa.select(kind.table)).one()
    assert row.record.id
    session.commit()
    return row


@each_kind
def test_a_part_is_added_and_shown(client_for: ClientFor, app_session: UnitSession, kind: Kind) -> None:
    client = client_for(kind.who)
    client.read(kind.new)
    response = cast.post(client, kind.new, kind.sent)
    assert (response.status_code, response.location) == (303, f"{kind.owner}#{kind.word}")
    page = client.read(kind.owner)
    assert kind.sent[kind.name] in page.text
    assert kind.shown in page.text
    assert versions(app_session, kind.entity) == 1
    called = kind.entity.replace("_", " ")
    assert f"added {called} “{kind.sent[kind.name]}”." in page.text


@each_kind
def test_a_form_sent_twice_adds_one_part(client_for: ClientFor, app_session: UnitSession, kind: Kind) -> None:
    for _ in range(2):
        response = cast.post(client_for(kind.who), kind.new, {**kind.sent, "submission": SENT})
        assert response.location == f"{kind.owner}#{kind.word}"
    assert count(app_session, kind.table) == 1


@each_kind
def test_the_form_of_a_new_part_opens_in_its_place(client_for: ClientFor, kind: Kind) -> None:
    client = client_for(kind.who)
    assert f'hx-get="{kind.new}"' in client.get(kind.owner).text
    assert f'id="new-{kind.word}"' in client.get(kind.new, headers=HTMX).text
    response = cast.post(client, kind.new, kind.sent, headers=HTMX)
    assert response.status_code == 200
    assert response.headers["HX-Redirect"].startswith(f"{kind.owner}?added=")


@pytest.mark.parametrize(
    ("kind", "wrong", "why"),
    [pytest.param(kind, *case, id=f"{kind}-{number}") for kind in KINDS for number, case in enumerate(kind.wrong)],
)
@pytest.mark.once
def test_a_refused_part_says_why_and_keeps_what_was_typed(
    client_for: ClientFor, app_session: UnitSession, kind: Kind, wrong: dict[str, str], why: str
) -> None:
    client = client_for(kind.who)
    kept = next(name for name in kind.sent if name not in wrong)
    assert cast.post(client, kind.new, {**kind.sent, **wrong}).status_code == 422
    assert client.page is not None
    assert why in client.page.text
    assert client.page.values(kept) == [kind.sent[kept]]
    assert count(app_session, kind.table) == 0


@each_kind
def test_a_part_is_changed_with_one_row_version(client_for: ClientFor, app_session: UnitSession, kind: Kind) -> None:
    address = added(client_for, app_session, kind)
    client = client_for(kind.who)
    page = client.read(address)
    assert page.values(kind.name) == [kind.sent[kind.name]]
    before = versions(app_session, kind.entity)
    sent = {**kind.sent, kind.name: "Said better", "version": page.values("version")[0]}
    assert cast.post(client, address, sent).location == f"{kind.owner}#{kind.word}"
    assert versions(app_session, kind.entity) == before + 1
    assert "Said better" in client.read(kind.owner).text


@each_kind
def test_two_who_change_a_part_choose(
    client_for: ClientFor, app_session: UnitSession, kind: Kind, clock: time_machine.Traveller
) -> None:
    address = added(client_for, app_session, kind)
    clock.shift(60)
    version = str(one(app_session, kind).version)
    cast.post(client_for("coordinator"), address, {**kind.sent, kind.name: "Theirs", "version": version})
    client = client_for(kind.who)
    assert cast.post(client, address, {**kind.sent, kind.name: "Mine", "version": version}).status_code == 409
    assert client.page is not None
    for words in (f"Before: {kind.sent[kind.name]}", "Theirs", "Mine", "Dmitri Coordinator"):
        assert words in client.page.text
    sent = {**kind.sent, kind.name: "Mine", "version": client.page.values("version")[0]}
    assert cast.post(client, address, {**sent, f"pick_{kind.name}": "theirs"}).status_code == 303
    assert getattr(one(app_session, kind), kind.name) == "Theirs"


@each_kind
def test_a_removed_part_is_brought_back(client_for: ClientFor, app_session: UnitSession, kind: Kind) -> None:
    address = added(client_for, app_session, kind)
    client, row = client_for(kind.who), one(app_session, kind)
    assert cast.post(client, f"{address}/remove", {"version": "99"}).status_code == 409
    response = cast.post(client, f"{address}/remove", {"version": str(row.version)})
    page = client.read(response.location.split("#")[0])
    section = page.by_id(kind.word)
    assert section is not None
    assert kind.sent[kind.name] not in "".join(section.itertext())
    assert client.get(address).status_code == 404
    assert cast.post(client, f"{address}/undo").status_code == 303
    assert kind.sent[kind.name] in client.read(kind.owner).text


@each_kind
def test_others_are_refused_with_the_reason_or_find_nothing(
    client_for: ClientFor, app_session: UnitSession, kind: Kind
) -> None:
    address = added(client_for, app_session, kind)
    sent = {**kind.sent, "version": "1"}
    for posted in (address, f"{address}/remove", kind.new):
        assert cast.post(client_for("stranger"), posted, sent).status_code == 404
        response = cast.post(client_for("other_manager"), posted, sent)
        assert response.status_code == 403
        assert kind.refused in response.text
    assert count(app_session, kind.table) == 1


@each_kind
def test_reading_changes_nothing(client_for: ClientFor, app_session: UnitSession, kind: Kind) -> None:
    address = added(client_for, app_session, kind)
    before = versions(app_session, kind.entity)
    client_for(kind.who).read(address)
    assert client_for(kind.who).get(f"{address}/remove").status_code == 405
    assert versions(app_session, kind.entity) == before


def test_both_ends_of_a_range_are_kept_in_a_clash(
    client_for: ClientFor, app_session: UnitSession, clock: time_machine.Traveller
) -> None:
    kind = KINDS[0]
    address = added(client_for, app_session, kind)
    clock.shift(60)
    version = str(one(app_session, kind).version)
    cast.post(client_for("coordinator"), address, {**kind.sent, "figure": "2000-3000", "version": version})
    client = client_for("mission")
    cast.post(client, address, {**kind.sent, "figure": "1100", "version": version})
    assert client.page is not None
    for words in ("1000-1500", "2000-3000", "1100"):
        assert words in client.page.text


def test_a_money_range_is_kept_exactly(client_for: ClientFor, app_session: UnitSession) -> None:
    sent = {**COUNTED, "amount": "2,000,000.50", "amount_high": "3000000", "currency": "usd"}
    assert cast.post(client_for("mission"), KINDS[0].new, sent).status_code == 303
    row = one(app_session, KINDS[0])
    assert (row.amount_minor, row.amount_high_minor, row.currency) == (200000050, 300000000, "USD")
    assert "USD 2,000,000.50–3,000,000" in client_for("mission").read("/assessments/study").text


def test_findings_stand_by_sector_and_effect_and_damage_by_grade(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    client = client_for("mission")
    heavy = {"effect": "damage", "topic": "building_damage"}
    for text, more in (
        ("Cracked", {**heavy, "grade": "grade_3", "figure": "400", "unit": "houses"}),
        ("Collapsed", {**heavy, "grade": "grade_5", "figure": "900", "unit": "houses"}),
        ("Deeds burned", {"topic": "registry", "effect": "", "sector": "land"}),
        ("Roofs needed", {"figure": "<500", "unit": "roofs"}),
    ):
        assert cast.post(client, KINDS[0].new, {**COUNTED, "text": text, **more}).status_code == 303
    page = client.read("/assessments/study")
    words = {name: "".join(part.itertext()) for name in ("matrix", "grades", "capacity") if (part := page.by_id(name))}
    assert "up to 500 roofs" in words["matrix"]
    assert words["grades"].index("Collapsed") < words["grades"].index("Cracked")
    assert "Deeds burned" in words["capacity"]


def test_a_recommendation_names_the_findings_it_answers(
    client_for: ClientFor, app_session: UnitSession, owners: Assessment
) -> None:
    found = [str(make.finding(app_session, owners, text).id) for text in ("Homes gone", "School gone")]
    app_session.commit()
    client = client_for("mission")
    sent: dict[str, object] = {"text": "Rebuild", "finding_ids": found[:1]}
    cast.post(client, KINDS[1].new, sent)
    row = one(app_session, KINDS[1])
    assert "Answers: Homes gone" in client.read("/assessments/study").text
    before = versions(app_session, "recommendation")
    changed = {**sent, "finding_ids": found[1:], "version": str(row.version)}
    assert cast.post(client, f"/assessments/study/recommendations/{row.id}", changed).status_code == 303
    page = client.read("/assessments/study")
    assert "Answers: School gone" in page.text
    assert "added the answered finding “School gone”." in page.text
    assert versions(app_session, "recommendation") == before + 1


def test_nothing_is_added_to_what_was_archived(
    client_for: ClientFor, app_session: UnitSession, owners: Assessment
) -> None:
    assert cast.post(client_for("mission"), "/assessments/study/archive", {"version": "1"}).status_code == 303
    response = cast.post(client_for("mission"), KINDS[0].new, KINDS[0].sent)
    assert response.status_code == 403
    assert "This assessment is archived." in response.text


def test_another_missions_confidential_assessment_takes_no_finding(
    client_for: ClientFor, app_session: UnitSession, owners: Assessment
) -> None:
    record = app_session.get_one(Record, owners.id)
    record.visibility, record.created_by_id = Visibility.confidential, None
    app_session.commit()
    assert cast.post(client_for("mission"), KINDS[0].new, KINDS[0].sent).status_code == 404


def test_measures_are_offered_and_shown_in_the_readers_words(client_for: ClientFor) -> None:
    client = client_for("mission")
    assert '<option value="houses destroyed">' in client.get("/disasters/bam/impact/new").text
    cast.post(client, KINDS[2].new, {**KINDS[2].sent, "measure": "Deaths"})
    assert "deaths" in client.read("/disasters/bam").text
