"""What is typed into the identity panel waits for its proof; files know the draft that they were attached to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "typed",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("verification", sa.String(length=64), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("conversation"),
    )
    op.add_column("attachments", sa.Column("draft", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("attachments", "draft")
    op.drop_table("typed")
