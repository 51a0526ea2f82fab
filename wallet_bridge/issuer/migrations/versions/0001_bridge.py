"""Copies of papers in wallets, revoked papers, spent nonces."""

import sqlalchemy as sa
from alembic import op

from documents.ledger.schema import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "copy",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("number", sa.String(16), nullable=False, index=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("tx_hash", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("awaited", sa.Boolean, nullable=False),
        sa.Column("offered_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("token_hash", sa.String(64), unique=True),
        sa.Column("token_until", UtcDateTime),
        sa.Column("holder_key", sa.Text),
        sa.Column("list_no", sa.Integer),
        sa.Column("place", sa.Integer),
        sa.Column("issued_at", UtcDateTime),
        sa.Column("revoked_at", UtcDateTime),
        sa.Column("forget_at", UtcDateTime, nullable=False, index=True),
        sa.UniqueConstraint("list_no", "place"),
    )
    op.create_table(
        "revoked_paper",
        sa.Column("number", sa.String(16), primary_key=True),
        sa.Column("revoked_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "spent_nonce",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("forget_at", UtcDateTime, nullable=False, index=True),
    )


def downgrade() -> None:
    for table in ("spent_nonce", "revoked_paper", "copy"):
        op.drop_table(table)
