"""The brief that was issued before, as it was frozen: what a new one of the same edition is compared with."""

import logging

from sqlmodel import Session

from tracker.briefs.frozen import NotFrozenHere, thaw
from tracker.briefs.model import Brief
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.queries import issued
from tracker.domain.rules import Viewer, can_read_brief
from tracker.storage import Storage, StorageError

LOG = logging.getLogger(__name__)


def former(session: Session, order: BriefOrder, *, viewer: Viewer, files: Storage) -> Brief | None:
    """The data of the latest issued brief of the ordered edition; None where there is nothing to compare with.

    A brief holds what its printer may see. To somebody who may not read it, the difference would tell what they may not
    know: for them there is none. Nor is there for what was known on an earlier day, which the former may be ahead of.
    Data that is lost, or of a form that this program does not know, is logged and left.
    """
    row = None if order.known_on else issued.latest(session, order)
    if row is None or not row.data_sha256 or not can_read_brief(viewer, row.user_id):
        return None
    try:
        file = files.open(row.data_sha256)
        if file is None:
            LOG.warning("The data of brief %s is missing: what changed since is left out.", row.number)
            return None
        with file:
            return thaw(file.read())
    except (NotFrozenHere, StorageError) as error:
        LOG.warning("The data of brief %s cannot be read: what changed since is left out. %s", row.number, error)
        return None
