"""Issuing as pages offer it: under which number, or why not and whom to ask."""

from dataclasses import dataclass

from flask_babel import gettext as _

from tracker import formats, issuing
from tracker.briefs.model import Brief
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.dates import now
from tracker.domain.queries import issued
from tracker.domain.queries.issued import Issue
from tracker.web import access, language, unit


@dataclass(frozen=True)
class Offer:
    """The issue as it would be now; where it cannot be, `why_not`."""

    issue: Issue | None
    why_not: str = ""


def offer(order: BriefOrder, told: Brief) -> Offer:
    """What issuing this brief would mean for whoever looks at it."""
    if not issued.may_issue(unit.session(), access.viewer(), order):
        return Offer(None, f"{_(issuing.NOT_YOURS)} {_(issuing.ASK)}")
    if told.unnamed:
        return Offer(
            None, _(issuing.UNNAMED, territories=formats.between("groups", language.current()).join(told.unnamed))
        )
    return Offer(issued.next_issue(unit.session(), order, now()))


def need(order: BriefOrder) -> None:
    """Refuse an order to issue by whoever may not."""
    may = not order.issue or issued.may_issue(unit.session(), access.viewer(), order)
    access.need(may, _(issuing.NOT_YOURS), _(issuing.ASK))
