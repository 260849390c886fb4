"""Removing kept files that no row names: what a broken upload or an undone transaction may leave."""

import click

from tracker import storage
from tracker.cli.database import database
from tracker.domain.queries.doctor import kept_files
from tracker.settings import read_settings
from tracker.store import open_session


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say which they are.")
def sweep(*, dry_run: bool) -> None:
    """Remove kept files that nothing names any more and that are older than a day; safe beside a running tracker."""
    settings = read_settings()
    place = storage.of(settings)
    with database(settings) as engine, open_session(engine) as session:
        unnamed = storage.orphans(place, {sha256 for _, sha256 in kept_files(session)})
    for name in unnamed:
        click.echo(name)
        if not dry_run:
            place.remove(name)
    click.echo(f"{len(unnamed)} files {'would be removed' if dry_run else 'removed'}.")
