"""Translating a record: its texts and its parts' beside their translations; what changed since; who may."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import cast, html, make
from tests.queries import counted
from tests.web.posting import ClientFor, person, typed
from tracker.domain.models import Project, Translation
from tracker.store import UnitSession


@pytest.fixture
def bam(app_session: UnitSession) -> Project:
    made = make.project(
        app_session,
        "bam",
        title="Shelter in Bam",
        summary="Homes that stand.",
        managers=[person(app_session, "manager")],
    )
    make.component(app_session, made, "Training")
    app_session.commit()
    return made


def address(record: Project, to: str = "fr") -> str:
    return f"/records/{record.id}/translate?to={to}"


def texts(session: UnitSession) -> dict[tuple[str, str], str]:
    found = session.scalars(sa.select(Translation).execution_options(populate_existing=True)).all()
    session.commit()
    return {(one.field, one.language): one.text for one in found}


def held(page: html.Page, **changed: str) -> dict[str, str]:
    """The form as the page sends it, with these boxes changed."""
    names = set(re.findall(r'name="((?:text|was)-[^"]+)"', page.source))
    return {**typed(page, *names), **changed}


def component_of(session: UnitSession, project: Project) -> int:
    number = session.scalar(sa.text("SELECT id FROM component WHERE project_id = :own"), {"own": project.id})
    session.commit()
    return int(number or 0)


def test_a_record_and_its_parts_are_translated_side_by_side(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    assert f"/records/{bam.id}/translate" in client.read("/projects/bam").links
    page = client.read(address(bam))
    assert page.heading == "Translate: Shelter in Bam"
    assert "Homes that stand." in page.text
    part = component_of(app_session, bam)
    sent = held(page, **{f"text-{bam.id}-title": "Abris à Bam", f"text-{part}-title": "Formation"})
    response = cast.post(client, address(bam), sent)
    assert (response.status_code, response.location) == (303, address(bam))
    assert "2 of 3" in client.read(address(bam)).text
    assert client.read("/projects/bam?lang=fr").heading == "Abris à Bam"
    assert "/projects/bam" in client.read("/projects?q=abris+formation&lang=fr").links


def test_an_emptied_box_takes_the_translation_away(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    make.translation(app_session, bam, "title", "fr", "Abris")
    app_session.commit()
    client = client_for("manager")
    sent = held(client.read(address(bam)), **{f"text-{bam.id}-title": " "})
    cast.post(client, address(bam), sent)
    assert texts(app_session) == {}


def test_what_changed_after_it_was_translated_is_shown_and_can_be_said_to_hold(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    make.translation(app_session, bam, "title", "fr", "Abris à Bam")
    make.translation(app_session, bam, "summary", "fr", "Des maisons.")
    app_session.commit()
    bam.title = "Homes in Bam"
    app_session.commit()
    client = client_for("manager")
    page = client.read(address(bam))
    assert page.text.count("The original changed after it was translated.") == 1
    assert "Shelter in Bam" in page.text
    assert f"holds-{bam.id}-summary" not in page.source
    cast.post(client, address(bam), held(page, **{f"holds-{bam.id}-title": "y"}))
    assert "The original changed" not in client.read(address(bam)).text
    assert texts(app_session)["title", "fr"] == "Abris à Bam"


def test_what_somebody_wrote_meanwhile_is_shown_and_nothing_is_lost(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    mine = held(client.read(address(bam)), **{f"text-{bam.id}-title": "Le mien"})
    make.translation(app_session, bam, "title", "fr", "Le leur")
    app_session.commit()
    response = cast.post(client, address(bam), mine)
    assert response.status_code == 409
    assert ("Le leur" in response.text, "Le mien" in response.text) == (True, True)
    assert texts(app_session) == {("title", "fr"): "Le leur"}
    assert client.page is not None
    assert cast.post(client, address(bam), held(client.page)).status_code == 303
    assert texts(app_session) == {("title", "fr"): "Le mien"}


def test_a_text_that_is_too_long_is_kept_and_refused(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("manager")
    sent = held(client.read(address(bam)), **{f"text-{bam.id}-title": "x" * 20_001})
    response = cast.post(client, address(bam), sent)
    assert (response.status_code, "x" * 20_001 in response.text) == (422, True)
    assert texts(app_session) == {}


@pytest.mark.parametrize(("who", "status"), [("coordinator", 200), ("manager", 200), ("mission", 403), ("viewer", 404)])
def test_whoever_edits_the_record_translates_it(client_for: ClientFor, bam: Project, who: str, status: int) -> None:
    answer = client_for(who).get(address(bam))
    assert answer.status_code == status
    if status == 403:
        assert "Only those who edit this record translate it." in answer.text


def test_parts_and_strange_numbers_have_no_page_of_their_own(
    client_for: ClientFor, app_session: UnitSession, bam: Project
) -> None:
    client = client_for("coordinator")
    for number in (component_of(app_session, bam), 999_999):
        assert client.get(f"/records/{number}/translate").status_code == 404


def test_the_language_is_the_readers_where_none_is_named(client_for: ClientFor, bam: Project) -> None:
    client = client_for("manager")
    for asked, lang in {"": "fr", "?lang=ru": "ru", "?to=ar": "ar", "?to=tlh&lang=en": "fr", "?to=en": "fr"}.items():
        page = client.read(f"/records/{bam.id}/translate{asked}")
        assert {box.get("lang") for box in page.all("textarea")} == {lang}


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_asks_the_same_number_of_questions(
    app: Flask, client_for: ClientFor, app_session: UnitSession, bam: Project, number: int
) -> None:
    for one in range(number):
        make.component(app_session, bam, f"Part {one}")
    app_session.commit()
    client = client_for("coordinator")
    client.read(address(bam))
    with counted(app.extensions["tracker"].engine) as asked:
        client.read(address(bam))
    assert len([one for one in asked if one.startswith("SELECT")]) == 12
