"""Conversations, their messages, what was offered in them, the inbox before the engine, the news received."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("speaker", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("buttons", sa.JSON, nullable=False),
        sa.Column("card", sa.JSON),
        sa.Column("card_key", sa.String(160)),
        sa.Column("replaces", sa.Integer),
        sa.Column("client_id", sa.String(64)),
        sa.UniqueConstraint("conversation", "client_id", name="uq_messages_client_id"),
    )
    op.create_index("ix_messages_card_key", "messages", ["conversation", "card_key"])
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("fields", sa.JSON),
    )
    op.create_index("ix_offers_payload", "offers", ["conversation", "payload"])
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("body", sa.JSON),
        sa.Column("card_key", sa.String(160)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.Float, nullable=False),
        sqlite_autoincrement=True,
    )
    open_rows = sa.text("state <> 'done'")
    where = {"sqlite_where": open_rows, "postgresql_where": open_rows}
    op.create_index("ix_inbox_open", "inbox", ["conversation", "id"], **where)
    op.create_table(
        "events",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    for table in ("events", "inbox", "offers", "messages", "conversations"):
        op.drop_table(table)
