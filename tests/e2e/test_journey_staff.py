"""A citizen and an agent in two browsers of the open house: half a paper, a person, and the paper to its end."""

import re
from collections.abc import Iterator

import httpx
import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.house import House

pytestmark = [pytest.mark.engine, pytest.mark.browser]
PATIENT = 60_000
SAY = "하고 싶은 일을 적어 주세요"
PASSWORD = "nine lives of a paper cat"
PRIVATE = "세대주와 다투는 중이라 하심"
expect.set_options(timeout=PATIENT)


def open_context(chromium: Browser, width: int, height: int) -> BrowserContext:
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="ko-KR")
    context.set_default_timeout(PATIENT)
    context.set_default_navigation_timeout(PATIENT)
    return context


@pytest.fixture
def visitor(chromium: Browser, house: House) -> Iterator[Page]:
    context = open_context(chromium, 390, 844)
    page = context.new_page()
    page.goto(house.url("counter"))
    yield page
    context.close()


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    context = open_context(chromium, 1280, 800)
    yield context.new_page()
    context.close()


def sign_in_first(page: Page, house: House, login: str, one_time: str) -> None:
    """Open the door with the one-time password, set a password of one's own and the code of an authenticator."""
    page.goto(f"{house.url('counter')}/staff/sign-in")
    page.get_by_label("아이디").fill(login)
    page.get_by_label("비밀번호").fill(one_time)
    page.get_by_role("button", name="다음").click()
    page.get_by_label("새 비밀번호", exact=True).fill(PASSWORD)
    page.get_by_label("새 비밀번호 한 번 더").fill(PASSWORD)
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("인증 번호").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="정하고 들어가기").click()
    expect(page.locator("#live-mark")).to_have_class(re.compile("is-open"))


def one_time_password(chromium: Browser, house: House, login: str, name: str) -> str:
    """Let the administrator whom `make run` names make an account for an agent."""
    *_, printed = re.findall(r"아이디 (\S+), 한 번 쓰는 비밀번호 (\S+)", house.said())
    context = open_context(chromium, 1280, 800)
    page = context.new_page()
    sign_in_first(page, house, *printed)
    page.goto(f"{house.url('counter')}/staff/accounts")
    page.get_by_label("아이디").fill(login)
    page.get_by_label("이름").fill(name)
    page.get_by_role("button", name="계정 만들기").click()
    password = page.locator("#one-time").inner_text()
    context.close()
    return password


def say(visitor: Page, text: str) -> None:
    visitor.get_by_label(SAY).fill(text)
    visitor.get_by_label(SAY).press("Enter")


def conversation_of(visitor: Page) -> str:
    """Read which conversation the browser holds from its cookie."""
    cookies = {each["name"]: each["value"] for each in visitor.context.cookies()}
    return cookies["minwon_conversation"].partition(".")[0]


def bubble(visitor: Page, text: str) -> None:
    expect(visitor.locator(".bubble", has_text=text).last).to_be_visible()


def test_a_person_serves_half_way_through_a_paper_and_the_assistant_goes_on(
    house: House, chromium: Browser, visitor: Page, desk: Page
) -> None:
    complaints: list[str] = []
    desk.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in_first(desk, house, "jimin", one_time_password(chromium, house, "jimin", "김지민"))

    # 1. Half a paper, then a wish for a person: the ticket appears in the open console, with what the bot knows.
    say(visitor, "등본 떼줘")
    visitor.get_by_role("button", name="기본으로 떼기").click()
    expect(visitor.get_by_role("button", name="동의하고 인증 요청")).to_be_visible()
    say(visitor, "상담원 연결해 주세요")
    desk.locator(f"#row-{conversation_of(visitor)} a").click()
    expect(desk.locator("#preview")).to_contain_text("상담원 연결해 주세요")
    expect(desk.locator("#preview")).to_contain_text("등본")
    desk.keyboard.press("c")
    desk.wait_for_url("**/staff/conversations/*")
    bubble(visitor, "김지민 상담원이 이어받았어요")
    expect(desk.locator("#live-mark")).to_have_class(re.compile("is-open"))

    # 2. Each sees that the other writes; the agent sees what is not sent yet.
    desk.locator("#say").press_sequentially("안녕하세요, 무엇이 궁금하세요?")
    expect(visitor.get_by_text("상담원이 쓰고 있어요")).to_be_visible()
    desk.locator("#say").press("Enter")
    bubble(visitor, "안녕하세요, 무엇이 궁금하세요?")
    visitor.get_by_label(SAY).press_sequentially("세대주가 아니어도 되나요?")
    expect(desk.locator("#draft")).to_have_text("세대주가 아니어도 되나요?")
    visitor.get_by_label(SAY).press("Enter")
    expect(desk.locator("#turns .is-citizen .said").last).to_have_text("세대주가 아니어도 되나요?")

    # 3. A note for staff, and back to the assistant with another.
    desk.locator("#note").fill(PRIVATE)
    desk.locator("#note").press("Enter")
    expect(desk.locator(".is-note .said")).to_have_text(PRIVATE)
    desk.get_by_text("도우미에게 돌려주기").first.click()
    desk.get_by_label("남길 메모").fill(f"{PRIVATE}. 안내는 끝남")
    desk.get_by_role("button", name="도우미에게 돌려주기").click()
    desk.wait_for_url("**/staff/")

    # 4. The assistant knows the paper that was begun, and brings it to its end.
    bubble(visitor, "하시던 서류 신청을 이어서 해 드릴까요?")
    visitor.get_by_role("button", name="이어서 하기").last.click()
    fill_panel(visitor)
    expect(visitor.locator("[data-binding-code]").last).to_be_visible()
    phone = f"{house.url('sandbox')}/phone/01000000001/approve"
    approved = httpx.post(phone, headers={"Accept": "application/json"}, timeout=60)
    assert approved.status_code == httpx.codes.OK
    expect(visitor.get_by_role("link", name="내려받기").last).to_be_visible()
    assert PRIVATE not in visitor.content()
    assert complaints == []


def fill_panel(visitor: Page) -> None:
    visitor.get_by_label("이름").last.fill("김서연")
    visitor.get_by_label("생년월일").last.fill("19880314")
    visitor.get_by_label("휴대전화").last.fill("01000000001")
    visitor.get_by_role("button", name="동의하고 인증 요청").last.click()
