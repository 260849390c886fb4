"""Making an invented portfolio."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.domain.codes import N_
from tracker.domain.dates import today
from tracker.domain.errors import Refused
from tracker.domain.queries import invented
from tracker.exchange.invented import money, papers, projects, world
from tracker.exchange.invented.chances import Chances
from tracker.exchange.invented.rows import Rows

AT_ONCE = 100
MOST = 200_000


@dataclass(frozen=True)
class Order:
    """What to invent: so many projects, by which seed, leading up to which day. The same order makes the same data."""

    projects: int
    seed: int
    today: date


def synthesise(session: Session, order: Order) -> None:
    """Invent it; flushes, never commits. Raises Refused where there is one already, or no territory to put it in."""
    if not 1 <= order.projects <= MOST:
        raise Refused("projects", N_("Ask for 1 to %(most)s projects."), {"most": MOST})
    if order.today > today():
        raise Refused("as_of", N_("This day has not come yet: choose today or a day before."))
    if invented.counted(session):
        raise Refused(
            "projects", N_("There is an invented portfolio already: tracker synthesise --remove takes it away.")
        )
    places = world.lands(session)
    if not places:
        raise Refused("projects", N_("There are no territories yet: run tracker init."))
    rows = Rows(session, f"invented with seed {order.seed}")
    shared = world.made(rows, session, Chances(f"{order.seed}", order.today), places, order.projects)
    rows.keep()
    rows.write()
    for number in range(1, order.projects + 1):
        chances = Chances(f"{order.seed}:{number}", order.today)
        project = projects.made(rows, shared, chances, number)
        papers.assessment(rows, chances, project)
        agreement = papers.agreement(rows, shared, chances, project)
        money.made(rows, shared, chances, project, agreement)
        if number % AT_ONCE == 0:
            rows.write()
    rows.write()
