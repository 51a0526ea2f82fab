"""Two browsers at once: a citizen at the counter and an agent at the console, through the hand-over and back."""

import html
import io
import json
import re
import uuid
from collections.abc import Iterator

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from channels.staff.accounts import Role
from tests.counter_process import Citizen, Counter
from tests.staff_house import CounterStaff, Member

PATIENT = 60_000
SAY = "하고 싶은 일을 적어 주세요"
MARKUP = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "{{7*7}}<iframe srcdoc='<script>alert(1)</script>'>",
    "<b hx-get='/staff/audit' hx-trigger='load'>x</b>",
    "<form action='https://elsewhere.example'><button>x",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)


@pytest.fixture(scope="module")
def jimin(staff: CounterStaff) -> Member:
    return staff.member("journey-jimin", "김지민")


@pytest.fixture(scope="module")
def suho(staff: CounterStaff) -> Member:
    return staff.member("journey-suho", "박수호", Role.SUPERVISOR)


class Desk:
    """A member of staff in a browser. ``complaints`` are errors of the page and whatever the policy forbade."""

    def __init__(self, chromium: Browser, member: Member, width: int = 1280, height: int = 800) -> None:
        self.member = member
        self.context: BrowserContext = chromium.new_context(viewport={"width": width, "height": height}, locale="ko-KR")
        self.context.set_default_timeout(PATIENT)
        self.context.add_cookies(member.cookies())  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message) or dialog.dismiss())

    def go(self, path: str = "/") -> Page:
        self.page.goto(f"{self.member.house.url}/staff{path}")
        expect(self.page.locator("#live-mark")).to_have_class(re.compile("is-open"), timeout=PATIENT)
        return self.page

    def take(self, button: Locator) -> None:
        """Press what makes the conversation this person's own; the page comes anew."""
        with self.page.expect_navigation():
            button.click()
        expect(self.page.locator(".state-line")).to_have_attribute("data-mine", "yes")

    def turn(self, text: str) -> Locator:
        return self.page.locator("#turns .said", has_text=text)


@pytest.fixture
def desks(chromium: Browser, jimin: Member, suho: Member) -> Iterator[tuple[Desk, Desk]]:
    both = Desk(chromium, jimin), Desk(chromium, suho, 820, 1180)
    yield both
    for desk in both:
        desk.context.close()


@pytest.fixture
def visitor(chromium: Browser, shared_counter: Counter) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="ko-KR")
    context.set_default_timeout(PATIENT)
    page = context.new_page()
    page.goto(shared_counter.url)
    yield page
    context.close()


expect.set_options(timeout=PATIENT)
WISH = {"reason": "requested", "team": "general", "summary": {"topic": "issue_document", "document": "주민등록표 등본"}}


def _conversation(visitor: Page) -> str:
    """Read which conversation the browser holds from its cookie."""
    cookies = {each["name"]: each["value"] for each in visitor.context.cookies()}
    return cookies["minwon_conversation"].partition(".")[0]


def _say(visitor: Page, text: str) -> None:
    visitor.get_by_label(SAY).fill(text)
    visitor.get_by_label(SAY).press("Enter")


def _bubble(visitor: Page, text: str) -> Locator:
    return visitor.locator(".bubble", has_text=text).last


def _wants_a_person(counter: Counter, visitor: Page) -> str:
    conversation = _conversation(visitor)
    counter.engine.behave(conversation, [{"text": "상담원을 불러 드릴게요.", "custom": {"handover": WISH}}])
    _say(visitor, "사람이랑 얘기할래요")
    expect(_bubble(visitor, "상담원을 불러 드릴게요.")).to_be_visible()
    return conversation


