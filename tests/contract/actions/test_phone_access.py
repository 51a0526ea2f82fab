"""The practice phone has no page that axe finds a fault in: asked, answered, too late, with nothing to answer."""

import pytest
from playwright.sync_api import expect

from tests.axe import faults
from tests.contract.actions.test_phone_browser import ring
from tests.enlarged import too_wide

pytestmark = pytest.mark.browser
MALSOON_LISTED = "/phone/010-0000-0003"
MALSOON, MINJAE = "/phone/01000000003", "/phone/01000000004"


def test_no_state_of_a_phone_has_a_fault(chromium, agencies):
    context = chromium.new_context(
        base_url=agencies.url,
        viewport={"width": 390, "height": 844},
        bypass_csp=True,
        reduced_motion="reduce",
        locale="ko-KR",
    )
    context.set_default_timeout(60_000)
    page, found = context.new_page(), {}

    def look(name):
        found[name] = faults(page) + too_wide(page)

    for path in ("/", "/phone/01000000001"):
        page.goto(path)
        look(path)
    page.goto("/phone")
    first = page.locator(f'.phones a[href="{MALSOON_LISTED}"]')
    first.focus()
    ring(agencies, "malsoon")
    ring(agencies, "minjae", "5512")
    expect(first.get_by_text("요청 왔어요")).to_be_visible(timeout=60_000)
    expect(first).to_be_focused()  # nothing is loaded again under a reader's hands
    look("phones")
    for path, button, answered in ((MALSOON, "승인", "승인했어요"), (MINJAE, "거절", "거절했어요")):
        page.goto(path)
        expect(page.get_by_role("article", name="승인을 기다리는 요청")).to_be_visible(timeout=60_000)
        look(f"{path} asked")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", name=answered)).to_be_visible(timeout=60_000)
        look(answered)
    ring(agencies, "malsoon", requested_expiry="1")
    page.goto(MALSOON)
    expect(page.get_by_role("heading", name="시간이 지났어요")).to_be_visible(timeout=60_000)
    look("too late")
    page.goto("/")
    page.get_by_role("button", name="1분 멈추기").first.click()
    fixed = page.get_by_role("button", name="고치기")
    expect(fixed).to_be_visible(timeout=60_000)
    look("broken on purpose")
    fixed.click()
    expect(fixed).to_have_count(0, timeout=60_000)
    context.close()
    assert {name: bad for name, bad in found.items() if bad} == {}
