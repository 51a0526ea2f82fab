"""The hall in a real browser: what a picture costs, what its display shows, and that its counters are buttons."""

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect, sync_playwright

from tests.axe import faults
from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import SWITCHES, Visit
from tests.counter_process import Counter

pytestmark = pytest.mark.browser
DRAWN_IN_SOFTWARE = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
WIDE = {"width": 1280, "height": 800}
MOST_DRAWS = 100
MOST_TRIANGLES = 100_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=[*SWITCHES, *DRAWN_IN_SOFTWARE])
        yield browser
        browser.close()


def hall(visit: Visit) -> Locator:
    """Wait for the first picture."""
    root = visit.page.locator("#hall")
    expect(root).to_have_attribute("data-draws", re.compile(r"^[1-9]"))
    return root


@pytest.fixture
def visitor(counter: Counter, open_context: Callable[..., BrowserContext]) -> Iterator[Visit]:
    visit = Visit(counter, open_context(viewport=WIDE).new_page())
    visit.line.join(visit.page)
    yield visit.enter()
    assert visit.complaints == []


def test_picture_is_within_its_budget_and_its_display_shows_the_real_queue(visitor: Visit):
    root = hall(visitor)
    visitor.answer_with({"text": "상담원을 불렀어요.", "custom": {"card": cards.handover()}})
    visitor.say("사람 바꿔줘")
    visitor.hears("상담원을 불렀어요.")
    visitor.line.tell(type="state", state="waiting")
    expect(root.get_by_role("img")).to_have_accessible_name(re.compile("앞에 2명이 있어요"))
    assert 10 < int(root.get_attribute("data-draws") or 0) <= MOST_DRAWS
    assert 1000 < int(root.get_attribute("data-triangles") or 0) <= MOST_TRIANGLES


def test_counters_are_buttons_and_the_hall_can_be_shut(visitor: Visit):
    root = hall(visitor)
    root.get_by_role("button", name="상담원 부르기").press("Enter")
    expect(visitor.bubbles("citizen")).to_have_text(["상담원과 이야기하고 싶어요"])
    visitor.hears("들었어요: 상담원과 이야기하고 싶어요")
    root.get_by_role("button", name="대화로 가기").press("Enter")
    expect(visitor.box).to_be_focused()
    visitor.open_menu()
    visitor.page.get_by_role("button", name="민원실 모습 보기").click()
    expect(root).to_be_hidden()
    expect(root.locator("canvas")).to_have_count(0)


def test_axe_finds_no_fault_in_the_page_with_the_hall(counter: Counter, open_context: Callable[..., BrowserContext]):
    visit = Visit(counter, open_context(viewport=WIDE, bypass_csp=True).new_page()).enter()
    hall(visit)
    assert faults(visit.page) == []
