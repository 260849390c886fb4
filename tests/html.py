"""Reading answers as strictly as a careful browser and a screen reader would."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
"""Kinds of input that need no label."""


POINTING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")
"""Attributes that name other elements by their ids."""

INLINE = re.compile(r"style$|on|hx-on")
"""Attributes that the content security policy forbids."""


class BadPageError(AssertionError):
    """What is wrong with a page, one line each."""


@dataclass(frozen=True)
class Page:
    """A page or a part of one, parsed; element names are plain ("h1")."""

    root: Element
    source: str

    def all(self, *names: str) -> list[Element]:
        return [element for element in self.root.iter() if element.tag in names]

    def one(self, name: str) -> Element:
        found = self.all(name)
        assert len(found) == 1, f"{len(found)} elements <{name}>"
        return found[0]

    def by_id(self, key: str) -> Element | None:
        return next((element for element in self.root.iter() if element.get("id") == key), None)

    @property
    def text(self) -> str:
        """All that is read aloud, with single spaces."""
        return text_of(self.root)

    @property
    def title(self) -> str:
        return text_of(self.one("title"))

    @property
    def heading(self) -> str:
        return text_of(self.one("h1"))

    @property
    def links(self) -> list[str]:
        """Where its links lead."""
        return [element.get("href", "") for element in self.all("a") if element.get("href") is not None]

    @property
    def forms(self) -> list[Element]:
        return self.all("form")

    def values(self, name: str) -> list[str]:
        """What a form field holds: typed, chosen or checked."""
        return [value for element in self.root.iter() for value in _values(element, name)]


def text_of(element: Element) -> str:
    """An element's text with single spaces, without scripts."""
    return " ".join("".join(_texts(element)).split())


def parse(source: str) -> Page:
    """Parse a whole page; raises BadPageError where the HTML itself is wrong."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    try:
        root = parser.parse(source)
    except ParseError as error:
        line, column = parser.errors[-1][0] if parser.errors else (0, 0)
        near = source.splitlines()[line - 1][max(0, column - 80) : column + 20] if line else ""
        raise BadPageError(f"Not HTML in line {line}, column {column}: {parser.errors[-1:]}: …{near}") from error
    return Page(root, source)


def part(source: str) -> Page:
    """Parse a part of a page, as htmx gets it."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    holder = "tbody" if source.lstrip().startswith(("<tr", "<td", "<th")) else "div"
    root = Element(holder)
    root.extend(parser.parseFragment(source, container=holder))
    if parser.errors:
        raise BadPageError(f"Not HTML: {parser.errors[0]}: {source[:200]}")
    return Page(root, source)


def check(source: str) -> Page | None:
    """Read an answer of HTML and refuse what is wrong; the page where it is a whole one."""
    whole = source.lstrip()[:9].lower() == "<!doctype"
    page = parse(source) if whole else part(source)
    wrong = list(_wrong(page)) + (list(_wrong_as_whole(page)) if whole else [])
    if wrong:
        raise BadPageError("\n".join(wrong))
    return page if whole else None


def _wrong_as_whole(page: Page) -> Iterator[str]:
    top = page.one("html")
    if not top.get("lang") or top.get("dir") not in {"ltr", "rtl"}:
        yield "<html> needs lang and dir"
    titles = [text_of(title) for head in page.all("head") for title in head.iter("title")]
    if len(titles) != 1 or not titles[0]:
        yield f"One title with words is needed, there are: {titles}"
    headings = [text_of(heading) for heading in page.all("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"One h1 with words is needed, there are: {headings}"
    if len(page.all("main")) != 1:
        yield "One <main> is needed"
    yield from _pointing_nowhere(page)


def _pointing_nowhere(page: Page) -> Iterator[str]:
    keys = {element.get("id") for element in page.root.iter()}
    for element in page.root.iter():
        for name in POINTING:
            for key in (element.get(name) or "").split():
                if key not in keys:
                    yield f'<{element.tag} {name}="{key}"> points to nothing'
    for address in page.links:
        if address.startswith("#") and address != "#" and address[1:] not in keys:
            yield f"The link {address} leads nowhere on this page"


def _wrong(page: Page) -> Iterator[str]:
    counts = Counter(element.get("id") for element in page.root.iter() if element.get("id") is not None)
    yield from (f'The id "{key}" stands {number} times' for key, number in counts.items() if number > 1)
    yield from (f"<{field.tag} name={field.get('name')!r}> has no label" for field in _unlabelled(page))
    for form in page.forms:
        names = {field.get("name") for field in form.iter("input")}
        if (form.get("method") or "get").lower() == "post" and "csrf_token" not in names:
            yield f"The form to {form.get('action') or 'its own address'} posts without a token"
    for element in page.root.iter():
        yield from _wrong_in(element)


def _wrong_in(element: Element) -> Iterator[str]:
    yield from (f"<{element.tag} {name}=…> is inline" for name in element.attrib if INLINE.match(name))
    if element.tag == "style" or (element.tag == "script" and element.get("src") is None):
        yield f"<{element.tag}> is inline"
    if element.tag == "img" and element.get("alt") is None:
        yield f"The picture {element.get('src')} has no alt"
    if element.tag in {"a", "button"} and not _named(element):
        yield f"<{element.tag} href={element.get('href')!r} class={element.get('class')!r}> has no name"
    if element.tag == "a" and (element.get("href") or "").lower().startswith("javascript:"):
        yield "A link holds a script"


def _unlabelled(page: Page) -> Iterator[Element]:
    labelled = {label.get("for") for label in page.all("label")}
    inside = {id(field) for label in page.all("label") for field in label.iter()}
    for field in page.all("input", "select", "textarea"):
        if field.tag == "input" and field.get("type", "text") in UNLABELLED:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labelled - {None}
        if not named and id(field) not in inside:
            yield field


def _named(element: Element) -> bool:
    pictures = any(picture.get("alt") for picture in element.iter("img"))
    return bool(text_of(element) or element.get("aria-label") or element.get("aria-labelledby") or pictures)


def _texts(element: Element) -> Iterator[str]:
    if element.tag not in {"script", "style", "template"} and isinstance(element.tag, str):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield " " if child.tag in {"p", "li", "div", "td", "th", "dd", "dt", "br", "option", "h2", "h3"} else ""
            yield child.tail or ""


def _values(element: Element, name: str) -> Iterator[str]:
    if element.get("name") != name:
        return
    if element.tag == "textarea":
        yield element.text or ""
    elif element.tag == "select":
        yield from (choice.get("value", "") for choice in element.iter("option") if choice.get("selected") is not None)
    elif element.get("type") not in {"radio", "checkbox"} or element.get("checked") is not None:
        yield element.get("value", "")
