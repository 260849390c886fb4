"""A line of two directions reads back in the order of its words, and its pieces stand where the renderer puts them."""

import io
import re

import page
import pytest
from pypdf import PdfReader
from weasyprint.draw import text

from tests.briefs.test_golden import plain
from tracker.briefs import reading_order, render

pytestmark = pytest.mark.once

LINES = [
    "تقرير 3 آب/أغسطس 2004 عن الحالة",
    "قرار مجلس الأمن 1244 (1999) في كوسوفو",
    "البرنامج UN-Habitat Programme 2004 الجديد",
    'المبلغ <bdi dir="ltr">CAD 15,000,000</bdi> ورد في 2003',
    "كل الكلام بالعربية وحدها",
]
PLACE = re.compile(r"1 0 0 -1 (\S+) (\S+) Tm")


def paper(*lines: str, lang: str = "ar") -> bytes:
    way = "rtl" if lang == "ar" else "ltr"
    body = "".join(f"<p>{line}</p>" for line in lines)
    head = f'<html lang="{lang}" dir="{way}"><head><title>x</title></head>'
    return render.written(render.laid_out(f'{head}<body class="brief" dir="{way}">{body}</body></html>'))


def drawn(pdf: bytes) -> str:
    contents = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    return contents.get_data().decode("latin-1") if contents is not None else ""


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return paper(*LINES)


def test_lines_of_two_directions_read_back_in_the_order_of_their_words(pdf: bytes) -> None:
    found = plain(PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
    assert found == plain("".join(re.sub("<[^>]+>", "", line) for line in LINES))


def test_it_is_valid_and_the_same_bytes_twice(pdf: bytes) -> None:
    assert page.validate_pdf_bytes(pdf, profile="ua1").failures == []
    assert paper(*LINES) == pdf


def test_what_is_read_first_stands_to_the_right_on_the_same_line() -> None:
    places = [(float(left), float(top)) for left, top in PLACE.findall(drawn(paper("تقرير 2004 عن الحالة")))]
    lefts = [left for left, _top in places]
    assert len(places) == 3
    assert lefts == sorted(lefts, reverse=True)
    assert len({top for _left, top in places}) == 1


def test_the_last_piece_stands_where_the_renderer_by_itself_begins_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = PLACE.findall(drawn(paper(LINES[0])))
    monkeypatch.setattr(text, "draw_first_line", reading_order.from_the_left)
    assert PLACE.findall(drawn(paper(LINES[0]))) == [ours[-1]]


@pytest.mark.parametrize(
    ("line", "lang"), [("Le 3 août 2004, à Ségou", "fr"), ("伊朗 2004 年，Bam", "zh"), (LINES[4], "ar")]
)
def test_a_line_of_one_direction_is_written_as_the_renderer_writes_it(
    line: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = paper(line, lang=lang)
    monkeypatch.setattr(text, "draw_first_line", reading_order.from_the_left)
    assert paper(line, lang=lang) == ours
