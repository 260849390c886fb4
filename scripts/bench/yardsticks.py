"""What a brief is measured beside: WeasyPrint as it comes, and Debian's Chromium, both given the brief's own HTML."""

import base64
import html
import os
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Self

import weasyprint
from playwright.sync_api import sync_playwright
from weasyprint.draw import text
from weasyprint.layout import inline
from weasyprint.layout.float import avoid_collisions
from weasyprint.pdf import stream
from weasyprint.pdf.fonts import Font
from weasyprint.text.fonts import FontConfiguration

from tracker.briefs import laid_once, reading_order, spare
from tracker.briefs.letters import LegibleFont
from tracker.briefs.render import ClosedFetcher
from tracker.briefs.source import STATIC, TEMPLATES

CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update")
PRINTING = {"preferCSSPageSize": True, "printBackground": True, "generateTaggedPDF": True}


def alone(source: str) -> bytes:
    """The brief by WeasyPrint as it comes: its parser, base styles, maps, lines, fonts and writing; read before, as ours are."""
    fonts, styles = _styles()
    stream.Font, inline.avoid_collisions, text.draw_first_line = Font, avoid_collisions, reading_order.from_the_left
    spare.as_it_comes()
    try:
        document = weasyprint.HTML(string=source, url_fetcher=ClosedFetcher())
        printed: bytes = document.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")
    finally:
        stream.Font = LegibleFont
        laid_once.once()
        reading_order.as_read()
        spare.sparing()
    return printed


def plain(source: str) -> bytes:
    """A document without styles."""
    printed: bytes = weasyprint.HTML(string=source).write_pdf()
    return printed


def bare(printed: str) -> str:
    """The same words, one paragraph for each element that held some, without style, map or table."""
    body = re.sub(r"(?is)<(style|svg|head)\b.*?</\1>", "", printed)
    words = (html.escape(html.unescape(piece.strip())) for piece in re.split(r"<[^>]+>", body))
    paragraphs = "\n".join(f"<p>{piece}</p>" for piece in words if piece)
    return f"<!doctype html><html lang=en><title>Bare</title><body>{paragraphs}</body></html>"


def _css() -> list[str]:
    files = (TEMPLATES / "briefs" / "fonts.css", STATIC / "css" / "brief.css")
    return [one.read_text(encoding="utf-8") for one in files]


@cache
def _styles() -> tuple[FontConfiguration, list[weasyprint.CSS]]:
    fonts, fetcher = FontConfiguration(), ClosedFetcher()
    return fonts, [weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in _css()]


class Chromium:
    """A browser that stays open, and one page in it that prints tagged PDFs as often as it is asked."""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory()
        self._playwright = sync_playwright().start()
        flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self._browser = self._playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        self._page = self._browser.new_page()
        self._printer = self._page.context.new_cdp_session(self._page)
        self._system = self._browser.new_browser_cdp_session()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._browser.close()
        self._playwright.stop()
        self._folder.cleanup()

    def document(self, source: str) -> str:
        """The address of the brief with its styles in it; its fonts are read from the disk once."""
        styles = "".join(_css()).replace("static:fonts/", f"{(STATIC / 'fonts').as_uri()}/")
        file = Path(self._folder.name) / f"{abs(hash(source))}.html"
        file.write_text(source.replace("</head>", f"<style>{styles}</style></head>", 1), encoding="utf-8")
        return file.as_uri()

    def printed(self, address: str) -> bytes:
        """Open the document and print it."""
        self._page.goto(address)
        return base64.b64decode(self._printer.send("Page.printToPDF", PRINTING)["data"])

    def cpu(self) -> float:
        """Seconds of CPU that all processes of the browser have used so far."""
        found = self._system.send("SystemInfo.getProcessInfo")["processInfo"]
        return sum(_spent(one["id"]) for one in found)


def _spent(pid: int) -> float:
    tasks = Path(f"/proc/{pid}/task")
    return sum(int((one / "schedstat").read_text().split()[0]) for one in tasks.iterdir()) / 1e9
