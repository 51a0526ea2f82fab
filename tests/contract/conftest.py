from tests.databases import database_url, lasting_database_url
from tests.postgres import postgres_server

__all__ = ["database_url", "lasting_database_url", "postgres_server"]
