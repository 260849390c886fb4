"""Each kind of brief in each language: its words stand on paper in reading order, and none of another language do."""

import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from tests.briefs import golden
from tests.briefs.conftest import COORDINATOR, TODAY
from tests.tongues import english
from tracker.briefs import collect, source
from tracker.briefs.model import Brief
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind
from tracker.printing import printed
from tracker.store import UnitSession

pytestmark = pytest.mark.once

GOLDEN = {
    (BriefKind.mission, "XK"): golden.MISSION_XK,
    (BriefKind.mission, "SD"): golden.MISSION_SD,
    (BriefKind.mission, "IR"): golden.MISSION_IR,
    (BriefKind.project, "bam-transitional-shelter"): golden.PROJECT,
    (BriefKind.donor, "canada"): golden.DONOR,
    (BriefKind.portfolio, "dmp"): golden.PORTFOLIO,
}
LARGEST = 200_000
"""Bytes that a brief of the programme of 2004 may have, with its data inside."""

NAMES = ("Tehran", "Habitat", *(key for _kind, key in GOLDEN))
"""Acronyms of organisations that are words; codes of records."""


def told(session: UnitSession, kind: BriefKind, key: str, lang: str) -> Brief:
    return collect.brief(session, BriefOrder(kind=kind, key=key, lang=lang), viewer=COORDINATOR, today=TODAY)


def plain(text: str) -> str:
    """Without spaces and marks of direction, which lines end with; Arabic letters without the forms of the paper."""
    forms = "".join(unicodedata.normalize("NFKC", sign) if "\ufb50" <= sign <= "\ufeff" else sign for sign in text)
    return re.sub(r"[\s\u200b-\u200f\u2066-\u2069]", "", forms)


def missing(words: Iterable[str], text: str) -> list[str]:
    """The words that do not follow in the text where they should: each somewhere behind the one before."""
    lost, at = [], 0
    for word in map(plain, words):
        found = text.find(word, at)
        if found < 0:
            lost.append(word)
        else:
            at = found + len(word)
    return lost


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("subject", GOLDEN, ids=lambda subject: f"{subject[0]}-{subject[1]}")
def test_the_words_of_a_brief_stand_on_paper_in_reading_order(
    programme_session: UnitSession, subject: tuple[BriefKind, str], lang: str
) -> None:
    paper = printed(told(programme_session, *subject, lang))
    pages = PdfReader(io.BytesIO(paper.pdf)).pages
    assert missing(GOLDEN[subject][lang], plain(" ".join(page.extract_text() for page in pages))) == []
    assert len(paper.pdf) < LARGEST


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_programme_with_a_sheet_for_each_project_is_small_enough_to_send(
    programme_session: UnitSession, lang: str
) -> None:
    order = BriefOrder(kind=BriefKind.portfolio, key="dmp", lang=lang, full=True)
    brief = collect.brief(programme_session, order, viewer=COORDINATOR, today=TODAY)
    issued = replace(brief, number="DMP-DMP-2026-7", verify_at="https://tracker.example.org/verify/DMP-DMP-2026-7")
    assert len(printed(issued).pdf) < LARGEST


@pytest.mark.parametrize("lang", ["ar", "zh", "ru"])
@pytest.mark.parametrize("subject", GOLDEN, ids=lambda subject: f"{subject[0]}-{subject[1]}")
def test_no_english_is_left_in_a_brief_in_another_alphabet(
    programme_session: UnitSession, subject: tuple[BriefKind, str], lang: str
) -> None:
    paper = ET.fromstring(source.html(told(programme_session, *subject, lang)))  # noqa: S314 - our own
    body = next(paper.iter("body"))
    assert english(body, lang, *NAMES) == []
