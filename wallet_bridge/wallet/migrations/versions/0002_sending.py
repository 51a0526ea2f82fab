"""Sending papers on: submissions to receivers and their steps, one-time viewing, the proof of the public log."""

import sqlalchemy as sa
from alembic import op

from wallet_bridge.wallet.tables import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper", sa.Column("log", sa.Text))
    op.create_table(
        "submission",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("holder", sa.String(64), sa.ForeignKey("holder.id"), index=True),
        sa.Column("paper_id", sa.String(32), nullable=False, index=True),
        sa.Column("receiver", sa.String(100), nullable=False, index=True),
        sa.Column("open_slot", sa.String(140), unique=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(200)),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("content", sa.LargeBinary),
    )
    op.create_table(
        "submission_step",
        sa.Column("submission", sa.String(32), sa.ForeignKey("submission.id"), primary_key=True),
        sa.Column("state", sa.String(16), primary_key=True),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_table(
        "viewing",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("holder", sa.String(64), sa.ForeignKey("holder.id"), nullable=False, index=True),
        sa.Column("paper_id", sa.String(32), nullable=False, index=True),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("opened_at", Instant),
    )


def downgrade() -> None:
    for table in ("viewing", "submission_step", "submission"):
        op.drop_table(table)
    op.drop_column("paper", "log")
