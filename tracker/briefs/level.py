"""Tables side by side in two languages: each row gets the height of the same row beside it, so that a reader reads across."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

ROWS = ("tr", "li")


def made(root: Element, document: Document) -> bool:
    """Tell the rows how high they are to be, by what the renderer made of them; False where nothing is to be changed."""
    pairs = [
        pair for row in root.iterfind(".//div[@class]") if "pair" in row.get("class", "").split() for pair in _rows(row)
    ]
    if not pairs:
        return False
    heights = _heights(document)
    changed = False
    for one, other in pairs:
        height = max(heights.get(one, 0), heights.get(other, 0))
        for row in (one, other):
            if heights.get(row, 0) < height:
                row.set("style", f"height: {height:.2f}px")
                changed = True
    return changed


def _rows(pair: Element) -> Iterator[tuple[Element, Element]]:
    """The rows of tables and the points of lists in both languages, where they are as many."""
    for tag in ROWS:
        sides = [list(side.iter(tag)) for side in pair]
        if len(sides) == 2 and len(sides[0]) == len(sides[1]):
            yield from zip(*sides, strict=True)


def _heights(document: Document) -> dict[Element, float]:
    """How high each row is, in pixels."""
    heights: dict[Element, float] = {}
    for page in document.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - the renderer shows its boxes nowhere else
            if (
                isinstance(box, boxes.BlockLevelBox | boxes.TableRowBox)
                and box.element is not None
                and box.element.tag in ROWS
            ):
                heights[box.element] = max(heights.get(box.element, 0.0), float(box.height))
    return heights
