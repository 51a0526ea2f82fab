"""A real Chromium at the real counter process; the engine and the office behind it are fakes that the test leads."""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, WebSocketRoute, expect

from channels.counter.assets import find_assets
from tests.counter_process import Counter, eventually

PHONE = {"width": 390, "height": 844}


@dataclass
class Visit:
    """One browser at the counter. ``complaints`` are the errors of the page's console."""

    counter: Counter
    page: Page
    complaints: list[str] = field(default_factory=list)
    line: "Line" = field(default_factory=lambda: Line())  # noqa: PLW0108 - Line comes further down

    def enter(self) -> "Visit":
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.goto(self.counter.url)
        return self

    @property
    def conversation(self) -> str:
        return str(json.loads(self.page.locator("#bootstrap").inner_text())["id"])

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("하고 싶은 일을 적어 주세요")

    def say(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def answer_with(self, *items: dict[str, Any]) -> None:
        """Let the engine say ``items`` at the next turn."""
        self.counter.engine.behave(self.conversation, list(items))

    def bubbles(self, who: str) -> Locator:
        return self.page.locator(f".turn.is-{who}:not(.is-typing) .bubble")

    def submit(self, button: Locator) -> None:
        """Press the button of a plain form, and open the page anew until it is answered.

        The form waits two seconds for the answer; a busy machine may take longer.
        """
        with self.page.expect_navigation():
            button.click()
        eventually(self._answered, "not answered")

    def _answered(self) -> bool:
        newest = self.page.locator("#thread > .turn").last
        if "is-bot" not in str(newest.get_attribute("class")):
            self.page.reload()
        return "is-bot" in str(newest.get_attribute("class"))

    def hears(self, text: str) -> None:
        expect(self.bubbles("bot").last).to_have_text(text)

    def heard(self) -> list[str]:
        """What the engine heard of this conversation."""
        return self.counter.engine.texts(self.conversation)

    def start_over(self) -> None:
        """Begin a new conversation: through the menu, and asked twice."""
        self.open_menu()
        self.page.get_by_role("button", name="새로 시작하기").click()
        self.page.get_by_role("dialog").get_by_role("button", name="새로 시작하기").click()

    def open_menu(self) -> None:
        self.page.locator("#menu > summary").click()

    def news(self, kind: str, body: dict[str, Any]) -> None:
        report = {"id": str(uuid.uuid4()), "type": kind, "body": body, "at": "2026-03-05T06:12:00+00:00"}
        url = f"{self.counter.url}/internal/conversations/{self.conversation}/events"
        assert httpx.post(url, json=report, headers=self.counter.internal, trust_env=False).status_code == 202


@dataclass
class Line:
    """The page's socket, on which the test may speak too: ``tell`` puts in a frame, ``said`` is what the page sent."""

    said: list[dict[str, Any]] = field(default_factory=list)
    ends: list[WebSocketRoute] = field(default_factory=list)

    def join(self, page: Page) -> "Line":
        page.route_web_socket(re.compile("/socket"), self._carry)
        return self

    def tell(self, **frame: Any) -> None:
        self.ends[-1].send(json.dumps(frame))

    def _carry(self, page_end: WebSocketRoute) -> None:
        server = page_end.connect_to_server()
        self.ends.append(page_end)

        def pass_on(sent: str | bytes) -> None:
            self.said.append(json.loads(sent))
            server.send(sent)

        page_end.on_message(pass_on)


@pytest.fixture(scope="session")
def built() -> str:
    script = find_assets().script
    if script is None:
        pytest.fail("the counter page is not built: run `make web`")
    return script


expect.set_options(timeout=60_000)


@pytest.fixture
def open_context(chromium: Browser, built: str) -> Iterator[Callable[..., BrowserContext]]:
    opened: list[BrowserContext] = []

    def open_one(**more: Any) -> BrowserContext:
        opened.append(chromium.new_context(**{"viewport": PHONE, "locale": "ko-KR", **more}))
        opened[-1].set_default_timeout(60_000)
        return opened[-1]

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def visit(counter: Counter, open_context: Callable[..., BrowserContext]) -> Iterator[Visit]:
    """A visit that must end without one complaint of the browser: no script error, nothing that the CSP forbids."""
    entered = Visit(counter, open_context().new_page()).enter()
    yield entered
    assert entered.complaints == []


@pytest.fixture
def plain_visit(counter: Counter, open_context: Callable[..., BrowserContext]) -> Visit:
    """The same page where no script runs."""
    return Visit(counter, open_context(java_script_enabled=False).new_page()).enter()
