"""One mission brief, warm, beside WeasyPrint alone on a bare three-page document of the same words."""

import html
import re
import statistics
import time
from collections.abc import Callable
from functools import partial

import weasyprint
from sqlmodel import Session

from tracker.briefs import collect, render, source
from tracker.briefs.model import MissionBrief
from tracker.domain.codes import Role
from tracker.domain.dates import today
from tracker.domain.rules import Viewer
from tracker.settings import Settings
from tracker.store import make_engine, open_session

ROUNDS = 9
KEY = "XK"
OTHERS = (("XK", "fr"), ("XK", "ar"), ("XK", "zh"), ("IR", "en"), ("PS", "en"))
"""Briefs of which one row is printed, each beside a bare document of its own words."""


def measure(settings: Settings) -> None:
    """Print the rows of the table."""
    with open_session(make_engine(settings.database_url)) as session:
        _in_parts(session)
        for key, lang in OTHERS:
            _as_a_whole(session, key, lang)


def _in_parts(session: Session) -> None:
    collected = partial(_collected, session, KEY, "en")
    brief = collected()
    printed = render.pdf(brief)
    bare = _bare(printed.html)
    pages = len(weasyprint.HTML(string=bare).render().pages)
    laid = render.laid_out(printed.html)
    acts: dict[str, Callable[[], object]] = {
        "WeasyPrint alone": lambda: weasyprint.HTML(string=bare).write_pdf(),
        "the whole": lambda: render.pdf(collected()),
        "reading the record": collected,
        "the HTML": lambda: source.printable(source.html(brief)),
        "layout": lambda: render.laid_out(printed.html),
        "PDF": lambda: render.written(laid),
    }
    unit, whole, *parts = _medians(*acts.values())
    print(f"| WeasyPrint alone, the same words bare, {pages} pages | {unit:.0f} ms | 1.0 |")
    print(
        f"| the mission brief of {KEY}, {printed.pages} pages, read and printed warm | {whole:.0f} ms | {whole / unit:.2f} |"
    )
    for name, part in zip(list(acts)[2:], parts, strict=True):
        print(f"| of that: {name} | {part:.1f} ms | {part / unit:.2f} |")


def _as_a_whole(session: Session, key: str, lang: str) -> None:
    printed = render.pdf(_collected(session, key, lang))
    bare = _bare(printed.html)
    unit, whole = _medians(
        lambda: weasyprint.HTML(string=bare).write_pdf(),
        lambda: render.pdf(_collected(session, key, lang)),
    )
    print(
        f"| {key} in {lang}, {printed.pages} pages, beside its own words bare | {whole:.0f} ms | {whole / unit:.2f} |"
    )


def _collected(session: Session, key: str, lang: str) -> MissionBrief:
    return collect.mission(session, key, lang=lang, viewer=Viewer(None, Role.coordinator), today=today())


def _bare(printed: str) -> str:
    """The same words, one paragraph for each element that held some, without style, map or table."""
    body = re.sub(r"(?is)<(style|svg|head)\b.*?</\1>", "", printed)
    words = (html.escape(html.unescape(piece.strip())) for piece in re.split(r"<[^>]+>", body))
    paragraphs = "\n".join(f"<p>{piece}</p>" for piece in words if piece)
    return f"<!doctype html><html lang=en><title>Bare</title><body>{paragraphs}</body></html>"


def _medians(*acts: Callable[[], object]) -> list[float]:
    """The median CPU of each act in milliseconds, taken in turns so that noise falls on all alike."""
    spent: list[list[float]] = [[] for _ in acts]
    for _ in range(ROUNDS):
        for number, act in enumerate(acts):
            start = time.process_time()
            act()
            spent[number].append((time.process_time() - start) * 1000)
    return [statistics.median(times) for times in spent]
