"""What answers and logs keep to themselves."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import cast
from tests.web.client import PageClient
from tracker.domain.models import User
from tracker.store import UnitSession


def test_an_answer_that_is_no_page_is_private_too(client_for: Callable[[str], PageClient]) -> None:
    response = client_for("viewer").get("/projects?q=%0b")
    assert response.mimetype == "text/plain"
    assert response.cache_control.private


def test_an_error_of_the_database_repeats_nothing_that_was_typed(app_session: UnitSession) -> None:
    cast.load(app_session)
    update = sa.update(User).where(col(User.email) == cast.email("viewer")).values(email=cast.email("manager"))
    with pytest.raises(sa.exc.IntegrityError) as caught:
        app_session.execute(update)
    assert cast.email("manager") not in str(caught.value).split("[SQL:")[1]
