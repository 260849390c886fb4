"""A mission brief, warm as in a worker, beside WeasyPrint alone, Chromium, and a bare document of the same words."""

from collections.abc import Callable
from functools import partial

import sqlalchemy as sa

from scripts.bench import yardsticks
from scripts.bench.making import Made, draft
from scripts.bench.turns import medians
from tracker import storage
from tracker.briefs import render, source
from tracker.briefs.attached import attached
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind
from tracker.settings import Settings
from tracker.store import make_engine

MEASURED = (("XK", "en"), ("XK", "fr"), ("XK", "ar"), ("XK", "zh"), ("IR", "en"), ("PS", "en"))
"""Briefs of which one row is printed; of the first, its parts as well."""

IN_EACH = (
    (BriefKind.mission, "XK"),
    (BriefKind.mission, "SD"),
    (BriefKind.mission, "IR"),
    (BriefKind.portfolio, "dmp"),
)
"""Briefs that are printed in every language."""


def measure(settings: Settings) -> None:
    """Print the three tables."""
    engine = make_engine(settings.database_url)
    orders = [BriefOrder(kind=BriefKind.mission, key=key, lang=lang) for key, lang in MEASURED]
    print("| mission brief, warm | pages | CPU | of WeasyPrint alone | of Chromium | of the words bare |")
    print("|---|---:|---:|---:|---:|---:|")
    with yardsticks.Chromium() as chromium:
        for order in orders:
            _row(settings, engine, order, chromium)
    print()
    _parts(settings, engine, orders[0])
    _languages(settings, engine)
    engine.dispose()


def _row(settings: Settings, engine: sa.Engine, order: BriefOrder, chromium: yardsticks.Chromium) -> None:
    """One brief as a multiple of each yardstick, all in turns."""
    printed = draft(settings, engine, order).paper
    address, words = chromium.document(printed.html), yardsticks.bare(printed.html)
    whole, alone, bare, chrome = medians(
        (lambda: draft(settings, engine, order), None),
        (lambda: yardsticks.alone(printed.html), None),
        (lambda: yardsticks.plain(words), None),
        (lambda: chromium.printed(address), chromium.cpu),
    )
    print(
        f"| {order.key} in {order.lang} | {printed.pages} | {whole:.0f} ms "
        f"| {whole / alone:.2f} | {whole / chrome:.2f} | {whole / bare:.2f} |"
    )


def _languages(settings: Settings, engine: sa.Engine) -> None:
    """Each language as a multiple of English."""
    print("| in each language | " + " | ".join(LANGUAGES) + " |")
    print("|---|" + "---:|" * len(LANGUAGES))
    for kind, key in IN_EACH:
        orders = [BriefOrder(kind=kind, key=key, lang=lang) for lang in LANGUAGES]
        spent = medians(*((partial(draft, settings, engine, order), None) for order in orders))
        told = [f"{spent[0]:.0f} ms", *(f"{one / spent[0]:.2f}" for one in spent[1:])]
        print(f"| {kind.value} {key} | " + " | ".join(told) + " |")
    print()


def _parts(settings: Settings, engine: sa.Engine, order: BriefOrder) -> None:
    made = draft(settings, engine, order)
    html = made.paper.html
    acts: dict[str, Callable[[], object]] = {
        "the whole": lambda: draft(settings, engine, order),
        "reading the record": lambda: made.again(storage.of(settings)),
        "the HTML": lambda: source.printable(source.html(made.told)),
        "the data and tables to carry": made.files,
        "layout": lambda: render.laid_out(html),
        "PDF without them": _writing(made, carrying=False),
        "PDF with them": _writing(made, carrying=True),
    }
    print(f"| of the brief of {order.key} in {order.lang} | CPU |")
    print("|---|---:|")
    for name, spent in zip(acts, medians(*((act, None) for act in acts.values())), strict=True):
        print(f"| {name} | {spent:.1f} ms |")
    print()


def _writing(made: Made, *, carrying: bool) -> Callable[[], object]:
    """Write the pages, with the files or without."""
    laid = render.laid_out(made.paper.html)
    files = render.dated(attached(made.told), made.told.data_day) if carrying else []
    return lambda: render.written(laid, files)
