"""What a messenger needs to remember beside the conversation store: which chat is which conversation, and how far.

`migrations` creates the tables; a test compares the two. No text of a conversation is kept here.
"""

import sqlalchemy as sa

metadata = sa.MetaData()

chats = sa.Table(
    "chats",
    metadata,
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("chat", sa.String(128), primary_key=True),
    sa.Column("conversation", sa.String(64), nullable=False),
    sa.Column("delivered", sa.Integer, nullable=False),
    sa.Column("stopped", sa.Boolean, nullable=False),
    sa.Column("language", sa.String(8), nullable=False, server_default="ko"),
)

sent = sa.Table(
    "sent",
    metadata,
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("message", sa.String(32), nullable=False),
    sa.Column("picks", sa.JSON, nullable=False),
)

references = sa.Table(
    "button_references",
    metadata,
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("reference", sa.String(32), primary_key=True),
    sa.Column("key", sa.JSON, nullable=False),
)

seen = sa.Table(
    "seen",
    metadata,
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("update", sa.BigInteger, primary_key=True, autoincrement=False),
)