def test_citizen_and_agent_talk_and_the_bot_takes_over_again(shared_counter: Counter, visitor: Page, desks):
    jimin, _ = desks
    queue = jimin.go()
    conversation = _wants_a_person(shared_counter, visitor)

    # 1. The ticket appears without a reload; it is looked at before it is taken.
    row = queue.locator(f"#row-{conversation}")
    expect(row).to_be_visible()
    row.locator("a").click()
    expect(queue.locator("#preview")).to_contain_text("사람이랑 얘기할래요")
    expect(queue.locator("#preview")).to_contain_text("주민등록표 등본")
    queue.keyboard.press("c")
    queue.wait_for_url(f"**/staff/conversations/{conversation}")
    expect(_bubble(visitor, "김지민 상담원이 이어받았어요")).to_be_visible()

    # 2. Both hear each other; the engine hears nothing.
    heard = len(shared_counter.engine.texts(conversation))
    page = jimin.page
    expect(page.locator("#live-mark")).to_have_class(re.compile("is-open"))
    page.locator("#say").fill("안녕하세요, 무엇을 도와드릴까요?")
    page.locator("#say").press("Enter")
    expect(_bubble(visitor, "안녕하세요, 무엇을 도와드릴까요?")).to_be_visible()
    expect(jimin.turn("안녕하세요, 무엇을 도와드릴까요?")).to_be_visible()
    _say(visitor, "등본에 이름이 틀렸어요. 010-1234-5678로 알려 주세요")
    expect(jimin.turn("010-****-5678")).to_be_visible()
    assert len(shared_counter.engine.texts(conversation)) == heard

    # Two answers sent at once are two messages.
    for text in ("하나씩 볼게요.", "먼저 이름부터요."):
        page.locator("#say").fill(text)
        page.locator("#say").press("Enter")
    for text in ("하나씩 볼게요.", "먼저 이름부터요."):
        expect(_bubble(visitor, text)).to_be_visible()

    # 3. A canned reply by keyboard, with the agent's name in it; a note that only staff see.
    page.locator("#say").press_sequentially("/인사")
    expect(page.locator(".canned-one").first).to_contain_text("김지민 상담원이에요")
    page.locator("#say").press("Enter")
    expect(page.locator("#say")).to_have_value(re.compile("김지민 상담원이에요"))
    page.locator("#say").press("Enter")
    expect(_bubble(visitor, "김지민 상담원이에요")).to_be_visible()
    page.locator("#note").fill("@박수호 정정 창구 확인 부탁해요")
    page.locator("#note").press("Enter")
    expect(page.locator(".is-note .said")).to_have_text("@박수호 정정 창구 확인 부탁해요")

    # 4. What is masked is shown to who says why, and only there.
    page.get_by_text("가린 내용 보기").click()
    page.get_by_label("보는 까닭").fill("연락처를 확인하려고요")
    page.get_by_label("보는 까닭").press("Enter")
    expect(jimin.turn("010-1234-5678")).to_be_visible()

    # 5. Back to the bot: it hears so, and speaks again.
    page.get_by_text("도우미에게 돌려주기").first.click()
    page.get_by_role("button", name="도우미에게 돌려주기").click()
    page.wait_for_url("**/staff/")
    _say(visitor, "고마워요")
    expect(_bubble(visitor, "들었어요: 고마워요")).to_be_visible()
    assert "EXTERNAL_returned" in shared_counter.engine.texts(conversation)
    assert "정정 창구" not in visitor.content()
    assert jimin.complaints == []


def test_colleague_is_called_and_takes_over_on_a_tablet(shared_counter: Counter, visitor: Page, desks):
    jimin, suho = desks
    conversation = _wants_a_person(shared_counter, visitor)
    page = jimin.go(f"/conversations/{conversation}")
    jimin.take(page.locator("#claim"))
    page.locator("#note").fill("@박수호 이어받아 주세요")
    page.locator("#note").press("Enter")
    expect(page.locator(".is-note .said")).to_be_visible()
    other = suho.go()
    call = other.locator(".calls a", has_text="이어받아 주세요")
    expect(call).to_be_visible()
    call.click()
    other.wait_for_url(f"**/staff/conversations/{conversation}*")
    suho.take(other.get_by_role("button", name="이어받기"))
    expect(page.locator(".state-line")).to_have_attribute("data-mine", "no")
    expect(page.locator("#composer")).to_be_hidden()
    other.locator("#say").fill("제가 볼게요.")
    other.locator("#say").press("Enter")
    expect(_bubble(visitor, "제가 볼게요.")).to_be_visible()
    width = other.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0
    suho.member.api(f"/conversations/{conversation}/close", reason="solved")
    assert jimin.complaints + suho.complaints == []


