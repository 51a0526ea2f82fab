"""What the reconciler found."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("last_seen", MOMENT, nullable=False),
        sa.Column("resolved_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("code", "number"),
    )
    op.create_index(op.f("ix_finding_number"), "finding", ["number"], unique=False)


def downgrade() -> None:
    op.drop_table("finding")
