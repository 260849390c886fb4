"""money, agreements and assessments in depth

Revision 0002, after 0001.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
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
    "rate",
    "reported_amount",
    "mission",
    "person",
    "document",
    "brief",
]
DOCUMENT_KINDS = [
    "report",
    "public_record",
    "agreement",
    "amendment",
    "letter",
    "proposal",
    "assessment",
    "donor_report",
    "photograph",
    "map",
    "other",
]


def _hold(table: str, name: str, kinds: list[str], *, anew: bool) -> None:
    """Hold the column `kind` to these codes, in the place of the codes it was held to before."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        if anew:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_{name}"), type_="check")
        quoted = ", ".join(f"'{kind}'" for kind in kinds)
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{name}"), f"kind IN ({quoted})")


def upgrade() -> None:
    _hold("record", "recordkind", [*RECORD_KINDS, "expenditure", "delivery"], anew=True)
    _hold("document", "documentkind", DOCUMENT_KINDS, anew=False)
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("merged_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_merge_by_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["organisation.id"], name=op.f("fk_merge_kept_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["organisation.id"], name=op.f("fk_merge_merged_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merge_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merge_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merge_merged_id"), ["merged_id"], unique=False)

    op.create_table(
        "expenditure",
        sa.Column("period_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("period_earliest", sa.Date(), nullable=True),
        sa.Column("period_latest", sa.Date(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("fund_id", sa.Integer(), nullable=True),
        sa.Column("ledger", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("closed_day", sa.Date(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint("(project_id IS NULL) <> (fund_id IS NULL)", name=op.f("ck_expenditure_one_owner")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_expenditure_fund_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_expenditure_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_expenditure_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expenditure")),
    )
    with op.batch_alter_table("expenditure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expenditure_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_expenditure_project_id"), ["project_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("on_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("on_earliest", sa.Date(), nullable=True),
        sa.Column("on_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_delivery_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_delivery_project_id")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_delivery_recommendation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_recommendation_id"), ["recommendation_id"], unique=False)

    op.create_table(
        "recommendation_finding",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_recommendation_finding_finding_id")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_recommendation_finding_recommendation_id")
        ),
        sa.PrimaryKeyConstraint("recommendation_id", "finding_id", name=op.f("pk_recommendation_finding")),
    )
    with op.batch_alter_table("recommendation_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_finding_finding_id"), ["finding_id"], unique=False)

    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("state_document_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_agreement_state_document_id"), ["state_document_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_agreement_state_document_id"), "document", ["state_document_id"], ["id"]
        )

    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amount_minor", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True))
        batch_op.add_column(sa.Column("end_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True))
        batch_op.add_column(sa.Column("end_earliest", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("end_latest", sa.Date(), nullable=True))

    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("method", sqlmodel.sql.sqltypes.AutoString(), nullable=True))

    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_announced_minor", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_pledged_minor", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_committed_minor", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("disaster", schema=None) as batch_op:
        batch_op.add_column(sa.Column("end_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True))
        batch_op.add_column(sa.Column("end_earliest", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("end_latest", sa.Date(), nullable=True))

    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "topic",
                sa.Enum(
                    "general",
                    "building_damage",
                    "tenure",
                    "registry",
                    "institutional_capacity",
                    name="topic",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=False,
                server_default="general",
            )
        )
        batch_op.add_column(
            sa.Column(
                "grade",
                sa.Enum(
                    "grade_1",
                    "grade_2",
                    "grade_3",
                    "grade_4",
                    "grade_5",
                    name="damagegrade",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("place_id", sa.Integer(), nullable=True))
        batch_op.alter_column("effect", existing_type=sa.VARCHAR(length=40), nullable=True)
        batch_op.alter_column("topic", server_default=None)
        batch_op.create_index(batch_op.f("ix_finding_place_id"), ["place_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_finding_place_id"), "place", ["place_id"], ["id"])

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_organisation_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_organisation_merged_into_id"), "organisation", ["merged_into_id"], ["id"]
        )

    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contribution_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True))
        batch_op.add_column(sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.create_index(batch_op.f("ix_payment_contribution_id"), ["contribution_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_payment_contribution_id"), "contribution", ["contribution_id"], ["id"]
        )

    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("follow_up", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column("milestone_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_recommendation_milestone_id"), ["milestone_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_recommendation_milestone_id"), "milestone", ["milestone_id"], ["id"])

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title_stated", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True))

    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "takes_back",
                sa.Enum(
                    "announced",
                    "pledged",
                    "committed",
                    "received",
                    "withdrawn",
                    name="takes_back",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )

    with op.batch_alter_table("undertaking", schema=None) as batch_op:
        batch_op.add_column(sa.Column("done_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("project_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_undertaking_project_id"), ["project_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_undertaking_project_id"), "project", ["project_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_document_documentkind"), type_="check")
    _hold("record", "recordkind", RECORD_KINDS, anew=True)
    with op.batch_alter_table("undertaking", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_undertaking_project_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_undertaking_project_id"))
        batch_op.drop_column("project_id")
        batch_op.drop_column("done_day")

    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_step_takes_back"), type_="check")
        batch_op.drop_column("takes_back")

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_column("title_stated")

    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_recommendation_milestone_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_recommendation_milestone_id"))
        batch_op.drop_column("milestone_id")
        batch_op.drop_column("follow_up")
        batch_op.drop_column("state_day")

    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_payment_contribution_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_payment_contribution_id"))
        batch_op.drop_column("note")
        batch_op.drop_column("reference")
        batch_op.drop_column("contribution_id")

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_organisation_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_organisation_merged_into_id"))
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_finding_place_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_finding_place_id"))
        batch_op.alter_column("effect", existing_type=sa.VARCHAR(length=40), nullable=False)
        batch_op.drop_column("place_id")
        batch_op.drop_constraint(batch_op.f("ck_finding_topic"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_finding_damagegrade"), type_="check")
        batch_op.drop_column("grade")
        batch_op.drop_column("topic")

    with op.batch_alter_table("disaster", schema=None) as batch_op:
        batch_op.drop_column("end_latest")
        batch_op.drop_column("end_earliest")
        batch_op.drop_column("end_stated")

    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_committed_minor")
        batch_op.drop_column("withdrawn_pledged_minor")
        batch_op.drop_column("withdrawn_announced_minor")

    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_column("method")

    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_column("end_latest")
        batch_op.drop_column("end_earliest")
        batch_op.drop_column("end_stated")
        batch_op.drop_column("currency")
        batch_op.drop_column("amount_minor")

    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_agreement_state_document_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_agreement_state_document_id"))
        batch_op.drop_column("state_document_id")
        batch_op.drop_column("state_day")

    with op.batch_alter_table("recommendation_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_finding_finding_id"))

    op.drop_table("recommendation_finding")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_recommendation_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_project_id"))

    op.drop_table("delivery")
    with op.batch_alter_table("expenditure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expenditure_project_id"))
        batch_op.drop_index(batch_op.f("ix_expenditure_fund_id"))

    op.drop_table("expenditure")
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merge_merged_id"))
        batch_op.drop_index(batch_op.f("ix_merge_kept_id"))
        batch_op.drop_index(batch_op.f("ix_merge_by_id"))

    op.drop_table("merge")
