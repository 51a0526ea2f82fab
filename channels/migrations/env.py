"""Alembic runs on the connection that `documents.service.database.migrate` hands over."""

from alembic import context

from channels.conversation import people_tables  # noqa: F401 - fills the metadata
from channels.conversation.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
