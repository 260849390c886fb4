"""All contributions added up in SQL by currency, donor and fund: what totals, funds, purposes and donors are made of.

What rungs come to adds up exactly, whatever it is added by. Dollars do not: each piece is rounded by itself at the rate
of its month, so where rates other than the dollar's are stored, the contributions in these currencies come one by one
(`gifts`) and are converted as they are (`Cells.singly`). A property test holds both to `sums.summed`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import ContributionKind, PledgeAge
from tracker.domain.figures import Standing
from tracker.domain.models import Contribution, Record, Requirement
from tracker.domain.money import Money
from tracker.domain.queries import breakdown, funding, gifts, pledge_ages, positions, rungs, sums
from tracker.domain.queries.breakdown import Group, Key
from tracker.domain.queries.funding import Asked
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.sums import CurrencyLine, Gift, Totals
from tracker.domain.queries.visibility import known_to
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class Cell:
    """Contributions of one currency, donor and fund, of money or not, that are asked for or not.

    `stated` of them state an amount; `states` are the kinds of step that any of these states. `given` is what is funded
    of those that state a commitment or a receipt.
    """

    currency: str | None
    donor_id: int
    fund_id: int | None
    is_money: bool
    is_asked: bool
    number: int
    stated: int
    states: frozenset[str]
    reaches: Mapping[str, int]
    given: int


@dataclass(frozen=True)
class Cells:
    """Everything that is added up; `singly`: contributions that are asked for, one by one, in currencies with a rate."""

    all: Sequence[Cell]
    singly: Sequence[Gift]
    exchange: Exchange

    @property
    def asked(self) -> list[Cell]:
        return [cell for cell in self.all if cell.is_asked]


@dataclass(frozen=True)
class AgeLine:
    """What is pledged in one currency and not committed yet, by age; the ages add up to `pledged`."""

    currency: str
    pledged: Money
    ages: Mapping[PledgeAge, Money]


def read(session: Session, viewer: Viewer, asked: Asked, exchange: Exchange, *only: sa.ColumnElement[bool]) -> Cells:
    """Of those that fulfil the conditions `only`: one query; two more where rates other than the dollar's are stored."""
    foreign = sorted(set(exchange.rates) - {figures.DOLLAR})
    singly = gifts.of_currencies(session, viewer, asked, foreign, *only)
    return Cells(_cells(session, viewer, asked, *only), singly, exchange)


STATED = sa.and_(col(Contribution.currency).is_not(None), sa.or_(*(one.is_not(None) for one in positions.COLUMNS)))
"""The condition on Contribution that it states an amount."""


def _cells(session: Session, viewer: Viewer, asked: Asked, *only: sa.ColumnElement[bool]) -> list[Cell]:
    reaches, states = rungs.reaches(rungs.sql_of(session)), rungs.stated()
    one_by_one = sa.select(
        col(Contribution.currency),
        col(Contribution.donor_id),
        col(Contribution.fund_id),
        (col(Contribution.kind) == ContributionKind.money).label("money"),
        sa.and_(sa.true(), *funding.conditions(session, viewer, asked)).label("asked"),
        STATED.label("stated"),
        *(column.label(name) for name, column in {**states, **reaches}.items()),
    ).where(known_to(viewer, col(Contribution.id)), *only)
    if asked.q.strip():
        one_by_one = one_by_one.join(Record, col(Record.id) == Contribution.id)
    at = one_by_one.subquery().c
    keys = (at.currency, at.donor_id, at.fund_id, at.money, at.asked)
    due = sa.or_(at.states_committed, at.states_received)
    rows = session.execute(
        sa.select(
            *keys,
            sa.func.count(),
            _count(at.stated),
            sa.func.sum(sa.case((due, at.funded), else_=0)),
            *(_count(at[f"states_{name}"]) for name in rungs.SUMS),
            *(sa.func.sum(at[name]) for name in rungs.REACHES),
        ).group_by(*keys)
    ).all()
    return [_cell(row) for row in rows]


def _count(condition: Any) -> Any:  # noqa: ANN401 - columns
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _cell(row: Any) -> Cell:  # noqa: ANN401 - a row
    currency, donor, fund, is_money, is_asked, *numbers = row
    number, stated, given, *rest = (int(one) for one in numbers)
    states = frozenset(name for name, count in zip(rungs.SUMS, rest, strict=False) if count)
    reaches = dict(zip(rungs.REACHES, rest[len(rungs.SUMS) :], strict=True))
    return Cell(currency, donor, fund, bool(is_money), bool(is_asked), number, stated, states, reaches, given)


