"""What is left out of a PDF is missed by nobody."""

import io
import re
import zlib

import pydyf
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from tracker.briefs import render, spare

pytestmark = pytest.mark.once

WORDS = "Relief 12,345 · 灾害管理方案"
PAGE = f'<html lang="zh"><head><title>x</title></head><body><p>{WORDS}</p></body></html>'


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render.written(render.laid_out(PAGE))


def test_the_letters_are_read_and_drawn_as_before(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    assert reader.pages[0].extract_text() == WORDS
    fonts = [one["/DescendantFonts"][0] for one in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    for font in fonts:
        file = TTFont(io.BytesIO(font["/FontDescriptor"]["/FontFile2"].get_data()))
        assert set(file.reader.keys()) <= {tag.decode() for tag in spare.DRAWN}
        assert [name for name in file.getGlyphOrder() if file["glyf"][name].numberOfContours > 0]


def test_only_widths_that_are_not_the_usual_one_are_told() -> None:
    said = pydyf.Array([3, [500, 1000, 400, 410], 9, [1000], 12, [1]])
    assert spare._widths(said) == [3, [500], 5, [400, 410], 12, [1]]  # noqa: SLF001 - read where it is made


def test_the_places_of_objects_are_those_that_were_written(pdf: bytes) -> None:
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    assert b"/Predictor 12" in pdf[start:]
    listed = PdfReader(io.BytesIO(pdf), strict=True).xref[0]
    assert len(listed) > 5
    assert all(pdf[place:].startswith(b"%d 0 obj" % number) for number, place in listed.items())


@pytest.mark.parametrize("kept", [b"OTTO\0\1" + bytes(30), b"ttcf\0\1" + bytes(30)])
def test_a_font_of_another_make_is_left_as_it_is(kept: bytes) -> None:
    assert spare.drawn_only(kept) == kept


def test_numbers_have_as_many_places_as_can_be_seen() -> None:
    page = zlib.decompress(re.search(rb"stream\n(.*?)\nendstream", render.written(render.laid_out(PAGE)), re.DOTALL)[1])  # type: ignore[index]
    assert re.findall(rb"\d\d\.\d\d\d", page) == []
    assert b">0<" not in page
