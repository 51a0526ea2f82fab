"""What the dialogue engine said, as drafts: from the answer of a turn, or from its tracker after a lost answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from channels.conversation.inbox import Kind, Row
from channels.conversation.message import Button, Draft, Speaker

Item = Mapping[str, Any]


def drafts_of(items: Iterable[Item]) -> list[Draft]:
    """Turn the items of Rasa's REST answer into messages.

    Rasa sends the text and the card of one utterance as two items: a card without text joins the text before it.
    """
    drafts: list[Draft] = []
    for item in items:
        draft = _draft(item)
        last = drafts[-1] if drafts else None
        if draft.card is not None and not draft.text and last is not None and last.card is None:
            drafts[-1] = replace(last, card=draft.card, buttons=last.buttons + draft.buttons)
        elif draft.text or draft.card is not None or draft.buttons:
            drafts.append(draft)
    return drafts


def recovered(events: Sequence[Item], row: Row) -> list[Draft] | None:
    """Find in the tracker what the engine answered to ``row``: None when it never heard it."""
    heard = [place for place, event in enumerate(events) if event.get("event") == "user" and _is(event, row)]
    if not heard:
        return None
    said: list[Item] = []
    for event in events[heard[-1] + 1 :]:
        if event.get("event") == "user":
            break
        if event.get("event") == "bot":
            data = event.get("data") or {}
            said += [{"text": event.get("text"), "buttons": data.get("buttons"), "custom": data.get("custom")}]
    return drafts_of(said)


def _draft(item: Item) -> Draft:
    custom = item.get("custom")
    card = custom.get("card") if isinstance(custom, Mapping) else None
    buttons = tuple(Button(str(each["title"]), str(each["payload"])) for each in item.get("buttons") or ())
    return Draft(Speaker.BOT, (item.get("text") or "").strip(), buttons, card if isinstance(card, dict) else None)


def _is(event: Item, row: Row) -> bool:
    if row.kind is not Kind.EVENT:
        return bool((event.get("metadata") or {}).get("inbox") == str(row.id))
    entities = (event.get("parse_data") or {}).get("entities") or ()
    news = row.body["entities"]["event"]
    return any(each.get("entity") == "event" and each.get("value") == news for each in entities)
