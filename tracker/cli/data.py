"""The database and what is loaded into it."""

from pathlib import Path

import click
import sqlalchemy as sa

from tracker.cli.database import database, unit
from tracker.domain.actions import territories
from tracker.domain.errors import RefusedMany, TrackerError
from tracker.exchange import programme
from tracker.migrations.run import upgrade
from tracker.settings import read_settings
from tracker.store import make_engine


@click.command()
def init() -> None:
    """Create the database with the table of territories, or bring both up to date; safe to repeat."""
    engine = make_engine(read_settings().database_url)
    try:
        upgrade(engine)
        with unit(engine, "tracker init") as session:
            territories.load(session)
    finally:
        engine.dispose()
    click.echo("The database is up to date.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
def load(file: Path) -> None:
    """Load a programme FILE; safe to repeat, and nothing is loaded when anything in it is wrong."""
    with database() as engine:
        load_file(engine, file)


def load_file(engine: sa.Engine, file: Path) -> None:
    """Load the file and print what came of it; every mistake is listed, and then none of the file is loaded."""
    try:
        with unit(engine, f"tracker load {file.name}") as session:
            report = programme.load(session, file)
    except RefusedMany as refused:
        mistakes = str(refused).splitlines()
        if len(mistakes) == 1:
            raise
        for mistake in mistakes:
            click.echo(mistake)
        raise TrackerError(
            f"{file} has {len(mistakes)} mistakes and nothing was loaded; the first: {mistakes[0]}"
        ) from refused
    for line in report.lines():
        click.echo(line)
