"""Programmes: the list with what belongs to none, and the page of one."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests import make
from tests.queries import counted
from tests.web.client import PageClient
from tracker.domain.codes import RecordKind, Visibility
from tracker.domain.models import ProgrammeMember, Record
from tracker.domain.money import Money
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]


def test_projects_of_a_programme_show_stage_and_health_and_confidential_ones_do_not(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    programme = make.programme(app_session, "dmp", visibility=Visibility.public)
    make.project(app_session, "open", title="Open work", programme_id=programme.id, visibility=Visibility.public)
    make.project(
        app_session, "secret", title="Quiet work", programme_id=programme.id, visibility=Visibility.confidential
    )
    app_session.commit()
    viewer = client_for("viewer")
    page = viewer.read("/programmes/dmp")
    assert "Open work" in page.text
    assert "under way" in page.text
    assert "not reported" in page.text
    assert "Quiet work" not in page.text
    row = next(row for row in viewer.read("/programmes").all("tr") if "Disaster" in "".join(row.itertext()))
    assert "".join(row.itertext()).strip().endswith("1")


def test_events_of_a_confidential_project_do_not_show(client_for: ClientFor, app_session: UnitSession) -> None:
    programme = make.programme(app_session, "dmp", visibility=Visibility.public)
    secret = make.project(app_session, "secret", visibility=Visibility.confidential)
    about = {"programme_id": programme.id, "visibility": Visibility.public}
    make.event(app_session, "Secret meeting", project_id=secret.id, **about)
    make.event(app_session, "Open meeting", on="2027-01", **about)
    make.event(app_session, "Old meeting", on="2004-03", **about)
    app_session.commit()
    text = client_for("viewer").read("/programmes/dmp").text
    assert "Secret meeting" not in text
    assert text.index("Upcoming") < text.index("Open meeting") < text.index("Past") < text.index("Old meeting")


def test_members_stand_by_the_year_they_joined(client_for: ClientFor, app_session: UnitSession) -> None:
    programme = make.programme(app_session, "ca", name="Cities Alliance")
    for name, joined in (("Later City", "2003"), ("First Bank", "1999")):
        record = Record(kind=RecordKind.programme_member, parent_id=programme.id)
        member = ProgrammeMember(programme_id=programme.id or 0, name_stated=name, start_stated=joined, record=record)
        app_session.add(member)
    app_session.commit()
    text = client_for("manager").read("/programmes/ca").text
    assert text.index("Since 1999") < text.index("First Bank") < text.index("Since 2003") < text.index("Later City")


def test_the_fund_shows_its_target_and_who_gave(client_for: ClientFor, app_session: UnitSession) -> None:
    fund = make.fund(app_session, "tf", name="The fund")
    make.requirement(app_session, fund, Money.of(5000000, "USD"), period="first two years")
    make.programme(app_session, "dmp", fund_id=fund.id)
    donor = make.organisation(app_session, "sweden", name="Sweden")
    make.contribution(app_session, donor, "c", fund_id=fund.id, steps=[("received", 275_000_00)])
    app_session.commit()
    page = client_for("manager").read("/programmes/dmp")
    for words in ("USD 5,000,000", "first two years", "Sweden", "USD 275,000"):
        assert words in page.text
    assert {"/funds/tf", "/funding/contributions/c"} <= set(page.links)


def test_a_confidential_fund_or_member_does_not_show(client_for: ClientFor, app_session: UnitSession) -> None:
    quiet = make.organisation(app_session, name="Quiet bank", visibility=Visibility.confidential)
    fund = make.fund(app_session, "tf", name="Quiet fund", visibility=Visibility.confidential)
    programme = make.programme(app_session, "dmp", fund_id=fund.id, visibility=Visibility.public)
    record = Record(kind=RecordKind.programme_member, parent_id=programme.id)
    app_session.add(ProgrammeMember(programme_id=programme.id or 0, organisation_id=quiet.id, record=record))
    app_session.commit()
    told = {who: client_for(who).read("/programmes/dmp").text for who in ("coordinator", "manager")}
    assert [("Quiet bank" in text, "Quiet fund" in text) for text in told.values()] == [(True, True), (False, False)]


@pytest.mark.parametrize("code", ["dmp", "shsppp"])
def test_the_page_of_a_programme_asks_no_more_than_it_must(
    programme_app: Flask, programme_client_for: ClientFor, code: str
) -> None:
    client = programme_client_for("viewer")
    with counted(programme_app.extensions["tracker"].engine) as asked:
        client.read(f"/programmes/{code}")
    assert len(asked) <= 20


def test_the_list_also_tells_the_posts_and_events_of_no_programme(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/programmes")
    for words in (
        "6 Professional, 11 Local level",
        "World Urban Forum",
        "13–17 September 2004",
        "GA resolution 58/226",
    ):
        assert words in page.text


def test_events_whose_wording_is_doubtful_show_the_quotation_and_the_note(programme_client_for: ClientFor) -> None:
    text = programme_client_for("viewer").read("/programmes").text
    for words in ("2004 年春季", "Paragraph 58 says spring 2004", "将于 2004 年"):
        assert words in text


def test_both_chinese_names_of_the_palestinian_programme_are_shown(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/programmes/shsppp?lang=zh")
    assert page.heading == "巴勒斯坦人民特别人居方案"
    assert "巴勒斯坦人民人类住区特别方案" in page.text


def test_the_programme_tells_fund_posts_and_phase(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/programmes/shsppp?lang=en")
    for words in (
        "USD 5,000,000",
        "first two years",
        "USD 500,000",
        "Chief Technical Adviser",
        "being appointed",
        "March–December 2004",
        "1 March 2004",
    ):
        assert words in page.text


def test_all_projects_of_2004_belong_to_the_programme_and_kosovo_bears_its_note(
    programme_client_for: ClientFor,
) -> None:
    page = programme_client_for("viewer").read("/programmes/dmp?lang=en")
    assert sum(link.startswith("/projects/") for link in page.links) == 18
    assert "resolution 1244 (1999)" in page.text
