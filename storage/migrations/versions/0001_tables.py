"""The first tables, and the triggers that keep the register of acts as it was written."""

import sqlalchemy as sa
from alembic import op

from storage.columns import COUNTER, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = [
    "audit",
    "contact",
    "lease",
    "meta",
    "nik_lookup",
    "outbox",
    "person",
    "quarantine",
    "region",
    "salt",
    "seen_update",
    "tally",
    "tally_day",
    "tombstone",
    "tried_update",
    "audit_link",
    "consent",
    "conversation",
    "question",
    "registration",
]

# Rows of the register are never changed, and go only when they are five years old.
ON_SQLITE = (
    """
    CREATE TRIGGER audit_keeps_rows BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'rows of the register are never changed'); END
    """,
    """
    CREATE TRIGGER audit_keeps_years BEFORE DELETE ON audit WHEN OLD.at > datetime('now', '-5 years')
    BEGIN SELECT RAISE(ABORT, 'rows of the register stay for five years'); END
    """,
    """
    CREATE TRIGGER audit_link_keeps_rows BEFORE UPDATE ON audit_link
    BEGIN SELECT RAISE(ABORT, 'links of the register are never changed'); END
    """,
    """
    CREATE TRIGGER audit_link_keeps_years BEFORE DELETE ON audit_link
    WHEN (SELECT at FROM audit WHERE id = OLD.audit_id) > datetime('now', '-5 years')
    BEGIN SELECT RAISE(ABORT, 'links of the register stay for five years'); END
    """,
)
ON_POSTGRESQL = (
    """
    CREATE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE written timestamptz;
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF TG_TABLE_NAME = 'audit' THEN
                written := OLD.at;
            ELSE
                SELECT at INTO written FROM audit WHERE id = OLD.audit_id;
            END IF;
            IF written <= now() - interval '5 years' THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION 'rows of the register are never changed, and stay for five years';
    END $$
    """,
    "CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_keeps()",
    "CREATE TRIGGER audit_keeps_all BEFORE TRUNCATE ON audit EXECUTE FUNCTION audit_keeps()",
    "CREATE TRIGGER audit_link_keeps BEFORE UPDATE OR DELETE ON audit_link FOR EACH ROW EXECUTE FUNCTION audit_keeps()",
    "CREATE TRIGGER audit_link_keeps_all BEFORE TRUNCATE ON audit_link EXECUTE FUNCTION audit_keeps()",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", COUNTER, nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
        sa.UniqueConstraint("chat_id", name="uq_contact_chat_id"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "nik_lookup",
        sa.Column("contact_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nik_index", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("contact_id", "hour", "nik_index", name="pk_nik_lookup"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", COUNTER, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_chat_id", "outbox", ["chat_id"], unique=False)
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"], unique=False)
    op.create_index(
        "ix_outbox_queued",
        "outbox",
        ["lane", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(
        "ix_outbox_sending",
        "outbox",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["chat_id", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("nik_index", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("occupation", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("full_name", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("nik_index", name="uq_person_nik_index"),
    )
    op.create_index("ix_person_phone_index", "person", ["phone_index"], unique=False)
    op.create_index("ix_person_salt_id", "person", ["salt_id"], unique=False)
    op.create_index("ix_person_village_code", "person", ["village_code"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
        sa.UniqueConstraint("reference", name="uq_quarantine_reference"),
    )
    op.create_index("ix_quarantine_at", "quarantine", ["at"], unique=False)
    op.create_table(
        "region",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("parent", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("replaced_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_region"),
    )
    op.create_index("ix_region_parent", "region", ["parent"], unique=False)
    op.create_table(
        "salt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_salt"),
    )
    op.create_table(
        "seen_update",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_seen_update"),
    )
    op.create_index("ix_seen_update_at", "seen_update", ["at"], unique=False)
    op.create_table(
        "tally",
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("paid_until", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("village_code", "state", "paid_until", name="pk_tally"),
    )
    op.create_table(
        "tally_day",
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("village_code", "day", "event", name="pk_tally_day"),
    )
    op.create_table(
        "tombstone",
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("salt_id", name="pk_tombstone"),
    )
    op.create_table(
        "tried_update",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_tried_update"),
    )
    op.create_index("ix_tried_update_at", "tried_update", ["at"], unique=False)
    op.create_table(
        "audit_link",
        sa.Column("audit_id", COUNTER, autoincrement=False, nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name="fk_audit_link_audit_id"),
        sa.PrimaryKeyConstraint("audit_id", name="pk_audit_link"),
        sa.UniqueConstraint("month", "position", name="uq_audit_link_month_position"),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_consent_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_given_at", "consent", ["given_at"], unique=False)
    op.create_index("ix_consent_person_id", "consent", ["person_id"], unique=False)
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("touched_at", Moment(), nullable=False),
        sa.Column("remind_at", Moment(), nullable=True),
        sa.Column("expire_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_conversation_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.UniqueConstraint("contact_id", "flow", "subject", name="uq_conversation_contact_id_flow_subject"),
    )
    op.create_index("ix_conversation_expire_at", "conversation", ["expire_at"], unique=False)
    op.create_index("ix_conversation_remind_at", "conversation", ["remind_at"], unique=False)
    op.create_index("ix_conversation_touched_at", "conversation", ["touched_at"], unique=False)
    op.create_index(
        "uq_conversation_active",
        "conversation",
        ["contact_id"],
        unique=True,
        sqlite_where=sa.text("status = 'active'"),
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_question_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
    )
    op.create_index("ix_question_contact_id", "question", ["contact_id"], unique=False)
    op.create_index("ix_question_state", "question", ["state"], unique=False)
    op.create_table(
        "registration",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("registered_by", sa.BigInteger(), nullable=True),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("submitted_at", Moment(), nullable=False),
        sa.Column("stage_at", Moment(), nullable=False),
        sa.Column("paid_until", sa.Date(), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_registration_contact_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_registration_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_registration"),
        sa.UniqueConstraint("reference", name="uq_registration_reference"),
    )
    op.create_index("ix_registration_contact_id", "registration", ["contact_id"], unique=False)
    op.create_index("ix_registration_person_id", "registration", ["person_id"], unique=False)
    op.create_index("ix_registration_registered_by", "registration", ["registered_by"], unique=False)
    op.create_index("ix_registration_state_stage_at", "registration", ["state", "stage_at"], unique=False)
    op.create_index(
        "ix_registration_village_code_state", "registration", ["village_code", "state"], unique=False
    )
    for statement in ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_keeps()")
