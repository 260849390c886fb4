"""`make bench`: prints the tables that stand in docs/performance.md; with `pages` or `briefs` only those.

`batch` prints those of many briefs at once, which take minutes; `batch 60` of 60 instead of 300. `curve` prints what pages
cost with 18, 1,000 and 10,000 projects on both databases; `curve 100000` on PostgreSQL with so many as well, which takes
an hour; `curve 1000 sqlite` goes up to 1,000, on SQLite only.
"""

import os
import sys
import tempfile
from functools import partial
from pathlib import Path

from flask import Flask, render_template

from scripts.bench import batch, briefs, cold, curve, issued, portfolio, serving, weight
from scripts.bench.data import NAME_OF_MANY, cookie_for, prepared, questions
from tracker import create_app
from tracker.settings import Settings

_PAGES = {
    "/projects": f"`/projects`, 25 rows of {NAME_OF_MANY}",
    "/projects/bam-transitional-shelter": "a project's page (Bam)",
    "/": "my work",
}


def bare() -> Flask:
    """A Flask page and nothing else: the yardstick."""
    app = Flask("bare", template_folder=str(Path(__file__).parent / "templates"))

    @app.get("/")
    def page() -> str:
        return render_template("bare.html", title="A bare page", text="Nothing but Flask.")

    return app


def main(wanted: list[str]) -> None:
    if "batch" in wanted:
        number = next((int(one) for one in wanted if one.isdigit()), 0)
        batch.measure(number or 300, long=number or 500)
        return
    if "curve" in wanted:
        curve.measure(bare, wanted)
        return
    with tempfile.TemporaryDirectory() as folder:
        settings = prepared(Path(folder))
        if "briefs" not in wanted:
            _pages(settings)
        if "pages" not in wanted:
            _briefs(settings, Path(folder))


def _briefs(settings: Settings, folder: Path) -> None:
    print(f"The machine's load: {os.getloadavg()[0]:.1f}.\n")
    briefs.measure(settings)
    cold.measure(settings, folder)
    weight.measure(settings)
    issued.measure(settings, folder)
    portfolio.measure(settings)


def _pages(settings: Settings) -> None:
    print("| what | CPU | multiple of the bare page | statements |")
    print("|---|---:|---:|---:|")
    cookie = cookie_for(settings)
    with serving.served(bare) as yardstick, serving.served(partial(create_app, settings)) as tracker:
        unit = serving.Asked(yardstick, "/")
        pages = [serving.Asked(tracker, path, cookie) for path in _PAGES]
        (bare_page, noise), *measured = serving.in_turns(unit, unit, *pages)
        print(f"| a bare Flask page, against itself | {bare_page:.2f} ms | {noise:.1f} | |")
        for (path, name), (spent, multiple) in zip(_PAGES.items(), measured, strict=True):
            print(f"| {name} | {spent:.2f} ms | {multiple:.1f} | {questions(settings, path)} |")
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
