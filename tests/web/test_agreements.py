"""Agreements: filters, and the page of one with its parties, what they promised and what came of it."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import make
from tests.queries import counted
from tests.web.posting import ClientFor, person
from tracker.domain.codes import ActionState, AgreementKind, AgreementState, Visibility
from tracker.domain.models import Agreement, AgreementProject
from tracker.domain.money import Money
from tracker.store import UnitSession


@pytest.mark.parametrize(
    "query", ["kind=exchange", "state=ended", "organisation=unhcr", "programme=dmp", "territory=HT", "q=letters"]
)
def test_every_filter_leaves_what_it_says(client_for: ClientFor, app_session: UnitSession, query: str) -> None:
    programme = make.programme(app_session, "dmp")
    project = make.project(app_session, "p", territories=[make.territory(app_session, "HT", "Haiti")])
    make.agreement(
        app_session,
        "letters",
        title="Letters exchanged",
        kind=AgreementKind.exchange,
        state=AgreementState.ended,
        parties=[make.organisation(app_session, "unhcr")],
        projects=[project],
        programme_id=programme.id,
    )
    make.agreement(app_session, "other", title="Something else")
    app_session.commit()
    page = client_for("manager").read(f"/agreements?{query}")
    assert ("Letters exchanged" in page.text, "Something else" in page.text) == (True, False)


def test_the_page_tells_parties_undertakings_and_what_came_of_them(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    partner = make.organisation(app_session, "unhcr", name="Refugee Agency", acronym="UNHCR")
    signed = make.agreement(app_session, "mou", parties=[partner], signed="2003-11")
    make.undertaking(
        app_session,
        signed,
        "Open a fund",
        organisation_id=partner.id,
        due="end 2004",
        state=ActionState.done,
        outcome="opened in 2003",
    )
    app_session.commit()
    page = client_for("manager").read("/agreements/mou")
    for words in ("signed November 2003", "Refugee Agency", "Open a fund", "end of 2004", "opened in 2003"):
        assert words in page.text
    assert "/organisations/unhcr" in page.links


def test_an_agreement_without_an_end_never_reads_expired(client_for: ClientFor, app_session: UnitSession) -> None:
    make.agreement(app_session, "mou", signed="2003-11")
    app_session.commit()
    client = client_for("manager")
    assert "expired" not in client.read("/agreements").text
    page = client.read("/agreements/mou")
    assert "expired" not in page.text
    assert "Ends not stated" in page.text


def test_a_linked_confidential_project_does_not_show(client_for: ClientFor, app_session: UnitSession) -> None:
    haiti = make.territory(app_session, "HT", "Haiti")
    secret = make.project(
        app_session, "secret", title="Quiet work", territories=[haiti], visibility=Visibility.confidential
    )
    make.agreement(app_session, "mou", projects=[secret], visibility=Visibility.public)
    app_session.commit()
    viewer = client_for("viewer")
    page = viewer.read("/agreements/mou")
    assert "Quiet work" not in page.text
    assert viewer.read("/agreements").by_id("filter-territory") is None
    assert "/agreements/mou" not in viewer.read("/agreements?territory=HT").links
    assert "Quiet work" in client_for("coordinator").read("/agreements/mou").text


def test_money_that_a_memorandum_states_stands_beside_it_and_is_no_funding(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/agreements/mou-adb")
    assert "they enter no total" in page.text
    assert "USD 10,000,000" in page.text
    assert "planned loans USD" not in page.text
    assert "USD 500,000,000" in page.text
    assert "/programmes/water-asian-cities" in page.links


def test_a_state_that_was_read_between_the_lines_is_marked_as_added(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/agreements/mou-unodc")
    assert "date of signature not stated" in page.text
    assert "state: read from its being listed with the other memoranda" in page.text


def test_what_follows_from_the_memorandum_with_undp_is_told(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/agreements/mou-undp")
    for words in ("posting has begun", "33 Habitat Programme Managers in place", "stated: “expected”", "项目主管"):
        assert words in page.text


def test_the_surge_mechanism_is_tied_to_its_memorandum(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/agreements/mou-unhcr")
    assert "/projects/surge" in page.links
    assert "established in 2003" in page.text
    assert "November 2003" in page.text


# ------------------------------------------------------------------------------------ endings, checks, readers

REPORT = "A/59/198"
FACTS = [
    ("mou-undp", "United Nations Development Programme", "September 2002", ["selected UNDP country offices"], ["posting has begun", "33 Habitat Programme Managers in place", "end of 2004", "Resident Coordinator"], "37"),
    ("mou-adb", "Asian Development Bank", "March 2003", ["Water for Asian Cities", "US$ 10 million", "US$ 500 million in loans"], ["to follow"], "3"),
    ("mou-isdr", "ISDR", "May 2003", ["partnership in disaster management"], [], "44"),
    ("mou-unhcr", "Refugees", "November 2003", [], ["Surge funding mechanism", "established in 2003", "memorandum's own cover says December 2003"], "44"),
    ("mou-unodc", "Drugs and Crime", None, ["programme on youth and crime prevention"], [], "29(b)"),
]  # fmt: skip
"""The memoranda of the report: with whom, when, what each covers, what followed, and the paragraph that says so."""


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact[0]))
def test_each_memorandum_of_the_report_says_what_the_report_says(
    programme_client_for: ClientFor, fact: tuple[str, str, str | None, list[str], list[str], str]
) -> None:
    code, partner, signed, covers, followed, paragraph = fact
    page = programme_client_for("viewer").read(f"/agreements/{code}")
    assert (partner in page.heading, "memorandum of understanding" in page.text) == (True, True)
    for words in [*covers, *followed, "no end date", f"{REPORT}", f"para. {paragraph}"]:
        assert words in page.text
    assert (f"signed {signed}" if signed else "date of signature not stated") in page.text
    assert not [shout for shout in ("expired", "passed on", " late", "To be looked at") if shout in page.text]


def test_the_memoranda_of_2004_are_looked_at_quietly_by_the_programmes_people(programme_client_for: ClientFor) -> None:
    page = programme_client_for("manager").read("/agreements/mou-undp")
    section = page.by_id("to-look-at")
    assert section is not None
    assert "It is signed and has no end date." in "".join(section.itertext())
    assert "end of 2004 as reported on 3 August 2004" in page.text


def test_what_a_memorandum_led_to_is_linked(programme_client_for: ClientFor) -> None:
    section = programme_client_for("viewer").read("/agreements/mou-unhcr").by_id("undertakings")
    assert section is not None
    assert "/projects/surge" in [link.get("href") for link in section.iter("a")]
    assert "done" in "".join(section.itertext())


@pytest.mark.parametrize(("who", "told"), [("manager", True), ("viewer", False)])
def test_partners_and_projects_are_told_of_what_is_missing_to_the_programmes_people(
    programme_client_for: ClientFor,
    who: str,
    told: bool,  # noqa: FBT001
) -> None:
    client = programme_client_for(who)
    for address in ("/projects/kosovo-municipal", "/organisations/unmik"):
        assert ("no signed agreement with it covers the project" in client.read(address).text) == told


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("ending=7", {"week"}),
        ("ending=30", {"week", "month"}),
        ("ending=90", {"week", "month", "season"}),
        ("ending=passed", {"over"}),
        ("ending=soon", set()),
        ("ending=90&state=suspended", {"month"}),
    ],
)
def test_the_list_is_narrowed_to_what_ends_soon(
    client_for: ClientFor, app_session: UnitSession, query: str, codes: set[str]
) -> None:
    ends = {"week": "2026-11-30", "month": "2026-12-20", "season": "2027-01", "later": "2027-06", "open": None}
    for code, end in ends.items():
        make.agreement(app_session, code, title=code, end=end, created_by_id=None)
    make.agreement(app_session, "draft", state=AgreementState.draft, end="2026-11-30")
    make.agreement(app_session, "as-reported", end="2004")
    over = make.agreement(app_session, "over", title="over", end="2026-10")
    make.amendment(app_session, over, on="2026-01", end="2026-11-01")
    month = app_session.scalars(sa.select(Agreement).where(Agreement.title == "month")).one()  # type: ignore[arg-type] # a column
    month.state = AgreementState.suspended
    app_session.commit()
    page = client_for("manager").read(f"/agreements?{query}")
    assert {link.removeprefix("/agreements/") for link in page.links if link.startswith("/agreements/")} == codes


def test_an_end_that_passed_is_told_where_somebody_tends_it_and_not_of_2004(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    project = make.project(app_session, "homes", managers=[person(app_session, "manager")])
    make.agreement(app_session, "tended", end="2026-10", projects=[project], visibility=Visibility.public)
    make.agreement(app_session, "old", end="2004")
    app_session.commit()
    client = client_for("manager")
    words = "end date passed on 31 October 2026: end or extend it"
    assert words in client.read("/agreements/tended").text
    assert ("passed" in client.read("/agreements/old").text, "as reported" in client.read("/agreements/old").text) == (
        False,
        True,
    )
    for address in ("/", "/portfolio", "/agreements"):
        assert words in client.read(address).text


def test_a_manager_meets_on_the_first_page_what_ends_of_their_projects_only(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    mine = make.project(app_session, "mine", managers=[person(app_session, "manager")])
    for code, end, projects in (
        ("soon", "2026-12-01", [mine]),
        ("later", "2027-06", [mine]),
        ("other", "2026-12-01", []),
    ):
        make.agreement(app_session, code, title=f"{code} MOU", end=end, projects=projects)
    app_session.commit()
    text = client_for("manager").read("/").text
    assert [code for code in ("soon", "later", "other") if f"{code} MOU" in text] == ["soon"]
    assert "Agreements that end soon" not in client_for("other_manager").read("/").text
    portfolio = client_for("other_manager").read("/portfolio").text
    assert [code for code in ("soon", "later", "other") if f"{code} MOU" in portfolio] == ["soon", "other"]


def test_money_under_it_is_set_against_the_ceiling(client_for: ClientFor, app_session: UnitSession) -> None:
    partner = make.organisation(app_session, "partner", name="Partner")
    mou = make.agreement(
        app_session, "mou", parties=[partner], signed="2026-01", end="2027", amount=Money.of(100, "USD")
    )
    for amount, day in ((60, date(2026, 5, 1)), (60, date(2025, 5, 1))):
        make.payment(app_session, partner, day, Money.of(amount, "USD"), agreement_id=mou.id)
    make.contribution(app_session, partner, "gift", steps=[("received", 900)], agreement_id=mou.id)
    app_session.commit()
    text = client_for("manager").read("/agreements/mou").text
    for words in (
        "Paid USD 120 of a ceiling of USD 100: 120.0%",
        "USD 20 above the ceiling",
        "A payment of USD 60 on 1 May 2025 lies outside its validity.",
        "Payments of USD 120 exceed its ceiling of USD 100.",
    ):
        assert words in text


@pytest.mark.parametrize("number", [1, 3, 30])
def test_list_and_page_ask_the_same_number_of_questions(
    app: Flask, client_for: ClientFor, app_session: UnitSession, number: int
) -> None:
    partner, haiti = make.organisation(app_session, "partner"), make.territory(app_session, "HT", "Haiti")
    mou = make.agreement(app_session, "mou", parties=[partner], end="2020")
    for _ in range(number):
        project = make.project(app_session, territories=[haiti])
        make.agreement(app_session, parties=[partner], end="2020", projects=[project])
        app_session.add(AgreementProject(agreement_id=mou.id or 0, project_id=project.id or 0))
        make.undertaking(app_session, mou, organisation_id=partner.id, project_id=project.id)
        make.signature(app_session, mou, partner, person_id=make.person(app_session).id)
        make.payment(app_session, partner, date(2026, 5, 1), Money.of(1, "USD"), agreement_id=mou.id)
        make.contribution(app_session, partner, steps=[("received", 900)], agreement_id=mou.id)
    for kept in range(number):
        make.amendment(app_session, mou, kept + 1, on="2026-01")
    app_session.commit()
    client = client_for("manager")
    asked = {}
    for address in ("/agreements", "/agreements/mou"):
        client.read(address)  # what is remembered of the record as it stands is not asked again
        with counted(app.extensions["tracker"].engine) as statements:
            client.read(address)
        asked[address] = len([one for one in statements if one.startswith("SELECT")])
    assert asked == {"/agreements": 9, "/agreements/mou": 24}
