"""Alembic runs on the connection that `documents.service.database.migrate` hands over."""

from alembic import context

from channels.messenger.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
