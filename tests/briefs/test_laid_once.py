"""Lines that run from the right are laid out once, and stand where the renderer by itself puts them."""

import pytest
from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.layout import inline
from weasyprint.layout.float import avoid_collisions

from tests.briefs.geometry import pieces
from tracker.briefs import render

pytestmark = pytest.mark.once

WORDS = (
    "إعادة بناء المدارس في <bdi dir='ltr'>UN-Habitat 2004</bdi> (أُبلغ عنها) و<b>المستشفيات</b> القريبة من الطريق " * 4
)
PAGE = '<html lang="ar" dir="rtl"><head><title>ت</title></head><body class="brief" dir="rtl">{}</body></html>'
PLAIN = PAGE.format(f"<h1>عنوان</h1><p>{WORDS}</p><table><tr><td>{WORDS}</td><td>CAD 15</td></tr></table>")
FLOATING = PAGE.format(f'<div style="float: inline-start; width: 60mm; height: 20mm">لوحة</div><p>{WORDS}</p>')


def begun(source: str, patch: pytest.MonkeyPatch) -> tuple[int, int]:
    """How often a line was laid out, and how many lines there are."""
    found: list[object] = []
    usual = inline.split_inline_box

    def counted(context: object, box: object, *rest: object) -> object:
        found.append(box)
        return usual(context, box, *rest)

    with patch.context() as now:
        now.setattr(inline, "split_inline_box", counted)
        document = render.laid_out(source)
    boxes = (box for page in document.pages for box in page._page_box.descendants())  # noqa: SLF001 - see geometry
    return sum(isinstance(box, LineBox) for box in found), sum(isinstance(box, LineBox) for box in boxes)


def test_each_arabic_line_is_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    often, lines = begun(PLAIN, monkeypatch)
    assert (often, lines > 8) == (lines, True)
    monkeypatch.setattr(inline, "avoid_collisions", avoid_collisions)
    assert begun(PLAIN, monkeypatch) == (2 * lines, lines), "the renderer has mended it: laid_once can go"


@pytest.mark.parametrize("source", [PLAIN, FLOATING], ids=["plain", "beside what floats"])
def test_it_stands_where_the_renderer_by_itself_puts_it(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = render.laid_out(source)
    monkeypatch.setattr(inline, "avoid_collisions", avoid_collisions)
    alone = render.laid_out(source)
    assert pieces(document) == pieces(alone)
    assert render.written(document) == render.written(alone)
