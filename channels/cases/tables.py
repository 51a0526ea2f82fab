"""The tables of complaints. `channels/cases/migrations` creates them; a test compares the two.

Columns of type LargeBinary are envelopes (see `seals`). Moments are ISO 8601 in UTC, so that they compare as text.
"""

import sqlalchemy as sa

metadata = sa.MetaData()
_DRAFT = sa.text("state = 'draft'")
_UNSAID = sa.text("said_at IS NULL")

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("key_id", sa.String(32), primary_key=True),
    sa.Column("conversation", sa.String(64), nullable=False, unique=True),
    sa.Column("kek", sa.String(16), nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
)

complaints = sa.Table(
    "complaints",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation", sa.String(64), nullable=False),
    sa.Column("number", sa.String(16), unique=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("text", sa.LargeBinary),
    sa.Column("place", sa.LargeBinary),
    sa.Column("district", sa.String(16)),
    sa.Column("dong", sa.String(16)),
    sa.Column("problem", sa.String(32)),
    sa.Column("place_index", sa.String(64)),
    sa.Column("cell_index", sa.String(64)),
    sa.Column("department", sa.String(64), nullable=False),
    sa.Column("handler", sa.String(64), nullable=False),
    sa.Column("phone", sa.String(32), nullable=False),
    sa.Column("agent", sa.String(64)),
    sa.Column("made_at", sa.String(32), nullable=False),
    sa.Column("received_at", sa.String(32)),
    sa.Column("accept_by", sa.String(32)),
    sa.Column("due_at", sa.String(32)),
    sa.Column("accepted_at", sa.String(32)),
    sa.Column("answered_at", sa.String(32)),
    sa.Column("ended_at", sa.String(32)),
    sa.Column("extended_at", sa.String(32)),
    sa.Column("score", sa.Integer),
    sa.Index("ix_complaints_conversation", "conversation"),
    sa.Index("ix_complaints_place", "kind", "place_index"),
    sa.Index("ix_complaints_cell", "kind", "cell_index"),
    sa.Index("ix_complaints_state", "state", "due_at"),
    sa.Index("uq_complaints_draft", "conversation", unique=True, sqlite_where=_DRAFT, postgresql_where=_DRAFT),
)

requests = sa.Table(
    "requests",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(80), primary_key=True),
    sa.Column("complaint", sa.ForeignKey("complaints.id"), nullable=False),
)

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("contact", sa.LargeBinary, nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
)

typed = sa.Table(
    "typed",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("verification", sa.String(64), nullable=False),
    sa.Column("contact", sa.LargeBinary, nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
)

attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation", sa.String(64), nullable=False),
    sa.Column("complaint", sa.ForeignKey("complaints.id")),
    sa.Column("draft", sa.String(32)),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("name", sa.LargeBinary, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("spot", sa.LargeBinary),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Index("ix_attachments_conversation", "conversation"),
    sa.Index("ix_attachments_complaint", "complaint"),
)

steps = sa.Table(
    "steps",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("complaint", sa.ForeignKey("complaints.id"), nullable=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("what", sa.String(16), nullable=False),
    sa.Column("note", sa.LargeBinary),
    sa.Index("ix_steps_complaint", "complaint", "id"),
    sqlite_autoincrement=True,
)

links = sa.Table(
    "links",
    metadata,
    sa.Column("complaint", sa.ForeignKey("complaints.id"), primary_key=True),
    sa.Column("other", sa.ForeignKey("complaints.id"), primary_key=True),
    sa.Column("at", sa.String(32), nullable=False),
)

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("event", sa.String(64), nullable=False, unique=True),
    sa.Column("conversation", sa.String(64), nullable=False),
    sa.Column("complaint", sa.ForeignKey("complaints.id"), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("note", sa.LargeBinary),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("said_at", sa.String(32)),
    sa.Index("ix_notices_unsaid", "id", sqlite_where=_UNSAID, postgresql_where=_UNSAID),
    sqlite_autoincrement=True,
)

outages = sa.Table(
    "outages",
    metadata,
    sa.Column("begin", sa.String(32), primary_key=True),
    sa.Column("end", sa.String(32), nullable=False),
)

pulse = sa.Table(
    "pulse",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(32), nullable=False),
)
