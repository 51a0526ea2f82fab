"""Conversations by theme, as people write, through understanding, rules, form and the real actions.

A turn is ``say`` (text), ``tap`` (payload), ``news`` (external intent) or ``phone`` (ask | approve | refuse); ``hear``
lists the responses in order.
"""

# ruff: noqa: PLC0415 - TensorFlow loads for seconds

from pathlib import Path
from typing import Any

import pytest
import yaml
from office import conversation_id

FOLDER = Path(__file__).with_name("conversations")


def _all() -> list[Any]:
    return [
        pytest.param(talk, id=f"{file.stem}: {talk['name']}")
        for file in sorted(FOLDER.glob("*.yml"))
        for talk in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("talk", _all())
async def test_a_conversation_goes_as_written(talk, engine, office):
    conversation = conversation_id()
    for place, turn in enumerate(talk["turns"], 1):
        where = f"turn {place}: {turn}"
        if "phone" in turn:
            _phone(office, conversation, turn["phone"])
            continue
        heard = await _take(engine, office, conversation, turn)
        assert heard == turn["hear"], where
        tracker = await engine.tracker_store.retrieve(conversation)
        if "form" in turn:
            assert (tracker.active_loop_name or "none") == turn["form"], where
        for name, value in turn.get("slots", {}).items():
            assert tracker.get_slot(name) == value, f"{where}: slot {name}"


def _phone(office: Any, conversation: str, act: str) -> None:
    office.ask_on_phone(conversation) if act == "ask" else office.press(act)


async def _take(engine: Any, office: Any, conversation: str, turn: dict[str, Any]) -> list[str]:
    """Take one turn; give the names of the responses that it brought, in order."""
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
        await engine.handle_text(turn.get("say") or turn["tap"], sender_id=conversation)
    after = await engine.tracker_store.retrieve(conversation)
    said = [event for event in list(after.events)[seen:] if event.type_name == "bot"]
    return [event.metadata.get("utter_action", event.text) for event in said if event.text]


async def _news(engine: Any, conversation: str, intent: str, entities: dict[str, str]) -> None:
    from rasa.core.channels.channel import CollectingOutputChannel

    async with engine.lock_store.lock(conversation):
        tracker = await engine.processor.fetch_tracker_and_update_session(conversation)
        await engine.trigger_intent(intent, entities, CollectingOutputChannel(), tracker)
