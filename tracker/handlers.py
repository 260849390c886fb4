"""What the worker can do: a handler for each kind of job. Loaded in the worker's process only, with the renderer."""

from collections.abc import Mapping
from typing import Any

from tracker import storage
from tracker.domain import history
from tracker.domain.actions.briefs import keep_brief
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import N_
from tracker.domain.errors import TrackerError
from tracker.domain.queries.accounts import viewer_of
from tracker.domain.rules import can_print_briefs
from tracker.printing import collected, printed
from tracker.store import UnitSession
from tracker.worker import Handler, Keep, Work, reading

STEPS = 3
_NOBODY = N_("Whoever asked for this brief has no account any more, or may not print briefs.")


def brief(work: Work) -> Keep:
    """Print the brief that is ordered as the asker may see it, keep the file, then its row."""
    order, user_id = BriefOrder.of(work.job.args), work.job.user_id
    with reading(work.engine) as session:
        viewer = viewer_of(session, user_id) if user_id is not None else None
        if viewer is None or not can_print_briefs(viewer):
            raise TrackerError(_NOBODY)
        told = collected(session, order, viewer=viewer)
    work.tell(1, STEPS)
    paper = printed(told)
    work.tell(2, STEPS)
    sha256 = storage.of(work.settings).keep(paper.pdf)

    def keep(session: UnitSession) -> dict[str, Any]:
        history.acting(session, user_id=user_id, name=viewer.name)
        row = keep_brief(
            session,
            order,
            title=str(told.title),
            data_day=told.data_day,
            pages=paper.pages,
            sha256=sha256,
            size=len(paper.pdf),
            doubts=len(told.doubts),
            user_id=user_id,
            job_id=work.job.id,
        )
        return {"brief_id": row.id}

    return keep


HANDLERS: Mapping[str, Handler] = {"brief": brief}
