"""The page without script: everything is shown, everything can be done, everything is there again after a reload."""

import html
import json
import re
import uuid
from collections.abc import Iterator

import httpx
import pytest

from channels.counter.sheet import source_of
from tests.counter_process import Counter, eventually, is_excuse

PANEL = {"type": "identity", "id": "v0", "state": "requested", "providers": [], "consents": [], "purpose": "발급"}
PERSON = {"name": "김서연", "birth_date": "1988-03-14", "phone": "010-0000-0001", "provider": "sandbox"}


@pytest.fixture
def browser(counter: Counter) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=counter.url, follow_redirects=True, trust_env=False) as client:
        yield client


def bootstrap(page: httpx.Response) -> dict:
    found = re.search(r'<script type="application/json" id="bootstrap">(.*?)</script>', page.text, re.DOTALL)
    return json.loads(found.group(1))


def say(browser: httpx.Client, **form: str) -> httpx.Response:
    return browser.post("/say", data=form)


def shown(browser: httpx.Client, text: str) -> httpx.Response:
    """Open the page until ``text`` stands in it: a form waits two seconds for the answer, a busy machine longer."""
    pages = [browser.get("/")]

    def there() -> bool:
        if text not in pages[-1].text:
            pages.append(browser.get("/"))
        return text in pages[-1].text

    eventually(there, f"never shown: {text}")
    return pages[-1]


def test_page_begins_a_conversation_once(browser: httpx.Client):
    first, second = bootstrap(browser.get("/")), bootstrap(browser.get("/"))
    assert first == second
    assert first["last_seq"] == 1


def test_page_is_strict(browser: httpx.Client):
    page = browser.get("/")
    assert page.headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    cookie = page.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert not re.search(r"<script(?! type=\"application/json\"| type=\"module\" src=\"/assets/)", page.text)
    assert not re.search(r"\son\w+=|\sstyle=", page.text)
    styles = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    allowed = re.findall(r"'sha256-[^']+'", page.headers["content-security-policy"])
    assert allowed == [source_of(style) for style in styles]
    assert page.text.count("<style") == len(styles)


