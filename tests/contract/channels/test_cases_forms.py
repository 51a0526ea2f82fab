"""Contact, files and the place of a photo without script: plain forms that come back to the page."""

import io
from collections.abc import Iterator

import httpx
import pytest
import yaml
from PIL import Image

from channels.cases.uploads import LARGEST
from channels.cases.words import FILE as CASES_WORDS
from channels.words import FILE as WORDS
from tests.counter_process import Counter, eventually

ELSEWHERE = {"Origin": "https://elsewhere.example"}


@pytest.fixture
def browser(counter: Counter) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=counter.url, trust_env=False) as client:
        client.get("/")
        yield client


def photo(**more) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (32, 32), "blue").save(written, "JPEG", **more)
    return written.getvalue()


def photo_of_mapo() -> bytes:
    data = Image.Exif()
    data.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 21.96), 3: "E", 4: (126.0, 54.0, 4.32)})
    return photo(exif=data.tobytes())


def attach(browser: httpx.Client, content: bytes, **more) -> httpx.Response:
    return browser.post("/say/attachment", files={"file": ("구멍.jpg", content)}, **more)


def went_to(answer: httpx.Response) -> str:
    assert answer.status_code == 303
    return answer.headers["location"]


def draft(counter: Counter, browser: httpx.Client, **said: str) -> dict:
    conversation = browser.cookies["minwon_conversation"].partition(".")[0]
    url = f"{counter.url}/internal/conversations/{conversation}/complaints/draft"
    return httpx.post(url, json={"key": "k1", **said}, headers=counter.internal, trust_env=False).json()


def test_contact_form_is_kept_or_comes_back_with_a_sentence(counter, browser):
    assert went_to(browser.post("/say/contact", data={"name": "김서연", "phone": "12"})) == "/?problem=bad_phone#notice"
    assert "휴대전화 번호를 확인해 주세요." in browser.get("/?problem=bad_phone").text
    assert "Please check the phone number." in browser.get("/?problem=bad_phone&lang=en").text
    assert draft(counter, browser)["contact"] is False
    assert went_to(browser.post("/say/contact", data={"name": "김서연", "phone": "010-0000-0001"})) == "/#latest"
    assert draft(counter, browser)["contact"] is True


def test_contact_card_is_shown_as_filled_in(counter, browser):
    card = {"type": "contact", "id": "2026-0000018", "state": "requested", "title": "다시 연락받을 번호"}
    conversation = browser.cookies["minwon_conversation"].partition(".")[0]
    counter.engine.behave(conversation, [{"text": "어디로 전화할까요?", "custom": {"card": card}}])
    browser.post("/say", data={"text": "전화 주세요", "client_id": "c1"})
    path = f"/api/conversations/{conversation}/messages"
    eventually(lambda: browser.get(path).json()["messages"][-1]["card"] == card, "no card")
    assert went_to(browser.post("/say/contact", data={"name": "김서연", "phone": "010-0000-0001"})) == "/#latest"
    shown, filled = browser.get(path).json()["messages"][-2:]
    assert filled["card"] == {**card, "state": "given"}
    assert filled["replaces"] == shown["seq"]
    assert "01000000001" not in browser.get(path).text


def test_what_is_typed_for_the_identity_check_is_the_contact_once_it_is_proved(counter, browser):
    person = {"name": "김서연", "birth_date": "1988-03-14", "phone": "010-0000-0001", "provider": "citizen"}
    assert went_to(browser.post("/say/identity", data=person)) == "/#latest"
    assert draft(counter, browser)["contact"] is False
    assert draft(counter, browser, verification="v2")["contact"] is False
    assert draft(counter, browser, verification="v1")["contact"] is True
    with httpx.Client(base_url=counter.url, trust_env=False) as stranger:
        stranger.get("/")
        assert draft(counter, stranger, verification="v1")["contact"] is False


def test_health_tells_of_every_store(counter):
    health = httpx.get(f"{counter.url}/health", trust_env=False).json()
    assert [health["parts"][part] for part in ("store", "cases", "staff")] == ["ok"] * 3


def test_file_form_keeps_a_photo_and_offers_its_place(counter, browser):
    assert went_to(attach(browser, photo())) == "/#latest"
    offered = went_to(attach(browser, photo_of_mapo()))
    assert offered.startswith("/?photo=")
    assert offered.endswith("#latest")
    assert draft(counter, browser)["photos"] == 2
    taken = offered.removeprefix("/?photo=").removesuffix("#latest")
    assert went_to(browser.post("/say/attachment/place", data={"id": taken})) == "/#latest"
    assert draft(counter, browser)["place"]["said"] == "사진을 찍은 곳"
    assert went_to(browser.post("/say/attachment/remove", data={"id": taken})) == "/#latest"
    assert draft(counter, browser)["photos"] == 1
    gone = browser.post("/say/attachment/place", data={"id": taken})
    assert went_to(gone) == "/?problem=not_found#notice"


def test_what_is_no_file_comes_back_with_its_reason(counter, browser):
    assert went_to(attach(browser, b"<script>")) == "/?problem=file_unknown#notice"
    assert went_to(attach(browser, b"\xff\xd8" + b"\0" * (LARGEST + 20_000))) == "/?problem=file_too_large#notice"
    assert went_to(browser.post("/say/attachment", data={"file": "x"})) == "/?problem=file_missing#notice"
    assert draft(counter, browser)["photos"] == 0


def test_strangers_and_other_sites_leave_nothing(counter, browser):
    with httpx.Client(base_url=counter.url, trust_env=False) as stranger:
        assert went_to(attach(stranger, photo())) == "/"
    assert attach(browser, photo(), headers=ELSEWHERE).status_code == 403
    assert browser.post("/say/contact", data={"name": "a", "phone": "1"}, headers=ELSEWHERE).status_code == 403
    kept = draft(counter, browser)
    assert (kept["photos"], kept["contact"]) == (0, False)


def test_every_problem_has_its_words_in_english():
    words = yaml.safe_load(WORDS.read_text("utf-8"))
    codes = set(words["problems"]) | set(yaml.safe_load(CASES_WORDS.read_text("utf-8"))["problems"])
    assert set(words["problems_in_english"]) == codes