def test_markup_from_everywhere_stays_text(shared_counter: Counter, staff: CounterStaff, desks):
    """Citizen's words, the bot's card, names, notes, canned texts, the summary: all of them into the real console."""
    jimin, suho = desks
    citizen = shared_counter.citizen()
    summary = {"topic": MARKUP[0], "document": MARKUP[2]}
    card = {"type": "link", "title": MARKUP[1], "url": "javascript:alert(1)"}
    wish = {"handover": {"reason": "requested", "team": "general", "summary": summary}}
    for text in MARKUP:
        citizen.say(text)
        citizen.wait_for_text(f"들었어요: {text}", seconds=60)
    shared_counter.engine.behave(citizen.id, [{"text": MARKUP[3], "custom": {"card": card}}])
    citizen.say("카드")
    citizen.wait_for(lambda message: (message["card"] or {}).get("type") == "link", seconds=60)
    shared_counter.engine.behave(citizen.id, [{"text": MARKUP[4], "custom": wish}])
    citizen.say("사람")
    citizen.wait_for(lambda message: (message["card"] or {}).get("type") == "handover", seconds=60)
    evil = staff.member("journey-evil", MARKUP[0][:40])
    assert evil.api(f"/conversations/{citizen.id}/claim").json() == {"claimed": True}
    for text in MARKUP:
        assert evil.api(f"/conversations/{citizen.id}/note", text=text).status_code == 201
    assert suho.member.post("/texts", shortcut=MARKUP[0][:40], title=MARKUP[1], text=MARKUP[2]).status_code == 303

    queue = suho.go()
    queue.locator(f"#row-{citizen.id} a").click()
    expect(queue.locator("#preview")).to_contain_text(MARKUP[0])
    page = suho.go(f"/conversations/{citizen.id}")
    for text in MARKUP:
        whole = re.compile(f"^{re.escape(text)}$")
        expect(page.locator("#turns .is-citizen .said", has_text=whole)).to_have_count(1)
        expect(page.locator("#turns .is-note .said", has_text=whole)).to_have_count(1)
    live = "<img src=x onerror=alert(2)>"
    citizen.say(live)
    expect(page.locator("#turns .is-citizen .said", has_text=live)).to_have_text(live)
    suho.take(page.get_by_role("button", name="이어받기"))
    page.locator("#say").press_sequentially("/<img")
    expect(page.locator(".canned-one").first).to_contain_text(MARKUP[2])
    page.locator("#say").fill("")
    assert page.locator("main img, main script, main iframe, main svg, main style, [hx-trigger='load']").count() == 0
    for path in ("/texts", "/sessions"):
        page.goto(f"{shared_counter.url}/staff{path}")
        assert page.locator("main img, main script, main iframe, main style").count() == 0
    assert suho.member.api(f"/conversations/{citizen.id}/close", reason="abuse").status_code == 204
    assert suho.complaints == []
    assert jimin.complaints == []


def test_stream_tells_exactly_what_was_missed(shared_counter: Counter, jimin: Member):
    citizen = shared_counter.citizen()
    handed_over(shared_counter, citizen)
    assert jimin.api(f"/conversations/{citizen.id}/claim").json() == {"claimed": True}
    last = citizen.read()[-1]["seq"]
    citizen.say("하나")
    citizen.say("둘")
    headers = {"Last-Event-ID": f"0.{last}.0"}
    told = []
    with jimin.http.stream("GET", "/events", params={"conversation": citizen.id}, headers=headers) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:") and "html" in line:
                told.append(json.loads(line[5:])["seq"])
            if len(told) == 2:
                break
    assert told == [last + 1, last + 2]
    assert jimin.api(f"/conversations/{citizen.id}/close", reason="solved").status_code == 204


