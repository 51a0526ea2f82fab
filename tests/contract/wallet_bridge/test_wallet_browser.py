"""What only a browser can show: the waiting page moves on, a file's digest is made on the device, nothing calls out."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.contract.wallet_bridge.wallet_house import CODE, NUMBER, WalletHouse, ask, pdf

pytestmark = pytest.mark.browser
DIGEST = hashlib.sha256(pdf()).hexdigest()


@pytest.fixture
def page(chromium: Browser, wallet: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=wallet, viewport={"width": 390, "height": 844}, locale="ko-KR")
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if "Content Security" in message.text else None)
    page.on("request", lambda sent: None if sent.url.startswith(wallet) else trouble.append(sent.url))
    yield page
    context.close()
    assert trouble == []


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    genuine, changed = tmp_path / "paper.pdf", tmp_path / "changed.pdf"
    genuine.write_bytes(pdf())
    changed.write_bytes(pdf("changed"))
    return genuine, changed


def bodies(page: Page) -> list[bytes]:
    sent: list[bytes] = []

    def keep(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.post_data_buffer or b"")

    page.on("request", keep)
    return sent


def test_a_genuine_file_never_leaves_the_device(page: Page, files: tuple[Path, Path]) -> None:
    sent = bodies(page)
    page.goto("/verify")
    page.set_input_files("#file", files[0])
    expect(page.locator("#result .mark")).to_have_text("진본")
    assert len(sent) == 1
    assert DIGEST.encode() in sent[0]
    assert b"%PDF" not in sent[0]


def test_an_unknown_file_is_sent_only_when_the_person_says_so(page: Page, files: tuple[Path, Path]) -> None:
    sent = bodies(page)
    page.goto("/verify")
    page.set_input_files("#file", files[1])
    expect(page.locator("#offer")).to_be_visible()
    expect(page.locator("#send-file")).to_be_focused()
    assert not any(b"%PDF" in body for body in sent)
    page.click("#send-file")
    expect(page.locator("#result .mark")).to_have_text("변조")
    assert len(sent) == 2


def test_a_file_is_checked_whole_when_the_person_chooses_so(page: Page, files: tuple[Path, Path]) -> None:
    page.goto("/verify")
    expect(page.locator("#whole-file")).to_be_hidden()
    page.set_input_files("#file", files[0])
    expect(page.locator("#result .mark")).to_have_text("진본")
    with page.expect_request("**/verify") as sent:
        page.click("text=파일째 확인")
    assert sent.value.headers["content-type"].startswith("multipart/form-data")
    expect(page.locator("#file-submit")).to_be_enabled()
    expect(page.locator("#result .mark")).to_have_text("진본")


def test_without_javascript_both_forms_work(chromium: Browser, wallet: str, files: tuple[Path, Path]) -> None:
    context = chromium.new_context(base_url=wallet, java_script_enabled=False)
    page = context.new_page()
    page.goto("/verify")
    page.set_input_files("#file", files[0])
    page.click("#file-submit")
    expect(page.locator(".mark")).to_have_text("진본")
    page.goto("/verify")
    page.fill("#number", str(NUMBER))
    page.fill("#code", CODE.lower())
    page.click("text=번호 확인하기")
    expect(page.locator(".mark")).to_have_text("진본")
    assert page.url.startswith(f"{wallet}/verify/{NUMBER.digits}")
    context.close()


def test_the_waiting_page_moves_on_by_itself(house: WalletHouse, agencies: str, page: Page) -> None:
    page.goto("/")
    page.fill("#name", "김서연")
    page.fill("#birth_date", "19880314")
    page.fill("#phone", "010-0000-0001")
    page.click("text=동의하고 인증 요청")
    expect(page.locator(".code")).to_have_text(re.compile(r"^\d{4}$"))
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": agencies}
    assert ask("POST", f"{agencies}/phone/01000000001/approve", headers=headers).status_code == 200
    expect(page.locator("h1")).to_have_text("내 지갑")
    assert page.url == f"{house.url}/"


def test_pages_fit_a_phone_without_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/", "/verify", "/verify/scan", f"/verify/{NUMBER.digits}?check={CODE}", "/receiver"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
