"""Whether a database has today's shape, asked without loading the migrations' tool: every command asks it."""

from pathlib import Path

import sqlalchemy as sa

_VERSIONS = Path(__file__).parent / "versions"


def newest() -> str:
    """The newest revision: their files are numbered."""
    return max(path.name.partition("_")[0] for path in _VERSIONS.glob("[0-9]*.py"))


def is_newest(engine: sa.Engine) -> bool:
    """Is the database at the newest revision?"""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return False
        return connection.scalars(sa.text("SELECT version_num FROM alembic_version")).all() == [newest()]
