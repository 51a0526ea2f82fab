"""Speaking instead of writing, and answers read aloud: with a browser's voice and ear that the test leads."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.contract.channels.web.conftest import Visit
from tests.counter_process import Counter

pytestmark = pytest.mark.browser
VOICE = """
  window.spoken = [];
  window.speaking = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const speechSynthesis = {
    speak: (said) => { spoken.push([said.text.trim(), said.lang]); speaking.push(said); },
    cancel: () => { for (const said of speaking.splice(0)) said.onerror?.({ error: "canceled" }); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speechSynthesis });
"""
EAR = """
  window.SpeechRecognition = class {
    constructor() { window.ear = this; }
    start() { this.begun = true; }
    stop() { this.onend(); }
    hear(...heard) { this.onresult({ results: heard.map((transcript) => [{ transcript }]) }); }
  };
"""
NEITHER = """
  for (const name of ["speechSynthesis", "SpeechSynthesisUtterance", "SpeechRecognition", "webkitSpeechRecognition"])
    delete window[name];
  delete Window.prototype.speechSynthesis;
"""

Enter = Callable[..., Visit]


@pytest.fixture
def enter(counter: Counter, open_context: Callable[..., BrowserContext]) -> Enter:
    def enter(with_script: str, path: str = "/") -> Visit:
        context = open_context()
        context.add_init_script(with_script)
        visit = Visit(counter, context.new_page()).enter()
        if path != "/":
            visit.page.goto(counter.url + path)
        expect(visit.page.locator("html.is-scripted")).to_be_attached()
        return visit

    return enter


def read_aloud(visit: Visit) -> None:
    visit.open_menu()
    visit.page.get_by_role("button", name="답을 소리 내어 읽기").click()


def spoken(page: Page) -> list[Any]:
    said: list[Any] = page.evaluate("spoken")
    return said


def test_new_answer_is_read_once_and_old_ones_never(enter: Enter):
    visit = enter(VOICE)
    visit.say("먼저")
    visit.hears("들었어요: 먼저")
    assert spoken(visit.page) == []
    read_aloud(visit)
    visit.say("안녕")
    visit.hears("들었어요: 안녕")
    assert spoken(visit.page) == [["들었어요: 안녕", "ko-KR"]]
    visit.page.reload()
    expect(visit.bubbles("bot").last).to_have_text("들었어요: 안녕")
    visit.say("또")
    visit.hears("들었어요: 또")
    assert spoken(visit.page) == [["들었어요: 또", "ko-KR"]]
    assert visit.complaints == []


def test_reading_is_stopped_by_its_button_or_by_saying_more_and_goes_on_with_the_next_answer(enter: Enter):
    visit = enter(VOICE)
    read_aloud(visit)
    stop = visit.page.get_by_role("button", name="그만 읽기")
    expect(stop).to_be_hidden()
    visit.say("하나")
    visit.hears("들었어요: 하나")
    stop.press("Enter")
    expect(stop).to_be_hidden()
    expect(visit.box).to_be_focused()
    assert visit.page.evaluate("speaking.length") == 0
    visit.say("둘")
    visit.hears("들었어요: 둘")
    expect(stop).to_be_visible()
    visit.box.fill("셋")
    visit.box.press("Enter")
    visit.page.wait_for_function("() => spoken.length === 3")
    assert visit.page.evaluate("speaking.map(({ text }) => text)") == ["들었어요: 셋"]
    visit.page.evaluate("speaking.splice(0).forEach((said) => said.onend())")
    expect(stop).to_be_hidden()


def test_each_language_is_read_in_its_own_voice(enter: Enter):
    visit = enter(VOICE)
    read_aloud(visit)
    visit.answer_with({"text": "등본이 나왔어요.\nYour certificate is ready."})
    visit.say("both")
    visit.page.wait_for_function("() => spoken.length === 2")
    assert spoken(visit.page) == [["등본이 나왔어요.", "ko-KR"], ["Your certificate is ready.", "en-US"]]


@pytest.mark.parametrize(("path", "language", "start"), [("/", "ko-KR", "말로 적기"), ("/?lang=en", "en-US", "")])
def test_what_is_heard_stands_in_the_box_and_waits_for_the_person(enter: Enter, path: str, language: str, start: str):
    visit = enter(EAR, path)
    button, box = visit.page.locator("#voice"), visit.page.locator("#say")
    if start:
        expect(button).to_have_accessible_name(start)
    box.fill("그리고")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert visit.page.evaluate("[ear.lang, ear.begun]") == [language, True]
    visit.page.evaluate("ear.hear('등본', ' 떼줘')")
    expect(box).to_have_value("그리고 등본 떼줘")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(box).to_be_focused()
    expect(visit.bubbles("citizen")).to_have_count(0)
    assert visit.complaints == []


def test_ear_that_may_not_listen_says_so(enter: Enter):
    visit = enter(EAR)
    visit.page.locator("#voice").click()
    visit.page.evaluate("{ ear.onerror({ error: 'not-allowed' }); ear.onend(); }")
    expect(visit.page.locator("#announcer")).to_contain_text("마이크를 쓸 수 없어요.")
    expect(visit.page.locator("#voice")).to_have_attribute("aria-pressed", "false")


def test_browser_that_neither_hears_nor_speaks_offers_neither(enter: Enter):
    visit = enter(NEITHER)
    visit.say("안녕")
    visit.hears("들었어요: 안녕")
    expect(visit.page.locator("#voice")).to_be_hidden()
    visit.open_menu()
    expect(visit.page.locator("#resume")).to_be_visible()
    expect(visit.page.locator("#aloud")).to_be_hidden()
    assert visit.complaints == []
