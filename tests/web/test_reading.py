"""What holds for every noun that is read: its list, its filters as a plain form and as you type, its page, who sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.queries import counted
from tests.web.client import HTMX, PageClient
from tracker.domain.codes import Visibility
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]
Make = Callable[..., Any]


@dataclass(frozen=True)
class Noun:
    """A noun: its list's address, how one is made, which field names it."""

    address: str
    make: Make
    field: str

    def __str__(self) -> str:
        return self.address


NOUNS = [
    Noun("disasters", make.disaster, "name"),
    Noun("assessments", make.assessment, "title"),
    Noun("agreements", make.agreement, "title"),
    Noun("organisations", make.organisation, "name"),
    Noun("programmes", make.programme, "name"),
]

each_noun = pytest.mark.parametrize("noun", NOUNS, ids=str)


@each_noun
def test_nobody_reads_without_signing_in(client: PageClient, noun: Noun) -> None:
    response = client.get(f"/{noun}")
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/sign-in?next=")


@each_noun
def test_an_empty_list_says_what_belongs_there(client_for: ClientFor, noun: Noun) -> None:
    page = client_for("manager").read(f"/{noun}")
    assert page.heading == noun.address.capitalize()
    assert "is recorded here" in page.text


@each_noun
def test_the_list_is_found_by_words_in_a_plain_form(
    client_for: ClientFor, app_session: UnitSession, noun: Noun
) -> None:
    noun.make(app_session, "reef", **{noun.field: "Coral reef"})
    noun.make(app_session, "dune", **{noun.field: "Sand dune"})
    app_session.commit()
    page = client_for("manager").read(f"/{noun}?q=cor")
    assert "Coral reef" in page.text
    assert "Sand dune" not in page.text
    assert f"/{noun}/reef" in page.links


@each_noun
def test_typing_gets_the_list_alone(client_for: ClientFor, app_session: UnitSession, noun: Noun) -> None:
    noun.make(app_session, "reef", **{noun.field: "Coral reef"})
    app_session.commit()
    part = client_for("manager").get(f"/{noun}?q=coral", headers=HTMX).text
    assert part.strip().startswith('<div class="results" id="results">')
    assert "Coral reef" in part
    assert "<h1" not in part


@each_noun
def test_what_is_asked_does_not_grow_with_the_rows(
    app: Flask, client_for: ClientFor, app_session: UnitSession, noun: Noun
) -> None:
    client, engine, asked, again = client_for("manager"), app.extensions["tracker"].engine, [], []
    client.get(f"/{noun}")
    made = 0
    for number in (1, 3, 30):
        while made < number:
            noun.make(app_session, **{noun.field: f"Number {made}"})
            made += 1
        app_session.commit()
        with counted(engine) as statements:
            client.get(f"/{noun}")
        asked.append(len(statements))
        with counted(engine) as statements:
            client.get(f"/{noun}")
        again.append(len(statements))
    assert asked == [asked[0]] * 3
    assert again == [again[0]] * 3
    assert asked[0] <= 24
    assert again[0] <= 10


@each_noun
def test_the_list_has_pages(client_for: ClientFor, app_session: UnitSession, noun: Noun) -> None:
    for number in range(5):
        noun.make(app_session, **{noun.field: f"Number {number}"})
    app_session.commit()
    client = client_for("manager")
    page = client.read(f"/{noun}?per_page=2&page=2&sort=-title")
    assert ("Number 2" in page.text, "Number 1" in page.text, "Number 4" in page.text) == (True, True, False)
    assert f"/{noun}?per_page=2&sort=-title&page=3" in page.links
    assert "Number 0" in client.read(f"/{noun}?per_page=2&page=99&sort=-title").text


@each_noun
def test_what_was_archived_stands_in_no_list_and_its_page_says_so(
    client_for: ClientFor, app_session: UnitSession, noun: Noun
) -> None:
    noun.make(app_session, "reef", **{noun.field: "Coral reef"}, archived_at=datetime(2026, 11, 1, tzinfo=UTC))
    app_session.commit()
    client = client_for("manager")
    assert "Coral reef" not in client.read(f"/{noun}").text
    assert "archived on 1 November 2026" in client.read(f"/{noun}/reef").text


@each_noun
def test_a_stranger_never_learns_of_what_is_not_for_them(
    client_for: ClientFor, app_session: UnitSession, noun: Noun
) -> None:
    noun.make(app_session, "reef", **{noun.field: "Coral reef"}, visibility=Visibility.confidential)
    app_session.commit()
    stranger = client_for("stranger")
    assert "Coral reef" not in stranger.read(f"/{noun}?q=coral").text
    assert stranger.get(f"/{noun}/reef").status_code == 404
    assert "Coral reef" in client_for("coordinator").read(f"/{noun}/reef").text


@each_noun
def test_codes_are_told_apart_by_case(client_for: ClientFor, app_session: UnitSession, noun: Noun) -> None:
    noun.make(app_session, "reef", **{noun.field: "Coral reef"})
    app_session.commit()
    client = client_for("manager")
    assert client.get(f"/{noun}/reef").status_code == 200
    assert client.get(f"/{noun}/Reef").status_code == 404
    assert client.get(f"/{noun}/unknown").status_code == 404


@each_noun
def test_a_name_is_read_in_the_readers_language_and_marked_where_it_is_not(
    client_for: ClientFor, app_session: UnitSession, noun: Noun
) -> None:
    row = noun.make(app_session, "reef", **{noun.field: "Coral reef"})
    make.translation(app_session, row, noun.field, "zh", "珊瑚礁")
    app_session.commit()
    client = client_for("manager")
    assert client.read(f"/{noun}/reef?lang=zh").heading == "珊瑚礁"
    assert client.read(f"/{noun}/reef?lang=fr").heading == "Coral reef en anglais"
    assert "珊瑚礁" in client.read(f"/{noun}?lang=zh").text


@each_noun
def test_a_page_names_its_sources_and_tells_its_history(
    client_for: ClientFor, app_session: UnitSession, noun: Noun
) -> None:
    row = noun.make(app_session, "reef", **{noun.field: "Coral reef"})
    report = make.document(app_session, "Report of the Secretary-General", reference="A/59/198")
    make.citation(app_session, row, report, "42")
    app_session.commit()
    setattr(row, noun.field, "Coral reefs")
    app_session.commit()
    page = client_for("manager").read(f"/{noun}/reef")
    assert "A/59/198 · Report of the Secretary-General, para. 42" in page.text
    assert "The tests recorded this." in page.text
    assert f"The tests changed the {noun.field} from “Coral reef” to “Coral reefs”." in page.text


@each_noun
def test_an_unknown_filter_finds_nothing_and_breaks_nothing(
    client_for: ClientFor, app_session: UnitSession, noun: Noun
) -> None:
    noun.make(app_session, "reef", **{noun.field: "Coral reef"})
    app_session.commit()
    client = client_for("manager")
    assert "Coral reef" not in client.read(f"/{noun}?territory=ZZ").text
    assert "Coral reef" in client.read(f"/{noun}?sort=nonsense&page=x&per_page=y").text
