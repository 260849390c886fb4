"""A brief as the worker makes it: read, told, frozen and printed with its data inside; kept nowhere."""

from dataclasses import dataclass

import sqlalchemy as sa

from tracker import issuing, storage
from tracker.briefs.attached import Attached, attached
from tracker.briefs.model import Brief
from tracker.briefs.render import Printed
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import Role
from tracker.domain.rules import Viewer
from tracker.printing import collected, printed
from tracker.settings import Settings
from tracker.storage import Storage
from tracker.worker import reading

COORDINATOR = Viewer(None, Role.coordinator)


@dataclass(frozen=True)
class Made:
    """A brief, and what it was made from."""

    engine: sa.Engine
    order: BriefOrder
    told: Brief
    paper: Printed

    def again(self, files: Storage) -> Brief:
        """Read the record once more."""
        with reading(self.engine) as session:
            return collected(session, self.order, viewer=COORDINATOR, files=files)

    def files(self) -> tuple[Attached, ...]:
        """What the PDF carries."""
        return attached(self.told, issuing.data_of(self.told))


def draft(settings: Settings, engine: sa.Engine, order: BriefOrder) -> Made:
    """Make the brief; an order to issue it gives it the number that it would bear."""
    with reading(engine) as session:
        issue = issuing.numbered(session, order, COORDINATOR) if order.issue else None
        told = collected(session, order, viewer=COORDINATOR, files=storage.of(settings))
    told = issuing.with_number(told, issue, settings.public_url) if issue else told
    return Made(engine, order, told, printed(told, issuing.data_of(told)))
