"""A brief on paper: plain values → template → HTML → PDF, with nothing fetched from outside.

The renderer tells its problems only in its log, so a line there fails the brief.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from fontTools.ttLib import TTFont
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from tracker import formats
from tracker.briefs.model import MissionBrief
from tracker.language import direction, translations

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
OPEN_FOLDERS = tuple((STATIC / name) for name in ("fonts", "map"))
FILTERS = ("day", "partial", "money", "amount", "percent", "number", "label")
REPLACED = "□"
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Kinds of signs that draw nothing: controls, marks of direction, spaces."""
LOG = logging.getLogger("weasyprint")


class PrintingError(Exception):
    """The renderer had something to say against the document: its words."""


@dataclass(frozen=True)
class Printed:
    """A finished document, how many pages it has, and the HTML it was made from."""

    pdf: bytes
    pages: int
    html: str


def html(brief: MissionBrief, *, for_screen: bool = False) -> str:
    """The brief as a whole HTML document, or for a page of the site as one `<article class="brief">`.

    Neither has styles of its own: the page that shows the article links `static/css/brief.css`.
    """
    template = "briefs/_mission.html" if for_screen else "briefs/mission.html"
    return _environment(brief.lang).get_template(template).render(brief=brief)


def pdf(brief: MissionBrief) -> Printed:
    """Print the brief as PDF/UA-1: same brief, same bytes. Raises PrintingError when the renderer complains."""
    source = _printable(html(brief))
    fonts, styles = _styles()
    with _nothing_logged():
        document = HTML(string=source, url_fetcher=ClosedFetcher()).render(font_config=fonts, stylesheets=styles)
        printed = document.write_pdf(pdf_variant="pdf/ua-1")
    return Printed(printed, len(document.pages), source)


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Gives the project's own fonts and map (`static:fonts/…`) and stops the printing at anything else."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Read a file of our own; any other address is fatal, not a missing picture."""
        del headers
        scheme, _, name = url.partition(":")
        path = (STATIC / name).resolve()
        if scheme != "static" or not path.is_file() or not any(path.is_relative_to(one) for one in OPEN_FOLDERS):
            raise FatalURLFetchingError(f"A brief fetches nothing from outside: {url[:200]}")
        return URLFetcherResponse(url, path.read_bytes())


def _printable(source: str) -> str:
    """The text with a mark for each sign that our fonts cannot print, such as an emoji: never another machine's font."""
    strange = [sign for sign in set(source) - _signs() if unicodedata.category(sign) not in UNSEEN]
    return source.translate({ord(sign): "" if unicodedata.category(sign)[0] == "M" else REPLACED for sign in strange})


@cache
def _signs() -> frozenset[str]:
    """Every sign that one of our fonts has."""
    fonts = (TTFont(path, lazy=True) for path in sorted((STATIC / "fonts").glob("*-Regular.ttf")))
    return frozenset(chr(code) for font in fonts for code in font.getBestCmap())


@cache
def _environment(lang: str) -> Environment:
    """The templates in one language, without Flask."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = translations(lang)
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {name: partial(_in_language, getattr(formats, name), lang) for name in FILTERS}
    environment.filters |= {"css": css_string, "css_pages": css_pages}
    environment.globals |= {"lang": lang, "dir": direction(lang)}
    return environment


def css_string(text: str) -> Markup:
    """A text as CSS takes it between quotes: everything but letters and digits as its number."""
    return Markup('"' + "".join(sign if sign.isalnum() else f"\\{ord(sign):06x}" for sign in _printable(text)) + '"')  # noqa: S704 - escaped just here


def css_pages(text: str) -> Markup:
    """A text for CSS in which {page} and {pages} are counted at printing."""
    parts = re.split(r"\{(page|pages)\}", text)
    return Markup(" ").join(
        Markup(f"counter({part})") if odd % 2 else css_string(part)  # noqa: S704 - one of two words
        for odd, part in enumerate(parts)
    )


def _in_language(form: object, lang: str, value: object) -> str:
    return str(form(value, lang))  # type: ignore[operator]


@cache
def _styles() -> tuple[FontConfiguration, list[CSS]]:
    """Fonts and styles, read once a process."""
    fonts = FontConfiguration()
    texts = [(TEMPLATES / "briefs" / "fonts.css").read_text("utf-8"), (STATIC / "css" / "brief.css").read_text("utf-8")]
    return fonts, [CSS(string=text, font_config=fonts, url_fetcher=ClosedFetcher()) for text in texts]


@contextmanager
def _nothing_logged() -> Iterator[None]:
    """Collect what the renderer logs meanwhile; raise it as PrintingError at the end."""
    found: list[str] = []
    collector = logging.Handler(logging.WARNING)
    collector.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    LOG.addHandler(collector)
    try:
        yield
    except FatalURLFetchingError as error:
        raise PrintingError(str(error)) from error
    finally:
        LOG.removeHandler(collector)
    if found:
        raise PrintingError("; ".join(dict.fromkeys(found)))
