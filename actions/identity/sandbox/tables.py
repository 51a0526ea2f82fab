"""The practice provider's own tables in ``sandbox.db``. Rows live for minutes, so the schema is made, not migrated."""

from sqlalchemy import Column, Engine, Float, Index, MetaData, String, Table

from documents.ledger.schema import UtcDateTime

metadata = MetaData()


requests = Table(
    "identity_request",
    metadata,
    Column("reference", String, primary_key=True),
    Column("auth_req_id_hash", String, nullable=False, unique=True),
    Column("client", String, nullable=False),
    Column("phone", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("binding_message", String, nullable=False),
    Column("state", String, nullable=False),
    Column("interval", Float, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("polled_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Index("identity_request_phone", "phone", "created_at"),
)

assertions = Table(
    "identity_assertion",
    metadata,
    Column("digest", String, primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False),
)


def prepare(engine: Engine) -> None:
    metadata.create_all(engine)
