"""What aiogram's models of the Bot API, which are not ours, say against a request of ours; and the published limits.

A name that they do not know is wrong at any depth: they would let it pass. Lengths are in UTF-16 units, as Telegram
counts: https://core.telegram.org/bots/api.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import aiogram.methods
import aiogram.types
from pydantic import BaseModel, ValidationError

_LONGEST = {"sendMessage": ("text", 4096), "editMessageText": ("text", 4096), "sendDocument": ("caption", 1024)}
_LONGEST |= {"answerCallbackQuery": ("text", 200)}


def against(method: str, sent: Mapping[str, Any]) -> list[str]:
    """Give what is wrong with calling ``method`` with ``sent``; a file in it is given as bytes."""
    model = getattr(aiogram.methods, method[0].upper() + method[1:], None)
    if model is None:
        return [f"{method}: no method of the Bot API"]
    try:
        made = model.model_validate(
            {name: "attached" if isinstance(value, bytes) else value for name, value in sent.items()}
        )
    except ValidationError as error:
        return [f"{method}: {error}"]
    wrong = [*_unknown(made), *_too_long(method, sent), *_bad_keys(sent), *_bad_commands(sent)]
    return [f"{method}: {each}" for each in wrong]


def is_update(update: Mapping[str, Any]) -> bool:
    """Say whether Telegram could send ``update``. Raise ``ValidationError`` where it could not."""
    return aiogram.types.Update.model_validate(update).update_id > 0


def _unknown(made: Any) -> Iterator[str]:
    if isinstance(made, BaseModel):
        yield from (f"unknown {name}" for name in made.model_extra or ())
        for name in type(made).model_fields:
            yield from _unknown(getattr(made, name))
    elif isinstance(made, (list, tuple)):
        for each in made:
            yield from _unknown(each)


def _too_long(method: str, sent: Mapping[str, Any]) -> Iterator[str]:
    name, longest = _LONGEST.get(method, ("", 0))
    if name in sent and not 0 < size(sent[name]) <= longest:
        yield f"{name} of {size(sent[name])} units"


def _bad_keys(sent: Mapping[str, Any]) -> Iterator[str]:
    for row in (sent.get("reply_markup") or {}).get("inline_keyboard", ()):
        for key in row:
            data = key.get("callback_data")
            if data is not None and not 0 < len(data.encode()) <= 64:
                yield f"callback_data of {len(data.encode())} bytes"
            if len(key.keys() & {"url", "callback_data"}) != 1:
                yield "a key does one thing"


def _bad_commands(sent: Mapping[str, Any]) -> Iterator[str]:
    for each in sent.get("commands") or ():
        if not (0 < len(each["command"]) <= 32 and each["command"].isascii() and 0 < len(each["description"]) <= 256):
            yield f"command {each}"


def size(text: str) -> int:
    """Count UTF-16 units, not as the adapters do."""
    return len(text.encode("utf-16-le")) // 2
