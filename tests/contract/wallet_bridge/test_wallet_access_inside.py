"""The pages of a signed-in holder, a receiver and an invited reader have no fault that axe can find."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.axe import faults
from tests.contract.wallet_bridge.wallet_holder import BANK, bank_of, browser_of, give, papers_of, session_token
from tests.contract.wallet_bridge.wallet_house import WalletHouse
from tests.enlarged import too_wide
from wallet_bridge.wallet.pages import SESSION

pytestmark = pytest.mark.browser


def looks(page: Page, *paths: str) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        found[path] = faults(page) + too_wide(page)
    return found


def test_no_page_behind_a_door_has_a_fault(chromium: Browser, wallet: str, house: WalletHouse) -> None:
    give(house)
    with browser_of(house) as holder, bank_of(house) as bank:
        (paper,) = papers_of(holder)
        holder.post("/submit", data={"paper": paper, "to": BANK})
        (sent,) = bank.papers()
        made = re.search(r'value="http://[^/"]+(/view/[\w-]+)"', holder.post(f"/papers/{paper}/viewing").text)
    assert made
    context = chromium.new_context(base_url=wallet, bypass_csp=True, reduced_motion="reduce", locale="ko-KR")
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
    page.goto(f"/papers/{paper}")
    page.get_by_role("button", name="한 번만 보여 주기").click()
    page.get_by_role("heading", name="보여 줄 준비가 되었어요").wait_for()
    found["invited"] = faults(page)
    invited, code = page.get_by_label("주소").input_value(), page.locator("[data-viewing-code]").inner_text()
    page.goto(invited)
    wrong = "000000" if code != "000000" else "111111"
    for given, then in ((wrong, "번호가 맞지 않아요."), (code, "한 번 보여 드리는 서류예요.")):
        page.get_by_label("여섯 자리 번호").fill(given)
        page.get_by_role("button", name="서류 보기").click()
        page.get_by_text(then).wait_for()
        found[then] = faults(page)
    found |= looks(page, invited)
    page.goto("/leave")
    page.get_by_role("button", name="지우고 닫기").click()
    page.get_by_role("heading", name="지갑을 닫았어요").wait_for()
    found["left"] = faults(page)
    context.close()
    assert {name: bad for name, bad in found.items() if bad} == {}
