"""Who follows the conversation sees its newest turn; who reads further up is left alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import Visit
from tests.counter_process import Counter

pytestmark = pytest.mark.browser
NO_HALL = "localStorage.setItem('minwon.hall', 'off')"


@pytest.fixture
def moving(counter: Counter, open_context: Callable[..., BrowserContext]) -> Visit:
    """A visit where the page scrolls smoothly."""
    context = open_context(reduced_motion="no-preference")
    context.add_init_script(NO_HALL)
    return Visit(counter, context.new_page()).enter()


def papers(visit: Visit, count: int) -> list[dict]:
    card = cards.document(visit.conversation, "delivered")
    return [{"text": f"{number}번째 서류예요.", "custom": {"card": card}} for number in range(1, count + 1)]


def test_newest_of_several_papers_is_in_sight(moving: Visit):
    moving.answer_with(*papers(moving, 4))
    moving.say("모두")
    expect(moving.page.locator(".card-document")).to_have_count(4)
    expect(moving.page.locator(".card-document").last.get_by_role("link", name="진위 확인")).to_be_in_viewport()
    expect(moving.page.locator("#newest")).to_be_hidden()


def test_reader_further_up_stays_there_and_is_led_down_by_a_button(moving: Visit):
    moving.answer_with(*papers(moving, 4))
    moving.say("모두")
    expect(moving.page.locator(".card-document").last.get_by_role("link", name="진위 확인")).to_be_in_viewport()
    moving.page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    expect(moving.page.locator(".turn").first).to_be_in_viewport()
    moving.news("paper_delivered", {"card": cards.progress(1)})
    expect(moving.page.get_by_role("button", name="새 답 보기")).to_be_visible()
    expect(moving.page.locator(".turn").first).to_be_in_viewport()
    moving.page.get_by_role("button", name="새 답 보기").press("Enter")
    expect(moving.page.locator(".turn:has(.card-progress)")).to_be_focused()
