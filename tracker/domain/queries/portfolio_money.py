"""The money of the projects in view: what they ask for, and their share of what is allocated to them, per currency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import FINISHED_STAGES, ContributionKind, StepKind
from tracker.domain.figures import Ladder, Piece, Position
from tracker.domain.models import Allocation, Contribution, Project, Record, Requirement, Step
from tracker.domain.money import Money
from tracker.domain.queries import paging, positions, sums
from tracker.domain.queries.funding import names_of
from tracker.domain.queries.linked import live
from tracker.domain.queries.paging import Page
from tracker.domain.queries.portfolio_scope import Review, projects
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.sums import CurrencyLine
from tracker.domain.queries.texts import Said

FIGURES = ("asked", "received", "committed", "funded", "pledged", "gap")
Key = tuple[int, str]
Pair = tuple[Position, Ladder]


@dataclass(frozen=True)
class MoneyLine:
    """Money in one currency, each unit once at its strongest; None is "not stated". `code` and `title` are a project's."""

    money: CurrencyLine
    asked: Money | None
    gap: Money | None
    coverage: Decimal | None
    code: str = ""
    title: Said | None = None

    def figure(self, name: str) -> Money | None:
        """One of `FIGURES`."""
        found: Money | None = getattr(self if name in {"asked", "gap"} else self.money, name)
        return found


@dataclass(frozen=True)
class Held:
    """What was read: what each project needs and its shares, by project and currency; and the projects not finished.

    `pieces`: the same shares with their days, in currencies for which a rate is stored.
    """

    needs: Mapping[Key, int] = field(default_factory=dict)
    shares: Mapping[Key, Sequence[Pair]] = field(default_factory=dict)
    pieces: Mapping[str, Sequence[Piece]] = field(default_factory=dict)
    unfinished: frozenset[int] = frozenset()

    def unfunded(self) -> frozenset[int]:
        """Projects that are not finished, ask for money and have none received or committed."""
        funded = {key for (key, _), some in self.shares.items() if any(figures.funded(share) for _, share in some)}
        return frozenset({key for (key, _), asked in self.needs.items() if asked > 0} & self.unfinished - funded)


def held(session: Session, review: Review, exchange: Exchange | None = None) -> Held:
    """Four queries, whatever there is; one more where a rate of exchange is stored for steps to be dated."""
    needs = {
        (key or 0, currency or ""): int(amount or 0)
        for key, currency, amount in session.execute(
            sa.select(
                col(Requirement.project_id), col(Requirement.currency), sa.func.sum(col(Requirement.amount_minor))
            )
            .join(Record, col(Record.id) == Requirement.id)
            .where(
                col(Requirement.project_id).in_(projects(review)),
                col(Requirement.amount_minor).is_not(None),
                col(Requirement.currency).is_not(None),
                col(Record.archived_at).is_(None),
            )
            .group_by(col(Requirement.project_id), col(Requirement.currency))
        )
    }
    unfinished = projects(review).where(col(Project.stage).not_in(FINISHED_STAGES))
    mine = frozenset(session.scalars(projects(review)))
    shares, pieces = _shares(session, review, exchange, mine)
    return Held(needs, shares, pieces, frozenset(session.scalars(unfinished)))


def _shares(
    session: Session, review: Review, exchange: Exchange | None, mine: frozenset[int]
) -> tuple[dict[Key, list[Pair]], dict[str, list[Piece]]]:
    """The share of each project in view in every contribution of money that this reader may know of."""
    part = aliased(Record, flat=True)
    rows = session.execute(
        sa.select(
            col(Allocation.contribution_id),
            col(Allocation.project_id),
            col(Allocation.amount_minor),
            col(Contribution.currency),
            *positions.COLUMNS,
        )
        .join(Contribution, col(Contribution.id) == Allocation.contribution_id)
        .join(Record, col(Record.id) == Contribution.id)
        .join(part, col(part.id) == Allocation.id)
        .where(
            live(review.viewer),
            col(part.archived_at).is_(None),
            col(Contribution.kind) == ContributionKind.money,
            col(Contribution.currency).is_not(None),
        )
        .order_by(col(Allocation.contribution_id), col(Allocation.id))
    ).all()
    together: dict[int, list[Any]] = {}
    for row in rows:
        together.setdefault(row[0], []).append(row)
    wanted = {key: some for key, some in together.items() if any(row[1] in mine for row in some)}
    dated = _dated(session, {key: some[0][3] for key, some in wanted.items()}, exchange) if exchange else {}
    found: dict[Key, list[Pair]] = {}
    pieces: dict[str, list[Piece]] = {}
    for key, some in wanted.items():
        position, parts = Position(*some[0][4:]), [row[2] for row in some]
        ladder = figures.ladder(position)
        for row, share in zip(some, figures.spread(ladder, parts), strict=True):
            if row[1] in mine:
                found.setdefault((row[1], row[3]), []).append((position, share))
        if key in dated:
            cut = figures.cut(figures.pieces(ladder, dated[key]), parts)[0]
            for row, taken in zip(some, cut, strict=True):
                if row[1] in mine:
                    pieces.setdefault(row[3], []).extend(taken)
    return found, pieces


