from alembic import context

from documents.access import tables as _access  # noqa: F401
from documents.ledger.schema import metadata
from documents.transparency import tables as _log  # noqa: F401 - their tables stand in the same metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table="office_ledger_version",  # another room may keep tables of its own in the same database
)
with context.begin_transaction():
    context.run_migrations()
