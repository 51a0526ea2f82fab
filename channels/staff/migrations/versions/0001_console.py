"""Accounts and sessions of staff, canned texts, private notes, the chain of the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("login", sa.String(40), nullable=False, unique=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("team", sa.String(16), nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("one_time_until", sa.String(32)),
        sa.Column("totp", sa.LargeBinary),
        sa.Column("totp_step", sa.Integer, nullable=False),
        sa.Column("locked", sa.Boolean, nullable=False),
        sa.Column("away", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(24), nullable=False, unique=True),
        sa.Column("account", sa.String(24), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("browser", sa.String(120), nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.Column("seen_at", sa.String(32), nullable=False),
    )
    op.create_index("ix_session_account", "session", ["account"])
    _texts()
    _audit()


def _texts() -> None:
    op.create_table(
        "canned",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("shortcut", sa.String(40), nullable=False, unique=True),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("review_on", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
    )
    op.create_table(
        "canned_history",
        sa.Column("canned", sa.Integer, sa.ForeignKey("canned.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("review_on", sa.String(10), nullable=False),
        sa.Column("by", sa.String(24), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("author", sa.String(24), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_note_conversation", "note", ["conversation"])
    op.create_table(
        "mention",
        sa.Column("note", sa.Integer, sa.ForeignKey("note.id"), primary_key=True),
        sa.Column("account", sa.String(24), sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("seen", sa.Boolean, nullable=False),
    )
    op.create_index("ix_mention_account", "mention", ["account"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(24), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("link", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    end = op.create_table(
        "audit_end",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("link", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    op.bulk_insert(end, [{"id": 1, "size": 0, "link": bytes(32), "signature": b""}])


def downgrade() -> None:
    for table in ("audit_end", "audit", "mention", "note", "canned_history", "canned", "session", "account"):
        op.drop_table(table)
