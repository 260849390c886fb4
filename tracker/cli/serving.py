"""Serving pages, doing queued work, and both at once."""

import logging
import urllib.error
import urllib.request

import click
from flask import Flask

from tracker import create_app
from tracker.cli import first
from tracker.cli.database import database
from tracker.cli.loading import uncollected
from tracker.cli.together import run_together, work_together
from tracker.serve import Server, listen
from tracker.settings import Settings, read_settings
from tracker.store import make_engine
from tracker.worker import Worker

ANSWER_WITHIN = 30
MOST_PROCESSES = 64
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to ask when the server listens everywhere


@click.command()
def serve() -> None:
    """Serve the pages at HOST and PORT until stopped."""
    settings = read_settings()
    with database(settings):
        pass
    listener = listen(settings.host, settings.port)
    click.echo(f"The tracker is open at {settings.public_url}", err=True)
    _serve(settings, listener.detach())


@click.command()
@click.option(
    "--processes",
    default=1,
    show_default=True,
    type=click.IntRange(1, MOST_PROCESSES),
    help="How many work side by side: one for each core that is free for it.",
)
def worker(processes: int) -> int:
    """Do queued work, such as printing briefs, until stopped. Several machines may, on one PostgreSQL."""
    settings = read_settings()
    with database(settings):
        pass
    if processes == 1:
        _work(settings)
        return 0
    with uncollected():
        import tracker.handlers  # noqa: F401, PLC0415 - the renderer, loaded once for all of them
    return work_together(lambda: _work(settings), processes)


@click.command()
def run() -> int:
    """Everything at once: database, programme and accounts on the first run, web server and worker."""
    settings = read_settings()
    listener = listen(settings.host, settings.port)
    first.prepare(settings)
    return run_together(
        listener,
        lambda: _serve(settings, listener.detach()),
        lambda: _work(settings),
        lambda: _announce(settings),
    )


def _serve(settings: Settings, listening: int) -> None:
    Server(lambda: _pages(settings), listening).run()


def _pages(settings: Settings) -> Flask:
    with uncollected():
        return create_app(settings)


def _work(settings: Settings) -> None:
    logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s %(message)s", level=logging.WARNING)
    logging.getLogger("tracker").setLevel(logging.INFO)
    from tracker.handlers import CHORES, HANDLERS  # noqa: PLC0415 - the renderer is loaded in the worker's process only

    Worker(settings, make_engine(settings.database_url), HANDLERS, chores=CHORES).run()


def _announce(settings: Settings) -> None:
    """Print the address once it answers: the port is open already, so the question waits its turn."""
    host = ANYWHERE.get(settings.host, settings.host)
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/health"
    try:
        with urllib.request.urlopen(address, timeout=ANSWER_WITHIN):
            pass
    except (urllib.error.URLError, OSError) as error:
        click.echo(f"The pages do not answer yet ({error}).", err=True)
        return
    click.echo(f"The tracker is open at {settings.public_url} (Ctrl-C ends it)")
