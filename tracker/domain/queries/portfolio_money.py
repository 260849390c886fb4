"""The money of the projects in view: what they ask for, and their share of what is allocated to them, per currency."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.figures import Piece, Standing
from tracker.domain.models import Project, Requirement
from tracker.domain.money import Money
from tracker.domain.queries import (
    paging,
    portfolio_pieces,
    project_amounts,
    project_filters,
    project_money,
    rates,
    rungs,
    sums,
)
from tracker.domain.queries.funding import names_of
from tracker.domain.queries.paging import Page
from tracker.domain.queries.portfolio_scope import Review, among, in_view
from tracker.domain.queries.project_money import ProjectMoney
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.remembered import recall
from tracker.domain.queries.sight import Sight, sight_of
from tracker.domain.queries.sums import CurrencyLine
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import stands

FIGURES = ("asked", "received", "committed", "funded", "pledged", "gap")


@dataclass(frozen=True)
class MoneyLine:
    """Money in one currency, each unit once at its strongest; None is "not stated". `code` and `title` are a project's."""

    money: CurrencyLine
    asked: Money | None
    gap: Money | None
    coverage: Decimal | None
    code: str = ""
    title: Said | None = None


def _needs(review: Review) -> list[Any]:
    """The conditions on Requirement that it states what a project in view needs."""
    stated = (col(Requirement.amount_minor).is_not(None), col(Requirement.currency).is_not(None))
    return [*stated, among(review, col(Requirement.project_id)), stands(col(Requirement.id))]


def _shares(sight: Sight) -> sa.CTE:
    """The shares of all projects in every contribution of money that somebody may know of."""
    return rungs.shares_of_money(rungs.Sql(sight.dialect), sight.role, known=sight.known)


@dataclass(frozen=True)
class Totals:
    """All projects in view together, currency by currency; how many of them ask for money and have none."""

    lines: list[MoneyLine]
    unfunded: int


def totals(session: Session, review: Review, *, in_dollars: bool = True) -> Totals:
    """Two queries, remembered; three more where rates other than the dollar's are stored."""
    return recall(session).whole(
        ("totals", review, in_dollars), lambda: _totals(session, review, in_dollars=in_dollars)
    )


def _totals(session: Session, review: Review, *, in_dollars: bool) -> Totals:
    exchange = rates.exchange(session) if in_dollars else None
    whole = rungs.whole(sa.func.sum(col(Requirement.amount_minor)))
    needed = sa.select(col(Requirement.currency), whole).where(*_needs(review)).group_by(col(Requirement.currency))
    asked = {currency: amount for currency, amount in session.execute(needed)}  # noqa: C416 - rows are no pairs
    stands, unfunded = _standing(session, review)
    pieces = portfolio_pieces.by_currency(session, review, exchange) if exchange else {}
    found = [
        _line(code, asked.get(code), stands.get(code, _NOTHING), exchange, pieces.get(code, ()))
        for code in sorted({*asked, *stands})
    ]
    return Totals(found, unfunded)


Given = tuple[int, Standing]
"""How many shares, and what they come to."""

_NOTHING: Given = (0, Standing())


def _standing(session: Session, review: Review) -> tuple[dict[str, Given], int]:
    """What is given by currency, and the number of the unfunded: one query, as both look through all shares."""
    sight = sight_of(session, review.viewer)
    mine = _shares(sight)
    sums = rungs.summed(mine.c)
    columns = (mine.c.currency, sa.func.count(), *sums.values())
    given = sa.select(*columns).where(among(review, mine.c.project_id)).group_by(mine.c.currency)
    nothing = (sa.cast(sa.null(), sa.BigInteger) for _ in sums)
    unfunded = sa.select(sa.cast(sa.null(), sa.String), sa.func.count(), *nothing).select_from(Project)
    found: dict[str, Given] = {}
    number = 0
    both: Any = sa.union_all(given, unfunded.where(*_unfunded(review, sight)))
    for currency, count, *values in session.execute(both, {"viewer_id": review.viewer.user_id}):
        if currency is None:
            number = count
        else:
            found[currency] = count, Standing(**dict(zip(sums, values, strict=True)))
    return found, number


def _line(
    currency: str,
    asked: int | None,
    given: Given,
    exchange: Exchange | None = None,
    pieces: Sequence[Piece] = (),
) -> MoneyLine:
    number, stand = given
    gap = figures.gap(stand.funded, asked)
    return MoneyLine(
        money=sums.stated(currency, number, stand, pieces, exchange),
        asked=None if asked is None else Money(asked, currency),
        gap=None if gap is None else Money(gap, currency),
        coverage=figures.coverage(stand.funded, asked),
    )


def of_projects(
    session: Session, review: Review, currency: str, figure: str, *, number: int, per_page: int
) -> Page[MoneyLine]:
    """A page of the projects behind one figure of a currency: those that state it, the largest first; three queries, and which are remembered."""
    viewer, sight = review.viewer, sight_of(session, review.viewer)
    money = project_amounts.figures(sight.role, known=sight.known, dialect=sight.dialect)
    statement = (
        sa.select(money.c.project_id)
        .where(money.c[figure].is_not(None), among(review, money.c.project_id))
        .order_by(money.c[figure].desc(), money.c.project_id)
        .params(currency=currency, viewer_id=viewer.user_id)
    )

    def read(rows: Sequence[Any]) -> list[MoneyLine]:
        ids = [row.project_id for row in rows]
        mine = project_money.of_projects(session, viewer, ids)
        names = names_of(session, viewer, review.reader.language, ids)
        return [
            replace(_of_project(line), code=names[key].code, title=names[key].name)
            for key in ids
            for line in mine[key]
            if line.currency == currency
        ]

    return paging.remembered(session, statement, read, number=number, per_page=per_page)


def _of_project(line: ProjectMoney) -> MoneyLine:
    names = ("currency", "pledged", "committed", "received", "funded")
    money = CurrencyLine(contributions=0, announced=None, **{name: getattr(line, name) for name in names})
    return MoneyLine(money, line.required, line.gap, line.coverage)


def _unfunded(review: Review, sight: Sight) -> list[Any]:
    """The conditions on Project that it is in view, asks for money and has none."""
    return [*in_view(review), project_filters.unfunded(sight, Project)]


@dataclass(frozen=True)
class Unfunded:
    """A project that asks for money and has none: how much, in each currency; what is pledged."""

    code: str
    title: Said
    asked: list[Money]
    pledged: list[Money]


def unfunded(session: Session, review: Review, *, number: int, per_page: int) -> Page[Unfunded]:
    """A page of these, in the order of their making; three queries, and which are remembered."""

    def read(rows: Sequence[Any]) -> list[Unfunded]:
        ids = [row[0] for row in rows]
        names = names_of(session, review.viewer, review.reader.language, ids)
        mine = project_money.of_projects(session, review.viewer, ids)
        return [_asking(names[key].code, names[key].name, mine[key]) for key in ids]

    wanted = _unfunded(review, sight_of(session, review.viewer))
    statement = (
        sa.select(col(Project.id)).where(*wanted).order_by(col(Project.id)).params(viewer_id=review.viewer.user_id)
    )
    return paging.remembered(session, statement, read, number=number, per_page=per_page)


def _asking(code: str, title: Said, money: Sequence[ProjectMoney]) -> Unfunded:
    asked = [line.required for line in money if line.required is not None]
    return Unfunded(code, title, asked, [line.pledged for line in money if line.pledged is not None])
