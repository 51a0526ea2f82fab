"""A person takes over: the queue, the name, the unsent words and who may see them; the end; another device."""

from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import Line, Visit
from tests.counter_process import Counter

pytestmark = pytest.mark.browser
UNMARKED = """() => {
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement: around } = texts.currentNode;
    if (around.tagName !== "SCRIPT" && /[가-힣]/.test(data) && around.closest("[lang]").lang !== "ko") found.push(data);
  }
  return found;
}"""
NOTICE = "보내기 전에 쓰는 글도 상담원이 보고 있어요."


@pytest.fixture
def served(counter: Counter, open_context: Callable[..., BrowserContext]) -> Visit:
    visit = Visit(counter, open_context().new_page())
    visit.line.join(visit.page)
    visit.enter()
    visit.answer_with({"text": "상담원을 불렀어요.", "custom": {"card": cards.handover()}})
    visit.say("사람 바꿔줘")
    visit.hears("상담원을 불렀어요.")
    return visit


def drafts(line: Line) -> list[str]:
    return [sent["text"] for sent in line.said if sent.get("type") == "draft"]


def until(visit: Visit, holds: Callable[[], bool]) -> None:
    """Let the browser go on until ``holds``: its frames are heard only while it is waited for."""
    for _ in range(600):
        if holds():
            return
        visit.page.wait_for_timeout(100)
    pytest.fail(str(visit.line.said))


def test_queue_says_how_long_and_that_a_person_will_read_along(served: Visit):
    served.line.tell(type="state", state="waiting")
    card = served.page.locator(".card-handover")
    expect(card).to_contain_text("앞에 2명이 있어요")
    expect(card).to_contain_text("4분쯤 걸려요")
    expect(card).to_contain_text("보내기 전에 쓰고 있는 글도 볼 수 있어요")
    served.line.tell(type="state", state="staff")
    expect(card).to_contain_text("차례 안내가 끝났어요")


def test_unsent_words_are_passed_on_only_after_the_notice_and_never_when_hidden(served: Visit):
    served.box.press_sequentially("혼잣말")
    expect(served.page.get_by_text(NOTICE)).to_be_hidden()
    served.line.tell(type="state", state="staff")
    expect(served.page.locator("#preview")).to_contain_text(NOTICE)
    expect(served.page.locator("#announcer p", has_text=NOTICE)).to_have_count(1)
    assert drafts(served.line) == []
    served.box.press_sequentially(", 들으세요")
    until(served, lambda: drafts(served.line)[-1:] == ["혼잣말, 들으세요"])
    served.page.get_by_role("button", name="가리기").click()
    until(served, lambda: drafts(served.line)[-1:] == [""])
    served.box.press_sequentially(" 이제 몰래")
    served.box.press("Enter")
    expect(served.bubbles("citizen").last).to_have_text("혼잣말, 들으세요 이제 몰래")
    assert drafts(served.line)[-1] == ""
    served.page.get_by_role("button", name="보이기").focus()
    served.line.tell(type="state", state="bot")
    expect(served.page.locator("#preview")).to_be_hidden()
    expect(served.box).to_be_focused()


def test_person_who_serves_has_a_name_and_is_seen_writing(served: Visit):
    served.line.tell(type="state", state="staff")
    served.line.tell(type="typing")
    expect(served.page.get_by_text("상담원이 쓰고 있어요")).to_be_visible()
    last = served.page.evaluate("Number(document.querySelector('#thread > .turn:last-of-type').id.slice(1)) || 0")
    said = {
        "seq": last + 100,
        "at": datetime.now(UTC).isoformat(),
        "from": "staff",
        "name": "박상담",
        "text": "네, 도와드릴게요.",
    }
    served.line.tell(**said, buttons=[], card=None)
    expect(served.page.get_by_text("상담원 박상담", exact=True)).to_be_visible()
    expect(served.page.get_by_text("상담원이 쓰고 있어요")).to_have_count(0)
    expect(served.page.locator("#announcer p", has_text="상담원 박상담: 네, 도와드릴게요.")).to_have_count(1)


def test_ended_conversation_says_so_and_offers_a_new_one(served: Visit):
    served.line.tell(type="state", state="closed")
    expect(served.page.locator("#notice")).to_contain_text("끝난 대화예요")
    expect(served.box).to_be_disabled()
    expect(served.page.locator("#notice-new button")).to_be_focused()
    served.page.locator("#notice-new button").click()
    expect(served.box).to_be_enabled()
    expect(served.bubbles("citizen")).to_have_count(0)


def test_conversation_goes_on_on_another_device(
    visit: Visit, counter: Counter, open_context: Callable[..., BrowserContext]
):
    visit.say("등본 떼줘")
    visit.hears("들었어요: 등본 떼줘")
    visit.open_menu()
    visit.page.get_by_role("button", name="다른 기기에서 이어하기").click()
    code = visit.page.locator("[data-resume-code]").inner_text()
    other = Visit(counter, open_context(java_script_enabled=False).new_page())
    other.page.goto(f"{counter.url}/resume")
    other.page.get_by_label("이어하기 번호").fill(code)
    other.page.get_by_role("button", name="이어하기").click()
    expect(other.bubbles("citizen")).to_have_text(["등본 떼줘"])
    assert other.conversation == visit.conversation


def test_conversation_can_be_taken_home_as_text_and_as_paper(visit: Visit):
    visit.say("등본 떼줘")
    visit.hears("들었어요: 등본 떼줘")
    for name, begins in (("대화 내려받기 (글)", b""), ("대화 내려받기 (PDF)", b"%PDF")):
        visit.open_menu()
        with visit.page.expect_download() as download:
            visit.page.get_by_role("link", name=name).click()
        assert download.value.path().read_bytes().startswith(begins)
        assert download.value.failure() is None


def test_notices_are_not_offered_where_nobody_sends_them(visit: Visit):
    visit.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(visit.page.locator("#push")).to_have_count(0)
    assert visit.page.request.get(f"{visit.counter.url}/push/key").status == 404


def test_english_page_is_english_and_remembers_it(visit: Visit):
    visit.page.get_by_role("link", name="Switch to English").click()
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    visit.page.goto(visit.counter.url)
    expect(visit.page.get_by_label("What would you like to do?")).to_be_visible()
    visit.answer_with(cards.identity())
    visit.page.locator("#say").fill("등본")
    visit.page.locator("#say").press("Enter")
    visit.page.get_by_label("Date of birth").fill("880314")
    expect(visit.page.get_by_text("14 March 1988")).to_be_visible()
    assert visit.page.evaluate(UNMARKED) == []
    assert visit.page.locator(".bubble").last.get_attribute("lang") == "ko"
    wrong = httpx.get(f"{visit.counter.url}/?lang=xx", trust_env=False)
    assert '<html lang="ko"' in wrong.text
