"""How sure the assistant must be before it answers, and what it asks back when it is not."""

import json
from collections.abc import Mapping
from typing import Any

from actions.complaints.state import FORM
from actions.turn import Turn

SURE = 0.4
"""Below it the dialogue asks back. Of voices that the model has not seen, half of what lies below is right and most of
the rest is among the three that are offered (bot/README.md). A wrong answer costs two turns, a question one."""
WORTH_ASKING = 0.05
CLOSEST = 3
UNKNOWN = frozenset({"nlu_fallback", "out_of_scope"})
SMALL_TALK = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "repeat", "complain_about_bot", "help"}
)
"""Acting on a wrong guess costs a sentence; asking "혹시 인사 말씀이세요?" is worse."""
_FORM_WORDS = frozenset(
    {"stop", "go_back", "cancel_issuance", "change_option", "issue_document", "identity_done", "identity_trouble"}
)
"""Labels that, in the middle of a request, are about that request."""
_ORDERS = frozenset({"stop", "go_back", "request_agent"})
"""Labels that need no certainty where free words are asked for: what is no order is part of the story."""
_FORM_ENTITIES = frozenset(
    {"document", "rejected_document", "added_document", "option", "detail", "address_years", "purpose", "for_whom"}
    | {"period", "period_all", "like_before"}
)
_CARRIED: Mapping[str, tuple[str, ...]] = {
    "issue_document": ("document", "purpose", "option", "detail", "address_years", "period", "for_whom"),
    "change_option": ("option", "detail", "purpose", "address_years", "period"),
    "verify_document": ("document_number",),
    "faq": ("district",),
}
"""What of the message a button must bring along, so that pressing it does what was meant."""


def is_sure(turn: Turn) -> bool:
    """Tell whether the understood label may be acted upon as it is."""
    if turn.pressed or turn.confidence >= SURE or turn.intent in SMALL_TALK:
        return True
    if turn.form == FORM:
        return turn.intent in _ORDERS
    if turn.form is None:
        return turn.intent == "issue_document" and "document" in turn.entities
    return turn.intent in _FORM_WORDS or not _FORM_ENTITIES.isdisjoint(turn.entities)


def is_order(turn: Turn) -> bool:
    """Tell an order or a question from words that are given to be passed on."""
    return turn.intent in _ORDERS | {"deny", "faq", "issue_document", "withdraw_complaint"} and turn.confidence >= SURE


def closest(turn: Turn, titles: Mapping[str, str]) -> list[dict[str, str]]:
    """Give buttons for the likeliest labels, best first, at most three; none when nothing is likely."""
    likely = [label for label, chance in turn.ranking if chance >= WORTH_ASKING]
    known = [label for label in likely if label in titles and label not in UNKNOWN | SMALL_TALK]
    return [{"title": titles[label], "payload": payload(label, turn)} for label in known[:CLOSEST]]


def payload(label: str, turn: Turn) -> str:
    """Give what a button for ``label`` sends: the intent with what the message said about it."""
    intent, _, topic = label.partition("/")
    values: dict[str, Any] = {"topic": topic} if topic else {}
    for entity in _CARRIED.get(intent, ()):
        if said := turn.every(entity):
            values[entity] = said if len(said) > 1 else said[0]
    return f"/{intent}{json.dumps(values, ensure_ascii=False, separators=(',', ':')) if values else ''}"
