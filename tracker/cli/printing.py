"""Printing a brief into a file, in this process."""

from pathlib import Path

import click

from tracker.cli.database import database
from tracker.domain.brief_orders import LONGEST_NOTE, BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind, Role
from tracker.domain.rules import Viewer
from tracker.printing import collected, printed
from tracker.worker import reading


def _known(_ctx: click.Context, _parameter: click.Parameter, kind: str) -> str:
    if kind not in list(BriefKind):
        raise click.UsageError(f"There are no briefs of the kind {kind}. The kinds are: {', '.join(BriefKind)}.")
    return kind


@click.command()
@click.argument("kind", callback=_known)
@click.argument("key")
@click.option("--lang", default="en", show_default=True, type=click.Choice(LANGUAGES), help="In which language.")
@click.option("--full", is_flag=True, help="A programme's brief: with a page for each project.")
@click.option("--note", default="", help="A covering note, printed on the first page.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write.")
def brief(kind: str, key: str, *, lang: str, full: bool, note: str, out: Path) -> None:
    r"""Print the KIND of brief about KEY.

    \b
    mission:   KEY is a territory's two-letter code (XK for Kosovo) or a mission's code
    project:   a project's code
    donor:     the code of an organisation that gave
    portfolio: a programme's code
    """
    if full and kind != BriefKind.portfolio:
        raise click.UsageError(f"--full is for portfolio briefs only, not for the kind {kind}.")
    if len(note) > LONGEST_NOTE:
        raise click.UsageError(f"A covering note has at most {LONGEST_NOTE:,} signs; this one has {len(note):,}.")
    order = BriefOrder(kind=BriefKind(kind), key=key, lang=lang, full=full, note=note.strip())
    everything = Viewer(user_id=None, role=Role.coordinator, name="tracker brief")
    with database() as engine, reading(engine) as session:
        told = collected(session, order, viewer=everything)
    paper = printed(told)
    out.write_bytes(paper.pdf)
    click.echo(f"{out}: {told.title}, pages: {paper.pages}")
    if told.doubts:
        click.echo(f"Unverified: things to look at, listed at its end: {len(told.doubts)}.", err=True)
