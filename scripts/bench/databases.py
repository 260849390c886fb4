"""A PostgreSQL server of our own, as the tests have it, and the CPU time that it uses."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.databases import postgresql_server, start_postgresql


@dataclass(frozen=True)
class Server:
    """A server: its address, and the folder in which it keeps its databases."""

    address: str
    data: Path

    def fresh(self, name: str) -> str:
        """The address of a new, empty database."""
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.address.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")

    def settle(self) -> None:
        """Nothing is tidied up by itself any more, while something is measured."""
        self._run(sql.SQL("ALTER SYSTEM SET autovacuum = off"))
        self._run(sql.SQL("SELECT pg_reload_conf()"))

    def cpu(self) -> float:
        """Seconds of CPU that the server has used so far: all its processes, and those that have ended."""
        first = (self.data / "postmaster.pid").read_text(encoding="ascii").split()[0]
        running = 0
        for process in Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii").split():
            with suppress(OSError):  # it has just ended
                running += int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0])
        ended = Path(f"/proc/{first}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[13:15]
        return running / 1e9 + sum(map(int, ended)) / os.sysconf("SC_CLK_TCK")

    def _run(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def postgresql() -> Iterator[Server]:
    """A server until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # run by root, the server is another user
        try:
            yield Server(start_postgresql(Path(folder)), Path(folder) / "postgresql")
        finally:
            postgresql_server(Path(folder)).cleanup()


def analysed(address: str) -> None:
    """As it is after a while: PostgreSQL knows how its tables are filled."""
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
