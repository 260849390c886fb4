"""A contribution's sums per kind of step: as they are kept beside it, and as its steps add up to them."""

from collections.abc import Collection
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.figures import Position, position_of
from tracker.domain.models import Contribution, Record, Step

if TYPE_CHECKING:
    from tracker.domain.codes import StepKind

NAMES = tuple(field.name for field in fields(Position))
COLUMN_NAMES = tuple(f"{name}_minor" for name in NAMES)
COLUMNS = tuple(col(getattr(Contribution, name)) for name in COLUMN_NAMES)
"""The columns of a contribution that keep its position."""


def kept(row: Any) -> Position:  # noqa: ANN401 - a contribution, or a row that bears its columns
    """The position that stands beside a contribution."""
    return Position(*(getattr(row, name) for name in COLUMN_NAMES))


def of_steps(session: Session, contribution_ids: Collection[int] | None = None) -> dict[int, Position]:
    """The positions that steps add up to, by contribution, archived steps left out; of all where none are named."""
    statement = (
        sa.select(col(Step.contribution_id), col(Step.kind), col(Step.takes_back), sa.func.sum(col(Step.amount_minor)))
        .join(Record, col(Record.id) == Step.id)
        .where(col(Record.archived_at).is_(None))
        .group_by(col(Step.contribution_id), col(Step.kind), col(Step.takes_back))
        .order_by(col(Step.contribution_id), col(Step.kind))
    )
    if contribution_ids is not None:
        statement = statement.where(col(Step.contribution_id).in_(contribution_ids))
    found: dict[int, list[tuple[StepKind, StepKind | None, int | None]]] = {}
    for key, kind, takes_back, amount in session.execute(statement):
        found.setdefault(key, []).append((kind, takes_back, None if amount is None else int(amount)))
    return {key: position_of(sums) for key, sums in found.items()}
