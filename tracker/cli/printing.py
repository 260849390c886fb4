"""Printing a brief into a file, in this process."""

from pathlib import Path

import click

from tracker.cli.database import database
from tracker.domain.codes import LANGUAGES, Role
from tracker.domain.rules import Viewer
from tracker.printing import KINDS, collected, printed
from tracker.worker import reading


def _known(_ctx: click.Context, _parameter: click.Parameter, kind: str) -> str:
    if kind not in KINDS:
        raise click.UsageError(f"There are no briefs of the kind {kind}. The kinds are: {', '.join(KINDS)}.")
    return kind


@click.command()
@click.argument("kind", callback=_known)
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
    click.echo(f"{out}: {told.title}, pages: {paper.pages}")
