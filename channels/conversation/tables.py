"""The tables of the conversation store. `channels/migrations` creates them; a test compares the two."""

import sqlalchemy as sa

metadata = sa.MetaData()

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("last_seq", sa.Integer, nullable=False),
    sa.Column("created_at", sa.String(32), nullable=False),
    sa.Column("idle", sa.Integer, nullable=False, server_default="0"),
    sa.Column("idle_since", sa.String(32)),
    sa.Column("taps", sa.Integer, nullable=False, server_default="0"),
    sa.Column("turns", sa.Integer, nullable=False, server_default="0"),
    sa.Column("asked_back", sa.Integer, nullable=False, server_default="0"),
    sa.Column("missed", sa.Integer, nullable=False, server_default="0"),
    sa.Index("ix_conversations_created", "created_at"),
    sa.Index(
        "ix_conversations_idle",
        "idle",
        "idle_since",
        sqlite_where=sa.text("idle_since IS NOT NULL"),
        postgresql_where=sa.text("idle_since IS NOT NULL"),
    ),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("conversation", sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("speaker", sa.String(16), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("buttons", sa.JSON, nullable=False),
    sa.Column("card", sa.JSON(none_as_null=True)),
    sa.Column("card_key", sa.String(160)),
    sa.Column("replaces", sa.Integer),
    sa.Column("client_id", sa.String(64)),
    sa.Column("name", sa.String(40)),
    sa.UniqueConstraint("conversation", "client_id", name="uq_messages_client_id"),
    sa.Index("ix_messages_card_key", "conversation", "card_key"),
)

offers = sa.Table(
    "offers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("fields", sa.JSON(none_as_null=True)),
    sa.Index("ix_offers_payload", "conversation", "payload"),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("body", sa.JSON(none_as_null=True)),
    sa.Column("card_key", sa.String(160)),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("lease_until", sa.Float, nullable=False),
    sa.Column("language", sa.String(2)),
    sa.Index(
        "ix_inbox_open",
        "conversation",
        "id",
        sqlite_where=sa.text("state <> 'done'"),
        postgresql_where=sa.text("state <> 'done'"),
    ),
    sqlite_autoincrement=True,
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("type", sa.String(32), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
)
