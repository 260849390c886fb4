"""Printing a brief into a file, in this process."""

from datetime import date
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa

from tracker import storage
from tracker.cli.database import database
from tracker.cli.issue import issued, say_doubts
from tracker.cli.verifying import verified
from tracker.domain.brief_orders import LONGEST_NOTE, BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind, Role
from tracker.domain.dates import today
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


def _day(_ctx: click.Context, parameter: click.Parameter, given: str | None) -> date | None:
    if given is None:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise click.UsageError(f"{given} is no day. Write it as year-month-day, such as 2003-12-31.") from error
    if day > today():
        raise click.UsageError(f"--{str(parameter.name).replace('_', '-')}: {given} has not come yet.")
    return day


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
@click.option(
    "--second", default="", type=click.Choice(("", *LANGUAGES)), metavar="LANG", help="A second language, side by side."
)
@click.option("--full", is_flag=True, help="A programme's brief: with a page for each project.")
@click.option(
    "--selection",
    default="",
    callback=_selection,
    help="Instead of a programme: the filters of the list of projects; archived=no for all.",
)
@click.option("--note", default="", help="A covering note, printed on the first page.")
@click.option("--as-of", callback=_day, metavar="DAY", help="What was true that day, such as 2003-12-31.")
@click.option("--known-on", callback=_day, metavar="DAY", help="What had been recorded by the end of that day (UTC).")
@click.option("--issue", is_flag=True, help="Give it a number, keep it for good, and print the number.")
@click.option(
    "--verify",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    is_eager=True,
    expose_value=False,
    callback=verified,
    help="Instead, say of this PDF whether it is an issued brief; KIND and KEY are not given then.",
)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write.")
def brief(*, kind: str, key: str, out: Path, **asked: Any) -> None:  # noqa: ANN401 - what the options above give
    """Print the KIND of brief about KEY.

    \b
    mission:   KEY is a territory's two-letter code (XK for Kosovo) or a mission's code
    project:   a project's code
    donor:     the code of an organisation that gave
    minute:    a review's code
    portfolio: a programme's code, or no KEY and --selection "territory=XK&health=off_track"
    """  # noqa: D301 - the sign keeps the lines below it as they are
    asked["note"] = asked["note"].strip()
    order = BriefOrder(kind=BriefKind(kind), key="" if key == "-" else key, **asked)
    _check(order)
    everything = Viewer(user_id=None, role=Role.coordinator, name="tracker brief")
    settings = read_settings()
    with database(settings) as engine:
        if order.issue:
            issued(engine, settings, order, everything, out)
        else:
            _draft(engine, settings, order, everything, out)


def _check(order: BriefOrder) -> None:
    """Refuse options that do not go together."""
    if order.second == order.lang:
        raise click.UsageError(f"--second: choose another language than {order.lang}, which is the first.")
    if order.full and order.kind != BriefKind.portfolio:
        raise click.UsageError(f"--full is for portfolio briefs only, not for the kind {order.kind}.")
    if order.selection and (order.key or order.kind != BriefKind.portfolio):
        raise click.UsageError("--selection is for portfolio briefs without a KEY only.")
    if len(order.note) > LONGEST_NOTE:
        signs = f"{len(order.note):,}"
        raise click.UsageError(f"A covering note has at most {LONGEST_NOTE:,} signs; this one has {signs}.")
    if not (order.key or order.selection):
        raise click.UsageError(f"Say what the brief is about: {_WANTED[order.kind == BriefKind.portfolio]}.")


def _draft(engine: sa.Engine, settings: Settings, order: BriefOrder, viewer: Viewer, out: Path) -> None:
    with reading(engine) as session:
        told = collected(session, order, viewer=viewer, files=storage.of(settings))
    paper = printed(told)
    out.write_bytes(paper.pdf)
    click.echo(f"{out}: {told.title}, pages: {paper.pages}")
    say_doubts(len(told.doubts))
