"""How the bot's turns went, counted in each conversation, and the name of the person who said something."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COUNTED = ("taps", "turns", "asked_back", "missed")


def upgrade() -> None:
    for name in _COUNTED:
        op.add_column("conversations", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_conversations_created", "conversations", ["created_at"])
    op.add_column("messages", sa.Column("name", sa.String(40)))
