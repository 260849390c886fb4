"""An issued brief on paper: its number, the day, what it supersedes; and with what it was made."""

import hashlib
import io
from dataclasses import replace
from datetime import date

import page
import pytest
from pypdf import PdfReader

from tests.briefs import kinds
from tests.briefs.conftest import Collect, World, words
from tests.briefs.test_kinds import KEYS
from tracker.briefs import frozen, render
from tracker.briefs.made_with import made_with
from tracker.briefs.model import Brief, Superseded
from tracker.briefs.source import STATIC, html
from tracker.domain.codes import LANGUAGES, BriefKind
from tracker.store import UnitSession

pytestmark = pytest.mark.once  # paper

FORMER = Superseded("DMP-HT-2026-6", date(2026, 10, 1))


def issued(brief: Brief) -> Brief:
    return replace(brief, number="DMP-HT-2026-7", issued=date(2026, 11, 23), supersedes=FORMER)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_issued_brief_is_valid_and_named_in_every_language(lang: str, world: World, brief_of: Collect) -> None:
    brief = issued(brief_of("HT", lang=lang))
    printed = render.pdf(brief)
    assert [failure.message for failure in page.validate_pdf_bytes(printed.pdf, profile="ua1").failures] == []
    first = PdfReader(io.BytesIO(printed.pdf)).pages[0].extract_text()
    assert all(number in "".join(first.split()) for number in ("DMP-HT-2026-7", "DMP-HT-2026-6"))
    assert render.pdf(brief).pdf == printed.pdf


def test_the_title_says_when_it_was_issued_and_what_it_supersedes(world: World, brief_of: Collect) -> None:
    text = words(render.pdf(issued(brief_of("HT"))).pdf)
    assert "Data as of 23 November 2026 · Issued on 23 November 2026" in text
    assert "Supersedes DMP-HT-2026-6, issued on 1 October 2026." in text


def test_a_draft_says_neither(world: World, brief_of: Collect) -> None:
    text = words(render.pdf(brief_of("HT")).pdf)
    assert ("Issued on" in text, "Supersedes" in text, "draft" in text) == (False, False, True)


@pytest.mark.parametrize("kind", KEYS)
def test_a_brief_of_each_kind_bears_its_number(kind: BriefKind, world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    brief = issued(kinds.told(session, kind, KEYS[kind]))
    assert html(brief).count("Supersedes DMP-HT-2026-6, issued on 1 October 2026.") == 1
    assert frozen.thaw(frozen.freeze(brief)) == brief


def test_names_that_are_missing_are_told(world: World, brief_of: Collect) -> None:
    assert (brief_of("HT").unnamed, brief_of("HT", lang="ru").unnamed) == ((), ("Haiti",))


def test_what_a_brief_was_made_with_is_kept_with_its_data(world: World, brief_of: Collect) -> None:
    brief = brief_of("HT")
    made = made_with(brief)
    assert made == made_with(brief)
    assert set(made) == {"templates", "renderer", "fonts", "rates"}
    font = (STATIC / "fonts" / "TrackerSans-Regular.ttf").read_bytes()
    assert made["fonts"]["TrackerSans-Regular.ttf"] == hashlib.sha256(font).hexdigest()  # type: ignore[index]
    assert frozen.thaw(frozen.freeze(brief, **made)) == brief
