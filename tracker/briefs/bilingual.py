"""A brief in two languages side by side: the two articles are taken apart and laid beside each other, part by part.

The same data makes the same sections in both languages, so that what stands at the same place of each says the same.
Read in order, each part is said in the first language and then in the second.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
HEADS = frozenset({"h2", "h3"})
LONG = frozenset({"table", "ul"})
"""What goes on on the next page."""

Part = list[ET.Element]


def side_by_side(first: str, second: str) -> ET.Element:
    """Two articles of a brief, each well-formed, as one."""
    left, right = (ET.fromstring(one) for one in (first, second))  # noqa: S314 - our own templates, what people typed is escaped in them
    whole = ET.Element("article", {"class": "bilingual", "lang": left.get("lang", ""), "dir": left.get("dir", "")})
    whole.append(_band(left, right))
    for one, other in _paired(_parts(left), _parts(right)):
        whole.append(_row(_side(left, one), _side(right, other)))
    return whole


def _band(left: ET.Element, right: ET.Element) -> ET.Element:
    """The titles with what is drawn once between them."""
    heads = [side[0] for side in (left, right)]
    drawn = [[one for one in head if one.tag == f"{SVG}svg"] for head in heads]
    for head, pictures in zip(heads, drawn, strict=True):
        for one in pictures:
            head.remove(one)
    middle = ET.Element("div", {"class": f"brief pictures n{len(drawn[0])}"})
    middle.extend(drawn[0])
    sides = [_side(left, [heads[0]]), *([middle] if drawn[0] else []), _side(right, [heads[1]])]
    row = _row(*sides)
    row.set("class", "pair bands")
    return row


def _row(*cells: ET.Element) -> ET.Element:
    """What stands beside each other."""
    kept = "" if any(one.tag in LONG for cell in cells for one in cell) else " kept"
    row = ET.Element("div", {"class": f"pair{kept}"})
    row.extend(cells)
    return row


def _side(article: ET.Element, part: Part) -> ET.Element:
    """A part in its language."""
    cell = ET.Element(
        "div", {"class": "brief side", "lang": article.get("lang", ""), "dir": article.get("dir", "")}
    )
    cell.extend(part)
    return cell


def _parts(article: ET.Element) -> list[list[Part]]:
    """What follows the title, section by section, each cut where a line across the page may stand."""
    sections: list[list[Part]] = [[]]
    for element in _opened(article[1:]):
        if element.tag == "h2" or element.get("class") == "standing":
            sections.append([])
        section = sections[-1]
        if section and _is_kept_with_next(section[-1][-1]):
            section[-1].append(element)
        else:
            section.append([element])
    return sections


def _opened(elements: Sequence[ET.Element]) -> Iterator[ET.Element]:
    """The elements, with those in place of a box around them that holds a section."""
    for one in elements:
        if one.tag == "div" and one.find("h2") is not None:
            yield from one
        else:
            yield one


def _is_kept_with_next(element: ET.Element) -> bool:
    return element.tag in HEADS or element.get("class") == "state"


def _paired(left: list[list[Part]], right: list[list[Part]]) -> Iterator[tuple[Part, Part]]:
    """The parts beside each other; a section that is not built alike in both is laid down whole."""
    for one, other in zip_longest(left, right, fillvalue=[]):
        if [_shape(part) for part in one] == [_shape(part) for part in other]:
            yield from zip(one, other, strict=True)
        else:
            yield [element for part in one for element in part], [element for part in other for element in part]


def _shape(part: Part) -> list[tuple[str, str]]:
    return [(element.tag, element.get("class", "")) for element in part]


def written(root: ET.Element, *, for_screen: bool = False) -> str:
    """The tree as text: well-formed, or for a page of the site as HTML."""
    for one in root.iter():
        if one.tag.startswith(SVG):
            one.tag = one.tag.removeprefix(SVG)
            if one.tag == "svg":
                one.set("xmlns", SVG[1:-1])
    return ET.tostring(root, encoding="unicode", method="html" if for_screen else "xml")
