"""No word of English is left on a page in another alphabet, but for what is marked as being in another language."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col

from tests.tongues import english
from tests.web.client import PageClient
from tracker.domain.models import Record, Translation
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]

PAGES = (
    "/",
    "/projects",
    "/projects/kosovo-municipal",
    "/projects/bam-transitional-shelter",
    "/projects/mozambique-local-consultation",
    "/projects/new",
    "/projects/haiti-preparatory/edit",
    "/projects/haiti-preparatory/updates/new",
    "/assessments",
    "/assessments/as-bam",
    "/assessments/new",
    "/disasters",
    "/disasters/bam-2003",
    "/agreements",
    "/agreements/mou-undp",
    "/agreements/new",
    "/organisations",
    "/organisations/canada",
    "/organisations/new",
    "/funding",
    "/funding/contributions/c-can",
    "/funds/tf-shsppp",
    "/missions",
    "/missions/new",
    "/programmes",
    "/programmes/dmp",
    "/portfolio",
    "/briefs",
    "/briefs/new",
    "/rates",
    "/territories",
    "/territories/XK",
    "/trace",
    "/account",
    "/account/password",
    "/verify/DMP-XK-2026-1",
)
FORMS = (
    "/agreements/mou-undp/edit",
    "/agreements/mou-undp/undertakings/new",
    "/agreements/mou-undp/signatures/new",
    "/agreements/mou-undp/amendments/new",
    "/assessments/as-bam/edit",
    "/assessments/as-bam/findings/new",
    "/disasters/bam-2003/impact/new",
    "/funding/contributions/new",
    "/funding/contributions/c-can/edit",
    "/projects/bam-transitional-shelter/payments/new",
    "/briefs/new?kind=portfolio",
    "/briefs/new?kind=donor",
)
"""Forms that offer records to choose from."""

NAMES = ("Dmitri", "Coordinator", "Tracker", "Umoja")
"""Names of people and of programs."""

IN_ALL_SIX = ("/territories/XK",)
"""Where names stand in every language."""

NAMED = ("disaster", "organisation", "programme", "fund", "place")


@pytest.mark.once
@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_no_english_is_left_on_pages_in_another_alphabet(
    programme_client_for: ClientFor, programme_session: UnitSession, language: str
) -> None:
    """None of the tracker's own words, and no name or title that has a translation."""
    client, originals = programme_client_for("coordinator"), set(_translated(programme_session, language))
    assert len(originals) > 50
    left: dict[str, list[str]] = {}
    for address in (*PAGES, *FORMS):
        client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert client.page is not None
        body = client.page.one("body")
        known = set() if address in IN_ALL_SIX else originals & set(_said(body))
        if found := english(body, language, *NAMES) + sorted(known):
            left[address] = found
    assert left == {}


def _translated(session: UnitSession, language: str) -> Iterator[str]:
    """The titles, names and places of records that have words in this language."""
    for kind, name in (("project", "title"), ("project", "place_stated"), *((kind, "name") for kind in NAMED)):
        table = SQLModel.metadata.tables[kind]
        there = sa.select(col(Translation.record_id)).where(
            col(Translation.field) == name, col(Translation.language) == language
        )
        yield from session.scalars(
            sa.select(table.c[name]).join(Record, col(Record.id) == table.c.id).where(table.c.id.in_(there))
        )


def _said(element: Element) -> Iterator[str]:
    """The whole texts that elements say, boxes to type in aside; choices too."""
    if callable(element.tag) or element.tag in {"script", "textarea"}:
        return
    yield " ".join((element.text or "").split())
    for part in element:
        yield from _said(part)
        yield " ".join((part.tail or "").split())
