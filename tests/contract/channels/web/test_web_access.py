"""No state of the counter page has a fault that axe can find, with script and without, nor is wider than 320 px."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
