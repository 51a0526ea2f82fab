"""Telegram's updates as typed values. What is none of these is nothing to us."""

from dataclasses import dataclass, field

from telegram import ChatMember, Message, Update
from telegram.constants import ChatType

ALLOWED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


@dataclass(frozen=True, slots=True)
class Heard:
    """``update`` is Telegram's number of it, ``message`` that of the message in the chat."""

    update: int
    chat: str
    message: int = 0


@dataclass(frozen=True, slots=True)
class Said(Heard):
    """A typed text; ``edited``: it was said before in other words."""

    text: str = field(default="", repr=False)
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Commanded(Heard):
    name: str = ""
    argument: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Pressed(Heard):
    query: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Filed(Heard):
    """A photo or a document. ``size`` in bytes is 0 when Telegram does not tell."""

    file: str = ""
    name: str = field(default="", repr=False)
    size: int = 0
    caption: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Located(Heard):
    """Degrees (WGS 84), and how many metres it may be off."""

    lat: float = field(default=0.0, repr=False)
    lon: float = field(default=0.0, repr=False)
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class Barred(Heard):
    """The person blocked the assistant (``gone``) or took it back."""

    gone: bool = True


@dataclass(frozen=True, slots=True)
class Grouped(Heard):
    """Somebody speaks to the assistant where others listen."""


@dataclass(frozen=True, slots=True)
class Other(Heard):
    """A sticker, a voice, a contact: nothing that is understood here."""


def written(heard: Heard) -> str:
    """Give what a person wrote with their own hand, wherever in a message it stands."""
    match heard:
        case Said():
            return heard.text
        case Commanded():
            return f"{heard.name} {heard.argument}"
        case Filed():
            return f"{heard.name} {heard.caption}"
    return ""


def read(update: Update) -> Heard | None:
    if update.callback_query is not None:
        return _pressed(update)
    if update.my_chat_member is not None:
        return _member(update)
    message = update.message or update.edited_message
    if message is None:
        return None
    at = _at(update, message)
    if message.chat.type != ChatType.PRIVATE:
        return Grouped(*at) if update.message is not None else None
    if update.edited_message is not None:
        said = message.text or message.caption
        return Said(*at, text=said, edited=True) if said else None
    return _private(at, message)


def _private(at: tuple[int, str, int], message: Message) -> Heard:
    if message.text:
        return _typed(at, message.text)
    if message.photo:
        largest = message.photo[-1]
        return Filed(*at, largest.file_id, "", largest.file_size or 0, message.caption or "")
    if message.document is not None:
        file = message.document
        return Filed(*at, file.file_id, file.file_name or "", file.file_size or 0, message.caption or "")
    if message.location is not None:
        spot = message.location
        return Located(*at, spot.latitude, spot.longitude, spot.horizontal_accuracy)
    return Other(*at)


def _typed(at: tuple[int, str, int], text: str) -> Heard:
    if not text.startswith("/"):
        return Said(*at, text)
    command, _, argument = text[1:].partition(" ")
    return Commanded(*at, command.partition("@")[0].lower(), argument.strip())


def _pressed(update: Update) -> Heard | None:
    query = update.callback_query
    if query is None or query.message is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    message = query.message
    return Pressed(update.update_id, str(message.chat.id), message.message_id, query.id, query.data or "")


def _member(update: Update) -> Heard | None:
    changed = update.my_chat_member
    if changed is None or changed.chat.type != ChatType.PRIVATE:
        return None
    return Barred(update.update_id, str(changed.chat.id), gone=changed.new_chat_member.status in _GONE)


def _at(update: Update, message: Message) -> tuple[int, str, int]:
    return update.update_id, str(message.chat.id), message.message_id
