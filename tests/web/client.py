"""Apps and clients for tests: each HTML answer a client gets is read strictly, as a page or as a part of one."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import cast, html
from tracker import create_app
from tracker.domain import history
from tracker.settings import Settings
from tracker.store import UnitSession, open_session

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
"""Headers of a request that htmx sends for a part of a page."""


class PageClient(FlaskClient):
    """A client that refuses a page no careful browser would like. `page` is the last whole page it read."""

    page: html.Page | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401 - as the library has it
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data:
            self.page = html.check(response.text) or self.page
        return response

    def read(self, address: str, status: int = 200) -> html.Page:
        """Get a page and read it; fails on another status."""
        response = self.get(address)
        assert response.status_code == status, f"{address}: {response.status}"
        assert self.page is not None
        return self.page


@contextmanager
def acting(engine: sa.Engine, name: str = "the tests") -> Generator[UnitSession]:
    """A session whose history says who acts."""
    with open_session(engine) as session:
        history.acting(session, user_id=None, name=name)
        yield session


def settings_for(database_url: str, instance: Path) -> Settings:
    return Settings(
        instance=instance,
        database_url=database_url,
        secret_key="a key for tests only",
        public_url="http://localhost",
        testing=True,
    )


def make_app(settings: Settings) -> Flask:
    app = create_app(settings)
    app.test_client_class = PageClient
    return app


def new_client(app: Flask) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


def signed_in(app: Flask, who: str) -> PageClient:
    """One of the cast, signed in."""
    client = new_client(app)
    cast.sign_in(client, who)
    return client
