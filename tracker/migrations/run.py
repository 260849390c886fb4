"""Bringing a database to today's shape, and comparing it with the models."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from tracker.domain.actions import moving, search
from tracker.migrations.names import include_name


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without an ini file; it runs on the connection."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database to revision `to`, in one transaction; by what a record is found may have changed with it."""
    older = not is_current(engine)
    with _rebuilding(engine) as connection:
        command.upgrade(config(connection), to)
    if older and is_current(engine):
        with Session(engine) as session:
            search.reindex_all(session)
            moving.draw(session)
            session.commit()


def downgrade(engine: Engine, to: str = "base") -> None:
    """Take the database back to revision `to`, in one transaction."""
    with _rebuilding(engine) as connection:
        command.downgrade(config(connection), to)


@contextmanager
def _rebuilding(engine: Engine) -> Iterator[Connection]:
    """A transaction in which SQLite lets tables be built anew although others refer to them; all references hold after."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")  # inside a transaction it would do nothing
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise RuntimeError(f"References that lead nowhere: {broken[:5]}")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def is_current(engine: Engine) -> bool:
    """Is the database at the newest revision?"""
    with engine.connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
    return at == ScriptDirectory.from_config(config()).get_current_head()


def differences(engine: Engine) -> list[object]:
    """What a new migration would have to change: empty when database and models agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": include_name, "compare_type": True, "target_metadata": SQLModel.metadata}
        )
        return list(compare_metadata(context, SQLModel.metadata))
