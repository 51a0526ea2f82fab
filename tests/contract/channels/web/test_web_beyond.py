"""The counter beyond its own page: as an app without a line, in a frame of a district's site, by push when away."""

import base64
import json
import queue
from collections.abc import Callable, Iterator
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI, Request
from joserfc import jwt
from joserfc.jwk import ECKey
from playwright.sync_api import BrowserContext, expect
from starlette.responses import HTMLResponse, Response

from tests.axe import faults
from tests.contract.channels.web.conftest import Visit
from tests.counter_process import Counter, counter_beside_fakes, eventually
from tests.fakes_engine import Served, serving

pytestmark = pytest.mark.browser
WAIT = 60
KEPT = """(async () => {
  const kept = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) kept.push(new URL(request.url).pathname);
  return kept;
})()"""


class Outside:
    """A district's site and a push service, on one port. ``pushed`` holds what the service was given."""

    def __init__(self) -> None:
        self.counter_url = ""
        self.pushed: queue.Queue[tuple[dict[str, str], bytes]] = queue.Queue()

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/district")
        async def district() -> Response:
            script = f'<script src="{self.counter_url}/assets/embed.js" async></script>'
            own = "<title>구청</title><body><main><h1>구청</h1></main>"
            return HTMLResponse(f'<!doctype html><html lang="ko">{own}{script}</body>')

        @app.post("/push/{browser}")
        async def push(browser: str, request: Request) -> Response:
            self.pushed.put((dict(request.headers), await request.body()))
            return Response(status_code=410 if browser == "gone" else 201)

        return app


@pytest.fixture(scope="module")
def outside() -> Iterator[tuple[Outside, Served]]:
    there = Outside()
    with serving(there.app()) as served:
        yield there, served


@pytest.fixture(scope="module")
def beyond(tmp_path_factory: pytest.TempPathFactory, outside: tuple[Outside, Served]) -> Iterator[Counter]:
    there, served = outside
    more = {
        "MINWON_EMBED_ORIGINS": json.dumps([f"http://127.0.0.1:{served.port}"]),
        "MINWON_PUSH_HOSTS": '["127.0.0.1"]',
        "MINWON_PUSH_CONTACT": "mailto:counter@city.example",
        "MINWON_PUSH_GATHER": "0",
    }
    with counter_beside_fakes(tmp_path_factory.mktemp("beyond"), **more) as counter:
        there.counter_url = counter.url
        yield counter


def test_page_without_a_line_says_what_still_works_and_goes_on_when_it_is_back(
    beyond: Counter, open_context: Callable[..., BrowserContext]
):
    visit = Visit(beyond, open_context().new_page()).enter()
    visit.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    visit.say("등본 떼줘")
    visit.hears("들었어요: 등본 떼줘")
    visit.page.context.set_offline(True)
    visit.page.reload()
    expect(visit.page.get_by_role("heading", name="지금은 인터넷이 이어지지 않아요")).to_be_visible()
    expect(visit.page.get_by_role("link", name="120에 전화하기")).to_have_attribute("href", "tel:120")
    expect(visit.page.get_by_role("link", name="파일로 진위 확인하기")).to_be_visible()
    visit.page.context.set_offline(False)
    visit.page.get_by_role("link", name="다시 열기").click()
    expect(visit.bubbles("citizen")).to_have_text(["등본 떼줘"])
    assert visit.page.evaluate(KEPT) == ["/assets/offline.css", "/assets/favicon.svg"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_without_a_line_has_no_fault(beyond: Counter, open_context: Callable[..., BrowserContext], scheme: str):
    page = open_context(bypass_csp=True, color_scheme=scheme).new_page()
    page.goto(beyond.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="지금은 인터넷이 이어지지 않아요")).to_be_visible()
    assert faults(page) == []


def test_frame_and_the_page_around_it_have_no_fault(
    beyond: Counter, outside: tuple[Outside, Served], open_context: Callable[..., BrowserContext]
):
    page = open_context(viewport={"width": 1280, "height": 800}, bypass_csp=True).new_page()
    page.goto(f"http://127.0.0.1:{outside[1].port}/district")
    page.get_by_role("button", name="민원 상담 열기").wait_for()
    found = {"closed": faults(page)}
    page.get_by_role("button", name="민원 상담 열기").click()
    framed = page.frame_locator("iframe[title='민원 카운터']")
    expect(framed.locator("html.is-scripted")).to_be_attached()
    expect(framed.get_by_label("하고 싶은 일을 적어 주세요")).to_be_visible()
    found["open"] = faults(page)
    for frame in page.frames[1:]:
        found[frame.name or "frame"] = faults(frame)
    assert len(found) == 3
    assert {name: bad for name, bad in found.items() if bad} == {}


