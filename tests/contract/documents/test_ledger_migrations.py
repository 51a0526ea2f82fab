"""The migrations make the tables that the code names, on both databases, and can be taken back."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from documents.access import tables as access_tables
from documents.ledger.ledger import MIGRATIONS
from documents.ledger.schema import metadata
from documents.service.database import migrate, open_engine
from documents.transparency import tables as log_tables

VERSIONS = "office_ledger_version"


@pytest.fixture
def engine(database_url):
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_the_migrations_make_the_tables_that_the_code_names(engine):
    assert {access_tables.access.name, log_tables.log_entry.name} <= metadata.tables.keys()
    migrate(engine, MIGRATIONS)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
        assert compare_metadata(context, metadata) == []


def test_every_migration_can_be_taken_back(engine):
    migrate(engine, MIGRATIONS)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) <= {VERSIONS, "sqlite_sequence"}
