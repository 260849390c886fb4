"""Two records of one organisation are made one, seen beforehand, and taken apart again."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import cast, make
from tests.web.posting import ClientFor, versions
from tracker.domain.codes import Visibility
from tracker.domain.models import Contribution, Merge, Organisation, Person, ProjectPartner, Record
from tracker.store import UnitSession

MERGE = "/organisations/bank/merge"


@pytest.fixture
def two(app_session: UnitSession) -> tuple[Organisation, Organisation]:
    """The Bank, and the same again with a project, a contribution and a contact."""
    kept = make.organisation(app_session, "bank", name="The Bank", visibility=Visibility.internal)
    other = make.organisation(app_session, "bank-2", name="Bank, The", visibility=Visibility.internal)
    make.project(app_session, "both", title="Both", partners=[kept, other])
    make.project(app_session, "one", title="Only the other", partners=[other])
    make.agreement(app_session, "mou", parties=[other])
    make.contribution(app_session, other, "c", purpose="Homes", steps=[("pledged", 500_00)])
    make.person(app_session, "Maria Pires", organisation_id=other.id).record.parent_id = other.id
    app_session.commit()
    return kept, other


def posted(client: Any, other: Organisation) -> Any:  # noqa: ANN401 - the answer of the test client
    page = client.read(f"{MERGE}?other_id={other.id}")
    given = {name: page.values(name)[0] for name in ("version", "other_version", "other_id")}
    return cast.post(client, MERGE, given)


def partners(session: UnitSession) -> set[tuple[int, int]]:
    rows = session.execute(sa.select(col(ProjectPartner.project_id), col(ProjectPartner.organisation_id)))
    found = {(project, partner) for project, partner in rows}
    session.commit()
    return found


def test_what_moves_is_seen_before_it_moves(
    client_for: ClientFor, app_session: UnitSession, two: tuple[Organisation, Organisation]
) -> None:
    client, before = client_for("coordinator"), partners(app_session)
    assert "Bank, The" in client.read(MERGE).text
    page = client.read(f"{MERGE}?other_id={two[1].id}")
    for words in ("projects it is a partner in 2", "contributions it gave 1", "contact persons 1"):
        assert words in page.text
    assert partners(app_session) == before


def test_links_move_and_the_old_address_leads_on(
    client_for: ClientFor, app_session: UnitSession, two: tuple[Organisation, Organisation]
) -> None:
    kept, other = two
    projects = {project for project, _ in partners(app_session)}
    client = client_for("coordinator")
    response = posted(client, other)
    assert (response.status_code, response.location) == (303, "/organisations/bank#merged")
    assert partners(app_session) == {(project, kept.id) for project in projects}
    assert app_session.scalars(sa.select(col(Contribution.donor_id))).all() == [kept.id]
    contact = app_session.scalars(sa.select(Person)).one()
    assert (contact.organisation_id, contact.record.parent_id) == (kept.id, kept.id)
    app_session.commit()
    assert client.get("/organisations/bank-2").location == "/organisations/bank"
    page = client.read("/organisations/bank")
    assert {"/projects/one", "/projects/both", "/agreements/mou", "/funding/contributions/c"} <= set(page.links)
    assert "Bank, The by Dmitri Coordinator" in page.text
    assert "Bank, The" not in client.read("/organisations").text


def test_a_merge_is_undone_and_all_is_as_before(
    client_for: ClientFor, app_session: UnitSession, two: tuple[Organisation, Organisation]
) -> None:
    before = partners(app_session)
    client = client_for("coordinator")
    posted(client, two[1])
    made = app_session.scalars(sa.select(Merge)).one()
    app_session.commit()
    address = f"/organisations/bank/merges/{made.id}/undo"
    client.read("/organisations/bank")
    assert cast.post(client, address).status_code == 303
    assert partners(app_session) == before
    assert app_session.scalars(sa.select(col(Contribution.donor_id))).all() == [two[1].id]
    contact = app_session.scalars(sa.select(Person)).one()
    assert (contact.organisation_id, contact.record.parent_id) == (two[1].id, two[1].id)
    app_session.commit()
    assert client.read("/organisations/bank-2").heading == "Bank, The"
    assert cast.post(client, address).status_code == 422


def test_what_was_changed_since_stays_as_it_was_left(
    client_for: ClientFor, app_session: UnitSession, two: tuple[Organisation, Organisation]
) -> None:
    third = make.organisation(app_session, "third", name="A third")
    app_session.commit()
    client = client_for("coordinator")
    posted(client, two[1])
    given = app_session.scalars(sa.select(Contribution)).one()
    given.donor_id = third.id or 0
    app_session.commit()
    made = app_session.scalars(sa.select(Merge)).one()
    app_session.commit()
    cast.post(client, f"/organisations/bank/merges/{made.id}/undo")
    assert app_session.scalars(sa.select(col(Contribution.donor_id))).all() == [third.id]


def test_history_tells_of_links_that_moved(
    client_for: ClientFor, app_session: UnitSession, two: tuple[Organisation, Organisation]
) -> None:
    before = versions(app_session, "project_partner")
    posted(client_for("coordinator"), two[1])
    assert versions(app_session, "project_partner") > before
    assert "added the partner “The Bank”" in client_for("coordinator").read("/projects/one").text


def test_a_stale_page_merges_nothing(
    client_for: ClientFor, app_session: UnitSession, two: tuple[Organisation, Organisation]
) -> None:
    client = client_for("coordinator")
    given = {"version": "1", "other_version": "7", "other_id": str(two[1].id)}
    client.read(MERGE)
    assert cast.post(client, MERGE, given).status_code == 422
    assert client.page is not None
    assert "One of the two was changed meanwhile" in client.page.text
    archived = sa.select(col(Record.archived_at)).where(col(Record.id) == two[1].id)
    assert app_session.scalar(archived) is None


def test_nothing_is_merged_with_itself_or_with_nothing(
    client_for: ClientFor, two: tuple[Organisation, Organisation]
) -> None:
    client = client_for("coordinator")
    client.read(MERGE)
    for key in (two[0].id, "", 99999):
        given = {"version": "1", "other_version": "1", "other_id": str(key)}
        assert cast.post(client, MERGE, given).status_code == 422


def test_only_coordinators_merge(client_for: ClientFor, two: tuple[Organisation, Organisation]) -> None:
    given = {"version": "1", "other_version": "1", "other_id": str(two[1].id)}
    assert cast.post(client_for("stranger"), MERGE, given).status_code == 404
    response = cast.post(client_for("manager"), MERGE, given)
    assert response.status_code == 403
    assert "Only coordinators and administrators merge organisations." in response.text
