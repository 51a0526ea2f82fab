"""Cards have states: a key says which card is meant, so that a new state is drawn where the card stands."""

from channels.conversation.message import Card

IDENTITY, CONTACT = "identity", "contact"
_KEYS = {
    IDENTITY: "id",
    "progress": "number",
    "document": "number",
    "handover": "number",
    "complaint": "number",
    CONTACT: "id",
}
_OF_THE_BOT = frozenset({"progress", "document"})


def card_key(card: Card | None) -> str | None:
    """Give the key of ``card`` (``progress:<number>``, ``document:<number>``, ``identity:<id>``), None without one."""
    if card is None or card.get("type") not in _KEYS:
        return None
    kind = card["type"]
    return f"{kind}:{card.get(_KEYS[kind]) or ''}"


def shown_first_by_bot(card: Card) -> bool:
    """Say whether the bot shows this card before its states change: news that overtake the bot have to wait."""
    return card.get("type") in _OF_THE_BOT


def requested(id_: str, title: str) -> Card:
    """Ask how to reach the citizen; what is typed there goes to the complaints and never into the conversation."""
    return {"type": CONTACT, "id": id_, "state": "requested", "title": title}


def given(card: Card) -> Card:
    """Give the new state of a contact card that has been filled in."""
    return {**card, "state": "given"}
