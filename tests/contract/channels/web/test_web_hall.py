"""The hall in a real browser: what a picture costs, who is in it, what it shows, and that it is never in the way."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from websockets.sync.client import ClientConnection

from channels.counter.assets import DIST
from tests.axe import faults
from tests.browser import open_chromium
from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import PHONE, Visit
from tests.counter_process import Counter, open_socket

pytestmark = pytest.mark.browser
DRAWN_IN_SOFTWARE = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
WIDE = {"width": 1280, "height": 800}
MOST_DRAWS = 100
MOST_TRIANGLES = 100_000
OTHERS = 24
MORE = 2
COUNTS_DRAWN = """
  window.drawn = 0;
  const draw = WebGL2RenderingContext.prototype.drawElements;
  WebGL2RenderingContext.prototype.drawElements = function (...given) {
    window.drawn += 1;
    return draw.apply(this, given);
  };
"""
HIDDEN = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
DRAWN_IN_TWENTY_FRAMES = """async () => {
  const before = window.drawn;
  for (let at = 0; at < 20; at++) await new Promise((resolve) => requestAnimationFrame(resolve));
  return window.drawn - before;
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with open_chromium(*DRAWN_IN_SOFTWARE) as browser:
        yield browser


def hall(page: Page) -> Locator:
    """Wait for the first picture."""
    root = page.locator("#hall")
    expect(root).to_have_attribute("data-draws", re.compile(r"^[1-9]"))
    return root


def cost(root: Locator) -> tuple[int, int]:
    return int(root.get_attribute("data-draws") or 0), int(root.get_attribute("data-triangles") or 0)


@pytest.fixture
def visitor(counter: Counter, open_context: Callable[..., BrowserContext]) -> Iterator[Visit]:
    visit = Visit(counter, open_context(viewport=WIDE).new_page())
    visit.line.join(visit.page)
    yield visit.enter()
    assert visit.complaints == []


def presence(visit: Visit) -> list[dict[str, Any]]:
    return [frame for frame in visit.line.said if frame.get("type") == "presence"]


def until_said(visit: Visit, wanted: Callable[[dict[str, Any]], bool]) -> None:
    """Let the page go on until it has told of a ``wanted`` place."""
    for _ in range(600):
        if any(map(wanted, presence(visit))):
            return
        visit.page.wait_for_timeout(100)
    raise AssertionError(presence(visit)[-3:])


def next_others(socket: ClientConnection) -> list[list[Any]]:
    while True:
        frame = json.loads(socket.recv(timeout=60))
        if frame.get("type") == "presence" and frame["others"]:
            return list(frame["others"])


@contextmanager
def others(counter: Counter) -> Iterator[Callable[[], None]]:
    """Let others come whom the page sees all; give what makes them stay."""
    with ExitStack() as sockets:
        there = [sockets.enter_context(open_socket(counter.citizen(), 1)) for _ in range(OTHERS + MORE)]

        def stay() -> None:
            for at, socket in enumerate(there):
                spot = [-44 + 4 * at if at < OTHERS else 100, 14 + at % 8]
                socket.send(json.dumps({"type": "presence", "spot": spot, "sits": at % 5 == 0}))

        stay()
        yield stay


def test_picture_is_within_its_budget_with_24_others_and_its_display_shows_the_real_queue(visitor: Visit):
    root = hall(visitor.page)
    alone = cost(root)
    with others(visitor.counter) as stay:
        for _ in range(60):
            stay()
            if root.get_by_role("button", name=f"다른 사람 {OTHERS + MORE}명").is_visible():
                break
            visitor.page.wait_for_timeout(1000)
        drawn = "(least) => Number(document.querySelector('#hall').dataset.triangles) > least"
        visitor.page.wait_for_function(drawn, arg=alone[1] + 20_000)  # all of them, not the first ones
        draws, triangles = cost(root)
    assert alone[0] < draws <= MOST_DRAWS
    assert triangles <= MOST_TRIANGLES
    visitor.answer_with({"text": "상담원을 불렀어요.", "custom": {"card": cards.handover()}})
    visitor.say("사람 바꿔줘")
    visitor.hears("상담원을 불렀어요.")
    visitor.line.tell(type="state", state="waiting")
    expect(root.get_by_role("img")).to_have_accessible_name(re.compile("앞에 2명이 있어요"))


def test_visitors_see_each_other_through_the_counter_until_one_does_not_want_to(visitor: Visit):
    root = hall(visitor.page)
    with open_socket(visitor.counter.citizen(), 1) as other:
        other.send('{"type": "presence", "spot": [20, 20], "sits": false}')
        button = root.get_by_role("button", name=re.compile("다른 사람"))
        expect(button).to_have_text("다른 사람 1명")
        ((number, *_),) = next_others(other)
        other.send('{"type": "presence", "spot": [20, 20], "sits": false}')  # still there
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "false")
        until_said(visitor, lambda _: presence(visitor)[-1]["spot"] is None)  # what is said passes through this thread
        while number not in json.loads(other.recv(timeout=60)).get("gone", []):
            pass
        visitor.page.reload()
        expect(hall(visitor.page).get_by_role("button", name="다른 사람 보기")).to_have_attribute(
            "aria-pressed", "false"
        )