def standing(cells: Iterable[Cell]) -> Standing:
    """What cells of one currency come to, as `figures.standing` says it of their contributions."""
    own = list(cells)
    states = {name for cell in own for name in cell.states}
    at = {name: sum(cell.reaches[name] for cell in own) for name in rungs.REACHES}
    found = {"received": at["received"]}
    found |= {rung: at[top] - at[below] for rung, (top, below) in rungs.RUNGS.items()}
    stand = {name: amount if name in states else None for name, amount in found.items()}
    return Standing(**stand, funded=at["funded"] if states & {"received", "committed"} else None)


def by_currency(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    """Those of money that state an amount, by currency."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.is_money and cell.stated and cell.currency:
            found.setdefault(cell.currency, []).append(cell)
    return dict(sorted(found.items()))


def line(
    currency: str, cells: Sequence[Cell], singly: Iterable[Gift] = (), exchange: Exchange | None = None
) -> CurrencyLine:
    """The line of cells of one currency; in dollars too by the pieces of the same contributions one by one."""
    stand = standing(cells)
    pieces = [piece for gift in singly if gift.currency == currency and gift.is_stated for piece in gift.share.pieces]
    return sums.stated(currency, sum(cell.stated for cell in cells), stand, pieces, exchange)


def totals(cells: Cells) -> Totals:
    """`sums.summed` of all that is asked for."""
    asked = cells.asked
    return sums.together(
        [line(code, own, cells.singly, cells.exchange) for code, own in by_currency(asked).items()],
        without_amount=sum(cell.number - cell.stated for cell in asked if cell.is_money),
        not_money=sum(cell.number for cell in asked if not cell.is_money),
    )


def groups(
    cells: Cells, by: str, seen: Callable[[Key], Key], needs: Mapping[int, Sequence[Requirement]]
) -> dict[Key, Group]:
    """What is asked for by fund or donor, as `breakdown.groups` has it. `seen`: the key, where it may be known."""
    name = f"{by}_id"
    found: dict[Key, list[Cell]] = {}
    singly: dict[Key, list[Gift]] = {}
    for cell in cells.asked:
        if cell.is_money:
            found.setdefault(seen(getattr(cell, name)), []).append(cell)
    for gift in cells.singly:
        singly.setdefault(seen(getattr(gift, name)), []).append(gift)
    lines = {
        key: {code: line(code, some, singly.get(key, ()), cells.exchange) for code, some in by_currency(own).items()}
        for key, own in found.items()
    }
    silent = {key: sum(cell.number - cell.stated for cell in own) for key, own in found.items()}
    return breakdown.together(lines, silent, needs, cells.exchange)


def into_funds(cells: Cells) -> dict[Key, tuple[dict[str, CurrencyLine], int]]:
    """What came into each fund by currency, of all, also of what is not asked for; how many state no amount."""
    found: dict[Key, list[Cell]] = {}
    for cell in cells.all:
        found.setdefault(cell.fund_id, []).append(cell)
    return {
        key: (
            {code: line(code, some) for code, some in by_currency(own).items()},
            sum(cell.number - cell.stated for cell in own if cell.is_money),
        )
        for key, own in found.items()
    }


def ages(session: Session, viewer: Viewer, asked: Asked, today: date) -> list[AgeLine]:
    """What is pledged and not committed yet, by currency and age; currencies without such pledges are left out; one query."""
    mine = sa.select(col(Contribution.id)).where(*funding.conditions(session, viewer, asked)).correlate(None)
    if asked.q.strip():
        mine = mine.join(Record, col(Record.id) == Contribution.id)
    narrows = asked.narrows
    found = pledge_ages.aged(
        rungs.sql_of(session),
        today,
        known_to(viewer, col(Contribution.id)),
        col(Contribution.id).in_(mine) if narrows else sa.true(),
    ).c
    columns = [rungs.whole(sa.func.sum(found[age])) for age in PledgeAge]
    rows = session.execute(sa.select(found.currency, *columns).group_by(found.currency).order_by(found.currency))
    return [_age_line(code, dict(zip(PledgeAge, amounts, strict=True))) for code, *amounts in rows if any(amounts)]


def _age_line(currency: str, amounts: Mapping[PledgeAge, int]) -> AgeLine:
    in_money = {age: Money(amount, currency) for age, amount in amounts.items()}
    return AgeLine(currency, Money(sum(amounts.values()), currency), in_money)
