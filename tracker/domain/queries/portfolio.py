"""The coordinator's review on one page: what stands in each stage and health, what presses, what changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.domain.codes import Health, PledgeAge
from tracker.domain.money import Money
from tracker.domain.queries import (
    invented,
    portfolio_lists,
    portfolio_money,
    portfolio_pledges,
    portfolio_table,
    rates,
)
from tracker.domain.queries.portfolio_lists import SilentLine
from tracker.domain.queries.portfolio_money import MoneyLine
from tracker.domain.queries.portfolio_pledges import AgeCell
from tracker.domain.queries.portfolio_scope import Choices, Review, choices
from tracker.domain.queries.portfolio_table import Table
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.remembered import recall


@dataclass(frozen=True)
class Portfolio:
    """Everything the page shows. `counts` are by the names of `portfolio_lists.MEASURES`."""

    table: Table
    counts: Mapping[str, int]
    silent: SilentLine
    managers: list[SilentLine]
    money: list[MoneyLine]
    unfunded: int
    exchange: Exchange
    pledges: Mapping[str, Mapping[PledgeAge, AgeCell]]
    old_pledges: int
    received: list[tuple[str, int, Money | None]]
    choices: Choices
    has_invented: bool

    @property
    def total(self) -> int:
        return self.table.total.projects

    def of_health(self, health: Health) -> int:
        return self.table.total.by_health[health]


def portfolio(session: Session, review: Review, by: str) -> Portfolio:
    """The portfolio as this person may see it: the same number of queries whatever its size, and remembered."""
    return recall(session).whole(("portfolio", review, by), lambda: _found(session, review, by))


def _found(session: Session, review: Review, by: str) -> Portfolio:
    exchange = rates.exchange(session)
    waiting = portfolio_pledges.by_age(session, review)
    received = portfolio_lists.received_by_currency(session, review)
    money = portfolio_money.totals(session, review)
    return Portfolio(
        table=portfolio_table.table(session, review, by),
        counts={**portfolio_lists.counts(session, review), "received-since": received.number},
        silent=portfolio_lists.silent_in_all(session, review),
        managers=portfolio_lists.silent_by_manager(session, review),
        money=money.lines,
        unfunded=money.unfunded,
        exchange=exchange,
        pledges=waiting,
        old_pledges=sum(cells[old].number for cells in waiting.values() if (old := PledgeAge.over_365) in cells),
        received=received.currencies,
        choices=choices(session, review.reader),
        has_invented=invented.among(session, review),
    )