def test_page_can_be_kept_as_an_app(beyond: Counter, open_context: Callable[..., BrowserContext]):
    page = open_context().new_page()
    Visit(beyond, page).enter()
    found = page.context.new_cdp_session(page).send("Page.getAppManifest")
    manifest = json.loads(found["data"])
    assert found["errors"] == []
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    for icon in manifest["icons"]:
        assert page.request.get(f"{beyond.url}{icon['src']}").ok


def test_district_opens_the_counter_by_one_script_tag(
    beyond: Counter, outside: tuple[Outside, Served], open_context: Callable[..., BrowserContext]
):
    page = open_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"http://127.0.0.1:{outside[1].port}/district")
    page.evaluate("window.heard = []; addEventListener('message', event => heard.push([event.origin, event.data]))")
    page.get_by_role("button", name="민원 상담 열기").click()
    frame = page.frame_locator("iframe[title='민원 카운터']")
    expect(frame.locator("html.is-scripted")).to_be_attached()  # Enter sends only then
    frame.get_by_label("하고 싶은 일을 적어 주세요").fill("등본 떼줘")
    frame.get_by_label("하고 싶은 일을 적어 주세요").press("Enter")
    expect(frame.locator(".turn.is-bot .bubble").last).to_have_text("들었어요: 등본 떼줘")
    frame.get_by_label("하고 싶은 일을 적어 주세요").press("Escape")
    expect(page.get_by_role("button", name="민원 상담 열기")).to_be_focused()
    heard = page.evaluate("heard")
    assert heard
    assert {origin for origin, _ in heard} == {beyond.url}
    assert {json.dumps(data) for _, data in heard} <= {'{"minwon": "news"}', '{"minwon": "close"}'}


def test_another_site_cannot_frame_the_counter_nor_close_it(
    beyond: Counter, outside: tuple[Outside, Served], open_context: Callable[..., BrowserContext]
):
    page = open_context().new_page()
    page.goto(f"http://127.0.0.1:{outside[1].port}/district")
    page.get_by_role("button", name="민원 상담 열기").click()
    page.evaluate("postMessage({ minwon: 'close' }, '*')")
    expect(page.frame_locator("iframe[title='민원 카운터']").get_by_label("하고 싶은 일을 적어 주세요")).to_be_visible()
    policy = page.request.get(beyond.url).headers["content-security-policy"]
    assert f"frame-ancestors http://127.0.0.1:{outside[1].port}" in policy
    assert "frame-ancestors 'none'" in page.request.get(f"{beyond.url}/resume").headers["content-security-policy"]


