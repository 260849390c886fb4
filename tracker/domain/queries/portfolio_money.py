"""The money of the projects in view: what they ask for, and their share of what is allocated to them, per currency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
from tracker.domain.queries import paging, positions, sums, texts
from tracker.domain.queries.linked import live
from tracker.domain.queries.paging import Page
from tracker.domain.queries.portfolio_scope import Review, projects
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.sums import CurrencyLine, Share
from tracker.domain.queries.texts import Said

FIGURES = ("asked", "received", "committed", "funded", "pledged", "gap")
UNFUNDED = "unfunded"
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
    """What was read: what each project needs and its shares, by project and currency; and the projects not finished."""

    needs: Mapping[Key, int] = field(default_factory=dict)
    shares: Mapping[Key, Sequence[Share]] = field(default_factory=dict)
    unfinished: frozenset[int] = frozenset()

    def currencies(self) -> list[str]:
        return sorted({currency for _, currency in (*self.needs, *self.shares)})

    def unfunded(self) -> frozenset[int]:
        """Projects that are not finished, ask for money and have none received or committed."""
        funded = {key for (key, _), shares in self.shares.items() if _funded(shares)}
        return frozenset({key for (key, _), asked in self.needs.items() if asked > 0} & self.unfinished - funded)


def held(session: Session, review: Review, exchange: Exchange) -> Held:
    """Three queries, whatever there is; one more where a rate of exchange is stored for steps to be dated."""
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
    return Held(needs, _shares(session, review, exchange, mine), frozenset(session.scalars(unfinished)))


def _shares(session: Session, review: Review, exchange: Exchange, mine: frozenset[int]) -> dict[Key, list[Share]]:
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
    dated = _dated(session, {key: some[0][3] for key, some in wanted.items()}, exchange)
    found: dict[Key, list[Share]] = {}
    for key, some in wanted.items():
        position = Position(*some[0][4:])
        for row, pieces in zip(some, _cut(position, dated.get(key), [row[2] for row in some]), strict=True):
            if row[1] in mine:
                found.setdefault((row[1], row[3]), []).append(Share(position, tuple(pieces)))
    return found


def _cut(position: Position, steps: Sequence[Piece] | None, parts: Sequence[int]) -> Iterable[Sequence[Piece]]:
    """What each allocation takes: dated where the steps are at hand, else rung by rung without days."""
    ladder = figures.ladder(position)
    if steps is not None:
        return figures.cut(figures.pieces(ladder, steps), parts)[0]
    return [_undated(share) for share in figures.spread(ladder, parts)]


def _undated(share: Ladder) -> list[Piece]:
    rungs = (
        (StepKind.received, share.received),
        (StepKind.committed, share.committed),
        (StepKind.pledged, share.pledged),
        (StepKind.announced, share.announced),
    )
    return [Piece(kind, amount) for kind, amount in rungs if amount]


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


def _funded(shares: Iterable[Share]) -> int:
    return sum(piece.amount for share in shares for piece in share.pieces if piece.kind in sums.FUNDED)


def lines(known: Held, exchange: Exchange) -> list[MoneyLine]:
    """All projects in view together, currency by currency."""
    found = []
    for currency in known.currencies():
        asked = figures.required([amount for (_, code), amount in known.needs.items() if code == currency])
        shares = [one for (_, code), some in known.shares.items() if code == currency for one in some]
        found.append(_line(currency, asked, shares, exchange))
    return found


def _line(currency: str, asked: int | None, shares: Sequence[Share], exchange: Exchange | None) -> MoneyLine:
    money = sums.line(currency, shares, exchange)
    funded = money.funded.minor if money.funded else None
    gap = figures.gap(funded, asked)
    return MoneyLine(
        money=money,
        asked=None if asked is None else Money(asked, currency),
        gap=None if gap is None else Money(gap, currency),
        coverage=figures.coverage(funded, asked),
    )


def of_projects(known: Held, currency: str, figure: str) -> dict[int, MoneyLine]:
    """The projects behind one figure of a currency: those that state it, each with its own line."""
    ids = {key for key, code in (*known.needs, *known.shares) if code == currency}
    of = {
        key: _line(currency, known.needs.get((key, currency)), known.shares.get((key, currency), ()), None)
        for key in ids
    }
    return {key: line for key, line in of.items() if line.figure(figure) is not None}


def paged(
    session: Session, review: Review, found: Mapping[int, MoneyLine], figure: str, *, number: int, per_page: int
) -> Page[MoneyLine]:
    """A page of these projects, the largest first; one query for their names."""
    order = sorted(found, key=lambda key: (-_minor(found[key], figure), key))
    page = paging.of(order, number=number, per_page=per_page)
    names = names_of(session, review, page.rows)
    rows = [
        MoneyLine(one.money, one.asked, one.gap, one.coverage, *names[key])
        for key, one in ((key, found[key]) for key in page.rows)
    ]
    return Page(rows, page.number, page.per_page, page.total)


def _minor(line: MoneyLine, figure: str) -> int:
    amount = line.figure(figure)
    return amount.minor if amount else 0


def names_of(session: Session, review: Review, ids: Sequence[int]) -> dict[int, tuple[str, Said]]:
    """Code and title of projects; one query."""
    language = review.reader.language
    rows = session.execute(
        sa.select(
            col(Record.id),
            col(Record.code),
            col(Project.title),
            col(Record.language),
            texts.shown(language, Project.id, "title", sa.null()),
        )
        .join(Project, col(Project.id) == Record.id)
        .where(col(Record.id).in_(ids))
    )
    return {
        key or 0: (code or "", Said(translated, language) if translated else Said(title, spoken))
        for key, code, title, spoken, translated in rows
    }


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
    names = names_of(session, review, page.rows)
    rows = [Unfunded(*names[key], _asked_by(known, key), _pledged_to(known, key)) for key in page.rows]
    return Page(rows, page.number, page.per_page, page.total)


def _asked_by(known: Held, project: int) -> list[Money]:
    mine = sorted((code, amount) for (key, code), amount in known.needs.items() if key == project)
    return [Money(amount, code) for code, amount in mine]


def _pledged_to(known: Held, project: int) -> list[Money]:
    mine = sorted((code, shares) for (key, code), shares in known.shares.items() if key == project)
    found = [sums.line(code, shares).pledged for code, shares in mine]
    return [amount for amount in found if amount]
