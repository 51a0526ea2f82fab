"""People: hand-overs and their log, who is present, several keys a conversation, resume codes, call-backs, idleness."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CONVERSATION = "conversations.id"


def upgrade() -> None:
    _idleness()
    _handovers()
    _keys()
    op.create_table(
        "agents",
        sa.Column("agent", sa.String(64), primary_key=True),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("seen_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "callbacks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey(_CONVERSATION), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.Column("number", sa.String(32)),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_callbacks_open", "callbacks", ["conversation"], unique=True, **_where("number IS NULL"))


def _idleness() -> None:
    op.add_column("conversations", sa.Column("idle", sa.Integer, nullable=False, server_default="0"))
    op.add_column("conversations", sa.Column("idle_since", sa.String(32)))
    spoken = _where("idle_since IS NOT NULL")
    op.create_index("ix_conversations_idle", "conversations", ["idle", "idle_since"], **spoken)


def _handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey(_CONVERSATION), nullable=False),
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
        sqlite_autoincrement=True,
    )
    op.create_index("ix_handovers_open", "handovers", ["conversation"], unique=True, **_where("ended_at IS NULL"))
    op.create_index("ix_handovers_conversation", "handovers", ["conversation", "number"])
    op.create_table(
        "handover_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, sa.ForeignKey("handovers.number"), nullable=False, index=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("deed", sa.String(16), nullable=False),
        sa.Column("agent", sa.String(64)),
        sa.Column("note", sa.Text, nullable=False),
    )
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
    )
    op.bulk_insert(counters, [{"name": "handovers", "value": 0}])


def _keys() -> None:
    op.create_table(
        "keys",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey(_CONVERSATION), nullable=False, index=True),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("revoked_at", sa.String(32)),
    )
    op.execute(
        "INSERT INTO keys (token_hash, conversation, made_at) SELECT token_hash, id, created_at FROM conversations"
    )
    op.drop_column("conversations", "token_hash")
    op.create_table(
        "resume_codes",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(64), sa.ForeignKey(_CONVERSATION), nullable=False, index=True),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("used_at", sa.String(32)),
    )


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def downgrade() -> None:
    op.add_column("conversations", sa.Column("token_hash", sa.String(64), nullable=False, server_default=""))
    for table in ("callbacks", "resume_codes", "keys", "agents", "counters", "handover_log", "handovers"):
        op.drop_table(table)
    op.drop_index("ix_conversations_idle")
    op.drop_column("conversations", "idle_since")
    op.drop_column("conversations", "idle")
