"""What a slow phone has to fetch before the first message, counted by the browser's own protocol."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.contract.channels.web.conftest import Visit
from tests.counter_process import Counter

pytestmark = pytest.mark.browser
MOST_SCRIPT = 60_000


def test_script_before_the_first_message_is_within_its_budget_and_from_here(
    counter: Counter, open_context: Callable[..., BrowserContext]
):
    page = open_context().new_page()
    kinds: dict[str, tuple[str, str]] = {}
    sizes: dict[str, float] = {}
    protocol = page.context.new_cdp_session(page)
    protocol.on(
        "Network.responseReceived",
        lambda told: kinds.update({told["requestId"]: (told["type"], told["response"]["url"])}),
    )
    protocol.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}))
    protocol.send("Network.enable")
    visit = Visit(counter, page).enter()
    visit.say("안녕")
    visit.hears("들었어요: 안녕")
    scripts = [sizes[request] for request, (kind, _) in kinds.items() if kind == "Script" and request in sizes]
    assert scripts
    assert 0 < sum(scripts) <= MOST_SCRIPT
    assert all(url.startswith((counter.url, "data:")) for _, url in kinds.values())
    assert sum(sizes.values()) <= 2 * MOST_SCRIPT


def test_message_can_be_sent_before_any_script_has_come(counter: Counter, open_context: Callable[..., BrowserContext]):
    page = open_context().new_page()
    page.route("**/*.js", lambda route: route.abort())
    visit = Visit(counter, page).enter()
    visit.box.fill("등본 떼줘")
    visit.submit(page.get_by_role("button", name="보내기", exact=True))
    expect(visit.bubbles("citizen")).to_have_text(["등본 떼줘"])
    visit.hears("들었어요: 등본 떼줘")
