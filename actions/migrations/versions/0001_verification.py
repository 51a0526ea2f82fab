"""Verifications: who was asked on the phone, and what the provider signed."""

import sqlalchemy as sa
from alembic import op

from documents.ledger.schema import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "verification",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, primary_key=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("purpose", sa.String(120), nullable=False),
        sa.Column("provider", sa.String(40)),
        sa.Column("binding_code", sa.String(4)),
        sa.Column("sealed_request", sa.LargeBinary()),
        sa.Column("sealed_person", sa.LargeBinary()),
        sa.Column("sealed_claims", sa.LargeBinary()),
        sa.Column("interval", sa.Double(), nullable=False),
        sa.Column("slow_told", sa.Boolean(), nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("submitted_at", UtcDateTime),
        sa.Column("expires_at", UtcDateTime),
        sa.Column("next_poll_at", UtcDateTime),
        sa.Column("approved_at", UtcDateTime),
        sa.Column("first_used_at", UtcDateTime),
        sqlite_autoincrement=True,
    )
    op.create_index("verification_conversation", "verification", ["conversation", "seq"])
    open_states = sa.text("state IN ('requested', 'pending')")
    op.create_index(
        "verification_one_open",
        "verification",
        ["conversation"],
        unique=True,
        sqlite_where=open_states,
        postgresql_where=open_states,
    )
    op.create_index("verification_due", "verification", ["state", "next_poll_at"])


def downgrade() -> None:
    op.drop_table("verification")
