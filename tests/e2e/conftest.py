from collections.abc import Iterator

import pytest

from tests.e2e.house import House, furnish


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One open house for all end-to-end tests; closed cleanly at the end."""
    opened = House(furnish(tmp_path_factory.mktemp("house")))
    opened.open()
    yield opened
    assert opened.close() == 0
