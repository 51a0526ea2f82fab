from alembic import context

from actions import consent, corrections
from actions.identity import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[tables.metadata, consent.metadata, corrections.metadata],
    version_table="alembic_version_actions",  # the ledger keeps its own tables in the same database
)
with context.begin_transaction():
    context.run_migrations()
