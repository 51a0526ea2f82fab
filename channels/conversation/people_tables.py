"""The tables of hand-overs, of those who serve, of keys and of the promises to call back."""

import sqlalchemy as sa

from channels.conversation.tables import metadata

handovers = sa.Table(
    "handovers",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("team", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("on_hold", sa.Boolean, nullable=False),
    sa.Column("agent", sa.String(64)),
    sa.Column("wanted", sa.String(64)),
    sa.Column("asked_at", sa.String(32), nullable=False),
    sa.Column("claimed_at", sa.String(32)),
    sa.Column("answered_at", sa.String(32)),
    sa.Column("respond_by", sa.String(32), nullable=False),
    sa.Column("last_citizen_at", sa.String(32)),
    sa.Column("waiting_for_staff", sa.Boolean, nullable=False),
    sa.Column("ended_at", sa.String(32)),
    sa.Column("close_reason", sa.String(16)),
    sa.Column("summary", sa.JSON, nullable=False),
    sa.Column("told_position", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, unique=True),
    sa.Index(
        "ix_handovers_open",
        "conversation",
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    ),
    sa.Index("ix_handovers_conversation", "conversation", "number"),
    sqlite_autoincrement=True,
)

handover_log = sa.Table(
    "handover_log",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("number", sa.ForeignKey("handovers.number"), nullable=False, index=True),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("deed", sa.String(16), nullable=False),
    sa.Column("agent", sa.String(64)),
    sa.Column("note", sa.Text, nullable=False),
)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.String(16), primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)

agents = sa.Table(
    "agents",
    metadata,
    sa.Column("agent", sa.String(64), primary_key=True),
    sa.Column("capacity", sa.Integer, nullable=False),
    sa.Column("seen_at", sa.String(32), nullable=False),
)

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id"), nullable=False, index=True),
    sa.Column("made_at", sa.String(32), nullable=False),
    sa.Column("revoked_at", sa.String(32)),
)

resume_codes = sa.Table(
    "resume_codes",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id"), nullable=False, index=True),
    sa.Column("expires_at", sa.String(32), nullable=False),
    sa.Column("used_at", sa.String(32)),
)

callbacks = sa.Table(
    "callbacks",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("topic", sa.String(64), nullable=False),
    sa.Column("asked_at", sa.String(32), nullable=False),
    sa.Column("number", sa.String(32)),
    sa.Index(
        "ix_callbacks_open",
        "conversation",
        unique=True,
        sqlite_where=sa.text("number IS NULL"),
        postgresql_where=sa.text("number IS NULL"),
    ),
    sqlite_autoincrement=True,
)
