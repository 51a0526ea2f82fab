"""Telegram's Bot API as far as it is used, and its errors as one: foreign exceptions do not pass."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MenuButtonCommands,
    Update,
)
from telegram.constants import (
    CallbackQueryLimit,
    ChatAction,
    FileSizeLimit,
    InlineKeyboardButtonLimit,
    MessageLimit,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from channels.messenger.sentences import pieces
from channels.telegram.pace import Pace
from channels.telegram.updates import ALLOWED

_T = TypeVar("_T")
TEXT_LIMIT, CAPTION_LIMIT = int(MessageLimit.MAX_TEXT_LENGTH), int(MessageLimit.CAPTION_LENGTH)
ALERT_LIMIT = int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)
REFERENCE_LIMIT = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
"""Bytes of a button's payload."""
UNCHANGED = "not modified"
"""Telegram's answer to an edit that changes nothing."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # a preview would open a one-time address


class TransportError(Exception):
    """What Telegram did not take. ``permanent``: the same call will never be taken; ``gone``: nor any other there.

    ``after`` are the seconds that Telegram wants us to wait, or None.
    """

    def __init__(self, code: str, *, permanent: bool, gone: bool = False, after: float | None = None) -> None:
        super().__init__(code)
        self.code, self.permanent, self.gone, self.after = code, permanent, gone, after


@dataclass(frozen=True, slots=True)
class InlineKey:
    """A button under a message: ``url`` to be opened, or else ``reference`` to be sent back."""

    title: str
    reference: str = ""
    url: str = ""


def open_bot(token: str, api: str) -> Bot:
    """Give a bot at ``api``, whose answers may take as long as a poll, and which keeps Telegram's pace."""
    return ExtBot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=HTTPXRequest(connection_pool_size=32, read_timeout=20, media_write_timeout=60),
        get_updates_request=HTTPXRequest(connection_pool_size=1, read_timeout=10),
        rate_limiter=Pace(),
    )


class Transport:
    """Each method does one call and raises ``TransportError``."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def start(self, menus: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Ask who we are and set the menu of each language, ``""`` for all that have none."""
        await _asked(self._bot.initialize())
        for language, menu in menus.items():
            commands = [BotCommand(name, title) for name, title in menu]
            await _asked(self._bot.set_my_commands(commands, language_code=language or None))
        await _asked(self._bot.set_chat_menu_button(menu_button=MenuButtonCommands()))

    async def close(self) -> None:
        await self._bot.shutdown()

    async def listen_at(self, url: str, secret: str) -> None:
        await _asked(self._bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED))

    async def listen_here(self) -> None:
        await _asked(self._bot.delete_webhook())

    async def updates(self, offset: int | None, seconds: int) -> Sequence[Update]:
        return await _asked(self._bot.get_updates(offset, timeout=seconds, allowed_updates=ALLOWED))

    def update(self, raw: dict[str, Any]) -> Update:
        """Read the body that Telegram posts to a webhook. Raise ``TransportError`` ``unreadable``."""
        try:
            return Update.de_json(raw, self._bot)
        except (AttributeError, KeyError, TypeError, ValueError) as error:  # it is the library that reads it
            raise TransportError("unreadable", permanent=True) from error

    async def send(self, chat: str, text: str, keys: Sequence[InlineKey] = ()) -> str:
        """Say ``text``, which fits in one message, and give the number of that message."""
        call = self._bot.send_message(chat, text, reply_markup=_markup(keys), link_preview_options=_NO_PREVIEW)
        return str((await _asked(call)).message_id)

    async def edit(self, chat: str, message: str, text: str, keys: Sequence[InlineKey]) -> None:
        """Let ``message`` say ``text`` from now on; the text must fit in one message."""
        edited = self._bot.edit_message_text(
            text, chat, int(message), reply_markup=_markup(keys), link_preview_options=_NO_PREVIEW
        )
        await _asked(edited)

    async def answer(self, query: str, text: str = "", *, alert: bool = False) -> None:
        """End the waiting of a pressed button."""
        said = pieces(text, ALERT_LIMIT)[0] if text else None
        await _asked(self._bot.answer_callback_query(query, said, show_alert=alert))

    async def delete(self, chat: str, message: int) -> None:
        await _asked(self._bot.delete_message(chat, message))

    async def leave(self, chat: str) -> None:
        await _asked(self._bot.leave_chat(chat))

    async def typing(self, chat: str) -> None:
        await _asked(self._bot.send_chat_action(chat, ChatAction.TYPING))

    async def send_paper(self, chat: str, name: str, content: bytes, caption: str) -> None:
        await _asked(self._bot.send_chat_action(chat, ChatAction.UPLOAD_DOCUMENT))
        text = pieces(caption, CAPTION_LIMIT)[0]
        await _asked(self._bot.send_document(chat, content, caption=text, filename=name))

    async def download(self, file: str) -> bytes:
        """Fetch a file of at most 20 MB."""
        found = await _asked(self._bot.get_file(file))
        if (found.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
            raise TransportError("file_too_large", permanent=True)
        return bytes(await _asked(found.download_as_bytearray()))


async def _asked(call: Awaitable[_T]) -> _T:
    try:
        return await call
    except RetryAfter as error:
        wait = error._retry_after.total_seconds()  # noqa: SLF001 - the public property changes its type by a variable
        raise TransportError("flood", permanent=False, after=wait) from None
    except (Forbidden, ChatMigrated) as error:
        raise TransportError(type(error).__name__, permanent=True, gone=True) from None
    except (BadRequest, InvalidToken) as error:
        code = UNCHANGED if UNCHANGED in error.message.lower() else type(error).__name__
        raise TransportError(code, permanent=True) from None
    except TelegramError as error:
        raise TransportError(type(error).__name__, permanent=False) from None


def _markup(keys: Sequence[InlineKey]) -> InlineKeyboardMarkup | None:
    """Put each key on a row of its own: titles are long."""
    rows = [[_button(key)] for key in keys]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(key: InlineKey) -> InlineKeyboardButton:
    if key.url:
        return InlineKeyboardButton(key.title, url=key.url)
    return InlineKeyboardButton(key.title, callback_data=key.reference)
