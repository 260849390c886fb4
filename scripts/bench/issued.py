"""An issued brief as it is handed out, beside a file of the same size that the same program serves as it lies there."""

from functools import partial
from pathlib import Path

from flask import Flask

from scripts.bench import serving
from scripts.bench.data import cookie_for
from scripts.bench.making import COORDINATOR
from tracker import create_app, handlers, storage
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind
from tracker.domain.models import Brief
from tracker.settings import Settings
from tracker.store import make_engine, open_session

NAME = "issued.pdf"


def measure(settings: Settings, folder: Path) -> None:
    """Print the table."""
    brief_id, size = _issued(settings, folder / NAME)
    cookie = cookie_for(settings)
    with serving.served(partial(_beside, settings, folder)) as tracker:
        static = serving.Asked(tracker, f"/static/{NAME}", cookie)
        pages = [serving.Asked(tracker, f"/briefs/{brief_id}/pdf", cookie), serving.Asked(tracker, "/verify")]
        (file, unit), (form, of_file) = serving.in_turns(static, *pages)
    print(f"| handed out, {size / 1000:.0f} kB | CPU | multiple |")
    print("|---|---:|---:|")
    print(f"| a static file of that size | {file / unit:.2f} ms | 1.0 |")
    print(f"| an issued brief, to who may read it | {file:.2f} ms | {unit:.2f} |")
    print(f"| a page that asks the database nothing (`/verify`) | {form:.2f} ms | {of_file:.2f} |")
    print()


def _beside(settings: Settings, folder: Path) -> Flask:
    """The program, with static files from the folder."""
    app = create_app(settings)
    app.static_folder = str(folder)
    return app


def _issued(settings: Settings, copy: Path) -> tuple[int, int]:
    """Issue a brief; its number, and its size. `copy` is where its file is put as well."""
    engine = make_engine(settings.database_url)
    order = BriefOrder(kind=BriefKind.mission, key="XK", lang="en", issue=True)
    keep = handlers.made(settings, engine, order, COORDINATOR)
    with open_session(engine) as session:
        brief_id = keep(session)["brief_id"]
        row = session.get_one(Brief, brief_id)
        session.commit()
    engine.dispose()
    file = storage.of(settings).open(row.sha256)
    if file is None:
        raise SystemExit("The issued brief was not kept.")
    with file:
        return brief_id, copy.write_bytes(file.read())
