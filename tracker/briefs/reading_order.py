"""Lines of two directions, written in the order that they are read in: a name or a year within an Arabic sentence.

The renderer writes the pieces of such a line from the left, so that whoever reads a PDF as text, or hears it, gets the
end of the sentence first. Here each piece is put where it stood, in the order of its words.
"""

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from weasyprint.draw import text
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

ffi.cdef("int pango_glyph_string_get_width(PangoGlyphString *glyphs);")
from_the_left = text.draw_first_line
"""The renderer's own way."""


def as_read() -> None:
    """Let the renderer write so, in this process."""
    text.draw_first_line = _draw


def _draw(stream: Any, box: Any, overflow: str, ellipsis: str, matrix: Matrix) -> list[Any]:  # noqa: ANN401 - the renderer's
    """Put the text of a box on the page; all at once where it is in order already, or is cut short at its end."""
    whole = box.text.isascii() or not box.text.strip() or overflow == "ellipsis" or ellipsis != "none"
    pieces = [] if whole else _pieces(box.pango_layout)
    if all(one.item.offset < other.item.offset for one, other in pairwise(pieces)):
        drawn: list[Any] = from_the_left(stream, box, overflow, ellipsis, matrix)
        return drawn
    lefts = accumulate((pango.pango_glyph_string_get_width(piece.glyphs) for piece in pieces), initial=0)
    a, b, c, d, e, f = matrix.values
    for piece, left in sorted(zip(pieces, lefts, strict=False), key=lambda one: one[0].item.offset):
        alone = _Alone(box.text, box.style, box.baseline, box.pango_layout.layout, piece)
        right = left * FROM_UNITS
        from_the_left(stream, alone, overflow, ellipsis, Matrix(a, b, c, d, e + a * right, f + b * right))
    return []


def _pieces(layout: Any) -> list[Any]:  # noqa: ANN401 - the renderer's
    """The pieces of a line, each of one direction and font, from the left."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, 1)  # as the renderer does, which makes the line anew
    line, _ = layout.get_first_line()
    pieces, run = [], line.runs[0]
    while run != ffi.NULL:
        pieces.append(run.data)
        run = run.next
    return pieces


@dataclass(frozen=True, slots=True)
class _Alone:
    """What the renderer asks of a box, of its layout, its line and its piece, where that is the only one."""

    text: str
    style: Any
    baseline: float
    layout: Any
    data: Any
    next: Any = ffi.NULL

    @property
    def pango_layout(self) -> "_Alone":
        return self

    def get_first_line(self) -> tuple["_Alone", None]:
        return self, None

    @property
    def runs(self) -> list["_Alone"]:
        return [self]
