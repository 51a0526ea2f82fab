"""A conversation as staff read it: turns in order, cards in their newest state, personal data masked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from channels.conversation.message import Message
from channels.conversation.reading import PAGE
from channels.staff.console import Console
from channels.staff.masking import mask
from channels.staff.words import Words

_PUBLIC_NUMBERS = frozenset({"document", "complaint", "progress"})  # a paper's or case's own number is no personal data


@dataclass(frozen=True, slots=True)
class Turn:
    """``seq`` is where it stands; ``name`` that of the member of staff; ``hidden`` says that something is masked."""

    seq: int
    at: str
    who: str
    text: str = field(repr=False)
    buttons: tuple[str, ...]
    card: dict[str, str] | None = field(repr=False)
    hidden: bool
    name: str | None = None


async def messages_of(console: Console, conversation: str, after: int = 0) -> list[Message]:
    page = await console.people.transcript(conversation, after)
    messages = list(page.messages)
    while len(page.messages) == PAGE:
        page = await console.people.transcript(conversation, messages[-1].seq)
        messages += page.messages
    return messages


def turns_of(messages: Sequence[Message], words: Words, *, open_seq: int | None = None) -> list[Turn]:
    """Fold card states into the turn that showed the card first. ``open_seq``: that turn is not masked."""
    drawn: dict[int, Turn] = {}
    for message in messages:
        seq = message.draft.replaces if message.draft.replaces in drawn else message.seq
        shown = turn(message, words, masked=seq != open_seq)
        if seq == message.seq:
            drawn[seq] = shown
        else:
            first = drawn[seq]
            drawn[seq] = replace(first, card=shown.card)
    return list(drawn.values())


def turn(message: Message, words: Words, *, masked: bool = True) -> Turn:
    draft = message.draft
    text = mask(draft.text) if masked else draft.text
    buttons = tuple(each.title for each in draft.buttons)
    card = brief(draft.card, words, masked=masked) if draft.card else None
    hidden = masked and (text != draft.text or card != (brief(draft.card, words, masked=False) if draft.card else None))
    return Turn(message.seq, message.at, draft.speaker.value, text, buttons, card, hidden, draft.name)


def brief(card: dict[str, Any], words: Words, *, masked: bool = True) -> dict[str, str]:
    """Give what stands on a card as ``kind``, ``title`` and ``state``; an unknown card is only named."""
    kind = str(card.get("type", ""))
    title = next((str(card[name]) for name in ("title", "kind", "url") if card.get(name)), "")
    line = " · ".join(part for part in (title, str(card.get("number") or "")) if part)
    state = str(card.get("state_title") or words["card_states"].get(str(card.get("state")), ""))
    hide = masked and kind not in _PUBLIC_NUMBERS
    return {
        "kind": words["cards"].get(kind, words["cards"]["other"]),
        "title": mask(line) if hide else line,
        "state": state,
    }


def as_text(turns: Iterable[Turn], words: Words) -> str:
    """Write a transcript as plain text, one turn a paragraph."""
    lines = []
    for each in turns:
        card = f"[{each.card['kind']}] {each.card['title']} {each.card['state']}".rstrip() if each.card else ""
        said = "\n".join(part for part in (each.text, card) if part)
        who = " ".join(part for part in (words["from"][each.who], each.name) if part)
        lines.append(f"{each.at} {who}\n{said}\n")
    return "\n".join(lines)
