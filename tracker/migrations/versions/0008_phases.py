"""phases of projects

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PHASES = sa.Enum(
    "mitigation",
    "preparedness",
    "response",
    "recovery",
    "reconstruction",
    name="phase",
    native_enum=False,
    create_constraint=True,
    length=40,
)


def upgrade() -> None:
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phase", PHASES, nullable=True))
        batch_op.create_index(batch_op.f("ix_project_phase"), ["phase"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_phase"))
        batch_op.drop_constraint(batch_op.f("ck_project_phase"), type_="check")
        batch_op.drop_column("phase")
