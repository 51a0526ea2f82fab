from alembic import context

from wallet_bridge.issuer.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table="bridge_version",  # another room may keep tables of its own in the same database
)
with context.begin_transaction():
    context.run_migrations()
