"""How Alembic meets the database: on the connection that `tracker.store` hands over."""

from alembic import context
from sqlmodel import SQLModel

from tracker.domain import models
from tracker.migrations.names import include_name

assert models.__name__  # noqa: S101 - the import itself fills the metadata


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    include_name=include_name,
    user_module_prefix="sqlmodel.sql.sqltypes.",
)

with context.begin_transaction():
    context.run_migrations()
