"""A brief in two languages side by side: the two articles are taken apart and laid beside each other, part by part.

The same data makes the same sections in both languages, so that what stands at the same place of each says the same.
Read in order, each part is said in the first language and then in the second.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
HEADS = frozenset({"h2", "h3"})
OPENED = frozenset({"sheet", "since"})
LONG = frozenset({"table", "ul"})
"""What goes on on the next page."""

Elements = list[ET.Element]


def side_by_side(first: str, second: str) -> ET.Element:
    """Two articles of a brief, each well-formed, as one."""
    articles = [ET.fromstring(one) for one in (first, second)]  # noqa: S314 - our own templates, what people typed is escaped in them
    left, right = articles
    whole = ET.Element("article", {"class": "bilingual", "lang": left.get("lang", ""), "dir": left.get("dir", "")})
    whole.append(_band(left, right))
    for sections in zip_longest(*map(_sections, articles), fillvalue=[]):
        whole.extend(_rows(left, right, list(_paired(*sections))))
    for code in (one for cell in whole.iter("td") if "num" in cell.get("class", "") for one in cell.iter("span")):
        code.tail = (code.tail or "").replace("\N{NO-BREAK SPACE}", " ", 1)  # a narrow column has room for one of both
    return whole


def _band(left: ET.Element, right: ET.Element) -> ET.Element:
    """The titles with what is drawn once between them."""
    heads = (left[0], right[0])
    drawn = [one for one in heads[0] if one.tag == f"{SVG}svg"]
    for head in heads:
        head.set("class", "band")
        for one in head.findall(f"{SVG}svg"):
            head.remove(one)
    middle = ET.Element("div", {"class": f"brief pictures n{len(drawn)}"})
    middle.extend(drawn)
    row = ET.Element("div", {"class": "pair kept bands"})
    row.extend([_side(left, [heads[0]]), *([middle] if drawn else []), _side(right, [heads[1]])])
    return row


def _sections(article: ET.Element) -> list[Elements]:
    """What follows the title: what stands before the first heading, then section by section, then the standing texts."""
    sections: list[Elements] = [[]]
    for element in _opened(article[1:]):
        if element.tag == "h2" or element.get("class") == "standing":
            sections.append([])
        sections[-1].append(element)
    return sections


def _opened(elements: Iterable[ET.Element]) -> Iterator[ET.Element]:
    """The elements, with those in place of a box around them; a sheet's first one says that a page begins."""
    for one in elements:
        if one.get("class") == "sheet":
            one[0].set("class", "sheet")
        if one.get("class") in OPENED:
            yield from one
        else:
            yield one


def _paired(left: Elements, right: Elements) -> Iterator[tuple[Elements, Elements]]:
    """What stands beside each other, element by element; what is not built alike in both languages is left whole."""
    if [_shape(one) for one in left] != [_shape(one) for one in right]:
        yield left, right
        return
    for one, other in zip(left, right, strict=True):
        if one.get("class") == "item":
            yield from _paired(list(one), list(other))
            yield [], []
        else:
            yield [one], [other]


def _shape(element: ET.Element) -> tuple[str, str]:
    return element.tag, element.get("class", "")


def _rows(left: ET.Element, right: ET.Element, pairs: Iterable[tuple[Elements, Elements]]) -> Iterator[ET.Element]:
    """A row for each pair, a heading with what it is over; an empty pair is a gap below the row before it."""
    cells: tuple[Elements, Elements] = ([], [])
    row: ET.Element | None = None
    for pair in pairs:
        if row is not None and not any((*pair, *cells)):
            row.set("class", f"{row.get('class')} last")
        for cell, elements in zip(cells, pair, strict=True):
            cell.extend(elements)
        if not any(_is_head(cell[-1]) for cell in cells if cell):
            if any(cells):
                row = _row(_side(left, cells[0]), _side(right, cells[1]))
                yield row
            cells = ([], [])
    if any(cells):
        yield _row(_side(left, cells[0]), _side(right, cells[1]))


def _row(*cells: ET.Element) -> ET.Element:
    """What stands beside each other, on the next page too where it is long; a covering note is in its own language."""
    kept = "" if any(one.tag in LONG for cell in cells for one in cell) else " kept"
    opens = any(one.attrib.pop("class") for cell in cells for one in cell if one.get("class") == "sheet")
    row = ET.Element("div", {"class": f"pair{kept}{' sheet' if opens else ''}"})
    once = any(one.get("class") == "covering" for one in cells[0])
    row.extend(cells[:1] if once else cells)
    return row


def _side(article: ET.Element, elements: Iterable[ET.Element]) -> ET.Element:
    """What is said in one of the languages."""
    cell = ET.Element("div", {"class": "brief side", "lang": article.get("lang", ""), "dir": article.get("dir", "")})
    cell.extend(elements)
    return cell


def _is_head(element: ET.Element) -> bool:
    return element.tag in HEADS or element.get("class") == "state"


def written(root: ET.Element, *, for_screen: bool = False) -> str:
    """The tree as text: well-formed, or for a page of the site as HTML, with one first heading as every page has."""
    for title in list(root.iter("h1"))[1:] if for_screen else ():
        title.tag, title.attrib = "p", {"class": "title"}
    for one in root.iter():
        if one.tag.startswith(SVG):
            one.tag = one.tag.removeprefix(SVG)
            if one.tag == "svg":
                one.set("xmlns", SVG[1:-1])
    return ET.tostring(root, encoding="unicode", method="html" if for_screen else "xml")
