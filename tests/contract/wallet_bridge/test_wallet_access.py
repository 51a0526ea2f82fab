"""The wallet's and the public check's pages have no fault that axe can find. They are light whatever the screen is."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.axe import faults
from tests.contract.wallet_bridge.wallet_house import CODE, NUMBER, WalletHouse, ask, pdf
from tests.enlarged import too_wide

pytestmark = pytest.mark.browser
PAGES = ("/", "/verify", "/verify/scan", "/receiver", f"/verify/{NUMBER.digits}?check={CODE}", "/no-such-page")


def test_no_page_has_a_fault(chromium: Browser, wallet: str, house: WalletHouse, agencies: str, tmp_path: Path) -> None:
    context = chromium.new_context(base_url=wallet, bypass_csp=True, reduced_motion="reduce", locale="ko-KR")
    context.set_default_timeout(60_000)
    page, found = context.new_page(), {}
    for path in PAGES:
        page.goto(path)
        found[path] = faults(page) + too_wide(page)
    genuine = tmp_path / "paper.pdf"
    genuine.write_bytes(pdf())
    page.goto("/verify")
    page.set_input_files("#file", genuine)
    expect(page.locator("#result .mark")).to_have_text("진본", timeout=60_000)
    found["verdict"] = faults(page)
    page.goto("/")
    page.get_by_label("이름").fill("김서연")
    page.get_by_label("휴대전화 번호").fill("010-0000-0001")
    for born, shown in (("1988", "아래 표시한 칸을 고쳐 주세요."), ("19880314", "휴대전화에서 승인해 주세요")):
        page.get_by_label("생년월일").fill(born)
        page.get_by_role("button", name="동의하고 인증 요청").click()
        expect(page.get_by_text(shown).first).to_be_visible(timeout=60_000)
        found[shown] = faults(page)
    ask("POST", f"{agencies}/phone/01000000001/refuse")
    expect(page).to_have_title("휴대전화에서 거절했어요 (연습용)", timeout=60_000)
    found["refused"] = faults(page)
    context.close()
    assert {path: bad for path, bad in found.items() if bad} == {}
