"""How the suite is spread over test workers: what shares a room stays together, the longest way begins first.

And how long a test waits for a server or a page: as long as a busy machine may need. Product code has its own patience.
And that invented examples are the same in every run: `--hypothesis-profile=default` looks for others.
And that what Python compiled is kept: the tests start hundreds of processes, and compiling is most of a start.
And that the certificates of the public authorities are read once: no test speaks to them, yet a client reads them.
"""

import functools
import importlib.util
import inspect
import os
import ssl
import sys
from typing import Any

import pytest

PATIENCE = 60.0
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # set in many an image; a process then starts in 10 s that needs 2
ssl.create_default_context = functools.cache(ssl.create_default_context)
os.environ.pop("SSL_CERT_FILE", None)
os.environ["SSL_CERT_DIR"] = os.path.dirname(__file__)  # noqa: PTH120 - read when needed, thus never

if importlib.util.find_spec("hypothesis"):  # the dialogue environment reads this file too
    from hypothesis import HealthCheck, settings

    settings.register_profile(
        "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
    )
    settings.load_profile("same")


def pytest_configure() -> None:
    if importlib.util.find_spec("playwright"):
        from playwright.sync_api import expect  # noqa: PLC0415

        expect.set_options(timeout=PATIENCE * 1000)
    if importlib.util.find_spec("httpx"):
        import httpx  # noqa: PLC0415

        everyones = inspect.signature(httpx.get).parameters["timeout"].default
        everyones.connect = everyones.read = everyones.write = everyones.pool = PATIENCE


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from tests.spread import ByRoom  # noqa: PLC0415 - the dialogue environment reads this file too, and has no workers

    config.option.loadscopereorder = False  # the order below, not the number of tests
    return ByRoom(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the house begin: it takes longest."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/e2e/"))
