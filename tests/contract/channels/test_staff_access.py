"""The console's pages have no fault that axe can find; its keys can be turned off, and its list of replies is heard."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from channels.staff.accounts import Role
from tests.axe import faults
from tests.contract.channels.test_staff_journey import filed, handed_over
from tests.counter_process import Counter
from tests.enlarged import too_wide
from tests.staff_house import PASSWORD, CounterStaff, Member

pytestmark = pytest.mark.browser
PATIENT = 60_000
PAGES = ("/", "/past", "/complaints", "/papers", "/texts", "/texts/1", "/figures", "/accounts", "/audit", "/sessions")


@dataclass
class Look:
    """A browser at the console, and what axe finds in each state that it is brought into."""

    page: Page
    found: dict[str, list[str]] = field(default_factory=dict)

    def at(self, name: str) -> None:
        self.found[name] = faults(self.page)

    def open(self, path: str) -> None:
        self.page.goto(path.lstrip("/") or ".", wait_until="domcontentloaded")
        self.at(path)
        if not self.page.locator("table").count():  # what stands in rows and columns may be as wide as it is
            self.found[path] += too_wide(self.page)

    def bad(self) -> dict[str, list[str]]:
        return {name: bad for name, bad in self.found.items() if bad}


@contextmanager
def looking(chromium: Browser, counter: Counter, member: Member | None = None) -> Iterator[Look]:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, locale="ko-KR", bypass_csp=True, base_url=f"{counter.url}/staff/"
    )
    context.set_default_timeout(PATIENT)
    if member is not None:
        context.add_cookies(member.cookies())  # type: ignore[arg-type]
    yield Look(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def administrator(staff: CounterStaff) -> Member:
    return staff.member("axe-admin", "오관리", Role.ADMINISTRATOR)


def test_no_page_of_the_console_has_a_fault(chromium: Browser, shared_counter: Counter, administrator: Member):
    citizen = shared_counter.citizen()
    number = filed(shared_counter, citizen)
    with looking(chromium, shared_counter, administrator) as look:
        for path in (*PAGES, f"/complaints/{number}", "/nowhere"):
            look.open(path)
    assert look.bad() == {}


def test_no_page_before_the_console_has_a_fault(
    chromium: Browser, shared_counter: Counter, staff: CounterStaff, administrator: Member
):
    _, one_time = staff.accounts.make("axe-new", "새사람", Role.AGENT, "general")
    with looking(chromium, shared_counter) as look:
        for login, password, path in (
            (administrator.login, "wrong", "sign-in"),
            (administrator.login, PASSWORD, "sign-in/code"),
            ("axe-new", one_time, "sign-in/first"),
        ):
            look.open("/sign-in")
            look.page.get_by_label("아이디").fill(login)
            look.page.get_by_label("비밀번호").fill(password)
            look.page.get_by_role("button", name="다음").click()
            look.page.wait_for_url(f"**/{path}")
            look.at(f"{path} of {login}")
    assert look.bad() == {}


def test_no_state_of_a_talk_has_a_fault_and_replies_are_heard(
    chromium: Browser, shared_counter: Counter, administrator: Member
):
    citizen = shared_counter.citizen()
    citizen.say("010-1234-5678로 알려 주세요")
    handed_over(shared_counter, citizen)
    with looking(chromium, shared_counter, administrator) as look:
        page = look.page
        page.goto(".")
        page.locator(f"#row-{citizen.id} a").click()
        expect(page.locator("#claim")).to_be_visible()
        look.at("preview")
        assert administrator.api(f"/conversations/{citizen.id}/claim").json() == {"claimed": True}
        assert administrator.api(f"/conversations/{citizen.id}/note", text="메모").status_code == 201
        look.open(f"/conversations/{citizen.id}")
        for closed in page.locator("details").all():
            closed.evaluate("each => { each.name = ''; each.open = true }")
        look.at("everything open")
        box = page.locator("#say")
        box.press_sequentially("/")
        expect(page.locator(".canned-one").first).to_be_visible()
        box.press("ArrowDown")
        expect(box).to_have_attribute(
            "aria-activedescendant", str(page.locator(".canned-one").nth(1).get_attribute("id"))
        )
        look.at("replies")
        box.fill("/없는말")
        expect(page.locator(".canned-none")).to_be_visible()
        look.at("no reply")
        box.press("Escape")
        expect(box).not_to_have_attribute("aria-activedescendant", "")
    assert administrator.api(f"/conversations/{citizen.id}/close", reason="solved").status_code == 204
    assert look.bad() == {}


def test_single_keys_can_be_turned_off_and_on_again(chromium: Browser, shared_counter: Counter, administrator: Member):
    with looking(chromium, shared_counter, administrator) as look:
        page = look.page
        page.goto(".")
        page.keyboard.press("?")
        look.at("keys")
        page.get_by_role("checkbox", name="단축키 쓰기").uncheck()
        page.get_by_role("button", name="닫기").click()
        page.keyboard.press("?")
        page.keyboard.press("g")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.get_by_role("button", name="단축키").click()
        page.get_by_role("checkbox", name="단축키 쓰기").check()
        page.get_by_role("button", name="닫기").click()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="단축키")).to_be_visible()
    assert look.bad() == {}
