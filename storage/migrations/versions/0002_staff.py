"""Those who work with Sasar: branches, posts, villages, invitations, hand-overs, badges."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# Settings of one transaction, each read once a query; without any there is no wall: nobody in a post is acting.
REACH = "string_to_array((SELECT current_setting('sasar.reach', true)), ' ')"
CEDED = "string_to_array((SELECT current_setting('sasar.ceded', true)), ' ')"
ACTOR = "(SELECT current_setting('sasar.actor', true))"
IS_OPEN = "coalesce((SELECT current_setting('sasar.reach', true)), '') = ''"
IS_REACHED = (
    f"(village_code = ANY ({REACH}) OR left(village_code, 4) = ANY ({REACH})) AND NOT village_code = ANY ({CEDED})"
)
IS_OWN = {
    "registration": f"contact_id::text = {ACTOR}",
    "person": "EXISTS (SELECT FROM registration WHERE registration.person_id = person.id"
    f" AND registration.contact_id::text = {ACTOR})",
}


def upgrade() -> None:
    make_tables()
    if op.get_bind().dialect.name == "postgresql":
        for table, is_own in IS_OWN.items():
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
            rule = f"{IS_OPEN} OR ({IS_REACHED}) OR {is_own}"
            op.execute(f"CREATE POLICY reach ON {table} USING ({rule}) WITH CHECK (true)")


def make_tables() -> None:
    op.create_table(
        "branch",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_branch"),
        sa.UniqueConstraint("name", name="uq_branch_name"),
    )
    op.create_table(
        "branch_area",
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("branch_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_branch_area_branch_id"),
        sa.PrimaryKeyConstraint("area_code", name="pk_branch_area"),
    )
    op.create_index("ix_branch_area_branch_id", "branch_area", ["branch_id"])
    op.create_table(
        "post",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("pillar", sa.String(), nullable=False),
        sa.Column("branch_id", sa.String(), nullable=True),
        sa.Column("given_by", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", Moment(), nullable=False),
        sa.Column("valid_to", Moment(), nullable=True),
        sa.Column("suspended_at", Moment(), nullable=True),
        sa.Column("full_name", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_post_branch_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_post_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
    )
    op.create_index("ix_post_contact_id", "post", ["contact_id"])
    op.create_index("ix_post_branch_id", "post", ["branch_id"])
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("given_by", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", Moment(), nullable=False),
        sa.Column("valid_to", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_assignment_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_contact_id", "assignment", ["contact_id"])
    op.create_index("ix_assignment_village_code_valid_to", "assignment", ["village_code", "valid_to"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("pillar", sa.String(), nullable=False),
        sa.Column("branch_id", sa.String(), nullable=True),
        sa.Column("villages", sa.String(), nullable=False),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("for_contact", sa.BigInteger(), nullable=True),
        sa.Column("given_by", sa.BigInteger(), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("full_name", sa.LargeBinary(), nullable=True),
        sa.Column("salt_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_invitation_branch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
    )
    op.create_index("ix_invitation_given_by", "invitation", ["given_by"])
    op.create_index("ix_invitation_branch_id_state", "invitation", ["branch_id", "state"])
    op.create_table(
        "handover",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("from_contact", sa.BigInteger(), nullable=False),
        sa.Column("to_contact", sa.BigInteger(), nullable=False),
        sa.Column("villages", sa.String(), nullable=False),
        sa.Column("given_by", sa.BigInteger(), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
    )
    op.create_index("ix_handover_to_contact", "handover", ["to_contact"])
    op.create_table(
        "badge",
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("until_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_badge_post_id"),
        sa.PrimaryKeyConstraint("post_id", name="pk_badge"),
        sa.UniqueConstraint("code_index", name="uq_badge_code_index"),
    )
    op.create_table(
        "guess",
        sa.Column("contact_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("contact_id", "what", "hour", name="pk_guess"),
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in IS_OWN:
            op.execute(f"DROP POLICY reach ON {table}")
            op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
    for table in ("guess", "badge", "handover", "invitation", "assignment", "post", "branch_area", "branch"):
        op.drop_table(table)
