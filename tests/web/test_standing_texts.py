"""Texts that must stand wherever a territory is named stand on every page that names it, forms and filters included."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.web.client import PageClient
from tracker import legal

ClientFor = Callable[[str], PageClient]

RESOLUTION = "resolution 1244 (1999)"
TERRITORIES = Path(legal.TEXTS).with_name("territories.yaml")


@pytest.mark.parametrize(
    "address",
    [
        "/projects",
        "/projects/new",
        "/projects/kosovo-municipal",
        "/projects/kosovo-municipal/edit",
        "/projects/kosovo-municipal/updates/new",
        "/projects/kosovo-municipal/risks/new",
        "/projects/housing-property-directorate",
        "/organisations/unmik",
        "/portfolio",
        "/briefs/new",
        "/briefs/check?key=XK",
    ],
)
def test_a_page_that_names_kosovo_prints_the_note_once(programme_client_for: ClientFor, address: str) -> None:
    assert programme_client_for("coordinator").get(address).text.count(RESOLUTION) == 1


def test_a_page_that_does_not_name_it_has_no_note(programme_client_for: ClientFor) -> None:
    assert RESOLUTION not in programme_client_for("coordinator").get("/projects/haiti-preparatory").text


def test_the_note_is_in_the_readers_language(programme_client_for: ClientFor) -> None:
    told = programme_client_for("coordinator").get("/projects?lang=fr").text
    assert "1244 (1999) du Conseil" in told
    assert told.count(RESOLUTION) == 1  # the French is not confirmed yet: the English stands beside it


@pytest.mark.once
def test_every_name_that_needs_a_text_is_recognised_in_every_language() -> None:
    rows: list[dict[str, Any]] = yaml.safe_load(TERRITORIES.read_text(encoding="utf-8"))["territories"]
    noted = [row for row in rows if row.get("note")]
    assert noted
    for row in noted:
        for forms in row["names"].values():
            for name in forms.values():
                assert row["note"] in legal.needed_by(name), name
