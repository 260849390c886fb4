"""All money by fund, donor, project, year or biennium: one row per group and currency, the sums of `sums.line`."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import StepKind
from tracker.domain.figures import Piece, Position
from tracker.domain.models import Allocation, Record, Requirement
from tracker.domain.money import Money
from tracker.domain.queries import sums
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.sums import CurrencyLine, Gift, Share
from tracker.domain.queries.visibility import visible_among
from tracker.domain.rules import Viewer

WAYS = ("currency", "fund", "donor", "project", "year", "biennium")
"""How the page can take the money apart."""

Key = int | None
Shares = list[tuple[Key, Gift, Share | None]]
"""Which group a share of which contribution belongs to; no share: the contribution states no amount."""


@dataclass(frozen=True)
class GroupLine:
    """One group in one currency. `asked` is None where no need is stated; `over` is what came beyond it."""

    money: CurrencyLine
    asked: Money | None = None
    coverage: Decimal | None = None
    over: Money | None = None


@dataclass(frozen=True)
class Group:
    """A fund, donor, project (its record's id), a year, the first year of a biennium; None: none of these is stated."""

    key: Key
    lines: tuple[GroupLine, ...]
    without_amount: int


@dataclass(frozen=True)
class Parts:
    """What contributions are allocated to, in the order of the allocations, and what these projects need."""

    allocations: Mapping[int, Sequence[tuple[int, int]]]
    seen: frozenset[int]
    needs: Mapping[int, Sequence[Requirement]]


def parts(session: Session, viewer: Viewer, of: Collection[int] | None = None) -> Parts:
    """The allocations to projects, and the needs of those that this person may know of: three queries.

    `of`: the contributions that are meant; all where none are named.
    """
    given: dict[int, list[tuple[int, int]]] = {}
    statement = (
        sa.select(col(Allocation.contribution_id), col(Allocation.project_id), col(Allocation.amount_minor))
        .join(Record, col(Record.id) == Allocation.id)
        .where(col(Record.archived_at).is_(None))
        .order_by(col(Allocation.contribution_id), col(Allocation.id))
    )
    if of is not None:
        statement = statement.where(col(Allocation.contribution_id).in_(of))
    for contribution_id, project_id, amount in session.execute(statement):
        given.setdefault(contribution_id, []).append((project_id, amount))
    seen = visible_among(session, viewer, {project for each in given.values() for project, _ in each})
    needs: dict[int, list[Requirement]] = {}
    for row in session.scalars(
        sa.select(Requirement)
        .join(Record, col(Record.id) == Requirement.id)
        .where(col(Requirement.project_id).in_(seen), col(Record.archived_at).is_(None))
        .order_by(col(Requirement.id))
    ):
        needs.setdefault(row.project_id or 0, []).append(row)
    return Parts(given, seen, needs)


def shares(gifts: Iterable[Gift], by: str, allocated: Parts | None = None) -> Shares:
    """Every contribution of money, taken apart by `by`; the shares of one always add up to all of it."""
    take = _APART[by]
    found: Shares = []
    for gift in gifts:
        if gift.is_money:
            found += [(key, gift, share) for key, share in take(gift, allocated)]
    return found


def groups(
    found: Shares, exchange: Exchange, needs: Mapping[int, Sequence[Requirement]] | None = None
) -> dict[Key, Group]:
    """Add up the shares by group and currency. `needs`: what is asked, by group, where that can be compared."""
    stated: dict[Key, dict[str, list[Share]]] = {}
    silent: dict[Key, int] = {}
    for key, gift, share in found:
        if share is None:
            silent[key] = silent.get(key, 0) + 1
        elif gift.currency:
            stated.setdefault(key, {}).setdefault(gift.currency, []).append(share)
    lines = {
        key: {code: sums.line(code, some, exchange) for code, some in by_code.items()}
        for key, by_code in stated.items()
    }
    return together(lines, silent, needs or {}, exchange)


def together(
    lines: Mapping[Key, Mapping[str, CurrencyLine]],
    silent: Mapping[Key, int],
    needs: Mapping[int, Sequence[Requirement]],
    exchange: Exchange,
) -> dict[Key, Group]:
    """The groups of what was added up, each beside what it needs; how many contributions of each state no amount."""
    asked = _asked(needs)
    return {
        key: Group(key, _lines(lines.get(key, {}), asked.get(key, {}), exchange), silent.get(key, 0))
        for key in {*lines, *silent, *asked}
    }


def _lines(stated: Mapping[str, CurrencyLine], asked: Mapping[str, int], exchange: Exchange) -> tuple[GroupLine, ...]:
    return tuple(
        _line(stated[code] if code in stated else sums.line(code, (), exchange), asked.get(code))
        for code in sorted({*stated, *asked})
    )


def _line(money: CurrencyLine, asked: int | None) -> GroupLine:
    funded = money.funded.minor if money.funded else None
    over = figures.over_funding(funded, asked)
    return GroupLine(
        money=money,
        asked=None if asked is None else Money(asked, money.currency),
        coverage=figures.coverage(funded, asked),
        over=Money(over, money.currency) if over else None,
    )


def _asked(needs: Mapping[int, Sequence[Requirement]]) -> dict[Key, dict[str, int]]:
    found: dict[Key, dict[str, int]] = {}
    for key, rows in needs.items():
        for currency in {row.currency for row in rows if row.currency}:
            whole = figures.required([row.amount_minor for row in rows if row.currency == currency])
            if whole is not None:
                found.setdefault(key, {})[currency] = whole
    return found


Apart = Callable[[Gift, Parts | None], list[tuple[Key, Share | None]]]


def _whole(key: Callable[[Gift], Key]) -> Apart:
    return lambda gift, _parts: [(key(gift), gift.share if gift.is_stated else None)]


def _by_time(when: Callable[[Piece], Key]) -> Apart:
    def take(gift: Gift, _parts: Parts | None) -> list[tuple[Key, Share | None]]:
        if not gift.is_stated:
            dates = [Piece(StepKind.received, 0, on.earliest, on.latest) for on in gift.dates]
            return [(when(dates[0]) if dates else None, None)]
        found: dict[Key, list[Piece]] = {}
        for piece in gift.share.pieces:
            found.setdefault(when(piece), []).append(piece)
        return [(key, Share(_stated_by(own), tuple(own))) for key, own in found.items()]

    return take


def _stated_by(own: Sequence[Piece]) -> Position:
    """What pieces state by themselves: a year in which nothing was committed says nothing of commitments."""
    return figures.position_of((piece.kind, None, piece.amount) for piece in own)


def _by_project(gift: Gift, allocated: Parts | None) -> list[tuple[Key, Share | None]]:
    """Each project's share, and the rest: what goes to no project, or to none that this reader may know of."""
    if not gift.is_stated or allocated is None:
        return [(None, None)]
    given = allocated.allocations.get(gift.id, ())
    taken, rest = figures.cut(gift.share.pieces, [amount for _, amount in given])
    found: dict[Key, list[Piece]] = {None: list(rest)} if rest or not given else {}
    for (project, _), share in zip(given, taken, strict=True):
        found.setdefault(project if project in allocated.seen else None, []).extend(share)
    return [(key, Share(gift.position, tuple(own))) for key, own in found.items()]


_APART: dict[str, Apart] = {
    "fund": _whole(lambda gift: gift.fund_id),
    "donor": _whole(lambda gift: gift.donor_id),
    "project": _by_project,
    "year": _by_time(figures.year),
    "biennium": _by_time(figures.biennium),
}
