"""Money: what is kept beside a contribution so that lists can sort and add by it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import StepKind
from tracker.domain.models import Contribution, Step


def keep_position(session: Session, contribution: Contribution) -> None:
    """Put the contribution's sums per kind of step as its steps now stand; flushes.

    Each sum is in minor units of the contribution's currency; None where no step of the kind states an amount:
    what is not stated is not zero.
    """
    session.flush()
    rows = session.execute(
        sa.select(col(Step.kind), sa.func.sum(col(Step.amount_minor)))
        .where(col(Step.contribution_id) == contribution.id)
        .group_by(col(Step.kind))
    ).all()
    sums = {kind: None if total is None else int(total) for kind, total in rows}
    contribution.announced_minor = sums.get(StepKind.announced)
    contribution.pledged_minor = sums.get(StepKind.pledged)
    contribution.committed_minor = sums.get(StepKind.committed)
    contribution.received_minor = sums.get(StepKind.received)
    contribution.withdrawn_minor = sums.get(StepKind.withdrawn)
    session.flush()
