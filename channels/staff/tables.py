"""The tables of the staff console, in a database of its own. `migrations` creates them; a test compares the two.

Moments are ISO 8601 in UTC with milliseconds, so that they compare as text.
"""

import sqlalchemy as sa

metadata = sa.MetaData()

account = sa.Table(
    "account",
    metadata,
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
"""``password`` is an argon2id hash; while ``one_time_until`` stands it is a one-time one. ``totp`` is sealed.
``totp_step`` is the last time step that was used: a code counts once."""

session = sa.Table(
    "session",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("id", sa.String(24), nullable=False, unique=True),
    sa.Column("account", sa.ForeignKey("account.id"), nullable=False, index=True),
    sa.Column("stage", sa.String(16), nullable=False),
    sa.Column("csrf", sa.String(64), nullable=False),
    sa.Column("address", sa.String(64), nullable=False),
    sa.Column("browser", sa.String(120), nullable=False),
    sa.Column("opened_at", sa.String(32), nullable=False),
    sa.Column("seen_at", sa.String(32), nullable=False),
)

canned = sa.Table(
    "canned",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("shortcut", sa.String(40), nullable=False, unique=True),
    sa.Column("title", sa.String(80), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("review_on", sa.String(10), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False),
)

canned_history = sa.Table(
    "canned_history",
    metadata,
    sa.Column("canned", sa.ForeignKey("canned.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("title", sa.String(80), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("review_on", sa.String(10), nullable=False),
    sa.Column("by", sa.String(24), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
)

note = sa.Table(
    "note",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.String(64), nullable=False, index=True),
    sa.Column("author", sa.ForeignKey("account.id"), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sqlite_autoincrement=True,
)

mention = sa.Table(
    "mention",
    metadata,
    sa.Column("note", sa.ForeignKey("note.id"), primary_key=True),
    sa.Column("account", sa.ForeignKey("account.id"), primary_key=True, index=True),
    sa.Column("seen", sa.Boolean, nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("who", sa.String(24), nullable=False),
    sa.Column("source", sa.String(24), nullable=False),
    sa.Column("what", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(80), nullable=False, index=True),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("link", sa.LargeBinary, nullable=False),
)
"""Rows are only added. ``source`` is the session; ``link`` the hash over the row and the link before it."""

audit_end = sa.Table(
    "audit_end",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("link", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
)
"""One row: the signed end of the chain. Who notes something takes it first, so the chain has one order."""
