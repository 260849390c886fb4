"""Printing a brief into a file, in this process."""

from pathlib import Path

import click
import sqlalchemy as sa

from tracker import storage
from tracker.cli.database import database
from tracker.cli.issue import issued
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind, Role
from tracker.domain.errors import Refused
from tracker.domain.rules import Viewer
from tracker.domain.selections import canonical
from tracker.printing import collected, printed
from tracker.settings import Settings, read_settings
from tracker.worker import reading


def _known(_ctx: click.Context, _parameter: click.Parameter, kind: str) -> str:
    if kind not in list(BriefKind):
        raise click.UsageError(f"There are no briefs of the kind {kind}. The kinds are: {', '.join(BriefKind)}.")
    return kind


def _selection(_ctx: click.Context, _parameter: click.Parameter, given: str) -> str:
    try:
        return canonical(given) if given else ""
    except Refused as refused:
        raise click.UsageError(f"--selection: {refused.why % refused.values}") from refused


_WANTED = {False: "give its KEY", True: "give a programme's KEY, or --selection"}


@click.command()
@click.argument("kind", callback=_known)
@click.argument("key", default="")
@click.option("--lang", default="en", show_default=True, type=click.Choice(LANGUAGES), help="In which language.")
@click.option("--full", is_flag=True, help="A programme's brief: with a page for each project.")
@click.option(
    "--selection",
    default="",
    callback=_selection,
    help="Instead of a programme: the filters of the list of projects; archived=no for all.",
)
@click.option("--issue", is_flag=True, help="Give it a number, keep it for good, and print the number.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write.")
def brief(kind: str, key: str, *, lang: str, full: bool, selection: str, issue: bool, out: Path) -> None:
    r"""Print the KIND of brief about KEY.

    \b
    mission:   KEY is a territory's two-letter code (XK for Kosovo) or a mission's code
    project:   a project's code
    donor:     the code of an organisation that gave
    portfolio: a programme's code, or no KEY and --selection "territory=XK&health=off_track"
    """
    key = "" if key == "-" else key
    if full and kind != BriefKind.portfolio:
        raise click.UsageError(f"--full is for portfolio briefs only, not for the kind {kind}.")
    if selection and (key or kind != BriefKind.portfolio):
        raise click.UsageError("--selection is for portfolio briefs without a KEY only.")
    if not (key or selection):
        raise click.UsageError(f"Say what the brief is about: {_WANTED[kind == BriefKind.portfolio]}.")
    order = BriefOrder(kind=BriefKind(kind), key=key, lang=lang, full=full, selection=selection, issue=issue)
    everything = Viewer(user_id=None, role=Role.coordinator, name="tracker brief")
    settings = read_settings()
    with database(settings) as engine:
        if order.issue:
            issued(engine, settings, order, everything, out)
        else:
            _draft(engine, settings, order, everything, out)


def _draft(engine: sa.Engine, settings: Settings, order: BriefOrder, viewer: Viewer, out: Path) -> None:
    with reading(engine) as session:
        told = collected(session, order, viewer=viewer, files=storage.of(settings))
    paper = printed(told)
    out.write_bytes(paper.pdf)
    click.echo(f"{out}: {told.title}, pages: {paper.pages}")
