"""What a slow phone waits for before the first message, and what the hall costs, by the browser's own protocol.

Slow means what Lighthouse takes for it: a processor four times slower, 150 ms there and back, 1.6 Mbit/s.
"""

import json
import re
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.bench.figures import Figure, figure
from tests.counter_process import Counter, counter_beside_fakes, open_socket

RUNS, OTHERS = 5, 24
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 800}
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 204_800, "uploadThroughput": 96_000}
SLOWER = 4
_KB, _PATIENCE_MS = 1000, 120_000
_SWITCHES = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
_NOTES_WHEN = """
  const note = (name, holds) => {
    const look = () => (holds() ? performance.mark(name) : setTimeout(look, 5));
    look();
  };
  note("form", () => document.querySelector("#composer .send"));
  note("script", () => document.documentElement?.classList.contains("is-scripted"));
"""
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
_TIMES = """() => Object.fromEntries(performance.getEntries()
  .filter(({ entryType }) => entryType === "paint" || entryType === "mark")
  .map(({ name, startTime }) => [name, startTime]))"""


def measure() -> list[Figure]:
    expect.set_options(timeout=_PATIENCE_MS)
    with (
        tempfile.TemporaryDirectory() as folder,
        counter_beside_fakes(Path(folder)) as counter,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_SWITCHES)
        try:
            return [*_phone(browser, counter), *_hall(browser, counter)]
        finally:
            browser.close()


def _phone(browser: Browser, counter: Counter) -> list[Figure]:
    visits = [_visit(browser, counter) for _ in range(RUNS)]
    times = {name: [visit[name] for visit in visits] for name in visits[0]}
    slow = f"processor ÷{SLOWER}, 150 ms, 1.6 Mbit/s"
    return [
        figure("first paint", times["first-contentful-paint"], "ms", slow),
        figure("a message can be sent, without script", times["form"], "ms", slow),
        figure("a message can be sent, with script", times["script"], "ms", slow),
        figure("script before the first message", times["bytes"], "KB", "packed, as it came over the line; budget 60"),
    ]


def _visit(browser: Browser, counter: Counter) -> dict[str, float]:
    """Go to the page as a slow phone does and send a message. Give milliseconds since the navigation, and KB."""
    with _context(browser, PHONE) as context:
        page = context.new_page()
        sizes = _scripts(page, slow=True)
        page.add_init_script(_NOTES_WHEN)
        page.goto(counter.url, timeout=_PATIENCE_MS)
        page.wait_for_function("document.documentElement.classList.contains('is-scripted')", timeout=_PATIENCE_MS)
        page.locator("#say").fill("안녕")
        page.locator("#say").press("Enter")
        expect(page.locator("#thread .turn.is-citizen")).to_have_count(1)
        page.wait_for_function(_PAINTED, timeout=_PATIENCE_MS)  # the script may be there before
        times: dict[str, float] = page.evaluate(_TIMES)
        return {**times, "bytes": sum(sizes.values()) / _KB}


def _hall(browser: Browser, counter: Counter) -> list[Figure]:
    with _context(browser, WIDE) as context, ExitStack() as sockets:
        page = context.new_page()
        sizes = _scripts(page, slow=False)
        page.goto(counter.url)
        root = page.locator("#hall")
        expect(root).to_have_attribute("data-draws", re.compile(r"^[1-9]"))
        for at in range(OTHERS):
            socket = sockets.enter_context(open_socket(counter.citizen(), 1))
            socket.send(json.dumps({"type": "presence", "spot": [-46 + 4 * at, 14 + at % 8], "sits": False}))
        expect(root.locator(".is-others")).to_contain_text(str(OTHERS))
        draws, triangles = (float(root.get_attribute(name) or 0) for name in ("data-draws", "data-triangles"))
        note = f"with {OTHERS} others"
        return [
            Figure(
                "script with the hall", sum(sizes.values()) / _KB, None, "KB", "packed, loaded after the first paint"
            ),
            Figure("draw calls of the hall", draws, None, "calls", f"{note}; budget 100"),
            Figure("triangles of the hall", triangles, None, "", f"{note}; budget 100,000"),
        ]


def _context(browser: Browser, viewport: Any) -> BrowserContext:
    return browser.new_context(viewport=viewport, locale="ko-KR")


def _scripts(page: Page, *, slow: bool) -> dict[str, float]:
    """Give a table that fills with the bytes of each script as they come over the line."""
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    protocol = page.context.new_cdp_session(page)
    protocol.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))

    def finished(told: dict[str, Any]) -> None:
        if kinds.get(told["requestId"]) == "Script":
            sizes[told["requestId"]] = told["encodedDataLength"]

    protocol.on("Network.loadingFinished", finished)
    protocol.send("Network.enable")
    if slow:
        protocol.send("Network.emulateNetworkConditions", SLOW_LINE)
        protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return sizes
