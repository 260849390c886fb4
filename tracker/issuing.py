"""Issuing a brief, for the worker and the command line: numbered, printed with its number, frozen; then stored.

The number is read before the brief is collected and holds if it still is the next one when the brief is stored
(`actions.issuing`); else Overtaken is raised, and whoever asked begins anew.
"""

from dataclasses import replace
from functools import partial

from sqlmodel import Session

from tracker.briefs.frozen import freeze
from tracker.briefs.made_with import made_with
from tracker.briefs.model import Brief, Superseded
from tracker.domain.actions.issuing import Frozen
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import N_
from tracker.domain.dates import now
from tracker.domain.errors import NotAllowed, Refused
from tracker.domain.queries import issued
from tracker.domain.queries.issued import Issue
from tracker.domain.rules import Viewer
from tracker.storage import Storage

NOT_YOURS = N_(
    "Coordinators issue all briefs, managers those of the projects they manage, and missions those of their "
    "territories and missions."
)
ASK = N_("Print a draft, and ask a coordinator to issue the brief.")
UNNAMED = N_(
    "The brief cannot be issued in this language: it has no name yet for %(territories)s. "
    "Print a draft, issue it in another language, or ask an administrator to add the name."
)


def numbered(session: Session, order: BriefOrder, viewer: Viewer) -> Issue:
    """The number that the brief will bear if nobody is quicker; raises NotAllowed."""
    if not issued.may_issue(session, viewer, order):
        raise NotAllowed(NOT_YOURS, ASK)
    return issued.next_issue(session, order, now())


def with_number(told: Brief, issue: Issue, public_url: str) -> Brief:
    """The brief as it is issued, verified below this address; raises Refused where a territory has no name in its language."""
    if told.unnamed:
        raise Refused("", UNNAMED, {"territories": "; ".join(told.unnamed)})
    former = issue.former
    numbered = partial(
        replace,
        number=issue.number,
        verify_at=f"{public_url.rstrip('/')}/verify/{issue.number}",
        issued=issue.at.date(),
        supersedes=Superseded(former.number, former.issued) if former else None,
    )
    return numbered(told, other=numbered(told.other) if told.other else None)


def data_of(told: Brief) -> bytes:
    """What the brief says, as the data that it carries and that is kept."""
    return freeze(told, **made_with(told))


def frozen(place: Storage, data: bytes, issue: Issue) -> Frozen:
    """The data, kept."""
    return Frozen(issue, place.keep(data), len(data))
