"""Who follows the conversation sees its newest turn; who reads further up is left alone."""

import pytest
from playwright.sync_api import expect

from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import Visit

pytestmark = pytest.mark.browser


def papers(visit: Visit, count: int) -> list[dict]:
    card = cards.document(visit.conversation, "delivered")
    return [{"text": f"{number}번째 서류예요.", "custom": {"card": card}} for number in range(1, count + 1)]


def test_newest_of_several_papers_is_in_sight(visit: Visit):
    visit.answer_with(*papers(visit, 4))
    visit.say("모두")
    expect(visit.page.locator(".card-document")).to_have_count(4)
    expect(visit.page.locator(".card-document").last.get_by_role("link", name="진위 확인")).to_be_in_viewport()
    expect(visit.page.locator("#newest")).to_be_hidden()


def test_reader_further_up_stays_there_and_is_led_down_by_a_button(visit: Visit):
    visit.answer_with(*papers(visit, 4))
    visit.say("모두")
    expect(visit.page.locator(".card-document").last.get_by_role("link", name="진위 확인")).to_be_in_viewport()
    visit.page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    expect(visit.page.locator(".turn").first).to_be_in_viewport()
    visit.news("paper_delivered", {"card": cards.progress(1)})
    expect(visit.page.get_by_role("button", name="새 답 보기")).to_be_visible()
    expect(visit.page.locator(".turn").first).to_be_in_viewport()