def test_page_comes_packed_to_who_takes_it_so(browser: httpx.Client):
    packed = browser.get("/")
    plain = browser.get("/", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert bootstrap(packed) == bootstrap(plain)
    assert int(packed.headers["content-length"]) < len(plain.content) / 2


def test_saying_something_shows_the_answer(browser: httpx.Client):
    browser.get("/")
    pages: list[httpx.Response] = []

    def at_once() -> bool:
        """Tell whether the page that comes after the form has the answer: not always, where the machine is busy."""
        text = f"등본 떼줘 {len(pages)}"
        pages.append(say(browser, client_id=str(uuid.uuid4()), text=text))
        return f"들었어요: {text}" in pages[-1].text

    eventually(at_once, "the page never waits for the answer")
    assert pages[-1].status_code == 200


def test_double_click_is_one_message(browser: httpx.Client):
    browser.get("/")
    for _ in range(2):
        say(browser, client_id="twice", text="한 번만")
    messages = bootstrap(shown(browser, "들었어요: 한 번만"))["messages"]
    assert [each["from"] for each in messages if not is_excuse(each)] == ["bot", "citizen", "bot"]


def test_markup_is_text(browser: httpx.Client):
    browser.get("/")
    page = say(browser, client_id="m", text="<img src=x onerror=alert(1)></script><b>")
    assert "<img src=x" not in page.text
    assert "&lt;img src=x" in page.text
    assert bootstrap(page)["messages"][1]["text"].startswith("<img")


def test_bad_input_is_said_in_the_page(browser: httpx.Client):
    browser.get("/")
    assert "2,000자까지" in say(browser, client_id="l", text="가" * 2001).text
    assert "내용을 적어 주세요" in say(browser, client_id="e", text=" ").text
    assert "누를 수 없는" in say(browser, client_id="p", payload="/restart").text


def test_card_form_sends_only_what_its_button_takes(counter: Counter, browser: httpx.Client):
    card = {
        "type": "options",
        "title": "주민등록표(등본)",
        "fields": [],
        "purposes": ["은행 제출"],
        "submit": {"title": "기본으로 떼기", "payload": "/choose_basic"},
        "actions": [{"title": "골라서 떼기", "payload": "/choose_custom"}],
    }
    conversation = bootstrap(browser.get("/"))["id"]
    counter.engine.behave(conversation, [{"text": "고르세요.", "custom": {"card": card}}])
    say(browser, client_id="1", text="등본")
    assert "기본으로 떼기" in shown(browser, "고르세요.").text
    purpose = {"field.purpose": "은행 제출", "field.other": "x"}
    assert "기본으로 떼기 · 은행 제출" in say(browser, client_id="2", payload="/choose_basic", **purpose).text
    say(browser, client_id="3", payload="/choose_custom", **purpose)
    shown(browser, "들었어요: /choose_custom")
    heard = counter.engine.texts(conversation)
    assert heard[1:] == ['/choose_basic{"purpose":"은행 제출"}', "/choose_custom"]


def test_identity_by_form_and_folded_states(counter: Counter, browser: httpx.Client):
    conversation = bootstrap(browser.get("/"))["id"]
    counter.engine.behave(conversation, [{"text": "확인이 필요해요.", "custom": {"card": PANEL}}])
    say(browser, client_id="1", text="등본")
    shown(browser, "확인이 필요해요.")
    browser.post("/say/identity", data=PERSON)
    assert counter.office.people[-1] == {"conversation": conversation, **PERSON}
    assert "이름을 적어 주세요" in browser.post("/say/identity", data={**PERSON, "name": ""}).text
    news = {"id": f"{conversation[:8]}1", "type": "identity_pending", "at": "2026-03-05T06:12:00Z"}
    card = {**PANEL, "id": "v1", "state": "pending", "binding_code": "4271"}
    path = f"/internal/conversations/{conversation}/events"
    browser.post(path, json={**news, "body": {"card": card}}, headers=counter.internal)
    page = browser.get("/")
    assert page.text.count("확인이 필요해요.") == 1
    assert "4271" in html.unescape(re.sub(r"<script.*?</script>", "", page.text, flags=re.DOTALL))


def test_another_site_cannot_post_the_form(browser: httpx.Client):
    browser.get("/")
    for path in ("/say", "/new", "/say/identity"):
        answer = browser.post(path, data={"text": "안녕"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403


def test_new_begins_another_conversation(browser: httpx.Client):
    before = bootstrap(browser.get("/"))["id"]
    assert bootstrap(browser.post("/new"))["id"] != before


def test_form_without_a_conversation_shows_a_fresh_page(browser: httpx.Client):
    assert bootstrap(say(browser, text="안녕"))["last_seq"] == 1


def test_small_pages_speak_the_citizens_language(browser: httpx.Client):
    korean = browser.get("/resume?problem=bad_resume_code").text
    assert '<html lang="ko">' in korean
    assert "번호를 찾을 수 없어요." in korean
    browser.get("/?lang=en&easy=1")
    english = browser.post("/resume", data={"code": "no such code"}).text
    assert '<html lang="en" class="is-easy">' in english
    assert "We could not find this code." in english
    assert not re.search("[가-힣]", english)


@pytest.mark.parametrize(("language", "sentence"), [("ko", "찾을 수 없어요."), ("en", "We could not find this.")])
def test_what_goes_wrong_is_a_page_for_people_and_a_document_for_programs(
    browser: httpx.Client, language: str, sentence: str
):
    navigating = {"Accept": "text/html,*/*;q=0.8", "Cookie": f"minwon_language={language}"}
    page = browser.get("/no-such-page", headers=navigating)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert f'<html lang="{language}"' in page.text
    assert f"<h1>{sentence}</h1>" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'self';")
    for path, more in (("/new", {"Sec-Fetch-Site": "cross-site"}), ("/say", {})):
        sent = browser.post(path, content=b"x" * 70_000 if not more else b"", headers={**navigating, **more})
        assert (sent.status_code, "<h1>" in sent.text) == (403 if more else 413, True)
    assert browser.get("/no-such-page").headers["content-type"] == "application/problem+json"
