from alembic import context

from actions.identity.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table="alembic_version_actions",  # the ledger keeps its own tables in the same database
)
with context.begin_transaction():
    context.run_migrations()
