"""The console's pages have no fault that axe can find, at 1,280 px and on a tablet."""

import pytest
from playwright.sync_api import Browser

from channels.staff.accounts import Role
from tests.axe import faults
from tests.counter_process import Counter
from tests.staff_house import CounterStaff

pytestmark = pytest.mark.browser
PATIENT = 60_000
PAGES = ("/", "/past", "/complaints", "/papers", "/texts", "/figures", "/accounts", "/audit", "/sessions")


def test_no_page_of_the_console_has_a_fault(chromium: Browser, shared_counter: Counter):
    staff = CounterStaff(shared_counter)
    try:
        member = staff.member("axe-admin", "오관리", Role.ADMINISTRATOR)
        context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="ko-KR", bypass_csp=True)
        context.set_default_timeout(PATIENT)
        page, found = context.new_page(), {}
        page.goto(f"{shared_counter.url}/staff/sign-in")
        found["/sign-in"] = faults(page)
        context.add_cookies(member.cookies())  # type: ignore[arg-type]
        for path in PAGES:
            page.goto(f"{shared_counter.url}/staff{path}", wait_until="domcontentloaded")
            found[path] = faults(page)
        context.close()
    finally:
        staff.close()
    assert {path: bad for path, bad in found.items() if bad} == {}
