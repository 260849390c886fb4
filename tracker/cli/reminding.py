"""Reminding people of reports now, instead of when the worker asks next."""

from datetime import timedelta

import click

from tracker import reminders
from tracker.cli.database import database
from tracker.domain.dates import today
from tracker.domain.queries import reminding
from tracker.domain.queries.reminding import Digest
from tracker.settings import read_settings
from tracker.worker import reading


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say who would be reminded of what.")
def remind(*, dry_run: bool) -> None:
    """Put the reminders that are due, and those that could not be sent, on the worker's queue."""
    with database(read_settings()) as engine:
        if dry_run:
            with reading(engine) as session:
                found = reminding.due(session, today())
            for one in found:
                click.echo(_said(one))
            click.echo(f"{len(found)} reminders would be sent.")
            return
        number = reminders.ordered(engine, again=timedelta())
    click.echo(f"{number} reminders are on the queue: a worker sends them.")


def _said(one: Digest) -> str:
    periods = ", ".join(period.key for period in one.periods)
    late = sum(each.number for each in (*one.before, *one.late))
    return f"{one.to.email}: {periods}, own: {len(one.own)}, nobody's: {len(one.unmanaged)}, overdue in all: {late}"