class Browser:
    """A browser's end of a subscription: its key pair and secret, by which it alone can read a notice."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint, self._key, self._secret = endpoint, ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"

    def subscription(self) -> dict[str, Any]:
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "keys": {"p256dh": _base64url(point), "auth": _base64url(self._secret)}}

    def read(self, body: bytes) -> Any:
        plain = http_ece.decrypt(body, private_key=self._key, auth_secret=self._secret, version="aes128gcm")
        return json.loads(plain)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_browser_that_is_away_is_told_that_there_is_an_answer_and_nothing_else(
    beyond: Counter, outside: tuple[Outside, Served]
):
    there, served = outside
    citizen = beyond.citizen()
    browser = Browser(f"http://127.0.0.1:{served.port}/push/browser")
    assert citizen.http.post(f"{citizen.path}/push", json=browser.subscription()).status_code == 204
    citizen.say("제 이름은 김서연이에요")
    headers, body = there.pushed.get(timeout=WAIT)
    assert browser.read(body) == {"kind": "answer"}
    key = citizen.http.get("/push/key").json()["key"]
    scheme, _, signed = headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in signed.split(","))
    assert (scheme.lower(), parts["k"]) == ("vapid", key)
    point = base64.urlsafe_b64decode(key + "==")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    claims = jwt.decode(parts["t"], ECKey.import_key(pem), algorithms=["ES256"]).claims
    assert claims["aud"] == f"http://127.0.0.1:{served.port}"
    assert claims["sub"] == "mailto:counter@city.example"


def test_subscription_is_the_holders_and_names_a_known_service(beyond: Counter, outside: tuple[Outside, Served]):
    citizen, other = beyond.citizen(), beyond.citizen()
    browser = Browser(f"http://127.0.0.1:{outside[1].port}/push/other").subscription()
    assert other.http.post(f"{citizen.path}/push", json=browser).status_code == 404
    aimed = {**browser, "endpoint": "http://169.254.169.254/latest"}
    assert citizen.http.post(f"{citizen.path}/push", json=aimed).status_code == 422
    assert citizen.http.post(f"{citizen.path}/push", json=browser).status_code == 204
    gone = citizen.http.request("DELETE", f"{citizen.path}/push", json={"endpoint": browser["endpoint"]})
    assert gone.status_code == 204


PUSHED = """async (wanted) => {
  const registration = await navigator.serviceWorker.ready;
  for (;;) {
    const shown = await registration.getNotifications();
    if (shown.length === wanted) return shown.map(({ title, body, data, lang }) => [title, body, data, lang]);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}"""
CLICKED = """async () => {
  const opened = new Promise((resolve) => (self.clients.openWindow = resolve));
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
  return [await opened, (await self.registration.getNotifications()).length];
}"""


def test_notice_names_nobody_comes_only_to_who_is_away_and_leads_back_to_the_conversation(
    beyond: Counter, open_context: Callable[..., BrowserContext]
):
    context = open_context()
    context.grant_permissions(["notifications"], origin=beyond.url)
    page = context.new_page()
    Visit(beyond, page).enter()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
    protocol = context.new_cdp_session(page)
    known: list[str] = []
    protocol.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.extend(each["registrationId"] for each in told["registrations"]),
    )
    protocol.send("ServiceWorker.enable")
    eventually(lambda: bool(page.evaluate("1") and known), "the browser names no service worker")

    def push(kind: str) -> None:
        data = json.dumps({"kind": kind, "name": "김서연"})
        told = {"origin": beyond.url, "registrationId": known[-1], "data": data}
        protocol.send("ServiceWorker.deliverPushMessage", told)

    push("answer")  # the page is looked at
    page.goto(f"{beyond.url}/resume")  # another page of the house, and the conversation is not looked at
    push("paper")
    ((title, body, data, language),) = page.evaluate(PUSHED, arg=1)
    assert (title, data, language) == ("서류가 준비됐어요", None, "ko")
    assert "김서연" not in title + body
    assert worker.evaluate(CLICKED) == ["/", 0]


WANTS_NOTICES = """(subscription) => {
  let kept = null;
  window.asked = 0;
  Notification.requestPermission = async () => { asked += 1; return "granted"; };
  PushManager.prototype.getSubscription = async () => kept;
  PushManager.prototype.subscribe = async () =>
    (kept = { ...subscription, toJSON: () => subscription, unsubscribe: async () => { kept = null; } });
}"""


def test_leave_to_tell_is_asked_for_by_the_persons_deed_and_taken_back_by_another(
    beyond: Counter, outside: tuple[Outside, Served], open_context: Callable[..., BrowserContext]
):
    there, served = outside
    context = open_context()
    browser = Browser(f"http://127.0.0.1:{served.port}/push/switch")
    context.add_init_script(f"({WANTS_NOTICES})({json.dumps(browser.subscription())})")
    visit = Visit(beyond, context.new_page()).enter()
    visit.say("먼저")
    visit.hears("들었어요: 먼저")
    visit.open_menu()
    switch = visit.page.locator("#push")
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert visit.page.evaluate("asked") == 0
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert visit.page.evaluate("asked") == 1
    visit.say("또")
    assert browser.read(there.pushed.get(timeout=WAIT)[1]) == {"kind": "answer"}
    visit.open_menu()
    with visit.page.expect_response("**/push") as ended:
        switch.click()
    assert (ended.value.request.method, ended.value.status) == ("DELETE", 204)
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert visit.page.evaluate("navigator.serviceWorker.ready.then((all) => all.pushManager.getSubscription())") is None
