"""Messages put into a turn instead of what was written: a button that was meant, or the same words once more."""

import json
from collections.abc import Mapping
from typing import Any

from actions.turn import Turn

Message = Mapping[str, Any]


def pressed(payload: str, turn: Turn) -> Message:
    """Give the message that pressing the button with ``payload`` would have been, from the same sender and channel."""
    name, brace, written = payload.removeprefix("/").partition("{")
    values = json.loads(brace + written) if brace else {}
    entities = [{"entity": entity, "value": value} for entity, said in values.items() for value in _each(said)]
    intent = {"name": name, "confidence": 1.0}
    parsed = {"intent": intent, "intent_ranking": [intent], "entities": entities, "text": payload}
    return {**again(turn), "text": payload, "parse_data": parsed}


def again(turn: Turn) -> Message:
    return {**turn.heard, "timestamp": None}


def _each(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [said]
