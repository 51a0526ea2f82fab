"""No state of the counter page has a fault that axe can find; and what axe cannot judge: keys, focus, size, time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from tests.axe import faults
from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import Line, Visit
from tests.contract.channels.web.test_web_attach import photo
from tests.counter_process import Counter
from tests.enlarged import too_wide

pytestmark = pytest.mark.browser
LONG = "2099-01-01T00:00:00+00:00"
PAGES = ("/resume", "/resume?problem=bad_resume_code", "/?problem=too_large", "/nowhere", "/nowhere?lang=en&easy=1")
STILL: dict[str, Any] = {"bypass_csp": True, "reduced_motion": "reduce"}
NEWEST = "#thread > .turn.is-bot:last-of-type"
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
RESEND = [{"title": "다시 보내기", "payload": "/resend_identity"}]


def shown(visit: Visit) -> Iterator[tuple[str, dict]]:
    yield "options", cards.options()["custom"]["card"]
    yield "custom", cards.custom(*cards.FIELDS, cards.period(), cards.items())["custom"]["card"]
    yield "identity", cards.identity_card()
    yield "pending", cards.identity_card("pending", binding_code="4271", expires_at=LONG, actions=RESEND)
    yield "progress", cards.progress(2)
    yield "document", cards.document(visit.conversation, "delivered")
    yield "papers", cards.papers(visit.conversation)
    yield "complaint", cards.complaint()
    yield "contact", {"type": "contact", "state": "requested"}
    yield "handover", cards.handover()


@pytest.fixture(params=["ko", "en-easy-dark"])
def judged(request: pytest.FixtureRequest, counter: Counter, open_context: Callable[..., BrowserContext]) -> Visit:
    """A visit whose every state is judged: as it comes, and in English with large text on a dark screen."""
    context = open_context(**STILL, color_scheme="light" if request.param == "ko" else "dark")
    visit = Visit(counter, context.new_page())
    visit.line = Line().join(visit.page)
    visit.enter()
    if request.param != "ko":
        visit.page.goto(f"{counter.url}/?lang=en&easy=1")
    return visit


@dataclass
class Look:
    """What axe finds in each state that a page is brought into."""

    page: Page
    found: dict[str, list[str]] = field(default_factory=dict)

    def at(self, name: str, within: str = "html") -> None:
        self.found[name] = faults(self.page, within)
        if within == "html":
            self.found[name] += too_wide(self.page)

    def bad(self) -> dict[str, list[str]]:
        return {name: bad for name, bad in self.found.items() if bad}


def test_no_state_has_a_fault(judged: Visit):
    page, look = judged.page, Look(judged.page)
    look.at("greeting")
    for name in ("#menu", "#attach"):
        page.locator(f"{name} > summary").click()
        look.at(name, name)
        page.keyboard.press("Escape")
    look_at_dialogs(judged, look)
    look_at_the_desk(judged, look)
    for name, card in shown(judged):
        judged.answer_with({"text": name, "custom": {"card": card}})
        say(judged, name)
        expect(page.locator(f"{NEWEST} .bubble")).to_have_text(name)
        newest = page.locator(f"{NEWEST} .card")
        look.at(name, NEWEST)
        if name == "identity":
            newest.locator("form").evaluate("form => form.requestSubmit()")
            expect(newest.locator("[aria-invalid=true]").first).to_be_attached()
            look.at("wrong", NEWEST)
    for state in ("waiting", "staff", "closed"):
        judged.line.tell(type="state", state=state)
        expect(page.locator("#state")).to_have_attribute("data-state", state)
        look.at(state)
    assert look.bad() == {}


def say(visit: Visit, text: str) -> None:
    """Write in the box, whatever the page's language calls it."""
    visit.page.locator("#say").fill(text)
    visit.page.locator("#say").press("Enter")


def look_at_dialogs(visit: Visit, look: Look) -> None:
    for button in ("#resume", "#menu form[data-new] button"):
        visit.open_menu()
        visit.page.locator(button).click()
        expect(visit.page.locator("dialog button").first).to_be_visible()
        look.at(button, "dialog")
        visit.page.keyboard.press("Escape")
    number, office = "4821930571620394", visit.counter.office
    office.papers[visit.conversation] = {number}
    preview = f"/api/conversations/{visit.conversation}/documents/{number}/preview.png"
    visit.page.route(f"**{preview}", lambda route: route.fulfill(body=photo()["buffer"], content_type="image/jpeg"))
    visit.answer_with({"custom": {"card": {**cards.document(visit.conversation), "preview_url": preview}}})
    say(visit, "paper")
    for name, there in (("preview", ".viewer img"), ("offer", "dialog [data-tx-code]")):
        visit.page.locator(f"[data-focus={name}]").click()
        expect(visit.page.locator(there)).to_be_visible()
        look.at(name, "dialog")
        visit.page.keyboard.press("Escape")


def look_at_the_desk(visit: Visit, look: Look) -> None:
    page: FilePayload = {"name": "쪽.html", "mimeType": "text/html", "buffer": b"<script>"}
    visit.page.locator("#files").set_input_files([photo(taken_at_city_hall=True), page])
    expect(visit.page.locator(".tray-ask")).to_be_visible()
    say(visit, "가" * 2001)
    expect(visit.page.locator("#say[aria-invalid=true]")).to_be_visible()
    look.at("files and too long", ".desk")
    visit.page.route("**/messages", lambda route: route.abort())
    say(visit, "cut")
    expect(visit.page.locator(".is-failed .text-button").first).to_be_visible()
    expect(visit.page.locator("#notice")).to_be_visible()
    look.at("cut")
    visit.page.unroute("**/messages")
    visit.page.locator(".is-failed .text-button").first.click()
    expect(visit.page.locator(".turn.is-bot").last).to_contain_text("cut")


def test_page_without_script_has_no_fault(counter: Counter, open_context: Callable[..., BrowserContext]):
    page = open_context(**STILL).new_page()
    page.route("**/*.js", lambda route: route.abort())
    visit = Visit(counter, page).enter()
    visit.answer_with(*({"text": name, "custom": {"card": card}} for name, card in shown(visit)))
    visit.box.fill("모두")
    visit.submit(page.get_by_role("button", name="보내기", exact=True))
    expect(page.locator(".card")).to_have_count(10)
    look = Look(page)
    look.at("cards")
    counter.office.papers[visit.conversation] = {"4821930571620394"}
    page.get_by_role("button", name="다른 지갑에 담기").click()
    expect(page.locator("[data-tx-code]")).to_be_visible()
    look.at("offer")
    for path in PAGES:
        page.goto(f"{counter.url}{path}")
        look.at(path)
    assert look.bad() == {}
    page.goto(counter.url)
    page.evaluate("document.querySelector('label[for=say]').remove()")
    assert any("textarea" in fault for fault in faults(page)), "axe itself finds nothing"


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
