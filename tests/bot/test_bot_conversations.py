"""Conversations by theme, as people write, through understanding, rules, form and the real actions.

A turn is ``say`` (text), ``tap`` (payload), ``news`` (external intent), ``phone`` (ask | approve | refuse) or ``cases``
(down | up: whether the room that takes complaints answers); ``hear``
lists the responses in order, ``words`` what must stand in them, ``taps`` the titles of the buttons, ``handover`` the
reason for which a person is called (null: nobody is), ``sent`` what the complaints room was told. ``understood`` puts
labels with their confidence, best first, in the place of the understanding: what the dialogue does with a doubtful
message must not change with the next training. ``language`` is the one in which a turn is answered: ``en`` in files
whose name begins with "english", else ``ko``.
"""

# ruff: noqa: PLC0415 - TensorFlow loads for seconds

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from office import HYEYOUNG, JUNHO, conversation_id

FOLDER = Path(__file__).with_name("conversations")
THEMES = {
    *("happy", "correction", "cancellation", "digression", "clarification"),
    *("chitchat", "invalid_input", "repeat", "negation"),
}
"""Those that must not be missing; more may be there."""
FEWEST, FEWEST_A_THEME = 80, 5
_HANGUL, _BRACKETS = re.compile(r"[가-힣]"), re.compile(r"\([^)]*\)")
_CITIZENS = {"ko": JUNHO, "en": HYEYOUNG}
"""One person is asked only so often in an hour, as on the street."""
AGAIN = "said again"
"""What was said before is repeated by its text, not by its name."""


def _all() -> list[Any]:
    return [
        pytest.param({"language": _spoken(file), **talk}, id=f"{file.stem}: {talk['name']}")
        for file in sorted(FOLDER.glob("*.yml"))
        for talk in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def _spoken(file: Path) -> str:
    return "en" if file.stem.startswith("english") else "ko"


def test_the_library_covers_every_theme():
    counted = Counter(talk.id.partition(":")[0] for talk in _all())
    table = "\n".join(f"{theme:15} {count}" for theme, count in sorted(counted.items()))
    print(f"\n{table}\n{'together':15} {counted.total()}")  # noqa: T201 - the count is the message
    assert counted.total() >= FEWEST
    assert {theme: counted[theme] for theme in THEMES if counted[theme] < FEWEST_A_THEME} == {}


@pytest.mark.parametrize("talk", _all())
async def test_a_conversation_goes_as_written(talk, engine, office):
    conversation = conversation_id()
    for place, turn in enumerate(talk["turns"], 1):
        where = f"turn {place}: {turn}"
        if "phone" in turn:
            _phone(office, conversation, turn["phone"], _CITIZENS[talk["language"]])
            continue
        if "cases" in turn:
            (office.cases.down.add if turn["cases"] == "down" else office.cases.down.discard)(conversation)
            continue
        said = await _take(engine, office, conversation, turn)
        assert [event.metadata.get("utter_action", AGAIN) for event in said] == turn["hear"], where
        assert _languages(said) <= {turn.get("language", talk["language"])}, where
        text = "\n".join(event.text for event in said)
        assert [each for each in turn.get("words", []) if each not in text] == [], f"{where}: {text}"
        if "taps" in turn:
            assert [each["title"] for event in said for each in event.data.get("buttons") or []] == turn["taps"], where
        if "handover" in turn:
            assert _handover(said) == turn["handover"], where
        for name, value in turn.get("sent", {}).items():
            (draft,) = list(office.cases.rooms[conversation].drafts.values())[-1:]
            assert draft.get(name) == value, f"{where}: sent {name}"
        tracker = await engine.tracker_store.retrieve(conversation)
        if "form" in turn:
            assert (tracker.active_loop_name or "none") == turn["form"], where
        for name, value in turn.get("slots", {}).items():
            assert tracker.get_slot(name) == value, f"{where}: slot {name}"


def _languages(said: list[Any]) -> set[str]:
    """Give the languages of what was said and of the buttons under it; a name in brackets has none."""
    titles = [button["title"] for event in said for button in event.data.get("buttons") or []]
    plain = [_BRACKETS.sub("", text) for text in (*(event.text for event in said), *titles)]
    return {"ko" if _HANGUL.search(text) else "en" for text in plain if text.strip()}


def _handover(said: list[Any]) -> str | None:
    items = [(event.data.get("custom") or {}).get("handover") for event in said]
    return next((item["reason"] for item in items if item), None)


def _phone(office: Any, conversation: str, act: str, person: dict[str, str]) -> None:
    office.ask_on_phone(conversation, person) if act == "ask" else office.press(act, person)


async def _take(engine: Any, office: Any, conversation: str, turn: dict[str, Any]) -> list[Any]:
    """Take one turn; give the bot's events that it brought and that have words, in order."""
    before = await engine.tracker_store.retrieve(conversation)
    seen = len(before.events) if before else 0
    if "news" in turn:
        kind = turn["news"]
        told = office.news(conversation, kind) if turn.get("real", True) else {"id": "0", "body": turn.get("body", {})}
        entities = {
            "event": told["id"],
            **{key: value for key, value in told["body"].items() if isinstance(value, str)},
        }
        await _news(engine, conversation, f"EXTERNAL_{kind}", entities)
    else:
        await _say(engine, conversation, turn)
    after = await engine.tracker_store.retrieve(conversation)
    return [event for event in list(after.events)[seen:] if event.type_name == "bot" and event.text]


async def _say(engine: Any, conversation: str, turn: dict[str, Any]) -> None:
    from rasa.core.channels.channel import UserMessage

    text = turn.get("say") or turn["tap"]
    parsed = await engine.parse_message(text)
    if "understood" in turn:
        parsed = {**_without_selection(parsed), **_understood(turn["understood"])}
    await engine.handle_message(UserMessage(text, sender_id=conversation, parse_data=parsed))


def _understood(chances: dict[str, float]) -> dict[str, Any]:
    """Give what the classifier and the selector leave in a message; entities stay as they are."""
    from components.selector import SELECTOR, selection

    ranking = [{"name": label, "confidence": chance} for label, chance in chances.items()]
    best = {**ranking[0], "name": ranking[0]["name"].partition("/")[0]}
    if best["confidence"] < 0.15:  # FallbackClassifier's threshold in bot/config.yml
        best = {"name": "nlu_fallback", "confidence": best["confidence"]}
    questions = [one for one in ranking if one["name"].startswith("faq/")]
    return {"intent": best, "intent_ranking": ranking, **({SELECTOR: selection(questions)} if questions else {})}


def _without_selection(parsed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parsed.items() if name != "response_selector"}


async def _news(engine: Any, conversation: str, intent: str, entities: dict[str, str]) -> None:
    from rasa.core.channels.channel import CollectingOutputChannel

    async with engine.lock_store.lock(conversation):
        tracker = await engine.processor.fetch_tracker_and_update_session(conversation)
        await engine.trigger_intent(intent, entities, CollectingOutputChannel(), tracker)
