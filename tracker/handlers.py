"""What the worker can do: a handler for each kind of job. Loaded in the worker's process only, with the renderer."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from tracker import issuing, mail, reminders, storage
from tracker.domain import history
from tracker.domain.actions.briefs import keep_brief
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import N_
from tracker.domain.dates import today
from tracker.domain.errors import TrackerError
from tracker.domain.queries import reminding
from tracker.domain.queries.accounts import viewer_of
from tracker.domain.queries.issued import canonical
from tracker.domain.rules import Viewer, can_print_briefs
from tracker.printing import collected, printed
from tracker.settings import Settings
from tracker.store import UnitSession
from tracker.worker import Chore, Handler, Keep, Work, reading

STEPS = 3
_NOBODY = N_("Whoever asked for this brief has no account any more, or may not print briefs.")


def brief(work: Work) -> Keep:
    """Print the brief that is ordered as the asker may see it."""
    user_id = work.job.user_id
    with reading(work.engine) as session:
        viewer = viewer_of(session, user_id) if user_id is not None else None
        if viewer is None or not can_print_briefs(viewer):
            raise TrackerError(_NOBODY)
    order = BriefOrder.of(work.job.args)
    return made(work.settings, work.engine, order, viewer, job_id=work.job.id, tell=work.tell)


def made(
    settings: Settings,
    engine: sa.Engine,
    order: BriefOrder,
    viewer: Viewer,
    *,
    job_id: int | None = None,
    tell: Callable[[int, int], None] = lambda _done, _steps: None,
) -> Keep:
    """Print the brief as this viewer may see it and keep the file; its row is left to be stored. `tell`: how far it is."""
    with reading(engine) as session:
        order = canonical(session, order)
        issue = issuing.numbered(session, order, viewer) if order.issue else None
        told = collected(session, order, viewer=viewer, files=storage.of(settings))
    tell(1, STEPS)
    place = storage.of(settings)
    told = issuing.with_number(told, issue, settings.public_url) if issue else told
    data = issuing.data_of(told)
    frozen = issuing.frozen(place, data, issue) if issue else None
    paper = printed(told, data)
    tell(2, STEPS)
    sha256 = place.keep(paper.pdf)

    def keep(session: UnitSession) -> dict[str, Any]:
        history.acting(session, user_id=viewer.user_id, name=viewer.name)
        row = keep_brief(
            session,
            order,
            title=str(told.title),
            data_day=told.data_day,
            pages=paper.pages,
            sha256=sha256,
            size=len(paper.pdf),
            doubts=len(told.doubts),
            user_id=viewer.user_id,
            job_id=job_id,
            frozen=frozen,
        )
        return {"brief_id": row.id}

    return keep


def reminder(work: Work) -> Keep:
    """Send what is still due from somebody, if anything is."""
    order = reminders.Order.of(work.job.args)
    with reading(work.engine) as session:
        told = reminding.digest(session, order.user_id, order.periods, today())
    if told is not None:
        mail.send(work.settings, reminders.letter(work.settings, told, f"reminder-{work.job.id}"))
    return lambda _session: {"sent": told is not None}


HANDLERS: Mapping[str, Handler] = {"brief": brief, reminding.JOB: reminder}

CHORES: tuple[Chore, ...] = (reminders.ask,)
