"""What an agent does with a conversation, for pages and programs alike: each deed is noted, then done."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from channels.conversation.handover import TEAMS, CloseReason
from channels.conversation.message import Message
from channels.conversation.screen import Unfit
from channels.staff.accounts import Role
from channels.staff.audit import Deed
from channels.staff.consents import question
from channels.staff.console import Console
from channels.staff.gate import Present
from channels.staff.transcript import messages_of

_LONGEST_NOTE = 1000


async def claim(console: Console, present: Present, conversation: str) -> bool:
    """Take a waiting conversation; True for exactly one of all who try."""
    await console.handed_over(conversation)
    taken = await console.people.claim(conversation, present.id, present.account.name)
    if taken:
        await console.note(present, Deed.CLAIM, conversation)
    return taken


async def take_over(console: Console, present: Present, conversation: str) -> None:
    await _only(console, present, Role.SUPERVISOR)
    await console.note(present, Deed.TAKE_OVER, conversation)
    await console.people.take_over(conversation, present.id, present.account.name)


async def reply(console: Console, present: Present, conversation: str, text: str, client_id: str | None = None) -> int:
    """Say ``text`` to the citizen and give its place in the conversation."""
    await console.handed_over(conversation)
    try:
        said = client_id or str(uuid.uuid4())
        return await console.people.reply(conversation, present.id, said, text, name=present.account.name)
    except Unfit as unfit:
        raise console.problem(422, unfit.code) from None


async def write_note(console: Console, present: Present, conversation: str, text: str) -> int:
    """Keep a private note and tell the open pages of this conversation."""
    await console.handed_over(conversation)
    if not text.strip():
        raise console.problem(422, "empty")
    people = (await console.colleagues()).values()
    await console.note(present, Deed.NOTE, conversation)
    kept = await console.run(console.notes.add, conversation, present.id, text, people)
    console.tell_staff(conversation, {"type": "note"})
    return kept.id


async def forward(console: Console, present: Present, conversation: str, to: str, note: str) -> None:
    """Put it back into the queue for ``to``: ``team:<name>`` or ``person:<id>``. A note must say why."""
    await console.handed_over(conversation)
    kind, _, name = to.partition(":")
    colleagues = await console.colleagues()
    known = (kind == "team" and name in TEAMS) or (kind == "person" and name in colleagues and name != present.id)
    if not known:
        raise console.problem(422, "nobody_there")
    reason = _said(console, note)
    await console.note(present, Deed.FORWARD, conversation, to)
    if kind == "team":
        await console.people.forward(conversation, present.id, reason, to_team=name)
    else:
        await console.people.forward(conversation, present.id, reason, to_agent=name)


async def return_to_bot(
    console: Console, present: Present, conversation: str, note: str, topic: str | None = None
) -> None:
    """Give it back to the bot. ``topic`` is one of the words' topics, told to the engine; the note stays with staff."""
    await console.handed_over(conversation)
    if topic and topic not in console.words["topics"]:
        raise console.problem(422, "unknown_topic")
    await console.note(present, Deed.RETURN, conversation, topic or "")
    await console.people.return_to_bot(conversation, present.id, note.strip()[:_LONGEST_NOTE], topic or None)


async def hold(console: Console, present: Present, conversation: str, *, on: bool) -> None:
    await console.handed_over(conversation)
    await console.people.hold(conversation, present.id, on=on)
    await console.note(present, Deed.HOLD, conversation, "on" if on else "off")


async def close(console: Console, present: Present, conversation: str, reason: str) -> None:
    await console.handed_over(conversation)
    if reason not in set(CloseReason):
        raise console.problem(422, "reason_wanted")
    await console.people.close(conversation, present.id, CloseReason(reason))
    await console.note(present, Deed.CLOSE, conversation, reason)


async def ask_identity(console: Console, present: Present, conversation: str) -> None:
    await console.handed_over(conversation)
    await console.people.ask_identity(conversation, present.id)
    await console.note(present, Deed.IDENTITY_ASKED, conversation)


async def ask_consent(console: Console, present: Present, conversation: str, name: str) -> bool:
    """Ask the citizen to consent to ``name`` of the words; False when that is being asked already."""
    await console.handed_over(conversation)
    asked = question(console.words, name)
    if asked is None:
        raise console.problem(422, "unknown_consent")
    fresh = await console.people.ask_consent(conversation, present.id, asked, name=present.account.name)
    if fresh:
        await console.note(present, Deed.CONSENT_ASKED, conversation, asked.what)
    return fresh


async def send_card(console: Console, present: Present, conversation: str, card: Mapping[str, Any]) -> int:
    """Show a link (https only), or again a paper or complaint that this conversation has had."""
    await console.handed_over(conversation)
    shown = await _card(console, conversation, card)
    seq = await console.people.send_card(conversation, present.id, shown, name=present.account.name)
    await console.note(present, Deed.CARD, conversation, shown["type"])
    return seq


async def _card(console: Console, conversation: str, card: Mapping[str, Any]) -> dict[str, Any]:
    if card.get("type") == "link":
        url, title = str(card.get("url", "")).strip(), str(card.get("title", "")).strip()
        address = urlsplit(url)
        if address.scheme != "https" or not address.hostname or address.username or not title:
            raise console.problem(422, "bad_link")
        return {"type": "link", "url": url[:500], "title": title[:80]}
    for known in cards_in(await messages_of(console, conversation)):
        if (known["type"], known["number"]) == (card.get("type"), card.get("number")):
            return known
    raise console.problem(422, "no_such_card")


def cards_in(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Give the papers and complaints that were shown in a conversation, each in its newest state."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for message in messages:
        card = message.draft.card
        if card and card.get("type") in {"document", "complaint"} and card.get("number"):
            found[card["type"], card["number"]] = card
    return list(found.values())


async def _only(console: Console, present: Present, role: Role) -> None:
    if not present.account.role.covers(role):
        raise console.problem(404, "not_found")


def _said(console: Console, note: str) -> str:
    if not note.strip():
        raise console.problem(422, "note_wanted")
    return note.strip()[:_LONGEST_NOTE]
