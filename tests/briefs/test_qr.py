"""The code and the address on an issued brief."""

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from tests.briefs import kinds
from tests.briefs.conftest import Collect, World, text_of
from tests.briefs.test_kinds import KEYS
from tracker.briefs import qr, render, source
from tracker.domain.codes import BriefKind
from tracker.store import UnitSession

pytestmark = pytest.mark.once  # paper

NUMBER = "DMP-HT-2026-7"
ADDRESS = f"https://tracker.example.org/verify/{NUMBER}"


@pytest.mark.once
def test_the_path_has_every_dark_module_and_no_other() -> None:
    made, dark = qr.code(ADDRESS), qr.matrix(ADDRESS)
    drawn = set()
    for piece in made.path.removesuffix("Z").split("Z"):
        corners = [tuple(map(int, corner.split())) for corner in piece.removeprefix("M").split("L")]
        (left, top), (right, bottom) = corners[0], corners[2]
        assert corners == [(left, top), (right, top), (right, bottom), (left, bottom)]
        drawn |= {(row, column) for row in range(top, bottom) for column in range(left, right)}
    assert drawn == {
        (y + qr.QUIET, x + qr.QUIET) for y, row in enumerate(dark) for x, module in enumerate(row) if module
    }
    assert made.side == len(dark) + 8


@pytest.mark.once
def test_a_module_is_wide_enough_for_a_telephone() -> None:
    """At 25 mm with the quiet zone: 0.4 mm is what is read from a fax."""
    long = "https://tracker.disaster-management.example.org/verify/DMP-GHANA-STABILITY-2026-123"
    assert 25 / qr.code(long).side > 0.5


@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
@pytest.mark.parametrize("kind", [BriefKind.mission, *KEYS])
def test_an_issued_brief_bears_code_and_address(kind: BriefKind, lang: str, world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    brief = kinds.told(session, kind, {BriefKind.mission: "HT", **KEYS}[kind], lang=lang)
    paper = render.pdf(replace(brief, number=NUMBER, verify_at=ADDRESS))
    sheets = PdfReader(io.BytesIO(paper.pdf)).pages
    for number, sheet in enumerate(sheets):
        text = sheet.extract_text().replace("\n", "")
        assert text.count(f"tracker.example.org/verify/{NUMBER}") == (1 if number else 2)
    annotations: Any = sheets[0]["/Annots"]
    assert [one.get_object()["/A"]["/URI"] for one in annotations] == [ADDRESS]


def test_the_code_is_told_in_words_and_drawn_without_the_renderers_svg(world: World, brief_of: Collect) -> None:
    paper = PdfReader(io.BytesIO(render.pdf(replace(brief_of("HT"), number=NUMBER, verify_at=ADDRESS)).pdf))
    objects: list[Any] = [paper.get_object(number) for number in range(1, int(str(paper.trailer["/Size"])))]
    told = {one["/Alt"] for one in objects if isinstance(one, dict) and "/Alt" in one}
    assert f"QR code of the address {ADDRESS}" in told
    content = paper.pages[0].get_contents()
    assert content is not None
    side = qr.code(ADDRESS).side
    assert f"0 0 {side} {side} re W n".encode() in content.get_data()


def test_a_draft_has_neither(world: World, brief_of: Collect) -> None:
    brief = brief_of("HT")
    assert "qr" not in source.html(brief)
    assert "/verify" not in text_of(brief)


def test_an_issued_brief_for_the_screen_bears_them_too(world: World, brief_of: Collect) -> None:
    shown = source.html(replace(brief_of("HT"), number=NUMBER, verify_at=ADDRESS), for_screen=True)
    assert (shown.count('class="qr"'), f'href="{ADDRESS}"' in shown) == (1, True)


def test_an_address_that_begins_with_digits_reads_from_left_to_right(world: World, brief_of: Collect) -> None:
    brief = replace(brief_of("HT", lang="ar"), number=NUMBER, verify_at="http://127.0.0.1:5000/verify/DMP-HT-2026-7")
    assert text_of(brief).count("127.0.0.1:5000/verify/DMP-HT-2026-7") >= 2
