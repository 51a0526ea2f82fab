"""The golden journey as a person sees it: a real Chromium at the counter, at the phone, at the wallet, at the check."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.house import House

pytestmark = [pytest.mark.engine, pytest.mark.browser]
SLOWLY = 60_000
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def context(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(viewport=request.param, locale="ko-KR", accept_downloads=True)
    yield opened
    opened.close()


def approve_on_phone(house: House, context: BrowserContext, digits: str, code: str) -> None:
    phone = context.new_page()
    phone.goto(f"{house.url('sandbox')}/phone/{digits}")
    expect(phone.get_by_text(code)).to_be_visible(timeout=SLOWLY)
    phone.get_by_role("button", name="승인").first.click()
    expect(phone.get_by_text(code)).to_be_hidden(timeout=SLOWLY)
    phone.wait_for_load_state("load")  # the context closes it: a page closed while it still navigates may never answer


def binding_code(page: Page) -> str:
    found = page.locator("[data-binding-code]").last
    expect(found).to_be_visible(timeout=SLOWLY)
    return re.sub(r"\D", "", found.inner_text())


def fill_panel(page: Page, name: str, born: str, phone: str) -> None:
    page.get_by_label("이름").last.fill(name)
    page.get_by_label("생년월일").last.fill(born)
    page.get_by_label("휴대전화").last.fill(phone)
    page.get_by_role("button", name="동의하고 인증 요청").last.click()


def test_from_the_first_word_to_the_wallet_and_the_check(house: House, context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(house.url("counter"))
    page.get_by_role("textbox").last.fill("등본 떼줘")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="기본으로 떼기").click(timeout=SLOWLY)
    fill_panel(page, "김서연", "19880314", "01000000001")
    approve_on_phone(house, context, "01000000001", binding_code(page))

    link = page.get_by_role("link", name="내려받기").last
    expect(link).to_be_visible(timeout=SLOWLY)
    page.reload()
    link = page.get_by_role("link", name="내려받기").last
    expect(link).to_be_visible(timeout=SLOWLY)
    expect(page.get_by_role("link", name="내려받기")).to_have_count(1)
    with page.expect_download() as download:
        link.click()
    saved = tmp_path / "paper.pdf"
    download.value.save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF-1.7")
    check_url = page.get_by_role("link", name="진위 확인").last.get_attribute("href")
    assert check_url

    check = context.new_page()
    check.goto(check_url)
    expect(check.get_by_text("진본").first).to_be_visible(timeout=SLOWLY)
    assert not problems, problems


def test_the_wallet_shows_the_paper_after_signing_in(house: House, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(house.url("wallet"))
    page.get_by_label("이름").fill("김서연")
    page.get_by_label("생년월일").fill("1988-03-14")
    page.get_by_label("휴대전화").fill("010-0000-0001")
    page.get_by_role("button", name=re.compile("인증")).click()
    approve_on_phone(house, context, "01000000001", binding_code(page))
    expect(page.get_by_text("주민등록표(등본)").first).to_be_visible(timeout=SLOWLY)


def test_a_double_click_asks_once(house: House, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(house.url("counter"))
    page.get_by_role("textbox").last.fill("등본 떼줘")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="기본으로 떼기").dblclick(timeout=SLOWLY)
    expect(page.get_by_role("button", name="동의하고 인증 요청")).to_have_count(1, timeout=SLOWLY)
