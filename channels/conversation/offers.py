"""What a citizen may press: the payloads that buttons and cards of this conversation offered, and nothing else."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from channels.conversation.message import Card, Draft
from channels.conversation.screen import clean
from documents.domain.screening import contains_rrn

_PAYLOAD = re.compile(r"(/\w+)(\{.*\})?", re.DOTALL)
_LONGEST_VALUE = 100
_MOST_YEARS = 99

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """``fields`` is None for a bare payload.

    A card's submit maps each field name to its allowed values (a list: one of them; ``{"any": […]}``: several of
    them), or to its type ("years", "flag", "day", "text"). All of it is JSON, since offers are stored.
    """

    payload: str
    title: str
    fields: Fields | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """``payload`` is what the engine gets, ``title`` what the conversation shows."""

    payload: str
    title: str


class NotOffered(Exception):
    """The payload was never offered here. ``code`` names the sentence: ``not_offered``, ``rrn_in_payload``."""

    def __init__(self, code: str = "not_offered") -> None:
        super().__init__(code)
        self.code = code


def offers(draft: Draft) -> Iterator[Offer]:
    """Give everything that ``draft`` offers to press."""
    for button in draft.buttons:
        yield Offer(button.payload, button.title)
    if draft.card is not None:
        yield from _card_offers(draft.card)


def _card_offers(card: Card) -> Iterator[Offer]:
    for action in card.get("actions") or ():
        if action.get("payload"):
            carried = _fields(card) if action.get("with_fields") else None
            yield Offer(action["payload"], action.get("title", ""), carried)
    submit = card.get("submit")
    if submit and submit.get("payload"):
        yield Offer(submit["payload"], submit.get("title", ""), _fields(card))


def _fields(card: Card) -> dict[str, Any]:
    allowed = {field["name"]: _allowed(field) for field in card.get("fields") or ()}
    if any(field.get("type") == "period" for field in card.get("fields") or ()):
        allowed |= {"since": "day", "until": "day"}
    return {**allowed, "purpose": "text"} if card.get("purposes") else allowed


def _allowed(field: Mapping[str, Any]) -> Any:
    kind = field.get("type", "text")
    if kind in {"choice", "period", "many"}:
        values = [choice["value"] for choice in field.get("choices") or ()]
        return {"any": values} if kind == "many" else values
    return ["yes"] if kind == "consent" else kind


def takes_several(allowed: Any) -> bool:
    return isinstance(allowed, Mapping)


def intent_of(payload: str) -> str:
    """Give the bare payload (``/name``) of ``payload``. Raise ``NotOffered`` when it has not that shape."""
    found = _PAYLOAD.fullmatch(payload)
    if found is None:
        raise NotOffered
    return found.group(1)


def press(payload: str, offered: list[Offer]) -> Pressed:
    """Judge ``payload`` by ``offered`` (newest first). Raise ``NotOffered`` unless it equals an offer, or fills one."""
    for offer in offered:
        if offer.payload == payload:
            return Pressed(payload, offer.title)
    bare = intent_of(payload)
    for offer in offered:
        if offer.payload == bare and offer.fields is not None:
            return _fill(offer, payload.removeprefix(bare))
    raise NotOffered


def _fill(offer: Offer, written: str) -> Pressed:
    try:
        values = json.loads(written)
    except ValueError:
        raise NotOffered from None
    if not isinstance(values, dict) or offer.fields is None or not values.keys() <= offer.fields.keys():
        raise NotOffered
    checked = {name: _value(value, offer.fields[name]) for name, value in values.items()}
    purpose = checked.get("purpose")
    return Pressed(
        f"{offer.payload}{json.dumps(checked, ensure_ascii=False, separators=(',', ':'))}",
        f"{offer.title} · {purpose}" if purpose else offer.title,
    )


def _value(value: Any, allowed: Any) -> Any:
    if isinstance(allowed, list):
        return _one_of(value, allowed)
    if takes_several(allowed):
        return [_one_of(each, allowed["any"]) for each in (value if isinstance(value, list) else [value])]
    if allowed == "day":
        return _day(value)
    if allowed == "flag":
        return _one_of(value, ["yes", "no", True, False])
    if allowed == "years":
        return _years(value)
    return _text(value)


def _one_of(value: Any, allowed: list[Any]) -> Any:
    if isinstance(value, (dict, list)):
        raise NotOffered
    matches = [each for each in allowed if str(each) == str(value)]  # a form without script sends every value as text
    if not matches:
        raise NotOffered
    return matches[0]


def _years(value: Any) -> int:
    text = str(value)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_YEARS:
        raise NotOffered
    return int(text)


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise NotOffered from None


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_VALUE:
        raise NotOffered
    if contains_rrn(value):
        raise NotOffered("rrn_in_payload")
    return clean(value)
