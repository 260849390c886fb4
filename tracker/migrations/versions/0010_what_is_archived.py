"""indexes of what is archived, of what was made when, of projects by stage and health

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEXES = (
    ("record", ("kind", "created_at")),
    ("project", ("stage", "health", "health_day")),
    ("project", ("end_latest",)),
    ("update", ("state", "published_at")),
    ("row_version", ("entity", "row_key", "recorded_to")),
)


def upgrade() -> None:
    archived = sa.text("archived_at IS NOT NULL")
    op.create_index(
        "ix_record_archived_at", "record", ["archived_at"], sqlite_where=archived, postgresql_where=archived
    )
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
    op.drop_index("ix_row_version_entity_row_key", table_name="row_version")


def downgrade() -> None:
    op.create_index("ix_row_version_entity_row_key", "row_version", ["entity", "row_key"])
    for table, columns in reversed(INDEXES):
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table_name=table)
    op.drop_index("ix_record_archived_at", table_name="record")
