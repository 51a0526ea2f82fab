"""The pages of a signed-in holder, a receiver and an invited reader have no fault that axe can find."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.axe import faults
from tests.contract.wallet_bridge.test_wallet_access import chromium
from tests.contract.wallet_bridge.wallet_holder import BANK, bank_of, browser_of, give, papers_of, session_token
from tests.contract.wallet_bridge.wallet_house import WalletHouse
from wallet_bridge.wallet.pages import SESSION

__all__ = ["chromium"]
pytestmark = pytest.mark.browser


def looks(page: Page, *paths: str) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        found[path] = faults(page)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_behind_a_door_has_a_fault(chromium: Browser, wallet: str, house: WalletHouse, scheme: str) -> None:
    give(house)
    with browser_of(house) as holder, bank_of(house) as bank:
        (paper,) = papers_of(holder)
        holder.post("/submit", data={"paper": paper, "to": BANK})
        (sent,) = bank.papers()
        made = re.search(r'value="http://[^/"]+(/view/[\w-]+)"', holder.post(f"/papers/{paper}/viewing").text)
    assert made
    context = chromium.new_context(base_url=wallet, bypass_csp=True, color_scheme=scheme, locale="ko-KR")  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    page = context.new_page()
    found = looks(page, f"/receiver/{BANK}", made.group(1))
    page.goto(f"/receiver/{BANK}")
    page.get_by_role("button", name="연습용 창구 열기").click()
    page.get_by_role("heading", name="들어온 서류 1건").wait_for()
    found["came"] = faults(page)
    page.get_by_text("돌려보내기 (반려)").click()
    found["returning"] = faults(page)
    page.get_by_role("button", name="받기 (수취확인)").click()
    page.get_by_role("link", name="내려받기 (PDF)").wait_for()
    found["taken"] = faults(page)
    found |= looks(page, f"/receiver/{BANK}/{sent}/check")
    context.add_cookies([{"name": SESSION, "value": session_token(house), "url": wallet}])
    found |= looks(
        page, "/", f"/papers/{paper}", "/history", f"/submit?paper={paper}", f"/submit?paper={paper}&to={BANK}"
    )
    found |= looks(page, f"/papers/{paper}/delete", "/leave")
    context.close()
    assert {name: bad for name, bad in found.items() if bad} == {}
