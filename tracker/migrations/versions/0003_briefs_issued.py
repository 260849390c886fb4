"""briefs issued, and jobs of many parts

Revision 0003, after 0002.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JOB_STATES = ["queued", "running", "done", "failed"]


def _hold_states(states: list[str]) -> None:
    """Hold a job's state to these codes."""
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_job_jobstate"), type_="check")
        quoted = ", ".join(f"'{state}'" for state in states)
        batch_op.create_check_constraint(batch_op.f("ck_job_jobstate"), f"state IN ({quoted})")


def upgrade() -> None:
    _hold_states([*JOB_STATES, "cancelled"])
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_job_parent_id"), ["parent_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_job_parent_id"), "job", ["parent_id"], ["id"])

    with op.batch_alter_table("brief", schema=None) as batch_op:
        batch_op.add_column(sa.Column("as_of", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("known_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("full", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("selection", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True))
        batch_op.add_column(sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column("doubts", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True))
        batch_op.add_column(sa.Column("series", sqlmodel.sql.sqltypes.AutoString(length=110), nullable=True))
        batch_op.add_column(sa.Column("running", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("supersedes_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("data_sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True))
        batch_op.add_column(sa.Column("data_size", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_unique_constraint(batch_op.f("uq_brief_number"), ["number"])
        batch_op.create_unique_constraint(batch_op.f("uq_brief_series_running"), ["series", "running"])
        batch_op.create_index(batch_op.f("ix_brief_supersedes_id"), ["supersedes_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_brief_supersedes_id"), "brief", ["supersedes_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("brief", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_brief_supersedes_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_brief_supersedes_id"))
        batch_op.drop_constraint(batch_op.f("uq_brief_series_running"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_brief_number"), type_="unique")
        for name in (
            "data_size",
            "data_sha256",
            "supersedes_id",
            "issued_at",
            "running",
            "series",
            "number",
            "doubts",
            "note",
            "selection",
            "full",
            "known_on",
            "as_of",
        ):
            batch_op.drop_column(name)

    op.execute("UPDATE job SET state = 'failed' WHERE state = 'cancelled'")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_job_parent_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_job_parent_id"))
        batch_op.drop_column("parent_id")
    _hold_states(JOB_STATES)
