"""Money: what is kept beside a contribution so that lists can sort and add by it."""

from sqlalchemy.orm import Session

from tracker.domain.figures import Position
from tracker.domain.models import Contribution
from tracker.domain.queries import positions


def keep_position(session: Session, contribution: Contribution) -> None:
    """Put the contribution's sums per kind of step as its steps now stand; flushes.

    Each sum is in minor units of the contribution's currency; None where no step of the kind states an amount:
    what is not stated is not zero. Archived steps count nowhere.
    """
    session.flush()
    own = contribution.id or 0
    stands = positions.of_steps(session, [own]).get(own, Position())
    for name in positions.NAMES:
        if getattr(contribution, f"{name}_minor") != getattr(stands, name):
            setattr(contribution, f"{name}_minor", getattr(stands, name))
    session.flush()
