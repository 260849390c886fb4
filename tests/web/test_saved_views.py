"""Saved views of the list of projects: kept under a name and an address, private or shared."""

from flask import Flask

from tests import cast, make
from tests.queries import counted
from tests.web.client import PageClient
from tests.web.posting import SENT, ClientFor, count, send, typed, versions
from tracker.domain.codes import Health, Stage, Visibility
from tracker.domain.models import SavedView
from tracker.store import UnitSession

NEW = "/views/new?query=stage%3Dunder_review%26sort%3D-updated%26page%3D3%26lang%3Dfr"
LIST = "/projects?stage=under_review&sort=-updated"


def saved(client: PageClient, name: str = "Under review", **given: object) -> None:
    assert send(client, NEW, "submission", name=name, **given).status_code == 303


def test_a_view_is_saved_from_the_list_and_its_address_leads_there(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    make.project(app_session, "bam", title="Shelter in Bam", stage=Stage.under_review)
    make.project(app_session, "accra", title="Elsewhere")
    app_session.commit()
    client = client_for("mission")
    assert "/views/new?query=stage%3Dunder_review%26sort%3D-updated" in client.read(f"{LIST}&per_page=5").links
    assert "under review" in client.read(NEW).text
    answer = cast.post(client, NEW, {"name": " Under  review ", "submission": SENT})
    assert (answer.status_code, answer.location) == (303, f"{LIST}&view=under-review")
    again = cast.post(client, NEW, {"name": "Under review", "submission": SENT})
    assert (again.status_code, again.location, count(app_session, SavedView)) == (303, "/views/under-review", 1)
    assert client.get("/views/under-review").location == f"{LIST}&view=under-review"
    page = client.read(f"{LIST}&view=under-review")
    assert ("Shelter in Bam" in page.text, "Elsewhere" in page.text) == (True, False)
    assert [element.text for element in page.all("bdi") if element.text == "Under  review"] != []
    assert "only you see this view" in page.text
    assert set(page.values("view")) == {"under-review"}
    assert versions(app_session, "saved_view") == 1


def test_what_the_list_shows_now_is_saved_over_a_view(client_for: ClientFor, app_session: UnitSession) -> None:
    make.project(app_session, "bam", health=Health.off_track)
    app_session.commit()
    client = client_for("mission")
    saved(client)
    page = client.read("/projects?health=off_track&view=under-review")
    assert "changed since it was saved" in page.text
    assert "/views/new?query=health%3Doff_track" in page.links
    sent = typed(page, "query", "version")
    answer = cast.post(client, "/views/under-review/overwrite", sent)
    assert (answer.status_code, answer.location) == (303, "/projects?health=off_track&view=under-review")
    assert "changed since it was saved" not in client.read(answer.location).text
    assert cast.post(client, "/views/under-review/overwrite", sent).status_code == 409
    assert cast.post(client, "/views/under-review/overwrite", {"query": "x=1", "version": 2}).status_code == 422
    assert client.get("/views/under-review").location == "/projects?health=off_track&view=under-review"


def test_who_made_a_view_and_the_coordinators_change_what_is_shared(
    client_for: ClientFor, app_session: UnitSession
) -> None:
    make.project(
        app_session, "quiet", title="Quiet talks", stage=Stage.under_review, visibility=Visibility.confidential
    )
    app_session.commit()
    maker, viewer, coordinator = client_for("mission"), client_for("viewer"), client_for("coordinator")
    edit, shared = "/views/under-review/edit", {"shared": "y"}
    saved(maker)
    for other in (viewer, coordinator):
        assert [other.get(address).status_code for address in ("/views/under-review", edit)] == [404, 404]
        assert "Under review" not in other.read("/projects").text
    assert send(maker, edit, "name", version=1, **shared).status_code == 303
    page = viewer.read("/projects")
    assert "/views/under-review" in page.links
    assert "Carla Mission" in page.text
    assert "Quiet talks" not in viewer.read(viewer.get("/views/under-review").location).text
    assert "Quiet talks" in coordinator.read(coordinator.get("/views/under-review").location).text
    refused = viewer.get(edit)
    assert (refused.status_code, "Only who made this view" in refused.text) == (403, True)
    assert cast.post(viewer, "/views/under-review/overwrite", {"query": "", "version": 2}).status_code == 403
    assert send(coordinator, edit, version=2, name="Waiting for approval", **shared).status_code == 303
    late = cast.post(coordinator, edit, {"version": 2, "name": "Mine", **shared})
    assert (late.status_code, "it is “Waiting for approval” now" in late.text, "Mine" in late.text) == (409, True, True)
    assert "Waiting for approval" in viewer.read("/projects").text
    wrong = send(maker, edit, version=3, name=" ")
    assert (wrong.status_code, "This is needed." in wrong.text) == (422, True)
    assert send(maker, edit, "name", version=3).status_code == 303
    assert viewer.get("/views/under-review").status_code == 404


def test_a_deleted_view_can_be_brought_back(client_for: ClientFor) -> None:
    client = client_for("mission")
    saved(client)
    assert cast.post(client, "/views/under-review/remove", {"version": 7}).status_code == 409
    answer = cast.post(client, "/views/under-review/remove", {"version": 1})
    assert (answer.status_code, answer.location) == (303, "/projects?removed_view=under-review")
    page = client.read(answer.location)
    assert "Bring the deleted view back" in page.text
    assert "/views/under-review" not in page.links
    assert client.get("/views/under-review").status_code == 404
    assert cast.post(client_for("coordinator"), "/views/under-review/undo").status_code == 404
    assert cast.post(client, "/views/under-review/undo").status_code == 303
    assert client.get("/views/under-review").status_code == 303


def test_odd_names_and_addresses(client_for: ClientFor, app: Flask) -> None:
    client = client_for("mission")
    for name, code in (("new", "view-new"), ("住房", "view"), ("住房", "view-2"), ("Under review", "under-review")):
        saved(client, name)
        assert client.get(f"/views/{code}").status_code == 303, code
    assert client.get("/views/nothing").status_code == 404
    assert client.get("/views/new?query=flies%3Dhigh").status_code == 422
    for address in ("/projects?view=nothing", "/projects?stage=flying", "/projects?archived=yes"):
        page = client.read(address)
        assert ("/views/nothing" in page.links, "only you see this view" in page.text) == (False, False), address
    assert not any(link.startswith("/views/new") for link in client.read("/projects?stage=flying").links)
    with counted(app.extensions["tracker"].engine) as asked:
        client.get("/projects")
    assert len(asked) <= 12
