from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import open_chromium
from tests.databases import database_url, lasting_database_url
from tests.postgres import postgres_server

__all__ = ["database_url", "lasting_database_url", "postgres_server"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser
