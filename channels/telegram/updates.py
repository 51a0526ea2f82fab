"""What Telegram tells, as typed values: `reading.py` makes them of updates."""

from dataclasses import dataclass, field
from enum import StrEnum

from telegram import Update

ALLOWED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
"""No channel posts, no inline mode, no reactions: nothing of those is asked for."""


class Kind(StrEnum):
    """Kinds of messages that are not understood here, each with a sentence of its own."""

    VOICE = "voice"
    VIDEO = "video"
    PICTURE = "picture"
    CONTACT = "contact"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Heard:
    """``update`` is Telegram's number of it, ``message`` that of the message in the chat.

    ``written`` is what the person wrote with their own hand, wherever in the message it stands; ``language`` is the one
    that their Telegram shows ("ko", "en-GB"), empty when it does not tell.
    """

    update: int
    chat: str
    message: int = 0
    written: tuple[str, ...] = field(default=(), repr=False, compare=False, kw_only=True)
    language: str = field(default="", compare=False, kw_only=True)


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
    """A photo or a document. ``size`` in bytes is 0 when Telegram does not tell; ``album`` names those sent at once."""

    file: str = ""
    name: str = field(default="", repr=False)
    size: int = 0
    caption: str = field(default="", repr=False)
    album: str = ""


@dataclass(frozen=True, slots=True)
class Located(Heard):
    """Degrees (WGS 84), and how many metres it may be off. Of a live location only where it begins."""

    lat: float = field(default=0.0, repr=False)
    lon: float = field(default=0.0, repr=False)
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class Barred(Heard):
    """The person blocked the assistant (``gone``) or took it back; or a group has put it out."""

    gone: bool = True


@dataclass(frozen=True, slots=True)
class Grouped(Heard):
    """Somebody speaks to the assistant where others listen, or has brought it there."""


@dataclass(frozen=True, slots=True)
class Changed(Heard):
    """A message was edited and says nothing new, but for what its files are called."""


@dataclass(frozen=True, slots=True)
class Other(Heard):
    """A sticker, a voice, a contact: not understood here. Its ``caption`` is."""

    kind: Kind = Kind.OTHER
    caption: str = field(default="", repr=False)
