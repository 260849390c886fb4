"""A map or code on paper: its SVG said in PDF's own signs. The renderer's SVG takes a coast apart point by point, which is dear."""

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset({"path", "circle"})
_BLOCK = re.compile(r"M(\d+) (\d+)L(\d+) \2L\3 (\d+)L\1 \4Z")
"""A rectangle, as a code is made of."""


class Drawing:
    """A picture as the renderer takes them: it has a size and draws itself, at a place that the renderer prepares."""

    def __init__(self, svg: Element) -> None:
        self.width, self.height = _box(svg)
        shapes = [_path(one) if one.tag == f"{SVG}path" else _circle(one) for one in svg if one.tag != f"{SVG}title"]
        self.signs = "\n".join([f"0 0 {self.width:g} {self.height:g} re W n", *shapes]).encode("ascii")

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        """Width, height and their ratio; the style sheet says how large it is on the page."""
        del resolution, font_size
        return self.width, self.height, self.width / self.height

    def draw(self, stream: object, width: float, height: float, style: object) -> None:
        """Put the shapes on the page."""
        del style
        stream.transform(a=width / self.width, d=height / self.height)  # type: ignore[attr-defined]
        stream.stream.append(self.signs)  # type: ignore[attr-defined]


def taken_out(root: Element) -> dict[str, Drawing]:
    """Make a picture of each drawing that is nothing but paths and marks, and keep the drawings by the pictures' addresses."""
    drawings: dict[str, Drawing] = {}
    for svg in list(root.iter(f"{SVG}svg")):
        title = svg.find(f"{SVG}title")
        if title is None or not {one.tag.removeprefix(SVG) for one in svg if one is not title} <= SHAPES:
            continue
        address = f"drawing:{len(drawings)}"
        drawings[address] = Drawing(svg)
        svg.tag, svg.attrib = "img", {"class": svg.get("class", ""), "src": address, "alt": title.text or ""}
        svg[:] = []
    return drawings


def _box(svg: Element) -> tuple[float, float]:
    _, _, width, height = svg.get("viewBox", "").split()
    return float(width), float(height)


def _path(shape: Element) -> str:
    """Straight lines only, as the locator draws them; without a stroke it is filled, its edges sharp."""
    if shape.get("stroke") is None:
        return f"{_colour(shape, 'fill')} rg\n{_lines(shape.get('d', ''))}f"
    inks = f"{_colour(shape, 'fill')} rg {_colour(shape, 'stroke')} RG"
    return f"{inks} {shape.get('stroke-width')} w 1 j\n{_lines(shape.get('d', ''))}B"


@lru_cache(maxsize=64)
def _lines(path: str) -> str:
    """SVG names a step before its point, PDF after it; a rectangle is a step of its own there."""
    begun = _BLOCK.sub(lambda found: _block(*map(int, found.groups())), path)
    begun = re.sub("M([^MLZ]+)", r"\1 m\n", begun)
    return re.sub("L([^MLZ]+)", r"\1 l\n", begun).replace("Z", "h\n")


def _block(left: int, top: int, right: int, bottom: int) -> str:
    return f"{left} {top} {right - left} {bottom - top} re\n"


def _circle(shape: Element) -> str:
    """Dots over each other: a line of no length with a round end is one."""
    radius, rim = float(shape.get("r", 0)), float(shape.get("stroke-width", 0))
    rims = [(_colour(shape, "stroke"), 2 * radius + rim)] if rim else []
    place = f"{shape.get('cx')} {shape.get('cy')}"
    dots = [*rims, (_colour(shape, "fill"), 2 * radius - rim)]
    return "\n".join(f"1 J {colour} RG {wide:g} w {place} m {place} l S" for colour, wide in dots)


def _colour(shape: Element, which: str) -> str:
    """A colour of six figures, as PDF has it."""
    red, green, blue = bytes.fromhex(shape.get(which, "").removeprefix("#"))
    return f"{red / 255:.3f} {green / 255:.3f} {blue / 255:.3f}"
