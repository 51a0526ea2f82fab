"""The whole way in a real browser at 390 pixels: send, take, look once, call back, run out, scan."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from sqlalchemy import update

from documents.domain.kind import PaperKind
from documents.service.database import open_engine
from tests.browser import launch
from tests.contract.wallet_bridge.node_counterpart import installed
from tests.contract.wallet_bridge.test_wallet_scan import address, data_matrix, photographed, qr
from tests.contract.wallet_bridge.wallet_holder import give, session_token
from tests.contract.wallet_bridge.wallet_house import CODE, NUMBER, WalletHouse, wallet_house
from wallet_bridge.wallet import settings as wallet_settings
from wallet_bridge.wallet import tables
from wallet_bridge.wallet.pages import SESSION

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
OWN_READER = """
globalThis.BarcodeDetector = class {
  static async getSupportedFormats() { return FORMATS; }
  constructor({ formats }) { this.formats = formats; }
  async detect(image) {
    if (!(image instanceof ImageData) || !image.width) throw new TypeError("no image");
    return [{ format: this.formats[0], rawValue: TEXT }];
  }
};
"""
"""Stands for the reader that phones' browsers bring and this one does not: FORMATS it knows, TEXT it sees."""
WEB = Path(wallet_settings.__file__).with_name("web")


@pytest.fixture(scope="module")
def stage() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def chromium(stage: Playwright) -> Iterator[Browser]:
    browser = launch(stage)
    yield browser
    browser.close()


@pytest.fixture
def house(tmp_path: Path) -> WalletHouse:
    """With the packaged decoder that the lock names."""
    return wallet_house(tmp_path, wallet_decoder=installed(WEB) / "node_modules/zxing-wasm/dist")


@contextmanager
def opened(chromium: Browser, house: WalletHouse, token: str | None = None, **more: object) -> Iterator[Page]:
    """A phone's page; nothing may break the policy, fail in a script or call another address."""
    context = chromium.new_context(base_url=house.url, viewport=PHONE, locale="ko-KR", **more)  # type: ignore[arg-type]
    if token:
        context.add_cookies([{"name": SESSION, "value": token, "url": house.url}])
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if "Content Security" in said.text else None)
    page.on(
        "request",
        lambda sent: None if sent.url.startswith((house.url, "data:", "blob:")) else trouble.append(sent.url),
    )
    yield page
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    context.close()
    assert trouble == []


def test_holder_submits_bank_takes_history_shows(chromium: Browser, house: WalletHouse, wallet: str) -> None:
    give(house)
    give(house, "abstract", kind=PaperKind.RESIDENT_ABSTRACT)
    with opened(chromium, house, session_token(house)) as phone, opened(chromium, house) as bank:
        phone.goto("/")
        phone.get_by_role("heading", name="주민등록표(등본)").get_by_role("link").click()
        phone.get_by_role("link", name="다른 곳에 보내기").click()
        phone.get_by_label("받는 곳의 지갑 주소").fill("woori-bank@wallet")
        phone.get_by_role("button", name="다음").click()
        expect(phone.locator("main")).to_contain_text("우리동네은행")
        phone.get_by_role("button", name="보내기").click()
        expect(phone.locator("#sent .badge")).to_have_text("제출")

        bank.goto("/receiver")
        bank.get_by_role("link", name="우리동네은행").click()
        bank.get_by_role("button", name="연습용 창구 열기").click()
        expect(bank.locator("main")).to_contain_text("실제 기관이 아니에요")
        bank.get_by_role("button", name="받기").click()
        with bank.expect_download() as file:
            bank.get_by_role("link", name="내려받기").click()
        assert file.value.path().read_bytes().startswith(b"%PDF")

        phone.get_by_role("link", name="보낸 기록").click()
        expect(phone.locator(".record .badge")).to_have_text("다운로드완료")
        steps = phone.locator(".steps li span").all_inner_texts()
        assert steps == ["제출", "수취중", "수취확인", "다운로드완료"]


def test_a_clerk_looks_once(chromium: Browser, house: WalletHouse, wallet: str) -> None:
    give(house)
    with opened(chromium, house, session_token(house)) as phone, opened(chromium, house) as clerk:
        phone.goto("/")
        phone.get_by_role("link", name="보기").click()
        phone.get_by_role("button", name="한 번만 보여 주기").click()
        link = phone.get_by_label("주소").input_value()
        code = phone.locator("[data-viewing-code]").inner_text()
        clerk.goto(link)
        clerk.get_by_label("여섯 자리 번호").fill("0" if code != "000000" else "1")
        clerk.get_by_role("button", name="서류 보기").click()
        expect(clerk.get_by_role("alert")).to_contain_text("4번 더")
        clerk.get_by_label("여섯 자리 번호").fill(code)
        clerk.get_by_role("button", name="서류 보기").click()
        pages = clerk.locator("img.once")
        expect(pages).to_have_count(1)
        assert pages.first.evaluate("image => image.naturalWidth") == 900
        clerk.goto(link)
        expect(clerk.locator("h1")).to_have_text("이미 본 서류예요")
        phone.get_by_role("link", name="보낸 기록").click()
        expect(phone.locator(".record .badge")).to_have_text("봤어요")


def test_a_submission_is_called_back(chromium: Browser, house: WalletHouse, wallet: str) -> None:
    give(house)
    with opened(chromium, house, session_token(house)) as phone, opened(chromium, house) as bank:
        phone.goto("/submit?to=woori-bank@wallet")
        phone.get_by_role("button", name="다음").click()
        phone.get_by_role("button", name="보내기").click()
        bank.goto("/receiver/woori-bank@wallet")
        bank.get_by_role("button", name="연습용 창구 열기").click()
        expect(bank.get_by_role("button", name="받기")).to_be_visible()
        phone.get_by_role("button", name=re.compile("보내기 취소")).click()
        expect(phone.locator(".record .badge")).to_have_text("보내기취소")
        bank.get_by_role("button", name="받기").click()
        expect(bank.locator("h1")).to_contain_text("지금은 할 수 없어요")


