"""Printing a brief into a file, in this process."""

from pathlib import Path

import click

from tracker.cli.database import database
from tracker.domain.codes import LANGUAGES, Role
from tracker.domain.rules import Viewer
from tracker.printing import KINDS, collected, printed
from tracker.worker import reading


@click.command()
@click.argument("kind", type=click.Choice([kind.value for kind in KINDS]))
@click.argument("key")
@click.option("--lang", default="en", show_default=True, type=click.Choice(LANGUAGES), help="In which language.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write.")
def brief(kind: str, key: str, lang: str, out: Path) -> None:
    """Print the KIND of brief about KEY: a territory's two-letter code (XK for Kosovo) or a mission's code."""
    everything = Viewer(user_id=None, role=Role.coordinator, name="tracker brief")
    with database() as engine, reading(engine) as session:
        told = collected(session, kind, key, lang=lang, viewer=everything)
    paper = printed(told)
    out.write_bytes(paper.pdf)
    click.echo(f"{out}: {paper.title}, {paper.pages} pages")
