"""The wallet: holders, deliveries, papers, sign-ins and sessions."""

import sqlalchemy as sa
from alembic import op

from wallet_bridge.wallet.tables import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holder",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("closed_at", Instant),
    )
    op.create_table(
        "delivery",
        sa.Column("promise_key", sa.String(128), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("receipt", sa.String(2000), nullable=False),
        sa.Column("received_at", Instant, nullable=False),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("holder", sa.String(64), sa.ForeignKey("holder.id"), nullable=False, index=True),
        sa.Column("promise_key", sa.String(128), sa.ForeignKey("delivery.promise_key"), nullable=False, unique=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("issued_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("verify_url", sa.String(500), nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("downloaded_at", Instant),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("request", sa.String(500), nullable=False),
        sa.Column("binding_code", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("holder", sa.String(64)),
        sa.Column("interval", sa.Float, nullable=False),
        sa.Column("next_poll_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("holder", sa.String(64), sa.ForeignKey("holder.id"), nullable=False),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
    )


def downgrade() -> None:
    for table in ("session", "sign_in", "paper", "delivery", "holder"):
        op.drop_table(table)
