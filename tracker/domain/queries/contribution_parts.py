"""What stands of a contribution and what of it is given to projects: read by the acts that change either."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.models import Allocation, Contribution, Record, Step
from tracker.domain.queries import positions


def hold(session: Session, contribution_id: int) -> Contribution:
    """The contribution as it stands now, held until the end of the transaction: others who want to change it wait."""
    return session.scalars(
        sa.select(Contribution)
        .where(col(Contribution.id) == contribution_id)
        .with_for_update(of=Contribution, key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def stands(contribution: Contribution) -> int:
    """All that stands of it, whatever its step, in minor units: what may be given to projects."""
    return figures.promised(figures.ladder(positions.kept(contribution)))


def allocated(session: Session, contribution_id: int) -> int:
    """What projects are given of it, in minor units; allocations that were removed count for nothing."""
    found = session.scalar(
        sa.select(sa.func.sum(col(Allocation.amount_minor)))
        .join(Record, col(Record.id) == Allocation.id)
        .where(col(Allocation.contribution_id) == contribution_id, col(Record.archived_at).is_(None))
    )
    return int(found or 0)


def states_amounts(session: Session, contribution_id: int) -> bool:
    """Does any step or allocation of it state an amount, also one that was removed and can come back?"""
    steps = sa.select(col(Step.id)).where(
        col(Step.contribution_id) == contribution_id, col(Step.amount_minor).is_not(None)
    )
    allocations = sa.select(col(Allocation.id)).where(col(Allocation.contribution_id) == contribution_id)
    return bool(session.scalar(sa.select(sa.or_(steps.exists(), allocations.exists()))))
