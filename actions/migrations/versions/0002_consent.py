"""Consents to the use of health data, kept with the verification they were given for."""

import sqlalchemy as sa
from alembic import op

from documents.ledger.schema import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, primary_key=True),
        sa.Column("verification", sa.String(32), nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("accepted_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("verification", "what", "text_sha256", name="consent_once"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("consent")
