"""All contributions with their steps as totals see them: read without the records around them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.models import Contribution, Record, Step
from tracker.domain.queries import funding, positions, sums
from tracker.domain.queries.funding import Asked
from tracker.domain.queries.linked import live
from tracker.domain.queries.sums import Gift, StepFact
from tracker.domain.rules import Viewer


def of_currencies(
    session: Session, viewer: Viewer, asked: Asked, currencies: Sequence[str], *only: sa.ColumnElement[bool]
) -> list[Gift]:
    """The contributions in some currencies that are asked for; two queries, none where no currency is named."""
    if not currencies:
        return []
    wanted = (col(Contribution.currency).in_(currencies), *only)
    steps = all_steps(session, viewer, *wanted)
    return [one for one in given(session, viewer, asked, steps, *wanted) if one.is_asked]


def all_steps(session: Session, viewer: Viewer, *wanted: sa.ColumnElement[bool]) -> dict[int, list[StepFact]]:
    """The steps of all contributions that this person may know of, in the order of their days: one query."""
    own = aliased(Record, flat=True)
    columns: list[Any] = [getattr(Step, one.name) for one in fields(StepFact)]
    found: dict[int, list[StepFact]] = {}
    rows = session.execute(
        sa.select(*columns)
        .join(own, col(own.id) == Step.id)
        .join(Record, col(Record.id) == Step.contribution_id)
        .join(Contribution, col(Contribution.id) == Step.contribution_id)
        .where(live(viewer), col(own.archived_at).is_(None), *wanted)
        .order_by(col(Step.contribution_id), col(Step.on_earliest), col(Step.id))
    )
    for row in rows:
        found.setdefault(row[1], []).append(StepFact(*row))
    return found


def given(
    session: Session,
    viewer: Viewer,
    asked: Asked,
    steps: Mapping[int, Sequence[StepFact]],
    *only: sa.ColumnElement[bool],
) -> list[Gift]:
    """All contributions that this person may know of, for totals, with their `steps`: one query."""
    wanted = sa.and_(sa.true(), *funding.conditions(session, viewer, asked))
    columns: list[Any] = [
        *(getattr(Contribution, name) for name in ("id", "donor_id", "fund_id", "kind", "currency")),
        *positions.COLUMNS,
        wanted.label("asked"),
    ]
    rows = session.execute(
        sa.select(*columns)
        .join(Record, col(Record.id) == Contribution.id)
        .where(live(viewer), *only)
        .order_by(col(Contribution.id))
    )
    return [sums.gift(row, steps.get(row.id, ()), is_asked=bool(row.asked)) for row in rows]
