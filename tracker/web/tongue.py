"""Texts in another language than the page's: marked so, for screen readers and for the direction of their signs."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from tracker import formats
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.texts import Said
from tracker.web import language


def tagged(said: Said | None, longest: int | None = None) -> Markup:
    """The text, with its language where that is not the page's; nothing where there is none. `longest`: cut there."""
    if said is None:
        return Markup()
    text = said.text if longest is None or len(said.text) <= longest else f"{said.text[: longest - 1].rstrip()}…"
    if not foreign(said):
        return escape(text)
    return Markup('<span lang="{}" dir="auto">{}</span>').format(said.language, text)


def foreign(said: Said | None) -> bool:
    """Is the text in another language than the page?"""
    return said is not None and said.language != language.current()


def sentence(message: str, /, **values: object) -> Markup:
    """A message already in the reader's language, with values put in that may be tagged; all others are escaped."""
    return Markup(message) % values  # noqa: S704 - messages stand in the program


def place(label: TerritoryLabel) -> Markup:
    """A territory's name as in lists; where the reader's language has none, the English one, tagged."""
    if not label.missing:
        return escape(label.listed)
    return Markup('<span lang="en" dir="ltr">{}</span>').format(label.listed)


def places(labels: Iterable[TerritoryLabel]) -> Markup:
    """Several names in one line: "Haiti, Ghana and Mozambique"."""
    names = [str(place(label)) for label in labels]
    return Markup(formats.series(names, language.current()))  # noqa: S704 - each name is escaped
