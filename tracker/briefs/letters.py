"""Which letter each glyph of a PDF stands for, so that its text can be searched, copied and read aloud.

The renderer notes a glyph's letter where it first meets the glyph. Where that is a letter with an accent of its own
(ṣ written as s and a dot), the accent's glyph gets both signs and the letter's none, and is unreadable in the whole
document. Here each gets its own sign, as the font has it.
"""

import io
import unicodedata

from fontTools.ttLib import TTFont
from weasyprint.pdf import stream
from weasyprint.pdf.fonts import Font

from tracker.briefs import spare

MARK = 3
"""What fonts call a glyph that stands above or below others."""


class Letters(dict[int, str]):
    """The text of each glyph; a glyph whose letter is not known yet is asked for again."""

    def __init__(self, content: bytes, name: bytes) -> None:
        super().__init__()
        self.content, self.name = content, name

    def __contains__(self, glyph: object) -> bool:
        return bool(self.get(glyph))  # type: ignore[call-overload]

    def __setitem__(self, glyph: int, text: str) -> None:
        accents = unicodedata.normalize("NFD", text)[1:]
        if not text or (accents and all(unicodedata.category(sign).startswith("M") for sign in accents)):
            signs, marks = _known(self.content, self.name)
            text = signs.get(glyph, accents if glyph in marks else text)
        super().__setitem__(glyph, text)


class LegibleFont(Font):  # type: ignore[misc]
    """A font of a PDF that knows its letters."""

    file_content: bytes

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self.to_unicode = Letters(self.file_content, self.name)

    def clean(self, to_unicode: dict[int, str], hinting: object) -> None:
        """Leave in it the letters that are used, and what draws them."""
        super().clean(to_unicode, hinting)
        self.file_content = spare.drawn_only(self.file_content)


def legible() -> None:
    """Let the renderer make its PDFs with such fonts, in this process."""
    stream.Font = LegibleFont


_FONTS: dict[bytes, tuple[dict[int, str], frozenset[int]]] = {}


def _known(content: bytes, name: bytes) -> tuple[dict[int, str], frozenset[int]]:
    """The sign that a font has each glyph for, and which of its glyphs are accents; read once a process."""
    if name not in _FONTS:
        font = TTFont(io.BytesIO(content), lazy=True)
        signs: dict[int, str] = {}
        for code, glyph in sorted(font.getBestCmap().items()):
            signs.setdefault(font.getGlyphID(glyph), chr(code))
        classes = font["GDEF"].table.GlyphClassDef.classDefs if "GDEF" in font else {}
        marks = frozenset(font.getGlyphID(glyph) for glyph, kind in classes.items() if kind == MARK)
        _FONTS[name] = signs, marks
    return _FONTS[name]
