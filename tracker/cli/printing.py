"""Printing a brief into a file, in this process."""

from datetime import date
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa

from tracker.cli.database import database
from tracker.cli.issue import issued
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import LANGUAGES, BriefKind, Role
from tracker.domain.dates import today
from tracker.domain.rules import Viewer
from tracker.printing import collected, printed
from tracker.settings import read_settings
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


@click.command()
@click.argument("kind", callback=_known)
@click.argument("key")
@click.option("--lang", default="en", show_default=True, type=click.Choice(LANGUAGES), help="In which language.")
@click.option("--full", is_flag=True, help="A programme's brief: with a page for each project.")
@click.option("--as-of", callback=_day, metavar="DAY", help="What was true that day, such as 2003-12-31.")
@click.option("--known-on", callback=_day, metavar="DAY", help="What had been recorded by the end of that day (UTC).")
@click.option("--issue", is_flag=True, help="Give it a number, keep it for good, and print the number.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write.")
def brief(*, kind: str, out: Path, **asked: Any) -> None:  # noqa: ANN401 - what the options above give
    r"""Print the KIND of brief about KEY.

    \b
    mission:   KEY is a territory's two-letter code (XK for Kosovo) or a mission's code
    project:   a project's code
    donor:     the code of an organisation that gave
    portfolio: a programme's code
    """
    if asked["full"] and kind != BriefKind.portfolio:
        raise click.UsageError(f"--full is for portfolio briefs only, not for the kind {kind}.")
    order = BriefOrder(kind=BriefKind(kind), **asked)
    everything = Viewer(user_id=None, role=Role.coordinator, name="tracker brief")
    settings = read_settings()
    with database(settings) as engine:
        if order.issue:
            issued(engine, settings, order, everything, out)
        else:
            _draft(engine, order, everything, out)


def _draft(engine: sa.Engine, order: BriefOrder, viewer: Viewer, out: Path) -> None:
    with reading(engine) as session:
        told = collected(session, order, viewer=viewer)
    paper = printed(told)
    out.write_bytes(paper.pdf)
    click.echo(f"{out}: {told.title}, pages: {paper.pages}")
