"""reviews, decisions and minutes

Revision 0007, after 0006.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

RECORD_KINDS = [
    "territory",
    "place",
    "disaster",
    "impact_figure",
    "programme",
    "programme_member",
    "post",
    "calendar_event",
    "project",
    "objective",
    "component",
    "milestone",
    "risk",
    "action_point",
    "update",
    "assessment",
    "finding",
    "recommendation",
    "delivery",
    "organisation",
    "agreement",
    "signature",
    "undertaking",
    "amendment",
    "fund",
    "requirement",
    "contribution",
    "step",
    "allocation",
    "payment",
    "expenditure",
    "rate",
    "reported_amount",
    "mission",
    "person",
    "document",
    "brief",
]
BRIEF_KINDS = ["mission", "project", "donor", "portfolio"]


def _hold(table: str, name: str, kinds: list[str]) -> None:
    """Hold the column `kind` to these codes, in the place of the codes it was held to before."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(f"ck_{table}_{name}"), type_="check")
        quoted = ", ".join(f"'{kind}'" for kind in kinds)
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{name}"), f"kind IN ({quoted})")


def upgrade() -> None:
    _hold("record", "recordkind", [*RECORD_KINDS, "review", "decision"])
    _hold("brief", "briefkind", [*BRIEF_KINDS, "minute"])
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("former_id", sa.Integer(), nullable=True),
        sa.Column("held_day", sa.Date(), nullable=False),
        sa.Column("selection", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("participants", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "closed", name="reviewstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_review_closed_by_id")),
        sa.ForeignKeyConstraint(["former_id"], ["review.id"], name=op.f("fk_review_former_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_review_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_review_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    _index("review", "closed_by_id", "former_id", "held_day", "programme_id")
    op.create_table(
        "review_project",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_review_project_project_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_project_review_id")),
        sa.PrimaryKeyConstraint("review_id", "project_id", name=op.f("pk_review_project")),
    )
    _index("review_project", "project_id")
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_decision_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_decision_project_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_decision_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    _index("decision", "project_id", "review_id")
    with op.batch_alter_table("action_point", schema=None) as batch_op:
        batch_op.add_column(sa.Column("review_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_action_point_review_id"), ["review_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_action_point_review_id"), "review", ["review_id"], ["id"])


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("action_point", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_action_point_review_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_action_point_review_id"))
        batch_op.drop_column("review_id")
    minutes = "SELECT id FROM brief WHERE kind = 'minute'"
    _forget_what_points_to(f"SELECT id FROM record WHERE kind IN ('review', 'decision') OR id IN ({minutes})")  # noqa: S608 - all of it is written here
    for table in ("decision", "review_project", "review"):
        op.drop_table(table)
    op.execute("UPDATE brief SET supersedes_id = NULL WHERE kind = 'minute'")
    op.execute("DELETE FROM brief WHERE kind = 'minute'")
    op.execute("DELETE FROM job WHERE kind = 'brief' AND CAST(args AS TEXT) LIKE '%\"kind\": \"minute\"%'")
    op.execute(
        "DELETE FROM record WHERE kind IN ('review', 'decision') "
        "OR (kind = 'brief' AND id NOT IN (SELECT id FROM brief))"
    )
    _hold("brief", "briefkind", BRIEF_KINDS)
    _hold("record", "recordkind", RECORD_KINDS)


def _forget_what_points_to(records: str) -> None:
    """Take away what is kept of these records beside themselves."""
    for table in (
        "citation",
        "document_link",
        "outside_identifier",
        "row_version",
        "search_text",
        "share",
        "translation",
    ):
        op.execute(f"DELETE FROM {table} WHERE record_id IN ({records})")  # noqa: S608 - names of our own tables
