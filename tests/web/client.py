"""Apps and clients for tests: each HTML answer a client gets is read strictly, as a page or as a part of one."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests import cast, html
from tracker import create_app, store
from tracker.domain import history
from tracker.settings import Settings
from tracker.store import UnitSession, open_session

if TYPE_CHECKING:
    from types import CodeType

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


class Compiled(BytecodeCache):
    """The templates that some app of this process compiled: half the time of all tests went into compiling them anew."""

    def __init__(self) -> None:
        self._codes: dict[str, CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{name} {filename}"

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        words = getattr(environment, "lang", None)  # of this language stand in the code
        bucket = Bucket(environment, f"{words} {name} {filename}", self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get(f"{bucket.key} {bucket.checksum}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[f"{bucket.key} {bucket.checksum}"] = bucket.code


COMPILED = Compiled()


@cache
def engine_of(url: str) -> sa.Engine:
    """The engine for a database: one for each address, as addresses are used again and statements are kept compiled."""
    return store.make_engine(url)


_BUILDER = Rule._compile_builder  # noqa: SLF001 - the library keeps none of them from one app to the next
_BUILDERS: dict[object, Callable[..., tuple[str, str]]] = {}


def _builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 - theirs
    """How an address is written: the same for the same rule, and most of the time that making an app takes."""
    key = (append_unknown, tuple(rule._trace), repr(rule.defaults))  # noqa: SLF001 - as above
    if key not in _BUILDERS:
        _BUILDERS[key] = _BUILDER(rule, append_unknown)
    return _BUILDERS[key]


def make_app(settings: Settings) -> Flask:
    engine = engine_of(settings.database_url)
    with (
        patch.object(store, "make_engine", lambda _url: engine),
        patch.object(Rule, "_compile_builder", _builder),
    ):
        app = create_app(settings)
    app.jinja_env.bytecode_cache = COMPILED
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
