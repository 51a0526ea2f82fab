"""The phone in a real browser: a request appears by itself, and two buttons answer it, with and without scripts."""

from datetime import UTC, date, datetime

import httpx
import pytest
from playwright.sync_api import expect

from actions.identity.client_key import ASSERTION_TYPE, open_client_key

pytestmark = pytest.mark.browser
PHONES = {
    "malsoon": ("박말순", date(1944, 1, 30), "01000000003"),
    "minjae": ("최민재", date(2001, 8, 8), "01000000004"),
}


@pytest.fixture
def screen(chromium, agencies):
    context = chromium.new_context(base_url=agencies.url, viewport={"width": 390, "height": 844}, locale="ko-KR")
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints


def ring(agencies, person, code="4271", **more):
    """Let the counter ask a phone. ``more`` are other fields of the request, such as its ``requested_expiry``."""
    name, born, phone = PHONES[person]
    key = open_client_key("minwon-counter", agencies.data / "keys/identity-counter.pem")
    now = datetime.now(UTC)
    claims = {"name": name, "birthdate": born.isoformat(), "phone_number": phone}
    form = {
        "scope": "openid",
        "binding_message": code,
        "purpose": "주민등록표(등본) 발급",
        "login_hint_token": key.sign(agencies.issuer, now, claims),
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": key.assertion(agencies.issuer, now),
        **more,
    }
    assert httpx.post(f"{agencies.issuer}/bc-authorize", data=form).status_code == 200


def test_a_request_appears_by_itself_and_is_approved(screen, agencies):
    screen.goto("/phone/010-0000-0003")
    expect(screen.get_by_role("heading")).to_have_text("기다리는 요청이 없어요")
    ring(agencies, "malsoon", "9038")
    expect(screen.get_by_text("9038")).to_be_visible()
    expect(screen.locator("[data-countdown]")).to_contain_text("초 남음")
    screen.get_by_role("button", name="승인").click()
    expect(screen.get_by_role("heading", name="승인했어요")).to_be_visible()
    expect(screen.get_by_role("button")).to_have_count(0)


def test_a_request_is_said_once_and_the_focus_stays_where_it_was(screen, agencies):
    screen.goto("/phone/010-0000-0003")
    ring(agencies, "malsoon", "9038")
    announcer = screen.locator("[aria-live]")
    expect(announcer).to_contain_text("확인번호 9 0 3 8")
    screen.evaluate("""new MutationObserver(() => (window.said = (window.said ?? 0) + 1))
        .observe(document.querySelector("[aria-live]"), { childList: true, characterData: true, subtree: true })""")
    left = screen.locator("[data-countdown]")
    expect(left).not_to_have_text(left.inner_text())  # a second is over, and nothing was said
    assert screen.evaluate("window.said") is None
    screen.get_by_role("button", name="거절").focus()
    ring(agencies, "malsoon", "1234")
    expect(screen.get_by_role("article")).to_have_count(2)
    held = screen.locator("article", has_text="9038").get_by_role("button", name="거절")
    expect(held).to_be_focused()
    assert screen.evaluate("window.said") == 1
    for _ in range(2):
        agencies.press("01000000003", "refuse")
    expect(screen.get_by_role("heading", name="거절했어요")).to_be_focused()


def test_a_request_is_refused(screen, agencies):
    ring(agencies, "minjae")
    screen.goto("/phone/01000000004")
    screen.get_by_role("button", name="거절").click()
    expect(screen.get_by_role("heading", name="거절했어요")).to_be_visible()


def test_without_scripts_the_page_works_by_being_loaded(chromium, agencies):
    context = chromium.new_context(base_url=agencies.url, java_script_enabled=False)
    page = context.new_page()
    ring(agencies, "minjae", "5512")
    page.goto("/phone/01000000004")
    expect(page.get_by_text("5512")).to_be_visible()
    page.get_by_role("button", name="승인").click()
    expect(page.get_by_role("heading", name="승인했어요")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_its_screen_and_buttons_are_finger_sized(chromium, agencies, width):
    context = chromium.new_context(base_url=agencies.url, viewport={"width": width, "height": 844})
    page = context.new_page()
    ring(agencies, "minjae")
    for address in ("/phone/01000000004", "/phone", "/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for button in page.get_by_role("button").all():
            assert button.bounding_box()["height"] >= 44
    agencies.press("01000000004", "refuse")
    context.close()
