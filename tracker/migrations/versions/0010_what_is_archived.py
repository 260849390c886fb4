"""an index of what is archived, and of projects by stage and health

Revision 0010, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    archived = sa.text("archived_at IS NOT NULL")
    op.create_index("ix_record_archived_at", "record", ["archived_at"], sqlite_where=archived, postgresql_where=archived)
    op.create_index("ix_project_stage_health_health_day", "project", ["stage", "health", "health_day"])


def downgrade() -> None:
    op.drop_index("ix_project_stage_health_health_day", table_name="project")
    op.drop_index("ix_record_archived_at", table_name="record")
