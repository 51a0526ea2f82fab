"""What is done before the script has come, or said without a line: nothing is lost, nothing is said twice."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.contract.channels.web import cards
from tests.contract.channels.web.conftest import Visit
from tests.counter_process import Counter, eventually

pytestmark = pytest.mark.browser


@dataclass
class Held:
    """Requests that wait until the test lets them go on."""

    routes: list[Route] = field(default_factory=list)

    def hold(self, page: Page, address: str) -> "Held":
        page.route(address, lambda route: self.routes.append(route))  # noqa: PLW0108 - Playwright marks what it calls
        return self

    def let_go(self, page: Page, address: str) -> None:
        while self.routes:
            self.routes.pop().continue_()
        page.unroute(address)


SCRIPT = "**/assets/main-*.js"


def open_without_script(visit: Visit) -> Held:
    held = Held().hold(visit.page, SCRIPT)
    visit.page.goto(visit.counter.url, wait_until="commit")
    expect(visit.page.locator("#bootstrap")).to_be_attached()
    return held


def let_script_come(visit: Visit, held: Held) -> None:
    eventually(lambda: _asked_for(visit.page, held), "the script was never asked for")
    held.let_go(visit.page, SCRIPT)
    expect(visit.page.locator("html.is-scripted")).to_be_attached()


def _asked_for(page: Page, held: Held) -> bool:
    page.wait_for_timeout(10)
    return bool(held.routes)


@pytest.fixture
def early(counter: Counter, open_context: Callable[..., BrowserContext]) -> Visit:
    return Visit(counter, open_context().new_page())


def test_what_is_typed_while_the_script_comes_stays_with_the_focus_and_is_sent_once(early: Visit):
    held = open_without_script(early)
    early.box.click()
    early.page.keyboard.type("등본 ")
    let_script_come(early, held)
    expect(early.box).to_be_focused()
    early.page.keyboard.type("떼줘")
    early.page.keyboard.press("Enter")
    early.hears("들었어요: 등본 떼줘")
    expect(early.bubbles("citizen")).to_have_text(["등본 떼줘"])
    assert early.heard() == ["등본 떼줘"]


AS_THE_PLAIN_FORM_DOES = """async () => {
  const form = document.querySelector("#composer");
  await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
}"""


def test_what_the_plain_form_has_sent_is_not_sent_twice_by_the_script(early: Visit):
    held = open_without_script(early)
    early.box.fill("등본 떼줘")
    early.page.evaluate(AS_THE_PLAIN_FORM_DOES)  # the page that comes after it is still on its way
    let_script_come(early, held)
    early.box.press("Enter")  # it does not seem to have gone
    early.hears("들었어요: 등본 떼줘")
    expect(early.bubbles("citizen")).to_have_text(["등본 떼줘"])
    early.say("등본 떼줘")  # the same words again are said again
    expect(early.bubbles("citizen")).to_have_text(["등본 떼줘", "등본 떼줘"])
    eventually(lambda: early.heard() == ["등본 떼줘", "등본 떼줘"], "not heard twice")


def test_card_filled_in_before_the_script_has_come_keeps_what_was_filled_in(early: Visit):
    early.page.goto(early.counter.url)
    early.answer_with(cards.identity())
    early.say("등본 떼줘")
    expect(early.page.get_by_label("이름")).to_be_visible()
    held = open_without_script(early)
    early.page.get_by_label("이름").fill("박말순")
    early.page.get_by_label("은행인증").check()
    early.page.get_by_label("휴대전화 번호").click()
    early.page.keyboard.type("0100000")
    let_script_come(early, held)
    expect(early.page.get_by_label("휴대전화 번호")).to_be_focused()
    early.page.keyboard.type("0003")
    expect(early.page.get_by_label("휴대전화 번호")).to_have_value("010-0000-0003")
    expect(early.page.get_by_label("이름")).to_have_value("박말순")
    expect(early.page.get_by_label("은행인증")).to_be_checked()
    early.page.get_by_label("생년월일").fill("440130")
    early.page.get_by_role("button", name="동의하고 인증 요청").click()
    eventually(lambda: _asked(early) == [("박말순", "bank")], "what was typed early never came to the office")


def _asked(visit: Visit) -> list[tuple[str, str]]:
    visit.page.wait_for_timeout(10)
    people = [person for person in visit.counter.office.people if person["conversation"] == visit.conversation]
    return [(person["name"], person["provider"]) for person in people]


def test_options_picked_before_the_script_has_come_stay_picked(early: Visit):
    early.page.goto(early.counter.url)
    early.answer_with(cards.options(custom=True))
    early.say("골라서")
    expect(early.page.get_by_role("button", name="이대로 떼기")).to_be_visible()
    held = open_without_script(early)
    early.page.get_by_label("최근 몇 년만").check()
    early.page.get_by_label("최근 몇 년", exact=True).fill("3")
    early.page.get_by_label("동거인").select_option("yes")
    early.page.get_by_label("회사 제출").check()
    let_script_come(early, held)
    early.page.get_by_role("button", name="이대로 떼기").click()
    expect(early.bubbles("bot")).to_have_count(3)
    picked = early.heard()[1]
    assert '"past_addresses": "recent"' in picked or '"past_addresses":"recent"' in picked
    for part in ('"address_years":3', '"cohabitants":"yes"', '"purpose":"회사 제출"'):
        assert part in picked.replace('": ', '":')


def test_what_is_said_without_a_line_is_kept_over_a_reload_and_sent_once(early: Visit):
    early.page.goto(early.counter.url)
    early.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    early.say("먼저")
    early.hears("들었어요: 먼저")
    early.page.context.set_offline(True)
    early.say("끊긴 동안")
    expect(early.page.get_by_role("button", name="다시 보내기")).to_be_visible()
    early.box.fill("아직 쓰던 말")
    early.page.reload()
    expect(early.page.get_by_text("못 보낸 말은 이 창에 그대로 있어요.")).to_be_visible()
    early.page.context.set_offline(False)
    early.page.get_by_role("link", name="다시 열기").click()
    early.hears("들었어요: 끊긴 동안")
    expect(early.bubbles("citizen")).to_have_text(["먼저", "끊긴 동안"])
    expect(early.box).to_have_value("아직 쓰던 말")
    early.page.reload()
    expect(early.bubbles("citizen")).to_have_text(["먼저", "끊긴 동안"])
    assert early.heard() == ["먼저", "끊긴 동안"]


def test_what_looks_like_a_resident_number_is_not_kept_on_the_device(early: Visit):
    early.page.goto(early.counter.url)
    early.box.fill("880314-2345678")
    early.page.reload()
    expect(early.page.locator("html.is-scripted")).to_be_attached()
    expect(early.box).to_have_value("")
    assert early.page.evaluate("JSON.stringify([sessionStorage, localStorage])").count("880314") == 0
