"""The wallet's and the public check's pages have no fault that axe can find, in light and in dark."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.axe import faults
from tests.contract.wallet_bridge.wallet_house import CODE, NUMBER, WalletHouse, pdf

pytestmark = pytest.mark.browser
PAGES = ("/", "/verify", "/verify/scan", "/receiver", f"/verify/{NUMBER.digits}?check={CODE}", "/no-such-page")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault(chromium: Browser, wallet: str, house: WalletHouse, tmp_path: Path, scheme: str) -> None:
    context = chromium.new_context(base_url=wallet, bypass_csp=True, color_scheme=scheme, locale="ko-KR")  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    page, found = context.new_page(), {}
    for path in PAGES:
        page.goto(path)
        found[path] = faults(page)
    genuine = tmp_path / "paper.pdf"
    genuine.write_bytes(pdf())
    page.goto("/verify")
    page.set_input_files("#file", genuine)
    expect(page.locator("#result .mark")).to_have_text("진본", timeout=60_000)
    found["verdict"] = faults(page)
    context.close()
    assert {path: bad for path, bad in found.items() if bad} == {}
