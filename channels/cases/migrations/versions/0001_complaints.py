"""Complaints, what belongs to them, the notices about them, and when the system was down."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("place", sa.LargeBinary(), nullable=True),
        sa.Column("district", sa.String(length=16), nullable=True),
        sa.Column("dong", sa.String(length=16), nullable=True),
        sa.Column("problem", sa.String(length=32), nullable=True),
        sa.Column("place_index", sa.String(length=64), nullable=True),
        sa.Column("cell_index", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("handler", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("agent", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("received_at", sa.String(length=32), nullable=True),
        sa.Column("accept_by", sa.String(length=32), nullable=True),
        sa.Column("due_at", sa.String(length=32), nullable=True),
        sa.Column("accepted_at", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.Column("extended_at", sa.String(length=32), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_complaints_cell", "complaints", ["kind", "cell_index"], unique=False)
    op.create_index("ix_complaints_conversation", "complaints", ["conversation"], unique=False)
    op.create_index("ix_complaints_place", "complaints", ["kind", "place_index"], unique=False)
    op.create_index("ix_complaints_state", "complaints", ["state", "due_at"], unique=False)
    op.create_index(
        "uq_complaints_draft",
        "complaints",
        ["conversation"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_table(
        "contacts",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("conversation"),
    )
    op.create_table(
        "keys",
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("kek", sa.String(length=16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key_id"),
        sa.UniqueConstraint("conversation"),
    )
    op.create_table(
        "outages",
        sa.Column("begin", sa.String(length=32), nullable=False),
        sa.Column("end", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("begin"),
    )
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("complaint", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("spot", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["complaint"], ["complaints.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attachments_complaint", "attachments", ["complaint"], unique=False)
    op.create_index("ix_attachments_conversation", "attachments", ["conversation"], unique=False)
    op.create_table(
        "links",
        sa.Column("complaint", sa.String(length=32), nullable=False),
        sa.Column("other", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["complaint"], ["complaints.id"]),
        sa.ForeignKeyConstraint(["other"], ["complaints.id"]),
        sa.PrimaryKeyConstraint("complaint", "other"),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("complaint", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("said_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["complaint"], ["complaints.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_notices_unsaid",
        "notices",
        ["id"],
        unique=False,
        sqlite_where=sa.text("said_at IS NULL"),
        postgresql_where=sa.text("said_at IS NULL"),
    )
    op.create_table(
        "requests",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("complaint", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["complaint"], ["complaints.id"]),
        sa.PrimaryKeyConstraint("conversation", "key"),
    )
    op.create_table(
        "steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["complaint"], ["complaints.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_steps_complaint", "steps", ["complaint", "id"], unique=False)


def downgrade() -> None:
    for table in (
        "pulse",
        "outages",
        "notices",
        "links",
        "steps",
        "attachments",
        "contacts",
        "requests",
        "complaints",
        "keys",
    ):
        op.drop_table(table)
