"""The money of many projects at once, each amount at its strongest, per project and currency."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import ContributionKind
from tracker.domain.figures import Ladder, Position
from tracker.domain.models import Allocation, Contribution, Record, Requirement
from tracker.domain.money import Money
from tracker.domain.queries.linked import live
from tracker.domain.queries.statement import Statement
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class Line:
    """What was asked for in one currency and what came of it; None is "not stated". A pledge is never `funded`."""

    currency: str
    asked: Money | None
    pledged: Money | None
    committed: Money | None
    received: Money | None
    funded: Money | None


def of_projects(session: Session, viewer: Viewer, project_ids: Iterable[int]) -> dict[int, list[Line]]:
    """The money of each project per currency, in the order of the codes; two queries.

    Contributions that this person may not see count for nothing here.
    """
    ids = list(project_ids)
    asked: dict[tuple[int, str], list[int | None]] = {}
    for project_id, currency, minor in session.execute(_asked(ids)):
        asked.setdefault((project_id, currency), []).append(minor)
    given: dict[tuple[int, str], list[tuple[Position, Ladder]]] = {}
    for project_id, currency, minor, before, *sums in session.execute(_given(viewer, ids)):
        position = Position(*sums)
        share = figures.spread(figures.ladder(position), [int(before or 0), minor])[1]
        given.setdefault((project_id, currency), []).append((position, share))
    found: dict[int, list[Line]] = {}
    for key in sorted(asked.keys() | given.keys()):
        found.setdefault(key[0], []).append(_line(key[1], asked.get(key, []), given.get(key, [])))
    return found


def together(lines: Iterable[Line]) -> list[Line]:
    """The sums of several projects, per currency; currencies are never added."""
    by_currency: dict[str, list[Line]] = {}
    for line in lines:
        by_currency.setdefault(line.currency, []).append(line)
    names = ("asked", "pledged", "committed", "received", "funded")
    return [
        Line(code, *(_total(code, [getattr(line, name) for line in some]) for name in names))
        for code, some in sorted(by_currency.items())
    ]


def _total(currency: str, amounts: list[Money | None]) -> Money | None:
    return _stated(figures.total([amount.minor if amount else None for amount in amounts]), currency)


def _stated(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _line(currency: str, asked: list[int | None], given: list[tuple[Position, Ladder]]) -> Line:
    stands = figures.standing(given)
    sums = (figures.total(asked), stands.pledged, stands.committed, stands.received, stands.funded)
    return Line(currency, *(_stated(minor, currency) for minor in sums))


def _asked(ids: list[int]) -> Statement:
    return (
        sa.select(col(Requirement.project_id), col(Requirement.currency), col(Requirement.amount_minor))
        .join(Record, col(Record.id) == Requirement.id)
        .where(
            col(Requirement.project_id).in_(ids),
            col(Requirement.currency).is_not(None),
            col(Record.archived_at).is_(None),
        )
    )


def _given(viewer: Viewer, ids: list[int]) -> Statement:
    earlier = aliased(Allocation, flat=True)
    gone = aliased(Record, flat=True)
    own = aliased(Record, flat=True)
    before = (
        sa.select(sa.func.coalesce(sa.func.sum(earlier.amount_minor), 0))
        .join(gone, col(gone.id) == earlier.id)
        .where(
            col(earlier.contribution_id) == Contribution.id,
            col(earlier.id) < Allocation.id,
            col(gone.archived_at).is_(None),
        )
        .correlate(Allocation, Contribution)
        .scalar_subquery()
    )
    return (
        sa.select(
            col(Allocation.project_id),
            col(Contribution.currency),
            col(Allocation.amount_minor),
            before,
            *(getattr(Contribution, f"{name.name}_minor") for name in fields(Position)),
        )
        .join(Contribution, col(Contribution.id) == Allocation.contribution_id)
        .join(Record, col(Record.id) == Contribution.id)
        .join(own, col(own.id) == Allocation.id)
        .where(
            col(Allocation.project_id).in_(ids),
            col(Contribution.kind) == ContributionKind.money,
            col(Contribution.currency).is_not(None),
            col(own.archived_at).is_(None),
            live(viewer),
        )
        .order_by(col(Allocation.id))
    )
