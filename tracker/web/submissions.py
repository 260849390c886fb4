"""A form sent twice makes one thing: the second sending leads to where the first one led.

The key is remembered in the transaction that makes the thing. A twin that comes at the same moment waits at the
unique key, is rolled back, and is sent on.
"""

from sqlalchemy.exc import IntegrityError

from tracker.domain.models import Submission
from tracker.domain.queries import submissions as queries
from tracker.store import UnitSession
from tracker.web import access


class Already(Exception):
    """The same form was accepted a moment ago; its thing stands at `address`."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def already(session: UnitSession, key: str | None) -> str | None:
    """Where this form led when it was sent before; None for a first sending."""
    if key is None:
        return None
    return queries.address_of(session, access.viewer(), key)


def remember(session: UnitSession, key: str | None, address: str) -> None:
    """Remember that the form made what stands at `address`; raises Already where a twin was faster."""
    if key is None:
        return
    viewer = access.viewer()
    session.add(Submission(key=queries.own_key(viewer, key), user_id=viewer.user_id or 0, address=address))
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        first = queries.address_of(session, viewer, key)
        if first is None:
            raise
        raise Already(first) from None
