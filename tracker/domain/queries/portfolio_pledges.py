"""Pledges that nobody has committed, by currency and age: the contributions behind each amount."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import ContributionKind, PledgeAge, StepKind
from tracker.domain.figures import Ladder, Piece, Position
from tracker.domain.models import Contribution, Record, Step
from tracker.domain.money import Money
from tracker.domain.queries import funding, paging, positions
from tracker.domain.queries.paging import Page
from tracker.domain.queries.portfolio_scope import Review, contributions
from tracker.domain.queries.texts import Said


@dataclass(frozen=True)
class Pledge:
    """What of one contribution is pledged and not committed, by its age; `donor` where the reader may know of them."""

    id: int
    code: str
    donor_id: int
    currency: str
    ages: Mapping[PledgeAge, int]
    donor: Said | None = None

    def amount(self, age: PledgeAge | None = None) -> Money:
        """All of it, or what is of one age."""
        return Money(sum(self.ages.values()) if age is None else self.ages[age], self.currency)


@dataclass(frozen=True)
class AgeCell:
    """Pledges of one age in one currency: how many contributions, what they come to."""

    number: int
    amount: Money


def pledges(session: Session, review: Review) -> list[Pledge]:
    """The contributions of money of which something is pledged only; whole contributions; two queries."""
    rows = session.execute(
        sa.select(
            col(Contribution.id),
            col(Record.code),
            col(Contribution.donor_id),
            col(Contribution.currency),
            *positions.COLUMNS,
        )
        .join(Record, col(Record.id) == Contribution.id)
        .where(
            contributions(review),
            _may_wait(),
            col(Contribution.kind) == ContributionKind.money,
            col(Contribution.currency).is_not(None),
        )
        .order_by(col(Contribution.id))
    ).all()
    rungs = {row[0]: figures.ladder(Position(*row[4:])) for row in rows}
    waiting = [row for row in rows if rungs[row[0]].pledged > 0]
    dated = _steps(session, review)
    return [
        Pledge(
            key,
            code or "",
            donor,
            currency,
            figures.ageing(figures.pieces(Ladder(pledged=rungs[key].pledged), dated.get(key, ())), review.day),
        )
        for key, code, donor, currency, *_ in waiting
    ]


def _may_wait() -> sa.ColumnElement[bool]:
    """Can anything of it be pledged only? The figures say for sure; this leaves out most of the others."""
    pledged, committed, received = (
        sa.func.coalesce(getattr(Contribution, f"{name}_minor"), 0) for name in ("pledged", "committed", "received")
    )
    more = sa.or_(pledged > committed, col(Contribution.withdrawn_minor).is_not(None))
    return sa.and_(pledged > received, more)


def _steps(session: Session, review: Review) -> dict[int, list[Piece]]:
    """The pledges that were made, by contribution."""
    own = aliased(Record, flat=True)
    found: dict[int, list[Piece]] = {}
    rows = session.execute(
        sa.select(col(Step.contribution_id), col(Step.amount_minor), col(Step.on_earliest), col(Step.on_latest))
        .join(own, col(own.id) == Step.id)
        .join(Contribution, col(Contribution.id) == Step.contribution_id)
        .join(Record, col(Record.id) == Contribution.id)
        .where(
            contributions(review),
            col(Step.kind) == StepKind.pledged,
            col(Step.amount_minor).is_not(None),
            col(own.archived_at).is_(None),
            _may_wait(),
        )
        .order_by(col(Step.contribution_id), col(Step.on_earliest), col(Step.id))
    )
    for key, amount, earliest, latest in rows:
        found.setdefault(key, []).append(Piece(StepKind.pledged, amount or 0, earliest, latest))
    return found


def age_of(code: str) -> PledgeAge | None:
    """The age with this code; None where there is none."""
    return PledgeAge(code) if code in set(PledgeAge) else None


def narrowed(found: Iterable[Pledge], age: str, currency: str) -> list[Pledge]:
    """Those in a currency with something of an age, the largest amount first; an unknown age finds nothing."""
    mine = [one for one in found if not currency or one.currency == currency]
    if not age:
        return sorted(mine, key=lambda one: (one.currency, -one.amount().minor))
    if age not in set(PledgeAge):
        return []
    code = PledgeAge(age)
    of_age = [one for one in mine if one.ages[code]]
    return sorted(of_age, key=lambda one: (one.currency, -one.amount(code).minor))


def by_age(found: Sequence[Pledge]) -> dict[str, dict[PledgeAge, AgeCell]]:
    """By currency and age; what does not occur is left out."""
    cells: dict[str, dict[PledgeAge, AgeCell]] = {}
    for currency in sorted({one.currency for one in found}):
        mine = [one for one in found if one.currency == currency]
        for age in PledgeAge:
            if of_age := [one.ages[age] for one in mine if one.ages[age]]:
                cells.setdefault(currency, {})[age] = AgeCell(len(of_age), Money(sum(of_age), currency))
    return cells


def paged(session: Session, review: Review, found: Sequence[Pledge], *, number: int, per_page: int) -> Page[Pledge]:
    """A page of these, with their donors; one query."""
    page = paging.of(found, number=number, per_page=per_page)
    names = funding.names_of(session, review.viewer, review.reader.language, [one.donor_id for one in page.rows])
    rows = [
        Pledge(
            one.id,
            one.code,
            one.donor_id,
            one.currency,
            one.ages,
            named.name if (named := names.get(one.donor_id)) else None,
        )
        for one in page.rows
    ]
    return Page(rows, page.number, page.per_page, page.total)
