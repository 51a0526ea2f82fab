"""How the suite is spread over test workers: what shares a room stays together, the longest way begins first."""

from typing import Any

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from tests.spread import ByRoom  # noqa: PLC0415 - the dialogue environment reads this file too, and has no workers

    config.option.loadscopereorder = False  # the order below, not the number of tests
    return ByRoom(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the house begin: it takes longest."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/e2e/"))
