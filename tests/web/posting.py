"""What the tests of write routes share: people of the cast, numbers of row versions, forms as a page sends them."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, col
from werkzeug.test import TestResponse

from tests import cast, html
from tests.web.client import PageClient
from tracker.domain.models import RowVersion, User, UserTerritory
from tracker.store import UnitSession

ClientFor = Callable[[str], PageClient]
SENT = "0123456789abcdef0123456789abcdef"
"""A submission's key."""


def person(session: UnitSession, who: str) -> User:
    """One of the cast."""
    return session.scalars(sa.select(User).where(col(User.email) == cast.email(who))).one()


def works_in(session: UnitSession, who: str, territory_id: int | None) -> None:
    """Give one of the cast a territory."""
    session.add(UserTerritory(user_id=person(session, who).id or 0, territory_id=territory_id or 0))


def versions(session: UnitSession, entity: str, record_id: int | None = None) -> int:
    """How many row versions there are, of one record or of all."""
    asked = sa.select(sa.func.count()).select_from(RowVersion).where(col(RowVersion.entity) == entity)
    if record_id is not None:
        asked = asked.where(col(RowVersion.record_id) == record_id)
    number = session.scalar(asked) or 0
    session.commit()  # lets go of the lock that the client's next post wants
    return number


def count(session: UnitSession, table: type[SQLModel]) -> int:
    number = session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    session.commit()
    return number


def typed(page: html.Page, *names: str) -> dict[str, Any]:
    """What the fields of a page hold, as its form would send them."""
    return {name: values if len(values) > 1 else values[0] for name in names if (values := page.values(name))}


def send(client: PageClient, address: str, *names: str, **changed: object) -> TestResponse:
    """Open a form, change some fields and post it where it stands; `names` are the fields it sends as they are."""
    page = client.read(address)
    return cast.post(client, address, {**typed(page, *names), **changed})