def test_one_sits_down_by_button_key_or_tap_and_stands_up(visitor: Visit):
    root = hall(visitor.page)
    root.get_by_role("button", name="앉기").press("Enter")
    until_said(visitor, lambda frame: frame.get("sits", False))
    root.get_by_role("button", name="일어나기").press("Enter")
    picture = root.get_by_role("img")
    picture.press("Space")
    expect(root.get_by_role("button", name="일어나기")).to_be_visible()
    picture.press("Space")
    expect(root.get_by_role("button", name="앉기")).to_be_visible()
    picture.click(position={"x": 445, "y": 238})  # the bench left of the middle
    expect(root.get_by_role("button", name="일어나기")).to_be_visible()


def test_counters_are_buttons_and_the_hall_can_be_shut(visitor: Visit):
    root = hall(visitor.page)
    root.get_by_role("button", name="상담원 부르기").press("Enter")
    expect(visitor.bubbles("citizen")).to_have_text(["상담원과 이야기하고 싶어요"])
    visitor.hears("들었어요: 상담원과 이야기하고 싶어요")
    root.get_by_role("button", name="대화로 가기").press("Enter")
    expect(visitor.box).to_be_focused()
    visitor.open_menu()
    visitor.page.get_by_role("button", name="민원실 모습 보기").click()
    expect(root).to_be_hidden()
    expect(root.locator("canvas")).to_have_count(0)
    until_said(visitor, lambda frame: frame["spot"] is None)


def test_on_a_phone_it_opens_on_demand_a_thumb_walks_and_the_conversation_goes_on_below(
    counter: Counter, open_context: Callable[..., BrowserContext]
):
    visit = Visit(counter, open_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page())
    visit.line.join(visit.page)
    visit.enter()
    expect(visit.page.locator("#hall")).to_be_hidden()
    visit.open_menu()
    visit.page.get_by_role("button", name="민원실 모습 보기").tap()
    root = hall(visit.page)
    until_said(visit, lambda frame: frame["spot"] is not None)
    begun = presence(visit)[-1]["spot"]
    stick = root.locator(".hall-stick").bounding_box()
    assert stick
    visit.page.mouse.move(stick["x"] + stick["width"] / 2, stick["y"] + stick["height"] / 2)
    visit.page.mouse.down()
    visit.page.mouse.move(stick["x"] + stick["width"], stick["y"] + stick["height"] / 2)
    until_said(visit, lambda frame: frame["spot"][0] > begun[0] + 3)
    visit.page.mouse.up()
    visit.say("안녕")
    visit.hears("들었어요: 안녕")
    picture, answer = root.bounding_box(), visit.bubbles("bot").last.bounding_box()
    assert picture
    assert answer
    assert answer["y"] >= picture["y"] + picture["height"]
    assert picture["height"] < PHONE["height"] * 0.4
    visit.open_menu()
    visit.page.get_by_role("button", name="민원실 모습 보기").tap()
    expect(root).to_be_hidden()
    assert visit.complaints == []


def test_nothing_is_drawn_while_the_page_is_hidden(counter: Counter, open_context: Callable[..., BrowserContext]):
    context = open_context(viewport=WIDE)
    context.add_init_script(COUNTS_DRAWN)
    visit = Visit(counter, context.new_page()).enter()
    hall(visit.page)
    visit.page.evaluate(HIDDEN, arg=True)
    assert visit.page.evaluate(DRAWN_IN_TWENTY_FRAMES) == 0
    drawn = visit.page.evaluate("window.drawn")
    visit.page.evaluate(HIDDEN, arg=False)
    visit.page.wait_for_function("(before) => window.drawn > before", arg=drawn)


PAPERS = """() => {
  window.papers = [];
  const root = document.querySelector("#hall");
  const note = () => root.dataset.paper && root.dataset.paper !== papers.at(-1) && papers.push(root.dataset.paper);
  new MutationObserver(note).observe(root, { attributeFilter: ["data-paper"] });
}"""


