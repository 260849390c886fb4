"""What a PDF can go without: zeroes between letters, more figures than a printer has dots, tables of a font for typing."""

import re
import struct
import zlib
from itertools import pairwise

import pydyf

DRAWN = frozenset({b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"})
"""Tables that letters are drawn by; a PDF has names and signs of its own for them."""

WIDE = 1000
"""How wide a letter is of which a PDF says nothing."""

_PLACES = re.compile(
    rb"(?P<said>\d+ 0 obj\n<<.*?/W \[(?P<lengths>[\d ]+)\].*?)/Filter /FlateDecode/Length \d+>>\nstream\n"
    rb"(?P<rows>.*)\nendstream",
    re.DOTALL,
)


_USUAL = (pydyf._to_bytes, pydyf.Stream.show_text)  # noqa: SLF001 - as below


def as_it_comes() -> None:
    """Let the renderer write as it does by itself: to measure beside it."""
    pydyf._to_bytes, pydyf.Stream.show_text = _USUAL  # noqa: SLF001 - as below


def sparing() -> None:
    """Let the renderer write so, in this process."""
    pydyf._to_bytes = _bytes  # noqa: SLF001 - there is no other way to it
    pydyf.Stream.show_text = _show_text


def _bytes(item: object) -> bytes:
    """A value as PDF has it. From ten on two places behind the point will do: a hundredth of a pixel."""
    if isinstance(item, bytes):
        return item
    if isinstance(item, float):
        told = f"{item:.2f}" if abs(item) >= 10 else f"{item:f}"
        return told.rstrip("0").rstrip(".").encode("ascii")
    return item.data if isinstance(item, pydyf.Object) else str(item).encode("ascii")


def _show_text(stream: pydyf.Stream, text: str) -> None:
    """Letters with the space between them, where there is any."""
    stream.stream.append(f"[{text.replace('>0<', '')}] TJ".encode("ascii"))


def narrowed(paper: pydyf.PDF) -> None:
    """Say the widths only of letters that are not as wide as those of which nothing is said: Chinese ones are."""
    for font in paper.objects:
        if isinstance(font, pydyf.Dictionary) and font.get("Subtype") == "/CIDFontType2":
            font["W"] = pydyf.Array(_widths(font["W"]))


def _widths(said: list[int | list[int]]) -> list[int | list[int]]:
    """A first letter and the widths from it on, as often as needed."""
    kept: list[int | list[int]] = []
    for first, widths in zip(said[::2], said[1::2], strict=True):
        for letter, width in enumerate(widths, first):  # type: ignore[arg-type]
            if width == WIDE:
                continue
            if kept and letter == kept[-2] + len(kept[-1]):  # type: ignore[operator, arg-type]
                kept[-1].append(width)  # type: ignore[union-attr]
            else:
                kept += [letter, pydyf.Array([width])]
    return kept


def drawn_only(font: bytes) -> bytes:
    """The font with the tables that letters are drawn by; as it was where it is not of this make."""
    version, count = struct.unpack(">4sH", font[:6])
    if version != b"\0\1\0\0":
        return font
    rows = [struct.unpack(">4sLLL", font[at : at + 16]) for at in range(12, 12 + 16 * count, 16)]
    kept = [(tag, proof, font[start : start + length]) for tag, proof, start, length in rows if tag in DRAWN]
    power = len(kept).bit_length() - 1
    steps = (len(kept), 16 << power, power, 16 * len(kept) - (16 << power))
    head, body = [struct.pack(">4sHHHH", version, *steps)], [b""]
    place = 12 + 16 * len(kept)
    for tag, proof, table in kept:
        head.append(struct.pack(">4sLLL", tag, proof, place, len(table)))
        body.append(table + bytes(-len(table) % 4))
        place += len(body[-1])
    return b"".join(head + body)


def shortened(pdf: bytes) -> bytes:
    """The PDF with the table of its objects' places as differences, which compresses to a third."""
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    found = _PLACES.match(pdf, start)
    if not found:
        return pdf
    width = sum(map(int, found["lengths"].split()))
    table = zlib.decompress(found["rows"])
    rows = [bytes(width), *(table[at : at + width] for at in range(0, len(table), width))]
    stepped = b"".join(
        b"\2" + bytes((new - old) % 256 for old, new in zip(*pair, strict=True)) for pair in pairwise(rows)
    )
    written = zlib.compress(stepped, 9)
    how = b"/DecodeParms <</Predictor 12/Columns %d>>/Filter /FlateDecode/Length %d>>\nstream\n" % (width, len(written))
    return b"".join([pdf[:start], found["said"], how, written, pdf[found.end("rows") :]])
