"""Cases for staff: what citizens say is wrong in a paper."""

import sqlalchemy as sa
from alembic import op

from documents.ledger.schema import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, primary_key=True),
        sa.Column("number", sa.String(8), nullable=False, unique=True),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("paper", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("sealed_wrong", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    open_only = sa.text("state = 'open'")
    op.create_index(
        "correction_one_open", "correction", ["paper"], unique=True, sqlite_where=open_only, postgresql_where=open_only
    )


def downgrade() -> None:
    op.drop_table("correction")
