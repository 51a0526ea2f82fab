"""Who has chosen the page's language is greeted in it, the engine is told, and a person is called in English too."""

import re
from collections.abc import Iterator
from html import escape

import httpx
import pytest

from channels.words import read_words
from tests.counter_process import Citizen, Counter, eventually

HANGUL, BRACKETS = re.compile("[가-힣]"), re.compile(r"\([^)]*\)")
WORDS = read_words()


@pytest.fixture
def client(counter: Counter) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=counter.url, trust_env=False, follow_redirects=True) as client:
        yield client


def begun(client: httpx.Client) -> tuple[str, dict[str, str]]:
    """Begin a conversation; give its path and what opens it."""
    answer = client.post("/api/conversations", json={"channel": "web"}).raise_for_status().json()
    return answer["id"], {"Authorization": f"Bearer {answer['token']}"}


def told(counter: Counter, client: httpx.Client, chosen: str | None) -> tuple[str, object]:
    """Say something from a page in ``chosen``; give the greeting and which language the engine was told."""
    if chosen:
        client.cookies.set("minwon_language", chosen)
    name, key = begun(client)
    greeting = client.get(f"/api/conversations/{name}/messages", headers=key).json()["messages"][0]["text"]
    saying = {"client_id": "language-0001", "text": "등본"}
    client.post(f"/api/conversations/{name}/messages", json=saying, headers=key).raise_for_status()

    def heard() -> list[dict[str, str]]:
        return [metadata for sender, _, metadata in counter.engine.heard if sender == name]

    eventually(lambda: bool(heard()), "the engine heard nothing")
    return greeting, heard()[0].get("language")


def test_who_has_chosen_english_is_greeted_in_it_and_the_engine_is_told(counter: Counter, client: httpx.Client) -> None:
    assert told(counter, client, "en") == (WORDS.greeting_in_english.text, "en")


def test_who_has_chosen_korean_too(counter: Counter, client: httpx.Client) -> None:
    assert told(counter, client, "ko") == (WORDS.greeting.text, "ko")


def test_who_has_chosen_nothing_is_greeted_in_korean_and_the_engine_looks_at_the_words(
    counter: Counter, client: httpx.Client
) -> None:
    assert told(counter, client, None) == (WORDS.greeting.text, None)


def test_who_chooses_english_before_the_first_word_is_greeted_anew_and_after_it_goes_on(client: httpx.Client) -> None:
    assert WORDS.greeting.text in client.get("/").text
    assert escape(WORDS.greeting_in_english.text) in client.get("/?lang=en").text
    name = client.cookies["minwon_conversation"]
    form = {"client_id": "language-0002", "text": "Hello"}
    client.post("/say", data=form, headers={"Origin": str(client.base_url).rstrip("/")}).raise_for_status()
    client.get("/?lang=ko")
    assert client.cookies["minwon_conversation"] == name


@pytest.mark.parametrize("language", ["en", None])
def test_a_person_is_called_in_the_language_of_the_dialogue(
    counter: Counter, citizen: Citizen, language: str | None
) -> None:
    summary = {"topic": "passport"} | ({"language": language} if language else {})
    wish = {"handover": {"reason": "emergency", "team": "general", "summary": summary}}
    counter.engine.behave(citizen.id, [{"text": "…"}, {"custom": wish}])
    citizen.say("1")
    said = citizen.wait_for(lambda message: message["from"] == "system", 60.0)["text"]
    assert bool(HANGUL.search(BRACKETS.sub("", said))) is (language is None)


def test_the_words_around_a_person_are_in_both_languages() -> None:
    english = WORDS.people_in_english.model_dump()
    assert english.keys() < WORDS.people.model_dump().keys()
    assert not any(HANGUL.search(text) for text in english.values())
    fields = re.compile(r"{(\w+)}")
    korean = WORDS.people.model_dump()
    assert {name: set(fields.findall(text)) for name, text in english.items()} == {
        name: set(fields.findall(korean[name])) for name in english
    }
