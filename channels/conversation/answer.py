"""What the dialogue engine said: from the answer of a turn, or from its tracker after a lost answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from channels.conversation.handover import TEAMS, Asked, Reason
from channels.conversation.inbox import EXTERNAL, Row
from channels.conversation.message import Button, Draft, Speaker

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """``asked``: the engine wants a person, by a custom item ``{"handover": {"reason", "team", "summary"}}``."""

    drafts: list[Draft] = field(default_factory=list)
    asked: Asked | None = None

    def __bool__(self) -> bool:
        return bool(self.drafts) or self.asked is not None


def answer_of(items: Sequence[Item]) -> Answer:
    wishes = [wish for item in items if (wish := _wish(item)) is not None]
    return Answer(drafts_of(items), wishes[-1] if wishes else None)


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


def recovered(events: Sequence[Item], row: Row) -> Answer | None:
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
    return answer_of(said)


def _wish(item: Item) -> Asked | None:
    custom = item.get("custom")
    wish = custom.get("handover") if isinstance(custom, Mapping) else None
    if not isinstance(wish, Mapping):
        return None
    reason, team, summary = wish.get("reason"), wish.get("team"), wish.get("summary")
    return Asked(
        Reason(reason) if reason in set(Reason) else Reason.REQUESTED,
        team if team in TEAMS else TEAMS[0],
        summary if isinstance(summary, Mapping) else {},
    )


def _draft(item: Item) -> Draft:
    custom = item.get("custom")
    card = custom.get("card") if isinstance(custom, Mapping) else None
    buttons = tuple(Button(str(each["title"]), str(each["payload"])) for each in item.get("buttons") or ())
    return Draft(Speaker.BOT, (item.get("text") or "").strip(), buttons, card if isinstance(card, dict) else None)


def _is(event: Item, row: Row) -> bool:
    if row.kind not in EXTERNAL:
        return bool((event.get("metadata") or {}).get("inbox") == str(row.id))
    entities = (event.get("parse_data") or {}).get("entities") or ()
    news = row.body["entities"]["event"]
    return any(each.get("entity") == "event" and each.get("value") == news for each in entities)
