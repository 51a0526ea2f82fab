from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import open_chromium
from tests.e2e.citizen import Citizen
from tests.e2e.house import House, furnish

Meet = Callable[..., Citizen]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One open house for all end-to-end tests; closed cleanly at the end."""
    opened = House(furnish(tmp_path_factory.mktemp("house")))
    opened.open()
    yield opened
    assert opened.close() == 0


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def meet(house: House) -> Iterator[Meet]:
    """Meet citizens at the counter: ``meet("junho")``; they leave at the end of the test."""
    met: list[Citizen] = []

    def come(who: str = "seoyeon") -> Citizen:
        met.append(Citizen(house, who))
        return met[-1]

    yield come
    for citizen in met:
        citizen.close()
