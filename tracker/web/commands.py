"""`flask --app tracker db check` and `db upgrade`, where people who know Flask look for them."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from tracker.migrations.newest import is_newest

db = AppGroup("db", help="The shape of the database.")


def register(app: Flask) -> None:
    app.cli.add_command(db)


@db.command()
def check() -> None:
    """Fail and say what a migration is missing where database and models differ."""
    from tracker.migrations.run import differences  # noqa: PLC0415 - a web server does not wait for alembic

    engine = current_app.extensions["tracker"].engine
    if not is_newest(engine):
        raise click.ClickException("The database is not up to date: run flask --app tracker db upgrade.")
    found = differences(engine)
    for difference in found:
        click.echo(difference, err=True)
    if found:
        raise click.ClickException(f"Database and models differ in {len(found)} places.")
    click.echo("Database and models agree.")


@db.command()
def upgrade() -> None:
    """Bring the database up to date."""
    from tracker.migrations import run  # noqa: PLC0415 - as above

    run.upgrade(current_app.extensions["tracker"].engine)
    click.echo("The database is up to date.")
