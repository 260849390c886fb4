"""An invented portfolio, to try the tracker out with many projects."""

from datetime import datetime

import click

from tracker.cli.database import database, unit
from tracker.domain.dates import today
from tracker.domain.invented import ACTOR
from tracker.exchange.invented import portfolio, removal


@click.command()
@click.option("--projects", type=int, help="How many projects.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed and day, the same data.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day it leads up to; today unless given.")
@click.option("--remove", is_flag=True, help="Take the invented portfolio away again.")
def synthesise(*, projects: int | None, seed: int, as_of: datetime | None, remove: bool) -> None:
    """Invent a large portfolio, marked as such, beside what is there. Not for a tracker that people work with."""
    if (projects is None) != remove:
        raise click.UsageError("Give either --projects N or --remove.")
    with database() as engine, unit(engine, ACTOR) as session:
        if projects is None:
            said = f"{removal.remove(session)} invented records were removed."
        else:
            order = portfolio.Order(projects, seed, as_of.date() if as_of else today())
            portfolio.synthesise(session, order)
            said = f"{projects} invented projects were made, with seed {seed}, up to {order.today}."
    click.echo(said)
