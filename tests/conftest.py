"""What all tests share: a fresh database, a session on it, the app with the fixed cast, and a clock that stands."""

import socket
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import cast
from tests.web.client import PageClient, acting, engine_of, make_app, new_client, settings_for, signed_in
from tracker.exchange import programme
from tracker.files import PROGRAMME_FILE
from tracker.migrations import run
from tracker.settings import Settings
from tracker.store import UnitSession, make_engine

if TYPE_CHECKING:
    from tests.databases import Databases, Migrate

pytest_plugins = ["tests.databases"]

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""The moment at which the clock stands in every test that asks for `clock`, `session` or `app`."""

# Fixtures that a property test uses hold only what each example may share.
hypothesis_settings.register_profile(
    "tests", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the database has no part in when the run is the second one, on PostgreSQL."""
    if config.getoption("--database") != "postgresql":
        return
    once = [item for item in items if item.get_closest_marker("once")]
    config.hook.pytest_deselected(items=once)
    items[:] = [item for item in items if item not in once]


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Generator[None]:
    """Let nothing leave this machine."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - whatever an address family takes
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"A test reached for the network: {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", only_here)
        yield


@pytest.fixture(scope="session")
def migrate() -> "Migrate":
    """How `tests.databases` brings an empty database to the newest schema."""

    def bring(url: str) -> None:
        engine = make_engine(url)
        run.upgrade(engine)
        engine.dispose()

    return bring


@pytest.fixture
def clock() -> Generator[time_machine.Traveller]:
    """The clock stands at NOW; `clock.move_to(…)` and `clock.shift(…)` set it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def engine(database_url: str) -> Generator[sa.Engine]:
    """The engine of a fresh database."""
    made = engine_of(database_url)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: sa.Engine, clock: time_machine.Traveller) -> Generator[UnitSession]:
    """A session on a fresh database; history says that the tests act."""
    with acting(engine) as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of an app or worker on the test's own database and folder."""
    return settings_for(database_url, tmp_path)


@pytest.fixture
def app(settings: Settings, clock: time_machine.Traveller) -> Generator[Flask]:
    """The app on a fresh database that holds the cast and nothing else."""
    made = make_app(settings)
    with acting(made.extensions["tracker"].engine) as opened:
        cast.make(opened)
        opened.commit()
    yield made
    made.extensions["tracker"].engine.dispose()


@pytest.fixture
def app_session(app: Flask) -> Generator[UnitSession]:
    """A session on the app's database, to set up and to look; commit what the app is to see."""
    with acting(app.extensions["tracker"].engine) as opened:
        yield opened


@pytest.fixture
def client(app: Flask) -> PageClient:
    """Somebody who has not signed in."""
    return new_client(app)


@pytest.fixture
def client_for(app: Flask) -> Callable[[str], PageClient]:
    """`client_for("manager")`: one of the cast, signed in."""
    return lambda who: signed_in(app, who)


# ---------------------------------------------------------------------- the programme of 2004, loaded


def load_programme(url: str) -> None:
    """The cast and the programme of 2004, as `tracker load` loads it."""
    engine = make_engine(url)
    with time_machine.travel(NOW, tick=False), acting(engine) as opened:
        cast.make(opened)
        programme.load(opened, PROGRAMME_FILE)
        opened.commit()
    engine.dispose()


@pytest.fixture
def programme_url(databases: "Databases") -> Generator[str]:
    """A database of the test's own that holds the programme of 2004 and the cast."""
    address = databases.copy_of("programme", load_programme)
    yield address
    databases.drop(address)


@pytest.fixture(scope="module")
def shared_programme_url(databases: "Databases") -> Generator[str]:
    """The same, for the tests of a module that only read."""
    address = databases.copy_of("programme", load_programme)
    yield address
    databases.drop(address)


@pytest.fixture(scope="module")
def shared_programme_app(shared_programme_url: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Flask]:
    made = make_app(settings_for(shared_programme_url, tmp_path_factory.mktemp("instance")))
    yield made
    made.extensions["tracker"].engine.dispose()


@pytest.fixture
def programme_app(shared_programme_app: Flask, clock: time_machine.Traveller) -> Flask:
    """The app with the programme of 2004, shared by a module's tests: read only."""
    return shared_programme_app


@pytest.fixture
def programme_client_for(programme_app: Flask) -> Callable[[str], PageClient]:
    """`programme_client_for("viewer")`: one of the cast, signed in where the programme of 2004 is."""
    return lambda who: signed_in(programme_app, who)


@pytest.fixture
def programme_session(shared_programme_url: str, clock: time_machine.Traveller) -> Generator[UnitSession]:
    """A session where the programme of 2004 is, shared by a module's tests: what a test changes is rolled back."""
    engine = engine_of(shared_programme_url)
    with acting(engine) as opened:
        yield opened
        opened.rollback()
    engine.dispose()
