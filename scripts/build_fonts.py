"""Make the fonts of the briefs: `python scripts/build_fonts.py NODE_MODULES` (see scripts/README.md).

One TTF per family and weight. WeasyPrint prints garbage when several files share a family by
`unicode-range`, and takes ten times as long over woff2, so each file covers its scripts alone.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.qu2cuPen import Qu2CuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates, dropImpliedOnCurvePoints

OUT = Path(__file__).resolve().parent.parent / "static" / "fonts"
WEIGHTS = {"Regular": "400Regular", "Bold": "700Bold"}
SIGNS = "●▲■○◆△□←↑→↓≤≥≈≠✓"
GRID = 4
"""Units of a thousandth of a letter's height that the points of Chinese letters are put on."""

STRAYS = (3.0, 4.0)
"""How far, in the same units, an outline with fewer points may lie from the one that it stands for."""

FEATURES = ["ccmp", "locl", "liga", "rlig", "calt", "init", "medi", "fina", "kern", "mark", "mkmk", "tnum", "sups"]
LATIN_GREEK_CYRILLIC = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F),
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x214F), (0x2212, 0x2212),
)  # fmt: skip


@dataclass(frozen=True)
class Face:
    """A family of ours and the package it is cut from."""

    family: str
    package: str
    prefix: str
    licence: str
    signs: bool = False

    def source(self, modules: Path, weight: str) -> Path:
        folder = WEIGHTS[weight]
        return modules / "@expo-google-fonts" / self.package / folder / f"{self.prefix}_{folder}.ttf"


SANS = Face("Tracker Sans", "noto-sans", "NotoSans", "OFL-noto-sans.txt", signs=True)
ARABIC = Face("Tracker Arabic", "vazirmatn", "Vazirmatn", "OFL-vazirmatn.txt")
HAN = Face("Tracker Han", "noto-sans-sc", "NotoSansSC", "OFL-noto-sans-sc.txt")
MATH = Face("", "noto-sans-math", "NotoSansMath", "OFL-noto-sans-math.txt")


def gb2312() -> Iterator[int]:
    """Every character of GB 2312, by way of Python's own codec."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            yield from map(ord, bytes((row, cell)).decode("gb2312", errors="ignore"))


def wanted(face: Face, font: TTFont) -> set[int]:
    """The code points a family keeps: Arabic everything, the others their own blocks."""
    if face is HAN:
        return {*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2040), *range(0x3000, 0x3030), *gb2312()}
    if face is SANS:
        return {point for first, last in LATIN_GREEK_CYRILLIC for point in range(first, last + 1)}
    return set(font.getBestCmap())


def cut(font: TTFont, points: set[int], features: list[str]) -> None:
    options = subset.Options()
    options.layout_features = features
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "STAT", "DSIG", "MATH"]
    options.notdef_outline = True
    options.name_IDs = ["*"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)


def rename(font: TTFont, family: str, weight: str) -> None:
    """Give the cut font its own name, keeping copyright, version and licence."""
    names = {1: family, 2: weight, 3: f"{family} {weight}", 4: f"{family} {weight}"}
    names[6] = f"{family.replace(' ', '')}-{weight}"
    table = font["name"]
    for name_id in (16, 17, 21, 22, 25):
        table.removeNames(nameID=name_id)
    for name_id, text in names.items():
        table.removeNames(nameID=name_id)
        table.setName(text, name_id, 3, 1, 0x409)


def add_signs(font: TTFont, donor: TTFont, signs: Iterable[str]) -> None:
    """Copy the signs a text face lacks from a face of the same scale."""
    if font["head"].unitsPerEm != donor["head"].unitsPerEm:
        raise SystemExit("the donor of signs is drawn to another scale")
    glyphs, source, has = donor.getGlyphSet(), donor.getBestCmap(), font.getBestCmap()
    for point in sorted({ord(sign) for sign in signs} - set(has)):
        name = f"sign{point:04X}"
        outline, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
        glyphs[source[point]].draw(outline)
        outline.replay(pen)
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = donor["hmtx"][source[point]]
        font.setGlyphOrder(list(dict.fromkeys([*font.getGlyphOrder(), name])))
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[point] = name
    font["maxp"].numGlyphs = len(font.getGlyphOrder())


def plainer(font: TTFont) -> None:
    """Draw the outlines with fewer points, on a coarser grid: a brief carries a quarter less of them, and nobody sees it.

    At the size of a brief's text a unit is four thousandths of a millimetre, a dot of a good printer twenty.
    """
    glyphs, table = font.getGlyphSet(), font["glyf"]
    drawn = {name: _redrawn(glyphs, name) for name in glyphs if table[name].numberOfContours > 0}
    for name, glyph in drawn.items():
        glyph.coordinates = GlyphCoordinates([(_on_grid(x), _on_grid(y)) for x, y in glyph.coordinates])
        dropImpliedOnCurvePoints(glyph)
        glyph.recalcBounds(table)
        table[name] = glyph
        font["hmtx"][name] = font["hmtx"][name][0], glyph.xMin


def _redrawn(glyphs: Mapping[str, Any], name: str) -> Glyph:
    pen = TTGlyphPen(None)
    curves, lines = STRAYS
    glyphs[name].draw(Qu2CuPen(Cu2QuPen(pen, lines), curves, all_cubic=True))
    return pen.glyph(dropImpliedOnCurves=False)


def _on_grid(value: float) -> int:
    return round(value / GRID) * GRID


def build(face: Face, weight: str, modules: Path) -> None:
    font = TTFont(face.source(modules, weight), recalcTimestamp=False)
    cut(font, wanted(face, font), [] if face is HAN else FEATURES)
    if face is HAN:
        plainer(font)
    if face.signs:
        add_signs(font, TTFont(MATH.source(modules, "Regular")), SIGNS)
    rename(font, face.family, weight)
    path = OUT / f"{face.family.replace(' ', '')}-{weight}.ttf"
    font.save(path)
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} kB, {len(TTFont(path).getBestCmap())} characters\n")


def main(modules: Path) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for face in (SANS, ARABIC, HAN):
        for weight in WEIGHTS:
            build(face, weight, modules)
    for face in (SANS, ARABIC, HAN, MATH):
        text = (modules / "@expo-google-fonts" / face.package / "LICENSE_FONT").read_text(encoding="utf-8")
        (OUT / face.licence).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
