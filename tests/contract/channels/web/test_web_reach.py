"""What no tool can judge of the counter page: keys, focus, what lies over what, the system's own colours, time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import Visit
from tests.contract.channels.web.test_web_access import RESEND
from tests.counter_process import Counter

pytestmark = pytest.mark.browser
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COVERED = """() => {
  const focused = document.activeElement, { x, y, width, height } = focused.getBoundingClientRect();
  const there = document.elementFromPoint(x + width / 2, y + height / 2);
  const own = there && (focused.contains(there) || there.closest("label")?.contains(focused));
  return own ? "" : focused.outerHTML;
}"""
"""Give what has the focus if something else lies over its middle, or if that is out of sight."""
UNSEEN = """() => [...document.querySelectorAll(".card input")].filter((input) => {
  if (!input.checkVisibility()) return false;
  input.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = input.getBoundingClientRect(), words = document.createRange();
  words.selectNodeContents(input.closest("label").querySelector("span"));
  const over = document.elementFromPoint(left + width / 2, top + height / 2) !== input;
  const text = words.getBoundingClientRect();
  return over || (text.left < left + width && left < text.right && text.top < top + height && top < text.bottom);
}).map((input) => input.value)"""
"""Give each input of a card that its words lie over, or that lies over its words."""


def test_everything_is_reached_by_keys_and_focus_is_never_lost(visit: Visit):
    page = visit.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="말 쓰는 칸으로 건너뛰기")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("등본 떼줘")
    visit.answer_with(cards.options())
    page.keyboard.press("Enter")
    expect(visit.box).to_be_focused()
    expect(page.get_by_role("button", name="기본으로 떼기")).to_be_enabled()
    press_from(visit, "기본으로 떼기")
    visit.hears("들었어요: /choose_basic")
    assert page.evaluate("document.activeElement !== document.body")


@pytest.mark.parametrize("size", [(640, 400), (320, 200)])
def test_nothing_lies_over_the_focus_where_a_desktop_is_enlarged_twice_and_four_times(
    counter: Counter, open_context: Callable[..., BrowserContext], size: tuple[int, int]
):
    context = open_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    visit = Visit(counter, context.new_page()).enter()
    page = visit.page
    visit.answer_with(cards.identity())
    visit.say("등본")
    page.get_by_role("button", name="동의하고 인증 요청").click()
    expect(page.get_by_label("이름")).to_be_focused()
    expect(page.get_by_text("이름을 적어 주세요.")).to_be_in_viewport(ratio=1)
    for _ in range(10):
        assert page.evaluate(COVERED) == ""
        page.keyboard.press("Tab")
    assert page.evaluate(WIDER) == 0
    visit.open_menu()
    page.get_by_role("button", name="새로 시작하기").click(trial=True)
    page.get_by_role("link", name="대화 내려받기 (PDF)").click(trial=True)


def press_from(visit: Visit, name: str) -> None:
    """Go back with Shift+Tab from where the focus is until the button ``name`` has it, and press it."""
    for _ in range(40):
        visit.page.keyboard.press("Shift+Tab")
        if visit.page.evaluate("document.activeElement.textContent") == name:
            visit.page.keyboard.press("Enter")
            return
    pytest.fail(f"no key leads to {name}")


def test_menu_is_closed_by_escape_and_gives_its_focus_back(visit: Visit):
    visit.open_menu()
    visit.page.get_by_role("button", name="쉬운 말과 큰 글씨").focus()
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("#menu")).not_to_have_attribute("open", "")
    expect(visit.page.locator("#menu > summary")).to_be_focused()


def test_easy_mode_asks_one_question_at_a_time_and_stays(visit: Visit):
    visit.open_menu()
    visit.page.get_by_role("button", name="쉬운 말과 큰 글씨").click()
    visit.answer_with(cards.identity())
    visit.say("등본")
    name, phone = visit.page.get_by_label("이름"), visit.page.get_by_label("휴대전화 번호")
    expect(name).to_be_visible()
    expect(phone).to_be_hidden()
    name.fill("김서연")
    visit.page.get_by_role("button", name="다음").click()
    expect(visit.page.get_by_label("생년월일")).to_be_focused()
    visit.page.keyboard.type("880314")
    visit.page.keyboard.press("Enter")
    expect(phone).to_be_focused()
    visit.page.reload()
    expect(visit.page.locator("html")).to_have_class("is-begun is-easy is-scripted")
    expect(visit.page.get_by_label("이름")).to_be_visible()


def test_time_for_the_approval_can_be_had_again_and_is_said_before_it_ends(visit: Visit):
    visit.page.clock.install()
    soon = (datetime.now(UTC) + timedelta(minutes=10)).isoformat()
    card = cards.identity_card("pending", binding_code="4271", expires_at=soon, actions=RESEND)
    visit.answer_with({"text": "승인해 주세요.", "custom": {"card": card}})
    visit.say("등본")
    expect(visit.page.get_by_role("timer")).to_contain_text("분")
    visit.page.clock.fast_forward("09:10")
    expect(visit.page.locator("#announcer p", has_text="1분 남았어요")).to_have_count(1)
    visit.page.get_by_role("button", name="다시 보내기").click()
    visit.hears("들었어요: /resend_identity")


def test_two_colours_forced_by_the_system_leave_every_control_its_shape(
    counter: Counter, open_context: Callable[..., BrowserContext]
):
    context = open_context(forced_colors="active", color_scheme="dark", reduced_motion="reduce")
    visit = Visit(counter, context.new_page()).enter()
    visit.answer_with(cards.custom(*cards.FIELDS, cards.period(), cards.items()))
    visit.say("골라서")
    expect(visit.page.get_by_label("동거인")).to_have_css("appearance", "auto")
    assert visit.page.evaluate(UNSEEN) == []
    assert visit.page.locator(".desk").evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(0, 0, 0)"
    moving = "document.getAnimations().filter(each => each.effect.getTiming().iterations === Infinity).length"
    assert visit.page.evaluate(moving) == 0