def _dated(session: Session, currencies: Mapping[int, str], exchange: Exchange) -> dict[int, list[Piece]]:
    """The steps of contributions in currencies with a stored rate; those in dollars need none."""
    foreign = {key for key, code in currencies.items() if code != figures.DOLLAR and exchange.knows(code)}
    codes = {currencies[key] for key in foreign}
    found: dict[int, list[Piece]] = {key: [] for key in foreign}
    if not foreign:
        return found
    own = aliased(Record, flat=True)
    rows = session.execute(
        sa.select(
            col(Step.contribution_id),
            col(Step.kind),
            col(Step.amount_minor),
            col(Step.on_earliest),
            col(Step.on_latest),
        )
        .join(own, col(own.id) == Step.id)
        .join(Contribution, col(Contribution.id) == Step.contribution_id)
        .where(
            col(own.archived_at).is_(None), col(Step.amount_minor).is_not(None), col(Contribution.currency).in_(codes)
        )
        .order_by(col(Step.contribution_id), col(Step.on_earliest), col(Step.id))
    )
    for key, kind, amount, earliest, latest in rows:
        if key in found:
            found[key].append(Piece(kind, amount or 0, earliest, latest))
    return found


def lines(known: Held, exchange: Exchange | None = None) -> list[MoneyLine]:
    """All projects in view together, currency by currency."""
    asked: dict[str, list[int | None]] = {}
    pairs: dict[str, list[Pair]] = {}
    for (_, currency), amount in known.needs.items():
        asked.setdefault(currency, []).append(amount)
    for (_, currency), some in known.shares.items():
        pairs.setdefault(currency, []).extend(some)
    return [
        _line(code, figures.required(asked.get(code, [])), pairs.get(code, []), exchange, known.pieces.get(code, ()))
        for code in sorted({*asked, *pairs})
    ]


def _line(
    currency: str,
    asked: int | None,
    pairs: Sequence[Pair],
    exchange: Exchange | None = None,
    pieces: Sequence[Piece] = (),
) -> MoneyLine:
    stands = figures.standing(pairs)
    gap = figures.gap(stands.funded, asked)
    if currency == figures.DOLLAR:
        pieces = _undated(stands)
    return MoneyLine(
        money=sums.stated(currency, len(pairs), stands, pieces, exchange),
        asked=None if asked is None else Money(asked, currency),
        gap=None if gap is None else Money(gap, currency),
        coverage=figures.coverage(stands.funded, asked),
    )


def _undated(stands: figures.Standing) -> list[Piece]:
    """Dollars are dollars whatever their day: their steps are not read."""
    return [Piece(StepKind.committed, stands.funded or 0), Piece(StepKind.pledged, stands.pledged or 0)]


def of_projects(known: Held, currency: str, figure: str) -> dict[int, MoneyLine]:
    """The projects behind one figure of a currency: those that state it, each with its own line."""
    ids = {key for key, code in (*known.needs, *known.shares) if code == currency}
    of = {key: _line(currency, known.needs.get((key, currency)), known.shares.get((key, currency), ())) for key in ids}
    return {key: line for key, line in of.items() if line.figure(figure) is not None}


def paged(
    session: Session, review: Review, found: Mapping[int, MoneyLine], figure: str, *, number: int, per_page: int
) -> Page[MoneyLine]:
    """A page of these projects, the largest first; one query for their names."""
    order = sorted(found, key=lambda key: (-_minor(found[key], figure), key))
    page = paging.of(order, number=number, per_page=per_page)
    names = names_of(session, review.viewer, review.reader.language, page.rows)
    rows = [replace(found[key], code=names[key].code, title=names[key].name) for key in page.rows]
    return Page(rows, page.number, page.per_page, page.total)


def _minor(line: MoneyLine, figure: str) -> int:
    amount = line.figure(figure)
    return amount.minor if amount else 0


@dataclass(frozen=True)
class Unfunded:
    """A project that asks for money and has none: how much, in each currency; what is pledged."""

    code: str
    title: Said
    asked: list[Money]
    pledged: list[Money]


def unfunded(session: Session, review: Review, known: Held, *, number: int, per_page: int) -> Page[Unfunded]:
    """A page of these, in the order of their making; one query for their names."""
    page = paging.of(sorted(known.unfunded()), number=number, per_page=per_page)
    names = names_of(session, review.viewer, review.reader.language, page.rows)
    rows = [
        Unfunded(names[key].code, names[key].name, _asked_by(known, key), _pledged_to(known, key)) for key in page.rows
    ]
    return Page(rows, page.number, page.per_page, page.total)


def _asked_by(known: Held, project: int) -> list[Money]:
    mine = sorted((code, amount) for (key, code), amount in known.needs.items() if key == project)
    return [Money(amount, code) for code, amount in mine]


def _pledged_to(known: Held, project: int) -> list[Money]:
    mine = sorted((code, pairs) for (key, code), pairs in known.shares.items() if key == project)
    found = [_line(code, None, pairs).money.pledged for code, pairs in mine]
    return [amount for amount in found if amount]