def test_paper_that_came_while_the_page_was_hidden_is_handed_over_and_put_away_on_return(visitor: Visit):
    hall(visitor.page)
    visitor.page.evaluate(PAPERS)
    visitor.page.evaluate(HIDDEN, arg=True)  # off to the phone's app, to approve
    here = visitor.conversation
    came = [
        {"text": "나왔어요.", "custom": {"card": cards.document(here, state)}} for state in ("sending", "delivered")
    ]
    visitor.answer_with(*came, {"text": "다른 서류도 필요하세요?"})
    visitor.say("등본")
    visitor.hears("다른 서류도 필요하세요?")
    assert visitor.page.evaluate("papers") == []
    visitor.page.evaluate(HIDDEN, arg=False)
    visitor.page.wait_for_function("() => papers.length >= 2")
    assert visitor.page.evaluate("papers") == ["issued", "delivered"]


TAKES_GRAPHICS_AWAY = """() => {
  const context = document.querySelector("#hall canvas").getContext("webgl2");
  window.graphics = context.getExtension("WEBGL_lose_context");
  graphics.loseContext();
}"""


def test_hall_returns_with_its_graphics_and_closes_without_them_while_the_conversation_goes_on(
    counter: Counter, open_context: Callable[..., BrowserContext]
):
    context = open_context(viewport=WIDE)
    context.add_init_script(COUNTS_DRAWN)
    visit = Visit(counter, context.new_page()).enter()
    root = hall(visit.page)
    visit.page.evaluate(TAKES_GRAPHICS_AWAY)
    visit.page.evaluate("setTimeout(() => graphics.restoreContext(), 100)")
    visit.page.wait_for_function("() => !document.querySelector('#hall canvas').getContext('webgl2').isContextLost()")
    drawn = visit.page.evaluate("window.drawn")
    visit.page.wait_for_function("(before) => window.drawn > before", arg=drawn)
    root.get_by_role("img").focus()
    visit.page.evaluate(TAKES_GRAPHICS_AWAY)
    expect(root).to_be_hidden()
    expect(visit.box).to_be_focused()
    expect(visit.page.locator("#told")).to_contain_text("대화는 그대로예요")
    visit.say("안녕")
    visit.hears("들었어요: 안녕")
    assert visit.complaints == []


TIMES = 20
GARBAGE_GONE = ("HeapProfiler.enable", "HeapProfiler.collectGarbage", "Performance.enable")


def test_hall_that_was_opened_and_shut_twenty_times_leaves_nothing_behind(
    counter: Counter, open_context: Callable[..., BrowserContext]
):
    page = open_context(viewport=PHONE).new_page()
    warned: list[str] = []
    page.on("console", lambda said: warned.append(said.text) if said.type == "warning" else None)
    visit = Visit(counter, page).enter()
    expect(page.locator("#hall-switch")).to_have_attribute("aria-pressed", "false")
    protocol = page.context.new_cdp_session(page)

    def turn() -> None:
        page.evaluate("document.querySelector('#hall-switch').click()")

    def left() -> dict[str, float]:
        for step in GARBAGE_GONE:
            protocol.send(step)
        return {each["name"]: each["value"] for each in protocol.send("Performance.getMetrics")["metrics"]}

    for at in range(TIMES):
        turn()
        hall(page)
        turn()
        expect(page.locator("#hall canvas")).to_have_count(0)
        if at == 1:
            after_two = left()
    after_all = left()
    assert after_all["JSEventListeners"] <= after_two["JSEventListeners"] + 2
    assert after_all["Nodes"] <= after_two["Nodes"] + TIMES
    assert after_all["JSHeapUsedSize"] < after_two["JSHeapUsedSize"] + 2_000_000
    assert [text for text in warned if "WebGL contexts" in text] == []
    assert visit.complaints == []


@pytest.mark.parametrize("without", ["motion", "webgl2"])
def test_hall_is_not_even_fetched_where_it_is_not_wanted_or_cannot_be_drawn(
    counter: Counter, open_context: Callable[..., BrowserContext], without: str
):
    context = open_context(viewport=WIDE, reduced_motion="reduce" if without == "motion" else "no-preference")
    if without == "webgl2":
        context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = context.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    visit = Visit(counter, page).enter()
    visit.say("안녕")
    visit.hears("들었어요: 안녕")
    visit.open_menu()
    expect(page.locator("#resume")).to_be_visible()
    expect(page.locator("#hall-switch")).to_be_hidden()
    manifest = json.loads((DIST / ".vite/manifest.json").read_text())
    assert any("/main-" in url for url in fetched)
    assert not any(url.endswith(manifest["src/hall/main.ts"]["file"]) for url in fetched)
    expect(page.locator("#hall")).to_be_hidden()


def test_axe_finds_no_fault_in_the_page_with_the_hall(counter: Counter, open_context: Callable[..., BrowserContext]):
    visit = Visit(counter, open_context(viewport=WIDE, bypass_csp=True).new_page()).enter()
    hall(visit.page)
    assert faults(visit.page) == []
