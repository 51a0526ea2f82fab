"""Talking on the counter page: sending, resuming, what goes wrong on the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.contract.channels.web.conftest import Visit
from tests.counter_process import Counter

pytestmark = pytest.mark.browser
SOCKET_THAT_CLOSES = """window.WebSocket = class {
  static OPEN = 1;
  constructor() { setTimeout(() => this.onclose(), 0); }
  close() {}
};"""


def test_what_is_said_is_answered_and_stays_after_a_reload(visit: Visit):
    visit.say("등본 떼줘")
    visit.hears("들었어요: 등본 떼줘")
    visit.page.reload()
    expect(visit.bubbles("citizen")).to_have_text(["등본 떼줘"])
    expect(visit.bubbles("bot")).to_have_count(2)


def test_enter_that_ends_a_syllable_does_not_send(visit: Visit):
    visit.box.fill("등본")
    composing = {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True}
    visit.box.dispatch_event("keydown", composing)
    visit.box.dispatch_event("keydown", {**composing, "isComposing": False, "keyCode": 229})
    expect(visit.box).to_have_value("등본")
    expect(visit.bubbles("citizen")).to_have_count(0)


def test_shift_enter_breaks_the_line(visit: Visit):
    visit.box.fill("첫 줄")
    visit.box.press("Shift+Enter")
    visit.box.press_sequentially("둘째 줄")
    visit.box.press("Enter")
    expect(visit.bubbles("citizen")).to_have_text(["첫 줄\n둘째 줄"])


def test_double_click_on_a_chip_presses_once_and_the_chips_go(visit: Visit):
    visit.page.get_by_role("button", name="무엇을 할 수 있나요").dblclick()
    visit.hears("들었어요: /help")
    assert visit.heard() == ["/help"]
    expect(visit.page.locator(".chip")).to_have_count(0)


def test_text_beyond_two_thousand_is_kept_and_explained(visit: Visit):
    visit.say("가" * 2001)
    expect(visit.page.locator(".composer-problem")).to_have_text("2,000자까지 보낼 수 있어요. 1자를 줄여 주세요.")
    expect(visit.page.locator("#announcer p", has_text="1자를 줄여 주세요.")).to_have_count(1)
    expect(visit.box).to_have_value("가" * 2001)
    visit.say("나" * 2000)
    expect(visit.bubbles("citizen")).to_have_count(1)


def test_rrn_is_shown_redacted_and_a_notice_stands_apart(visit: Visit):
    visit.say("880314-2345678 이에요")
    expect(visit.bubbles("system")).to_have_count(1)
    expect(visit.bubbles("citizen")).to_have_text(["●●●●●●-●●●●●●● 이에요"])


def test_markup_in_a_message_stays_text(visit: Visit):
    evil = '<img src=x onerror="document.title=1"><b>굵게</b>'
    visit.say(evil)
    visit.hears(f"들었어요: {evil}")
    expect(visit.page.locator(".bubble img, .bubble b")).to_have_count(0)


def test_each_message_is_announced_once_in_the_only_live_region(visit: Visit):
    visit.say("안녕")
    visit.hears("들었어요: 안녕")
    expect(visit.page.locator("[aria-live], [role=log], [role=alert], [role=status]")).to_have_count(1)
    expect(visit.page.locator("#announcer p")).to_have_text(["도우미: 들었어요: 안녕"])


def test_focus_stays_in_the_box_after_sending(visit: Visit):
    visit.say("안녕")
    visit.hears("들었어요: 안녕")
    expect(visit.page.locator(".is-typing")).to_have_count(0)
    expect(visit.box).to_be_focused()


def test_page_fits_where_text_is_twice_as_large(visit: Visit):
    visit.page.set_viewport_size({"width": 320, "height": 480})
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert visit.page.evaluate(wide) is False
    small = "[...document.querySelectorAll('button, a.button')].filter(b => b.checkVisibility() && b.offsetHeight < 44)"
    assert visit.page.evaluate(f"{small}.map(b => b.textContent)") == []


def test_long_poll_serves_where_sockets_do_not_come_through(visit: Visit):
    visit.page.add_init_script(SOCKET_THAT_CLOSES)
    visit.page.reload()
    visit.say("안녕")
    visit.hears("들었어요: 안녕")


def test_counter_that_dies_and_returns_loses_and_doubles_nothing(
    counter: Counter, open_context: Callable[..., BrowserContext]
):
    visit = Visit(counter, open_context().new_page()).enter()
    visit.say("먼저")
    visit.hears("들었어요: 먼저")
    counter.kill()
    visit.say("끊긴 동안")
    expect(visit.page.locator("#notice")).to_be_visible()
    expect(visit.page.get_by_role("button", name="다시 보내기")).to_be_visible()
    counter.start()
    expect(visit.bubbles("bot").last).to_have_text("들었어요: 끊긴 동안")
    expect(visit.bubbles("citizen")).to_have_text(["먼저", "끊긴 동안"])
    expect(visit.page.locator("#notice")).to_be_hidden()
    assert visit.heard() == ["먼저", "끊긴 동안"]


def test_discarded_message_gives_the_focus_to_the_box(visit: Visit):
    visit.page.route("**/messages", lambda route: route.abort())
    visit.say("끊긴 말")
    visit.page.get_by_role("button", name="지우기").press("Enter")
    expect(visit.bubbles("citizen")).to_have_count(0)
    expect(visit.box).to_be_focused()
    visit.complaints.clear()  # the browser complains of the line that was cut


def test_new_conversation_is_asked_for_twice(visit: Visit):
    visit.say("안녕")
    visit.hears("들었어요: 안녕")
    before = visit.conversation
    visit.open_menu()
    visit.page.get_by_role("button", name="새로 시작하기").click()
    visit.page.get_by_role("button", name="계속 이야기하기").click()
    assert visit.conversation == before
    visit.start_over()
    expect(visit.bubbles("citizen")).to_have_count(0)
    assert visit.conversation != before
