"""How a dated intention stands on a day."""

from datetime import date

from tracker.domain.codes import Deadline
from tracker.domain.dates import PartialDate


def deadline(
    due: PartialDate | None,
    *,
    done: bool,
    tended: bool,
    confirmed: bool,
    today: date,
) -> Deadline:
    """How a milestone's or undertaking's date stands today.

    Late only when its whole period has passed, the project is `tended` (has a manager or an update), and a person
    set or confirmed the date since. A passed date that nobody confirmed reads "to be confirmed"; one of a record
    that nobody manages yet stands as it was reported.
    """
    if done:
        return Deadline.done
    if due is None or due.latest is None:
        return Deadline.none
    if due.latest >= today:
        return Deadline.ahead
    if not tended:
        return Deadline.as_reported
    return Deadline.late if confirmed else Deadline.to_be_confirmed
