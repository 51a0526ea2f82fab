"""Telegram's updates become typed values here. What is none of these is nothing to us."""

from collections.abc import Iterator
from dataclasses import replace

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatType
from telegram.ext import filters

from channels.telegram.updates import (
    Barred,
    Changed,
    Commanded,
    Filed,
    Grouped,
    Heard,
    Kind,
    Located,
    Other,
    Pressed,
    Said,
)

_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})
_KINDS = {
    "voice": Kind.VOICE,
    "audio": Kind.VOICE,
    "video_note": Kind.VIDEO,
    "video": Kind.VIDEO,
    "animation": Kind.VIDEO,
    "sticker": Kind.PICTURE,
    "dice": Kind.PICTURE,
    "contact": Kind.CONTACT,
}
_NAMED = ("document", "video", "animation", "audio")
_At = tuple[int, str, int]


def read(update: Update) -> Heard | None:
    if update.callback_query is not None:
        return _pressed(update, update.callback_query)
    if update.my_chat_member is not None:
        return _member(update, update.my_chat_member)
    message = update.message or update.edited_message
    if message is None:
        return None
    heard = _message(update, message)
    words = tuple(_written(message))
    return heard and replace(heard, written=words, language=_language(message.from_user))


def _message(update: Update, message: Message) -> Heard | None:
    at = update.update_id, str(message.chat.id), message.message_id
    if message.chat.type != ChatType.PRIVATE:
        return Grouped(*at)
    if update.edited_message is not None:
        return _edited(at, message)
    if filters.StatusUpdate.ALL.check_update(update):  # pinned, a timer set: nobody says anything
        return None
    return _private(at, message)


def _edited(at: _At, message: Message) -> Heard | None:
    if said := message.text or message.caption:
        return Said(*at, text=said, edited=True)
    return Changed(*at) if any(_written(message)) else None


def _private(at: _At, message: Message) -> Heard:
    caption, album = message.caption or "", message.media_group_id or ""
    if message.text:
        return _typed(at, message.text)
    if message.photo:
        largest = message.photo[-1]
        return Filed(*at, largest.file_id, "", largest.file_size or 0, caption, album)
    if message.location is not None:  # a venue has one too
        spot = message.location
        return Located(*at, spot.latitude, spot.longitude, spot.horizontal_accuracy)
    if message.document is not None and message.animation is None:
        file = message.document
        return Filed(*at, file.file_id, file.file_name or "", file.file_size or 0, caption, album)
    kinds = (kind for name, kind in _KINDS.items() if getattr(message, name) is not None)
    return Other(*at, next(kinds, Kind.OTHER), caption)


def _typed(at: _At, text: str) -> Heard:
    if not text.startswith("/"):
        return Said(*at, text)
    command, _, argument = text[1:].partition(" ")
    return Commanded(*at, command.partition("@")[0].lower(), argument.strip())


def _pressed(update: Update, query: CallbackQuery) -> Heard | None:
    if query.message is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    message = query.message
    pressed = Pressed(update.update_id, str(message.chat.id), message.message_id, query.id, query.data or "")
    return replace(pressed, language=_language(query.from_user))


def _member(update: Update, changed: ChatMemberUpdated) -> Heard | None:
    gone, at = changed.new_chat_member.status in _GONE, (update.update_id, str(changed.chat.id))
    if changed.chat.type == ChatType.CHANNEL:
        return None
    if changed.chat.type == ChatType.PRIVATE or gone:
        return Barred(*at, gone=gone)
    return replace(Grouped(*at), language=_language(changed.from_user))


def _written(message: Message) -> Iterator[str]:
    """Give every text of ``message`` that somebody's hand wrote."""
    contact, venue, poll = message.contact, message.venue, message.poll
    texts = [message.text, message.caption, message.quote.text if message.quote else None]
    texts += [getattr(file, "file_name", None) for name in _NAMED if (file := getattr(message, name)) is not None]
    texts += [message.audio.title, message.audio.performer] if message.audio else []
    texts += [contact.first_name, contact.last_name, contact.vcard] if contact else []
    texts += [venue.title, venue.address] if venue else []
    texts += [poll.question, *(option.text for option in poll.options)] if poll else []
    return filter(None, texts)


def _language(user: User | None) -> str:
    return (user and user.language_code) or ""
