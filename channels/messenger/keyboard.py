"""What stands under a message of a messenger: keys, each with a title and what happens when it is pressed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


class Deed(StrEnum):
    """``DOOR`` opens the counter's own page by a one-time address, ``OPEN`` any other address.

    ``PRESS`` says a payload, ``SUBMIT`` a card's payload with what was picked, ``PICK`` goes to a field's next choice.
    ``FILE`` asks whether a paper may come as a file, ``FILE_AGREED`` sends it, ``PLACE`` takes the place of a photo.
    """

    PRESS = "press"
    SUBMIT = "submit"
    PICK = "pick"
    OPEN = "open"
    DOOR = "door"
    FRESH_DOOR = "fresh_door"
    FILE = "file"
    FILE_AGREED = "file_agreed"
    FILE_REFUSED = "file_refused"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Key:
    """``about`` is a payload, an address, a paper's number or an attachment's id; ``seq`` the message of its card."""

    title: str
    deed: Deed
    about: str = field(default="", repr=False)
    seq: int = 0

    def stored(self) -> dict[str, Any]:
        return {"title": self.title, "deed": self.deed.value, "about": self.about, "seq": self.seq}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        return cls(stored["title"], Deed(stored["deed"]), stored["about"], stored["seq"])


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a messenger shows it: plain words, then keys, one a row."""

    text: str = field(repr=False)
    keys: tuple[Key, ...] = ()
