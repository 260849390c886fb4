"""Organisations: filters, and the page of one with all it takes part in."""

from collections.abc import Callable

from tests import make
from tests.web.client import PageClient
from tracker.domain.codes import OrganisationKind, Visibility
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]


def test_the_list_is_narrowed_by_kind_and_territory(client_for: ClientFor, app_session: UnitSession) -> None:
    kenya = make.territory(app_session, "KE", "Kenya")
    make.organisation(
        app_session, "office", name="Kenya office", kind=OrganisationKind.united_nations, territory_id=kenya.id
    )
    make.organisation(app_session, "bank", name="The Bank", kind=OrganisationKind.development_bank)
    app_session.commit()
    client = client_for("manager")
    for query in ("kind=united_nations", "territory=KE"):
        page = client.read(f"/organisations?{query}")
        assert ("Kenya office" in page.text, "The Bank" in page.text) == (True, False)


def test_the_page_names_all_it_takes_part_in(client_for: ClientFor, app_session: UnitSession) -> None:
    bank = make.organisation(app_session, "bank", name="The Bank", acronym="TB")
    make.project(app_session, "p", partners=[bank])
    make.assessment(app_session, "a", participants=[bank])
    make.agreement(app_session, "m", parties=[bank])
    make.contribution(app_session, bank, "c", purpose="Homes", steps=[("pledged", 500_00)])
    app_session.commit()
    client = client_for("manager")
    page = client.read("/organisations/bank")
    assert {"/projects/p", "/assessments/a", "/agreements/m", "/funding/contributions/c"} <= set(page.links)
    assert "pledged" in page.text
    assert "USD 500" in page.text
    assert "1 1 1" in client.read("/organisations").text


def test_a_linked_confidential_project_does_not_show(client_for: ClientFor, app_session: UnitSession) -> None:
    bank = make.organisation(app_session, "bank", name="The Bank")
    make.project(app_session, "secret", title="Quiet work", partners=[bank], visibility=Visibility.confidential)
    app_session.commit()
    viewer = client_for("viewer")
    assert "Quiet work" not in viewer.read("/organisations/bank").text
    assert "Quiet work" in client_for("coordinator").read("/organisations/bank").text


def test_contacts_are_for_the_programmes_own_people(client_for: ClientFor, app_session: UnitSession) -> None:
    bank = make.organisation(app_session, "bank", name="The Bank")
    make.person(app_session, "Maria Pires", organisation_id=bank.id, visibility=Visibility.public)
    app_session.commit()
    assert "Maria Pires" in client_for("mission").read("/organisations/bank").text
    assert "Maria Pires" not in client_for("viewer").read("/organisations/bank").text


def test_an_acronym_that_the_report_does_not_give_is_marked_with_its_source(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/organisations/undp")
    assert "acronym: usual acronym" in page.text
    assert "/organisations/undp-tehran" in page.links
    assert "Web-based register of mitigation approaches and norms" in page.text


def test_a_donor_shows_what_it_gave_and_where_it_belongs(programme_client_for: ClientFor) -> None:
    page = programme_client_for("viewer").read("/organisations/norway")
    assert "NOK 10,000,000" in page.text
    assert "stated: “pledge”" in page.text
    assert "/programmes/cities-alliance" in page.links
    assert "since 1999" in page.text
