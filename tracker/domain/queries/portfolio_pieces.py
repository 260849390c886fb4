"""The shares of the projects in view with their days, in currencies for which a rate is stored: to say them in dollars."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.figures import Piece
from tracker.domain.models import Allocation, Contribution, Step
from tracker.domain.queries import positions, rungs
from tracker.domain.queries.portfolio_scope import Review, projects
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.visibility import stands


def by_currency(session: Session, review: Review, exchange: Exchange) -> dict[str, list[Piece]]:
    """Three queries; none where nothing but dollars has a rate. Dollars need no days and are left out.

    Each piece is rounded by itself when it is converted, so that parts add up to their sum: they are not added before.
    """
    codes = sorted(set(exchange.rates) - {figures.DOLLAR})
    if not codes:
        return {}
    viewer = review.viewer
    money = rungs.of_money(viewer.role, known=viewer.user_id is not None)
    wanted = (*money, col(Contribution.currency).in_(codes))
    asked = {"viewer_id": viewer.user_id}
    dated = _dated(session, wanted, asked)
    mine = frozenset(session.scalars(projects(review)))
    found: dict[str, list[Piece]] = {}
    for key, some in _allocated(session, wanted, asked).items():
        if not any(row.project_id in mine for row in some):
            continue
        ladder = figures.ladder(positions.kept(some[0]))
        cut = figures.cut(figures.pieces(ladder, dated.get(key, ())), [row.amount_minor for row in some])[0]
        for row, taken in zip(some, cut, strict=True):
            if row.project_id in mine:
                found.setdefault(row.currency, []).extend(taken)
    return found


def _allocated(session: Session, wanted: tuple[Any, ...], asked: Mapping[str, Any]) -> Mapping[int, list[Any]]:
    """The allocations of each contribution, in their order."""
    rows = session.execute(
        sa.select(
            col(Allocation.contribution_id),
            col(Allocation.project_id),
            col(Allocation.amount_minor),
            col(Contribution.currency),
            *positions.COLUMNS,
        )
        .join(Contribution, col(Contribution.id) == Allocation.contribution_id)
        .where(stands(col(Allocation.id)), *wanted)
        .order_by(col(Allocation.contribution_id), col(Allocation.id)),
        asked,
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _dated(session: Session, wanted: tuple[Any, ...], asked: Mapping[str, Any]) -> Mapping[int, list[Piece]]:
    """The steps of each contribution that state an amount."""
    found: dict[int, list[Piece]] = {}
    rows = session.execute(
        sa.select(
            col(Step.contribution_id),
            col(Step.kind),
            col(Step.amount_minor),
            col(Step.on_earliest),
            col(Step.on_latest),
        )
        .join(Contribution, col(Contribution.id) == Step.contribution_id)
        .where(stands(col(Step.id)), col(Step.amount_minor).is_not(None), *wanted)
        .order_by(col(Step.contribution_id), col(Step.on_earliest), col(Step.id)),
        asked,
    )
    for key, kind, amount, earliest, latest in rows:
        found.setdefault(key, []).append(Piece(kind, amount or 0, earliest, latest))
    return found