def test_a_paper_that_ran_out_is_shown_so_and_cannot_be_sent(
    chromium: Browser, house: WalletHouse, wallet: str
) -> None:
    give(house)
    with open_engine(house.settings.wallet_db).begin() as connection:
        connection.execute(update(tables.paper).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    with opened(chromium, house, session_token(house)) as phone:
        phone.goto("/")
        expect(phone.locator(".card .badge")).to_have_text("유효기간 지남")
        phone.get_by_role("link", name="보기").click()
        expect(phone.get_by_role("link", name="다른 곳에 보내기")).to_have_count(0)
        phone.goto("/submit")
        expect(phone.locator("main")).to_contain_text("보낼 수 있는 서류가 없어요")


@pytest.fixture
def photograph(house: WalletHouse, tmp_path: Path) -> Path:
    file = tmp_path / "photo.jpg"
    file.write_bytes(photographed(qr(address(house, CODE, NUMBER.digits)), data_matrix("MW1.NOT.SIGNED.BY.ANY.ONE")))
    return file


def test_a_picture_is_read_on_the_device_and_does_not_leave_it(
    chromium: Browser, house: WalletHouse, wallet: str, photograph: Path
) -> None:
    with opened(chromium, house) as phone:
        sent: list[str] = []
        phone.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        phone.goto("/verify/scan")
        phone.wait_for_selector("html[data-scan=ready]")
        expect(phone.locator("#stays")).to_be_visible()
        phone.set_input_files("#picture", photograph)
        expect(phone.locator("#result .mark")).to_have_text("진본")
        expect(phone.locator("[data-statement=unsound]")).to_be_visible()
        assert sent == [f"{house.url}/verify/code"]


@pytest.mark.parametrize("scripts", [True, False], ids=["no decoder", "no script"])
def test_without_a_decoder_the_picture_is_read_by_the_server(
    chromium: Browser,
    tmp_path: Path,
    scripts: bool,  # noqa: FBT001
) -> None:
    house = wallet_house(tmp_path / "bare", wallet_decoder=tmp_path / "nothing")
    file = tmp_path / "photo.jpg"
    file.write_bytes(photographed(qr(address(house, CODE, NUMBER.digits))))
    with house.running(), opened(chromium, house, java_script_enabled=scripts) as phone:
        phone.goto("/verify/scan")
        if scripts:
            phone.wait_for_selector("html[data-scan=server]")
        phone.set_input_files("#picture", file)
        phone.get_by_role("button", name="사진 확인하기").click()
        expect(phone.locator(".mark")).to_have_text("진본")


def own_reader(phone: Page, text: str, *formats: str) -> None:
    phone.add_init_script(OWN_READER.replace("FORMATS", json.dumps(formats)).replace("TEXT", json.dumps(text)))


def test_a_browsers_own_reader_is_used_where_it_knows_both_kinds(chromium: Browser, tmp_path: Path) -> None:
    """No decoder is packaged here, so nothing else can have read the picture."""
    house, blank = wallet_house(tmp_path / "bare", wallet_decoder=tmp_path / "nothing"), tmp_path / "blank.png"
    Image.new("L", (300, 300), 255).save(blank)
    text = address(house, CODE, NUMBER.digits)
    with house.running():
        with opened(chromium, house) as phone:
            own_reader(phone, text, "qr_code", "data_matrix")
            phone.goto("/verify/scan")
            phone.wait_for_selector("html[data-scan=ready]")
            phone.set_input_files("#picture", blank)
            expect(phone.locator("#result .mark")).to_have_text("진본")
        with opened(chromium, house) as phone:
            own_reader(phone, text, "qr_code", "ean_13")
            phone.goto("/verify/scan")
            phone.wait_for_selector("html[data-scan=server]")


def test_the_camera_reads_a_code(stage: Playwright, house: WalletHouse, wallet: str, tmp_path: Path) -> None:
    """Chromium's practice camera films a file: the QR, over and over. Read by the packaged reader and by its own."""
    film = tmp_path / "film.mjpeg"
    film.write_bytes(photographed(qr(address(house, CODE, NUMBER.digits))))
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = launch(stage, *camera, f"--use-file-for-fake-video-capture={film}")
    for own in (False, True):
        with opened(browser, house) as phone:
            if own:
                own_reader(phone, address(house, CODE, NUMBER.digits), "qr_code", "data_matrix")
            decoders: list[str] = []
            phone.on(
                "request", lambda sent, found=decoders: found.append(sent.url) if "/decoder/" in sent.url else None
            )
            phone.goto("/verify/scan")
            phone.get_by_role("button", name="카메라 켜기").click()
            expect(phone.locator("#result .mark")).to_have_text("진본", timeout=60_000)
            expect(phone.locator("#video")).to_be_hidden()
            assert bool(decoders) is not own
    browser.close()


def test_the_receipt_is_a_file_to_keep(chromium: Browser, house: WalletHouse, wallet: str) -> None:
    with opened(chromium, house) as phone:
        phone.goto(f"/verify/{NUMBER.digits}?check={CODE}")
        phone.get_by_text("기록으로 남기기").click()
        with phone.expect_download() as file:
            phone.locator("#receipt").click()
        assert file.value.path().read_text().count(".") == 2
        assert file.value.suggested_filename.endswith(".jws")
