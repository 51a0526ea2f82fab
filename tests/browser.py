"""The machine's own Chromium, without a window: one for the tests of a file. Contract tests have it as ``chromium``."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Playwright, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SWITCHES = ("--no-sandbox", "--disable-background-networking", "--disable-component-update")


@contextmanager
def open_chromium(*switches: str) -> Iterator[Browser]:
    """Open it; while it is open an event loop runs, which asynchronous tests cannot stand: so for one file at most."""
    with sync_playwright() as playwright:
        browser = launch(playwright, *switches)
        yield browser
        browser.close()


def launch(playwright: Playwright, *switches: str) -> Browser:
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    return playwright.chromium.launch(executable_path=path, args=[*_SWITCHES, *switches])
