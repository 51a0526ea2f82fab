"""Chats and their conversations, what was sent, references of buttons, updates seen."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chats",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat"),
    )
    op.create_table(
        "sent",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("message", sa.String(length=32), nullable=False),
        sa.Column("picks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "conversation", "seq"),
    )
    op.create_table(
        "button_references",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("key", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "conversation", "reference"),
    )
    op.create_table(
        "seen",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("update", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("channel", "update"),
    )
