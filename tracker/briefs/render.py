"""A brief on paper: its HTML → PDF, with nothing fetched from outside. Loaded where it prints only: it is heavy.

The renderer tells its problems only in its log, so a line there fails the brief.
"""

import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import pydyf
from weasyprint import CSS, Attachment
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from tracker.briefs import laid_once, letters, level, numbered_pages, reading_order, spare
from tracker.briefs.attached import Attached
from tracker.briefs.model import Brief
from tracker.briefs.paper import Paper
from tracker.briefs.source import STATIC, TEMPLATES, html, printable

OPEN_FOLDERS = tuple((STATIC / name) for name in ("fonts", "map"))
ALLOCATIONS = 500_000
LOG = logging.getLogger("weasyprint")
laid_once.once()
letters.legible()
numbered_pages.remembered()
reading_order.as_read()
spare.sparing()


class PrintingError(Exception):
    """The renderer had something to say against the document: its words."""


@dataclass(frozen=True)
class Printed:
    """A finished document, how many pages it has, and the HTML it was made from."""

    pdf: bytes
    pages: int
    html: str


def pdf(brief: Brief, attached: Sequence[Attached] = ()) -> Printed:
    """Print the brief as PDF/UA-1 with files in it: same brief, same bytes. Raises PrintingError when the renderer complains."""
    source = printable(html(brief))
    files = dated(attached, brief.data_day)
    with _nothing_logged(), _seldom_collecting():
        return _printed(source, files)


def _printed(source: str, files: Sequence[Attachment]) -> Printed:
    """The document goes when this returns, so that nobody looks through it for waste."""
    document = laid_out(source)
    return Printed(written(document, files), len(document.pages), source)


def dated(attached: Sequence[Attached], day: datetime) -> list[Attachment]:
    """The files as the renderer takes them, of the moment of their data: without one it would take the clock's."""
    moment = day.astimezone(UTC)
    return [
        Attachment(
            string=one.content,
            url_fetcher=_fetcher(),
            name=one.name,
            description=one.description,
            created=moment,
            modified=moment,
        )
        for one in attached
    ]


def laid_out(source: str) -> Document:
    """The document's pages, in our fonts and styles."""
    fonts, styles = _styles()
    paper = Paper(source, _fetcher())
    document = paper.render(font_config=fonts, stylesheets=styles, cache=dict(paper.drawings))
    if level.made(paper.etree_element, document):
        document = paper.render(font_config=fonts, stylesheets=styles, cache=dict(paper.drawings))
    return document


def written(document: Document, files: Sequence[Attachment] = ()) -> bytes:
    """The pages as PDF/UA-1."""
    printed: bytes = document.write_pdf(pdf_variant="pdf/ua-1", attachments=list(files), finisher=_finished)
    return spare.shortened(printed)


def _finished(_document: Document, paper: pydyf.PDF) -> None:
    """Say of the files that they are the document's data (ISO 32000-2, 7.11.3); the renderer says so in PDF/A only."""
    spare.narrowed(paper)
    files = [one for one in paper.objects if isinstance(one, pydyf.Dictionary) and one.get("Type") == "/Filespec"]
    for one in files:
        one["AFRelationship"] = "/Data"
    if files:
        paper.catalog["AF"] = pydyf.Array([one.reference for one in files])


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


@cache
def _fetcher() -> ClosedFetcher:
    """One for all: to make one is to set up Python's whole machinery for the network."""
    return ClosedFetcher()


@cache
def _styles() -> tuple[FontConfiguration, list[CSS]]:
    """Fonts and styles, read once a process."""
    fonts = FontConfiguration()
    texts = [(TEMPLATES / "briefs" / "fonts.css").read_text("utf-8"), (STATIC / "css" / "brief.css").read_text("utf-8")]
    return fonts, [CSS(string=text, font_config=fonts, url_fetcher=_fetcher()) for text in texts]


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """A document is a hundred thousand objects that go together: to look among them for waste at every 700th is dear."""
    usual = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


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
