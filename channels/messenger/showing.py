"""A message of the conversation as a messenger shows it: the card in words, what can be pressed as keys."""

from collections.abc import Callable, Mapping
from typing import Any

from channels.conversation.message import Card, Message, Speaker
from channels.messenger.keyboard import Deed, Key, Shown
from channels.messenger.picking import Picking, Picks
from channels.messenger.words import Words

Cards = Mapping[str, Callable[[Card], Shown]]
_MINUTE = 60
_ELSEWHERE = ("https://", "http://")


class Showing:
    """``taps``: keys can change what is picked; without, a card is taken as it stands or filled in on the page."""

    def __init__(self, words: Words, *, taps: bool = True) -> None:
        self._words, self._taps = words, taps
        self._cards: Cards = {
            "identity": self._identity,
            "progress": self._progress,
            "document": self._document,
            "papers": self._papers,
            "complaint": self._complaint,
            "contact": lambda _card: Shown(words.contact, self._doors()),
            "handover": self._handover,
            "link": lambda card: Shown("", self._open(card["title"], card["url"])),
        }

    def show(self, message: Message, picks: Picks | None = None) -> Shown:
        """Show ``message`` with ``picks`` tapped so far. An empty text means that there is nothing to show."""
        draft = message.draft
        text = draft.text
        if draft.speaker is Speaker.STAFF and text:
            text = self._words.staff.format(text=text)
        keys = tuple(Key(button.title, Deed.PRESS, button.payload) for button in draft.buttons)
        card = self._card(draft.card, message.seq, picks or {}) if draft.card else Shown("")
        said = "\n".join(part for part in (text, card.text) if part)
        return Shown(said or (card.keys[0].title if card.keys else ""), card.keys + keys)

    def _card(self, card: Card, seq: int, picks: Picks) -> Shown:
        if card["type"] == "options":
            return self._options(card, seq, picks)
        draw = self._cards.get(card["type"])
        return draw(card) if draw else Shown(self._words.other, self._doors())

    def _options(self, card: Card, seq: int, picks: Picks) -> Shown:
        words, picking = self._words.options, Picking(self._words.options, card)
        consents = [field for field in card.get("fields") or () if field["type"] == "consent"]
        said = [words.consent.format(**{"note": "", **field}).strip() for field in consents]
        steps, complete = (picking.steps, picking.complete) if self._taps else ([], not picking.steps)
        notes = [words.note] if steps else []
        notes += [] if complete else [words.on_web if self._taps else words.by_web]
        keys = [Key(picking.title(name, picks), Deed.PICK, name, seq) for name in steps]
        keys += [Key(each["title"], Deed.SUBMIT, each["payload"], seq) for each in _submits(card)]
        keys += [] if complete else [Key(self._words.keys.web, Deed.DOOR)]
        return Shown("\n".join([card["title"], *(card.get("lines") or ()), *said, *notes]), tuple(keys))

    def _identity(self, card: Card) -> Shown:
        state = "closed" if card.get("closed") else card["state"]
        text = self._words.identity.get(state, self._words.other).format(code=card.get("binding_code"))
        doors = self._doors() if state == "requested" else ()
        phone = self._open(self._words.keys.phone, card.get("phone_url")) if state == "pending" else ()
        return Shown(text, doors + phone + _pressed(card))

    def _progress(self, card: Card) -> Shown:
        steps, done = card["steps"], int(card["done"])
        step = steps[min(done, len(steps) - 1)]
        said = self._words.progress["steps"].format(done=done, all=len(steps), step=step)
        return Shown(self._words.progress.get(card["state"], self._words.other).format(steps=said), _pressed(card))

    def _document(self, card: Card) -> Shown:
        words, keys = self._words.document, self._words.keys
        lines = [words.lines.format(title=card["title"], number=card["number"])]
        lines += [words.check_code.format(code=card["check_code"])] if card.get("check_code") else []
        lines += [words.expires.format(date=card["expires_at"][:10])] if card.get("expires_at") else []
        lines += [said] if (said := words.wallet.get(card.get("wallet_state") or "")) else []
        links = self._open(keys.wallet, card.get("wallet_url")) + self._open(keys.verify, card.get("verify_url"))
        if not card.get("download_url"):
            return Shown("\n".join(lines), links)
        number = "".join(filter(str.isdigit, card["number"]))
        return Shown("\n".join([*lines, words.how]), (*self._doors(), *links, Key(keys.file, Deed.FILE, number)))

    def _papers(self, card: Card) -> Shown:
        rows = [self._words.papers.row.format(**row) for row in card["rows"]]
        return Shown("\n".join([card["title"], *rows, *filter(None, [card.get("note")])]), self._doors())

    def _complaint(self, card: Card) -> Shown:
        words, handler = self._words.complaint, card.get("handler") or {}
        state = card.get("state_title") or card["state"]
        lines = [words.lines.format(title=card["title"], number=card["number"], state=state)]
        lines += [words.department.format(department=card["department"])] if card.get("department") else []
        lines += [words.handler.format(**{"name": "", "phone": "", **handler})] if handler.get("name") else []
        lines += [words.due.format(due=card["due_text"])] if card.get("due_text") else []
        return Shown("\n".join(lines), _pressed(card))

    def _handover(self, card: Card) -> Shown:
        ahead, minutes = int(card["position"]) - 1, max(1, round(int(card["wait_seconds"]) / _MINUTE))
        text = self._words.handover if ahead > 0 else self._words.handover_next
        return Shown(text.format(ahead=ahead, minutes=minutes))

    def _doors(self) -> tuple[Key, ...]:
        return (Key(self._words.keys.door, Deed.DOOR), Key(self._words.keys.fresh_door, Deed.FRESH_DOOR))

    def _open(self, title: str, url: Any) -> tuple[Key, ...]:
        """Give a key for an address that is one outside of the counter's page."""
        if not isinstance(url, str) or not url.startswith(_ELSEWHERE):
            return ()
        return (Key(title, Deed.OPEN, url),)


def _submits(card: Card) -> list[dict[str, Any]]:
    return [*filter(None, [card.get("submit")]), *_actions(card)]


def _pressed(card: Card) -> tuple[Key, ...]:
    return tuple(Key(action["title"], Deed.PRESS, action["payload"]) for action in _actions(card))


def _actions(card: Card) -> list[dict[str, Any]]:
    return [action for action in card.get("actions") or () if action.get("payload")]
