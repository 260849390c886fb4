"""the record

Revision 0001, the first.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("permissions", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("password", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("tf_primary_method", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("tf_totp_secret", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("error", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("finished_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_job_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_state_id"), ["state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_user_id"), ["user_id"], unique=False)

    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("path", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_kept_form_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
    )
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_form_user_id"), ["user_id"], unique=False)

    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
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
                name="recordkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum(
                "public",
                "internal",
                "confidential",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("archived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_record_created_by_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["record.id"], name=op.f("fk_record_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_record_kind_code")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_visibility"), ["visibility"], unique=False)

    op.create_table(
        "role_user",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_role_user_role_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_role_user_user_id")),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_role_user")),
    )
    op.create_table(
        "submission",
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_submission_user_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_user_id"), ["user_id"], unique=False)

    op.create_table(
        "brief",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mission",
                "project",
                "donor",
                "portfolio",
                name="briefkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("printed_language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("data_day", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_brief_id")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_brief_job_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_brief_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brief")),
    )
    with op.batch_alter_table("brief", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_brief_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_brief_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_brief_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_brief_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_brief_user_id"), ["user_id"], unique=False)

    op.create_table(
        "disaster",
        sa.Column("on_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("on_earliest", sa.Date(), nullable=True),
        sa.Column("on_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "hazard",
            sa.Enum(
                "CW",
                "CE",
                "DR",
                "EQ",
                "EP",
                "EC",
                "ET",
                "FA",
                "FR",
                "FF",
                "FL",
                "HT",
                "IN",
                "LS",
                "MS",
                "OT",
                "ST",
                "SL",
                "AV",
                "SS",
                "AC",
                "TO",
                "TC",
                "TS",
                "VW",
                "VO",
                "WV",
                "WF",
                name="hazard",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("glide", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=True),
        sa.Column("place_stated", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_disaster_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disaster")),
    )
    with op.batch_alter_table("disaster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disaster_hazard"), ["hazard"], unique=False)

    op.create_table(
        "document",
        sa.Column("on_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("on_earliest", sa.Date(), nullable=True),
        sa.Column("on_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=True),
        sa.Column("original_language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_sha256"), ["sha256"], unique=False)

    op.create_table(
        "fund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "not_stated",
                "general_purpose",
                "special_purpose",
                "trust_fund",
                "technical_cooperation_trust_fund",
                name="fundkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "not_stated",
                "in_preparation",
                "open",
                "closed",
                name="fundstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
    )
    op.create_table(
        "outside_identifier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("system", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_outside_identifier_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_identifier")),
        sa.UniqueConstraint("record_id", "system", "value", name=op.f("uq_outside_identifier_record_id_system_value")),
    )
    with op.batch_alter_table("outside_identifier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outside_identifier_system"), ["system"], unique=False)

    op.create_table(
        "rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("units_per_dollar", sa.String(length=40), nullable=False),
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_rate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate")),
        sa.UniqueConstraint("currency", "day", "origin", name=op.f("uq_rate_currency_day_origin")),
    )
    with op.batch_alter_table("rate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_currency"), ["currency"], unique=False)

    op.create_table(
        "row_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("entity", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("row_key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("change", sqlmodel.sql.sqltypes.AutoString(length=6), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("recorded_from", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_to", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("why", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_row_version_record_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_row_version_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_version")),
    )
    with op.batch_alter_table("row_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_row_version_entity_row_key"), ["entity", "row_key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_row_version_record_id_recorded_from"), ["record_id", "recorded_from"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_row_version_recorded_from"), ["recorded_from"], unique=False)

    op.create_table(
        "search_text",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_search_text_record_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_search_text")),
    )
    op.create_table(
        "share",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_share_record_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_share_user_id")),
        sa.PrimaryKeyConstraint("record_id", "user_id", name=op.f("pk_share")),
    )
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_user_id"), ["user_id"], unique=False)

    op.create_table(
        "territory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("iso3", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("m49", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("region", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("subregion", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory")),
    )
    with op.batch_alter_table("territory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_territory_region"), ["region"], unique=False)

    op.create_table(
        "translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_translation_by_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_translation_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint("record_id", "field", "language", name=op.f("uq_translation_record_id_field_language")),
    )
    op.create_table(
        "citation",
        sa.Column("on_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("on_earliest", sa.Date(), nullable=True),
        sa.Column("on_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("paragraph", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("quotation", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("quotation_language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_citation_document_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_citation_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
    )
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_citation_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_citation_record_id"), ["record_id"], unique=False)

    op.create_table(
        "disaster_territory",
        sa.Column("disaster_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["disaster_id"], ["disaster.id"], name=op.f("fk_disaster_territory_disaster_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_disaster_territory_territory_id")),
        sa.PrimaryKeyConstraint("disaster_id", "territory_id", name=op.f("pk_disaster_territory")),
    )
    with op.batch_alter_table("disaster_territory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disaster_territory_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "document_link",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_link_document_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_document_link_record_id")),
        sa.PrimaryKeyConstraint("document_id", "record_id", name=op.f("pk_document_link")),
    )
    with op.batch_alter_table("document_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_link_record_id"), ["record_id"], unique=False)

    op.create_table(
        "impact_figure",
        sa.Column("on_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("on_earliest", sa.Date(), nullable=True),
        sa.Column("on_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("disaster_id", sa.Integer(), nullable=False),
        sa.Column("measure", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["disaster_id"], ["disaster.id"], name=op.f("fk_impact_figure_disaster_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_impact_figure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_figure")),
    )
    with op.batch_alter_table("impact_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_impact_figure_disaster_id"), ["disaster_id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("acronym", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "not_stated",
                "government",
                "united_nations",
                "intergovernmental",
                "development_bank",
                "local_authority",
                "non_governmental",
                "academic",
                "private",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("territory_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_organisation_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_organisation_owner_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_organisation_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_place_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_place_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "programme",
        sa.Column("start_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("start_earliest", sa.Date(), nullable=True),
        sa.Column("start_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("acronym", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("mandate", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("established_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("place_stated", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("fund_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_programme_fund_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
    )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_fund_id"), ["fund_id"], unique=False)

    op.create_table(
        "territory_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
        sa.Column("listed", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("formal", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_territory_name_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory_name")),
    )
    with op.batch_alter_table("territory_name", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_territory_name_territory_id_language"), ["territory_id", "language"], unique=False
        )

    op.create_table(
        "user_territory",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_user_territory_territory_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_territory_user_id")),
        sa.PrimaryKeyConstraint("user_id", "territory_id", name=op.f("pk_user_territory")),
    )
    with op.batch_alter_table("user_territory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_territory_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("end_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("end_earliest", sa.Date(), nullable=True),
        sa.Column("end_latest", sa.Date(), nullable=True),
        sa.Column("start_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("start_earliest", sa.Date(), nullable=True),
        sa.Column("start_latest", sa.Date(), nullable=True),
        sa.Column("signed_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("signed_earliest", sa.Date(), nullable=True),
        sa.Column("signed_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "mou",
                "cooperation",
                "letter",
                "contribution",
                "exchange",
                name="agreementkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "signed",
                "ended",
                "suspended",
                "terminated",
                name="agreementstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_why", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("covers", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("consequence", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_agreement_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_agreement_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_state"), ["state"], unique=False)

    op.create_table(
        "disaster_place",
        sa.Column("disaster_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["disaster_id"], ["disaster.id"], name=op.f("fk_disaster_place_disaster_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_disaster_place_place_id")),
        sa.PrimaryKeyConstraint("disaster_id", "place_id", name=op.f("pk_disaster_place")),
    )
    with op.batch_alter_table("disaster_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disaster_place_place_id"), ["place_id"], unique=False)

    op.create_table(
        "mission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=False),
        sa.Column("points_to_raise", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("requests", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("counterparts", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("sensitivities", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("security_focal_point", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_mission_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_mission_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission")),
    )
    with op.batch_alter_table("mission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mission_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_person_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "programme_member",
        sa.Column("end_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("end_earliest", sa.Date(), nullable=True),
        sa.Column("end_latest", sa.Date(), nullable=True),
        sa.Column("start_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("start_earliest", sa.Date(), nullable=True),
        sa.Column("start_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name_stated", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_programme_member_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_programme_member_organisation_id")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_programme_member_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_member")),
    )
    with op.batch_alter_table("programme_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_member_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_member_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "programme_territory",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_programme_territory_programme_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_programme_territory_territory_id")),
        sa.PrimaryKeyConstraint("programme_id", "territory_id", name=op.f("pk_programme_territory")),
    )
    with op.batch_alter_table("programme_territory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_territory_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "project",
        sa.Column("period_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("period_earliest", sa.Date(), nullable=True),
        sa.Column("period_latest", sa.Date(), nullable=True),
        sa.Column("formulated_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("formulated_earliest", sa.Date(), nullable=True),
        sa.Column("formulated_latest", sa.Date(), nullable=True),
        sa.Column("end_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("end_earliest", sa.Date(), nullable=True),
        sa.Column("end_latest", sa.Date(), nullable=True),
        sa.Column("start_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("start_earliest", sa.Date(), nullable=True),
        sa.Column("start_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("place_stated", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "not_stated",
                "identified",
                "proposed",
                "under_review",
                "approved",
                "under_way",
                "suspended",
                "completed",
                "closed",
                "cancelled",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stage_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("stage_why", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "health",
            sa.Enum(
                "on_track",
                "at_risk",
                "off_track",
                "not_reported",
                name="health",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("health_day", sa.Date(), nullable=True),
        sa.Column("reported_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("next_step", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "funding_condition",
            sa.Enum(
                "subject_to_funding", name="fundingcondition", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_project_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_project_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_health"), ["health"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_health_day"), ["health_day"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_stage"), ["stage"], unique=False)

    op.create_table(
        "action_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_day", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "done", name="actionstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_action_point_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_action_point_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_action_point_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_point")),
    )
    with op.batch_alter_table("action_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_point_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_point_project_id"), ["project_id"], unique=False)

    op.create_table(
        "agreement_party",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_party_agreement_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_agreement_party_organisation_id")
        ),
        sa.PrimaryKeyConstraint("agreement_id", "organisation_id", name=op.f("pk_agreement_party")),
    )
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_party_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "agreement_project",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_project_agreement_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_agreement_project_project_id")),
        sa.PrimaryKeyConstraint("agreement_id", "project_id", name=op.f("pk_agreement_project")),
    )
    with op.batch_alter_table("agreement_project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_project_project_id"), ["project_id"], unique=False)

    op.create_table(
        "amendment",
        sa.Column("on_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("on_earliest", sa.Date(), nullable=True),
        sa.Column("on_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_amendment_agreement_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_amendment_document_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_amendment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_amendment_agreement_id_number")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendment_document_id"), ["document_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("output_on_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("output_on_earliest", sa.Date(), nullable=True),
        sa.Column("output_on_latest", sa.Date(), nullable=True),
        sa.Column("on_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("on_earliest", sa.Date(), nullable=True),
        sa.Column("on_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "not_stated",
                "rapid",
                "sectoral",
                "joint",
                "desk_review",
                "identification",
                "evaluation",
                name="assessmentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "not_stated",
                "planned",
                "under_way",
                "completed",
                name="assessmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column(
            "own_role",
            sa.Enum(
                "partner",
                "lead",
                "implementing",
                "funding",
                "support",
                "participant",
                "reviewing",
                name="own_role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("place_stated", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column(
            "hazard",
            sa.Enum(
                "CW",
                "CE",
                "DR",
                "EQ",
                "EP",
                "EC",
                "ET",
                "FA",
                "FR",
                "FF",
                "FL",
                "HT",
                "IN",
                "LS",
                "MS",
                "OT",
                "ST",
                "SL",
                "AV",
                "SS",
                "AC",
                "TO",
                "TC",
                "TS",
                "VW",
                "VO",
                "WV",
                "WF",
                name="hazard",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("output", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("follow_up", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_assessment_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_assessment_programme_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_assessment_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_project_id"), ["project_id"], unique=False)

    op.create_table(
        "calendar_event",
        sa.Column("on_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("on_earliest", sa.Date(), nullable=True),
        sa.Column("on_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("place_stated", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_calendar_event_agreement_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_calendar_event_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_calendar_event_programme_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_calendar_event_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_event")),
    )
    with op.batch_alter_table("calendar_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_event_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_calendar_event_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_calendar_event_project_id"), ["project_id"], unique=False)

    op.create_table(
        "component",
        sa.Column("end_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("end_earliest", sa.Date(), nullable=True),
        sa.Column("end_latest", sa.Date(), nullable=True),
        sa.Column("start_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("start_earliest", sa.Date(), nullable=True),
        sa.Column("start_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "not_stated",
                "identified",
                "proposed",
                "under_review",
                "approved",
                "under_way",
                "suspended",
                "completed",
                "closed",
                "cancelled",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stage_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_component_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_component_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_component")),
    )
    with op.batch_alter_table("component", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_component_project_id"), ["project_id"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("donor_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "money",
                "in_kind",
                "loan",
                "pass_through",
                name="contributionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fund_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("announced_minor", sa.BigInteger(), nullable=True),
        sa.Column("pledged_minor", sa.BigInteger(), nullable=True),
        sa.Column("committed_minor", sa.BigInteger(), nullable=True),
        sa.Column("received_minor", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_minor", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_contribution_agreement_id")),
        sa.ForeignKeyConstraint(["donor_id"], ["organisation.id"], name=op.f("fk_contribution_donor_id")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_contribution_fund_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_contribution_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_contribution_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_currency"), ["currency"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_donor_id"), ["donor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("due_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("due_earliest", sa.Date(), nullable=True),
        sa.Column("due_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "condition",
            sa.Enum("subject_to_funding", name="condition", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("done_day", sa.Date(), nullable=True),
        sa.Column("confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_milestone_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_milestone_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_project_id"), ["project_id"], unique=False)

    op.create_table(
        "mission_member",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_member_mission_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mission_member_user_id")),
        sa.PrimaryKeyConstraint("mission_id", "user_id", name=op.f("pk_mission_member")),
    )
    with op.batch_alter_table("mission_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mission_member_user_id"), ["user_id"], unique=False)

    op.create_table(
        "mission_territory",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_territory_mission_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_mission_territory_territory_id")),
        sa.PrimaryKeyConstraint("mission_id", "territory_id", name=op.f("pk_mission_territory")),
    )
    with op.batch_alter_table("mission_territory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mission_territory_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_objective_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_objective_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
    )
    with op.batch_alter_table("objective", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objective_project_id"), ["project_id"], unique=False)

    op.create_table(
        "payment",
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_payment_agreement_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_payment_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_payment_organisation_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_payment_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_project_id"), ["project_id"], unique=False)

    op.create_table(
        "post",
        sa.Column("due_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("due_earliest", sa.Date(), nullable=True),
        sa.Column("due_latest", sa.Date(), nullable=True),
        sa.Column("on_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("on_earliest", sa.Date(), nullable=True),
        sa.Column("on_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("count_professional", sa.Integer(), nullable=True),
        sa.Column("count_local", sa.Integer(), nullable=True),
        sa.Column("where_stated", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("funding_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("state_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_post_agreement_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_post_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_post_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "project_disaster",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("disaster_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["disaster_id"], ["disaster.id"], name=op.f("fk_project_disaster_disaster_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_disaster_project_id")),
        sa.PrimaryKeyConstraint("project_id", "disaster_id", name=op.f("pk_project_disaster")),
    )
    with op.batch_alter_table("project_disaster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_disaster_disaster_id"), ["disaster_id"], unique=False)

    op.create_table(
        "project_member",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_member_project_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_project_member_user_id")),
        sa.PrimaryKeyConstraint("project_id", "user_id", name=op.f("pk_project_member")),
    )
    with op.batch_alter_table("project_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_member_user_id"), ["user_id"], unique=False)

    op.create_table(
        "project_partner",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "partner",
                "lead",
                "implementing",
                "funding",
                "support",
                "participant",
                "reviewing",
                name="partnerrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_project_partner_organisation_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_partner_project_id")),
        sa.PrimaryKeyConstraint("project_id", "organisation_id", name=op.f("pk_project_partner")),
    )
    with op.batch_alter_table("project_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_partner_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "project_place",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_project_place_place_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_place_project_id")),
        sa.PrimaryKeyConstraint("project_id", "place_id", name=op.f("pk_project_place")),
    )
    with op.batch_alter_table("project_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_place_place_id"), ["place_id"], unique=False)

    op.create_table(
        "project_territory",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_territory_project_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_project_territory_territory_id")),
        sa.PrimaryKeyConstraint("project_id", "territory_id", name=op.f("pk_project_territory")),
    )
    with op.batch_alter_table("project_territory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_territory_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "reported_amount",
        sa.Column("period_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("period_earliest", sa.Date(), nullable=True),
        sa.Column("period_latest", sa.Date(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "planned_grants",
                "planned_loans",
                "cumulative_total",
                "aid_total",
                "general_purpose",
                "special_purpose",
                name="amountnature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "qualifier",
            sa.Enum("more_than", "about", name="amountqualifier", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("share_percent", sa.Integer(), nullable=True),
        sa.Column("from_stated", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("part_of_id", sa.Integer(), nullable=True),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_reported_amount_agreement_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_reported_amount_id")),
        sa.ForeignKeyConstraint(["part_of_id"], ["reported_amount.id"], name=op.f("fk_reported_amount_part_of_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_reported_amount_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_amount")),
    )
    with op.batch_alter_table("reported_amount", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reported_amount_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reported_amount_part_of_id"), ["part_of_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reported_amount_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "requirement",
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
        sa.CheckConstraint("(project_id IS NULL) <> (fund_id IS NULL)", name=op.f("ck_requirement_one_owner")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_requirement_fund_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_requirement_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_requirement_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
    )
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requirement_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requirement_project_id"), ["project_id"], unique=False)

    op.create_table(
        "risk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "likelihood",
            sa.Enum("low", "medium", "high", name="likelihood", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "impact",
            sa.Enum("low", "medium", "high", name="impact", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("response", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("closed_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_risk_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_risk_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
    )
    with op.batch_alter_table("risk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_project_id"), ["project_id"], unique=False)

    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name_stated", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_signature_agreement_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_signature_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_signature_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signature_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signature_person_id"), ["person_id"], unique=False)

    op.create_table(
        "undertaking",
        sa.Column("due_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("due_earliest", sa.Date(), nullable=True),
        sa.Column("due_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "done", name="actionstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("state_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_undertaking_agreement_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_undertaking_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_undertaking_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undertaking")),
    )
    with op.batch_alter_table("undertaking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_undertaking_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_undertaking_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "published",
                "returned",
                name="updatestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "health",
            sa.Enum(
                "on_track",
                "at_risk",
                "off_track",
                "not_reported",
                name="health",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "not_stated",
                "identified",
                "proposed",
                "under_review",
                "approved",
                "under_way",
                "suspended",
                "completed",
                "closed",
                "cancelled",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("happened", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("next_step", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("submitted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("published_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("returned_why", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_update_author_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["update.id"], name=op.f("fk_update_corrects_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_update_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_update_project_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["user.id"], name=op.f("fk_update_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update")),
    )
    with op.batch_alter_table("update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_update_as_of"), ["as_of"], unique=False)
        batch_op.create_index(batch_op.f("ix_update_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_update_corrects_id"), ["corrects_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_update_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_update_state"), ["state"], unique=False)

    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"], name=op.f("fk_allocation_contribution_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_allocation_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_allocation_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_contribution_id"), ["contribution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_project_id"), ["project_id"], unique=False)

    op.create_table(
        "assessment_disaster",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("disaster_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_disaster_assessment_id")
        ),
        sa.ForeignKeyConstraint(["disaster_id"], ["disaster.id"], name=op.f("fk_assessment_disaster_disaster_id")),
        sa.PrimaryKeyConstraint("assessment_id", "disaster_id", name=op.f("pk_assessment_disaster")),
    )
    with op.batch_alter_table("assessment_disaster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_disaster_disaster_id"), ["disaster_id"], unique=False)

    op.create_table(
        "assessment_participant",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "partner",
                "lead",
                "implementing",
                "funding",
                "support",
                "participant",
                "reviewing",
                name="partnerrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_participant_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assessment_participant_organisation_id")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "organisation_id", name=op.f("pk_assessment_participant")),
    )
    with op.batch_alter_table("assessment_participant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assessment_participant_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "assessment_place",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_place_assessment_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_assessment_place_place_id")),
        sa.PrimaryKeyConstraint("assessment_id", "place_id", name=op.f("pk_assessment_place")),
    )
    with op.batch_alter_table("assessment_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_place_place_id"), ["place_id"], unique=False)

    op.create_table(
        "assessment_territory",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_territory_assessment_id")
        ),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_assessment_territory_territory_id")),
        sa.PrimaryKeyConstraint("assessment_id", "territory_id", name=op.f("pk_assessment_territory")),
    )
    with op.batch_alter_table("assessment_territory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_territory_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "component_partner",
        sa.Column("component_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "partner",
                "lead",
                "implementing",
                "funding",
                "support",
                "participant",
                "reviewing",
                name="partnerrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["component_id"], ["component.id"], name=op.f("fk_component_partner_component_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_component_partner_organisation_id")
        ),
        sa.PrimaryKeyConstraint("component_id", "organisation_id", name=op.f("pk_component_partner")),
    )
    with op.batch_alter_table("component_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_component_partner_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "event_territory",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["calendar_event.id"], name=op.f("fk_event_territory_event_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_event_territory_territory_id")),
        sa.PrimaryKeyConstraint("event_id", "territory_id", name=op.f("pk_event_territory")),
    )
    with op.batch_alter_table("event_territory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_territory_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(length=3), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "housing",
                "education",
                "health",
                "nutrition",
                "culture",
                "water_sanitation",
                "community_infrastructure",
                "energy",
                "transport",
                "agriculture",
                "employment",
                "commerce",
                "tourism",
                "governance",
                "land",
                "risk_reduction",
                "environment",
                "gender",
                "macro_economy",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "effect",
            sa.Enum("damage", "loss", "need", name="effect", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("amount_high_minor", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_finding_assessment_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_assessment_id"), ["assessment_id"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=True),
        sa.Column("addressee_stated", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("due_day", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "rejected",
                "project",
                "done",
                name="recommendationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_why", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["addressee_id"], ["organisation.id"], name=op.f("fk_recommendation_addressee_id")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_recommendation_assessment_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_recommendation_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_recommendation_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_addressee_id"), ["addressee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_project_id"), ["project_id"], unique=False)

    op.create_table(
        "step",
        sa.Column("on_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("on_earliest", sa.Date(), nullable=True),
        sa.Column("on_latest", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "announced",
                "pledged",
                "committed",
                "received",
                "withdrawn",
                name="stepkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("kind_stated", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"], name=op.f("fk_step_contribution_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_contribution_id"), ["contribution_id"], unique=False)
    _make_search_index()


def downgrade() -> None:
    _drop_search_index()
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_contribution_id"))

    op.drop_table("step")
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_project_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_assessment_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_addressee_id"))

    op.drop_table("recommendation")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_assessment_id"))

    op.drop_table("finding")
    with op.batch_alter_table("event_territory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_territory_territory_id"))

    op.drop_table("event_territory")
    with op.batch_alter_table("component_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_component_partner_organisation_id"))

    op.drop_table("component_partner")
    with op.batch_alter_table("assessment_territory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_territory_territory_id"))

    op.drop_table("assessment_territory")
    with op.batch_alter_table("assessment_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_place_place_id"))

    op.drop_table("assessment_place")
    with op.batch_alter_table("assessment_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_participant_organisation_id"))

    op.drop_table("assessment_participant")
    with op.batch_alter_table("assessment_disaster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_disaster_disaster_id"))

    op.drop_table("assessment_disaster")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_project_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_contribution_id"))

    op.drop_table("allocation")
    with op.batch_alter_table("update", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_update_state"))
        batch_op.drop_index(batch_op.f("ix_update_project_id"))
        batch_op.drop_index(batch_op.f("ix_update_corrects_id"))
        batch_op.drop_index(batch_op.f("ix_update_author_id"))
        batch_op.drop_index(batch_op.f("ix_update_as_of"))

    op.drop_table("update")
    with op.batch_alter_table("undertaking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_undertaking_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_undertaking_agreement_id"))

    op.drop_table("undertaking")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signature_person_id"))
        batch_op.drop_index(batch_op.f("ix_signature_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_signature_agreement_id"))

    op.drop_table("signature")
    with op.batch_alter_table("risk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_risk_project_id"))

    op.drop_table("risk")
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requirement_project_id"))
        batch_op.drop_index(batch_op.f("ix_requirement_fund_id"))

    op.drop_table("requirement")
    with op.batch_alter_table("reported_amount", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reported_amount_programme_id"))
        batch_op.drop_index(batch_op.f("ix_reported_amount_part_of_id"))
        batch_op.drop_index(batch_op.f("ix_reported_amount_agreement_id"))

    op.drop_table("reported_amount")
    with op.batch_alter_table("project_territory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_territory_territory_id"))

    op.drop_table("project_territory")
    with op.batch_alter_table("project_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_place_place_id"))

    op.drop_table("project_place")
    with op.batch_alter_table("project_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_partner_organisation_id"))

    op.drop_table("project_partner")
    with op.batch_alter_table("project_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_member_user_id"))

    op.drop_table("project_member")
    with op.batch_alter_table("project_disaster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_disaster_disaster_id"))

    op.drop_table("project_disaster")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_programme_id"))
        batch_op.drop_index(batch_op.f("ix_post_agreement_id"))

    op.drop_table("post")
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_project_id"))
        batch_op.drop_index(batch_op.f("ix_payment_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_payment_agreement_id"))

    op.drop_table("payment")
    with op.batch_alter_table("objective", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objective_project_id"))

    op.drop_table("objective")
    with op.batch_alter_table("mission_territory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mission_territory_territory_id"))

    op.drop_table("mission_territory")
    with op.batch_alter_table("mission_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mission_member_user_id"))

    op.drop_table("mission_member")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_project_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_programme_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_kind"))
        batch_op.drop_index(batch_op.f("ix_contribution_fund_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_donor_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_currency"))
        batch_op.drop_index(batch_op.f("ix_contribution_agreement_id"))

    op.drop_table("contribution")
    with op.batch_alter_table("component", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_component_project_id"))

    op.drop_table("component")
    with op.batch_alter_table("calendar_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_event_project_id"))
        batch_op.drop_index(batch_op.f("ix_calendar_event_programme_id"))
        batch_op.drop_index(batch_op.f("ix_calendar_event_agreement_id"))

    op.drop_table("calendar_event")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_project_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_programme_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_kind"))

    op.drop_table("assessment")
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendment_document_id"))
        batch_op.drop_index(batch_op.f("ix_amendment_agreement_id"))

    op.drop_table("amendment")
    with op.batch_alter_table("agreement_project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_project_project_id"))

    op.drop_table("agreement_project")
    with op.batch_alter_table("agreement_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_party_organisation_id"))

    op.drop_table("agreement_party")
    with op.batch_alter_table("action_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_point_project_id"))
        batch_op.drop_index(batch_op.f("ix_action_point_owner_id"))

    op.drop_table("action_point")
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_stage"))
        batch_op.drop_index(batch_op.f("ix_project_programme_id"))
        batch_op.drop_index(batch_op.f("ix_project_health_day"))
        batch_op.drop_index(batch_op.f("ix_project_health"))

    op.drop_table("project")
    with op.batch_alter_table("programme_territory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_territory_territory_id"))

    op.drop_table("programme_territory")
    with op.batch_alter_table("programme_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_member_programme_id"))
        batch_op.drop_index(batch_op.f("ix_programme_member_organisation_id"))

    op.drop_table("programme_member")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_organisation_id"))

    op.drop_table("person")
    with op.batch_alter_table("mission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mission_programme_id"))

    op.drop_table("mission")
    with op.batch_alter_table("disaster_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disaster_place_place_id"))

    op.drop_table("disaster_place")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_state"))
        batch_op.drop_index(batch_op.f("ix_agreement_programme_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_kind"))

    op.drop_table("agreement")
    with op.batch_alter_table("user_territory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_territory_territory_id"))

    op.drop_table("user_territory")
    with op.batch_alter_table("territory_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_territory_name_territory_id_language"))

    op.drop_table("territory_name")
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_fund_id"))

    op.drop_table("programme")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_territory_id"))

    op.drop_table("place")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_territory_id"))
        batch_op.drop_index(batch_op.f("ix_organisation_owner_id"))

    op.drop_table("organisation")
    with op.batch_alter_table("impact_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_impact_figure_disaster_id"))

    op.drop_table("impact_figure")
    with op.batch_alter_table("document_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_link_record_id"))

    op.drop_table("document_link")
    with op.batch_alter_table("disaster_territory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disaster_territory_territory_id"))

    op.drop_table("disaster_territory")
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_citation_record_id"))
        batch_op.drop_index(batch_op.f("ix_citation_document_id"))

    op.drop_table("citation")
    op.drop_table("translation")
    with op.batch_alter_table("territory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_territory_region"))

    op.drop_table("territory")
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_user_id"))

    op.drop_table("share")
    op.drop_table("search_text")
    with op.batch_alter_table("row_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_row_version_recorded_from"))
        batch_op.drop_index(batch_op.f("ix_row_version_record_id_recorded_from"))
        batch_op.drop_index(batch_op.f("ix_row_version_entity_row_key"))

    op.drop_table("row_version")
    with op.batch_alter_table("rate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_currency"))

    op.drop_table("rate")
    with op.batch_alter_table("outside_identifier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_identifier_system"))

    op.drop_table("outside_identifier")
    op.drop_table("fund")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_sha256"))

    op.drop_table("document")
    with op.batch_alter_table("disaster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disaster_hazard"))

    op.drop_table("disaster")
    with op.batch_alter_table("brief", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_brief_user_id"))
        batch_op.drop_index(batch_op.f("ix_brief_sha256"))
        batch_op.drop_index(batch_op.f("ix_brief_kind"))
        batch_op.drop_index(batch_op.f("ix_brief_key"))
        batch_op.drop_index(batch_op.f("ix_brief_job_id"))

    op.drop_table("brief")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_user_id"))

    op.drop_table("submission")
    op.drop_table("role_user")
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_visibility"))
        batch_op.drop_index(batch_op.f("ix_record_parent_id"))
        batch_op.drop_index(batch_op.f("ix_record_created_by_id"))

    op.drop_table("record")
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_form_user_id"))

    op.drop_table("kept_form")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_user_id"))
        batch_op.drop_index(batch_op.f("ix_job_state_id"))

    op.drop_table("job")
    op.drop_table("user")
    op.drop_table("role")


def _make_search_index() -> None:
    """The words of search_text, indexed as the dialect does it best; `domain.search` makes both find the same."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("CREATE INDEX ix_search_text_body ON search_text USING gin (to_tsvector('simple', body))")
        return
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5"
        "(body, content='search_text', content_rowid='record_id', tokenize='unicode61', prefix='2 3')"
    )
    added = "INSERT INTO search_index(rowid, body) VALUES (new.record_id, new.body);"
    removed = "INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.record_id, old.body);"
    op.execute(f"CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN {added} END")
    op.execute(f"CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN {removed} END")
    op.execute(f"CREATE TRIGGER search_text_changed AFTER UPDATE ON search_text BEGIN {removed} {added} END")


def _drop_search_index() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP INDEX ix_search_text_body")
        return
    op.execute("DROP TABLE search_index")
    for name in ("added", "removed", "changed"):
        op.execute(f"DROP TRIGGER search_text_{name}")
