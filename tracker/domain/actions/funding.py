"""Money: what is kept beside a contribution so that lists can sort and add by it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import StepKind
from tracker.domain.models import Contribution, Record, Step

_TAKEN_BACK = (StepKind.announced, StepKind.pledged, StepKind.committed)


def keep_position(session: Session, contribution: Contribution) -> None:
    """Put the contribution's sums per kind of step as its steps now stand; flushes.

    Each sum is in minor units of the contribution's currency; None where no step of the kind states an amount:
    what is not stated is not zero. Archived steps count nowhere.
    """
    session.flush()
    rows = session.execute(
        sa.select(col(Step.kind), col(Step.takes_back), sa.func.sum(col(Step.amount_minor)))
        .join(Record, col(Record.id) == Step.id)
        .where(col(Step.contribution_id) == contribution.id, col(Record.archived_at).is_(None))
        .group_by(col(Step.kind), col(Step.takes_back))
    ).all()
    sums: dict[str, int | None] = {f"{kind}_minor": None for kind in StepKind}
    sums |= {f"withdrawn_{kind}_minor": None for kind in _TAKEN_BACK}
    for kind, takes_back, total in rows:
        if total is None:
            continue
        named = [f"{kind}_minor"]
        if kind == StepKind.withdrawn and takes_back in _TAKEN_BACK:
            named.append(f"withdrawn_{takes_back}_minor")
        for name in named:
            sums[name] = (sums[name] or 0) + int(total)
    for name, kept in sums.items():
        if getattr(contribution, name) != kept:
            setattr(contribution, name, kept)
    session.flush()