def handed_over(counter: Counter, citizen: Citizen) -> None:
    counter.engine.behave(citizen.id, [{"text": "불러 드릴게요.", "custom": {"handover": WISH}}])
    citizen.say("사람")
    citizen.wait_for(lambda message: (message["card"] or {}).get("type") == "handover", seconds=60)


def test_complaint_goes_through_the_board(shared_counter: Counter, jimin: Member, suho: Member):
    citizen = shared_counter.citizen()
    number = filed(shared_counter, citizen)
    listed = jimin.http.get("/api/complaints").json()
    assert number in [each["number"] for each in listed["complaints"]]
    page = jimin.http.get(f"/complaints/{number}").text
    assert "010-****-5678" in page
    assert "010-1234-5678" not in page
    assert jimin.post(f"/complaints/{number}/reveal", why="짧").status_code == 422
    assert "010-1234-5678" in jimin.post(f"/complaints/{number}/reveal", why="현장 확인 전화를 하려고요").text
    for deed, form in (("assign", {}), ("extend", {"reason": "부품을 기다려요"})):
        assert jimin.post(f"/complaints/{number}/{deed}", **form).status_code == 303
    assert jimin.post(f"/complaints/{number}/extend", reason="또").status_code == 409
    assert jimin.post(f"/complaints/{number}/advance", state="answered").status_code == 422
    answered = jimin.post(f"/complaints/{number}/advance", state="answered", text="고쳤어요.")
    assert answered.status_code == 303
    citizen.wait_for(lambda message: (message["card"] or {}).get("state") == "answered", seconds=60)
    assert jimin.post("/complaints/export", why="월간 보고").status_code == 404
    table = suho.post("/complaints/export", why="월간 보고에 씁니다")
    assert number in table.text
    assert "1234-5678" not in table.text


def test_markup_in_a_complaint_stays_text(shared_counter: Counter, jimin: Member):
    """The text and the files' names, each of them as a resident may send it."""
    citizen, photo = shared_counter.citizen(), io.BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "JPEG")
    for name in MARKUP[:3]:
        sent = citizen.http.post(f"{citizen.path}/attachments", files={"file": (f"{name}.jpg", photo.getvalue())})
        assert sent.status_code == 201, sent.text
    number = filed(shared_counter, citizen, "\n".join(MARKUP))
    masked = jimin.http.get(f"/complaints/{number}").text
    opened = jimin.post(f"/complaints/{number}/reveal", why="내용을 확인하려고요").text
    for page in (masked, opened):
        assert html.escape(MARKUP[0]) in page
        for live in ("<img src=x", "<script>", "<svg onload", "<a href='java", "<iframe", "<style>", "<b hx-get"):
            assert live not in page
    assert opened.count(".jpg") >= len(MARKUP[:3])


def filed(counter: Counter, citizen: Citizen, text: str = "가로등이 꺼졌어요. 010-1234-5678") -> str:
    base = f"{counter.url}/internal/conversations/{citizen.id}/complaints"
    key = str(uuid.uuid4())
    draft = {
        "key": key,
        "kind": "report_streetlight",
        "text": text,
        "place": "마포구 월드컵로 212",
        "district": "마포구",
    }
    with httpx.Client(headers=counter.internal, trust_env=False, timeout=60) as http:
        drafted = http.post(f"{base}/draft", json=draft)
        assert drafted.status_code == 200, drafted.text
        filed = http.post(base, json={"key": key})
        assert filed.status_code == 201, filed.text
    return str(filed.json()["number"])
