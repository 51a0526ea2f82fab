"""The words of words.yml, read once at start."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from documents.service.clock import SEOUL

_FILE = Path(__file__).with_name("words.yml")
SPACES = re.compile(r"[\s?!.,~…·'\"‘’“”()ㅠㅜㅋㅎ^]+")
_CUTTING = frozenset({"instead", "district", "spot"})


@dataclass(frozen=True)
class Words:
    """``raw`` is the file as it stands; the rest is compiled from it."""

    raw: Mapping[str, Any]

    def title(self, kind: str) -> str:
        known: Mapping[str, Any] = self.raw["kinds"].get(kind) or self.raw["kinds"]["file_complaint"]
        return str(known["title"])

    def state(self, state: str) -> str:
        return str(self.raw["states"].get(state, state))

    def needs_place(self, kind: str) -> bool:
        return kind not in self.raw["no_place"]

    def photos(self, count: int) -> str:
        return str(self.raw["photos"]).format(count=count) if count else str(self.raw["no_photos"])

    def day(self, moment: str | None) -> str:
        """Write an ISO moment as people in Seoul say the day; empty for none."""
        if not moment:
            return ""
        there = datetime.fromisoformat(moment).astimezone(SEOUL)
        return str(self.raw["day"]).format(month=there.month, day=there.day)

    def says(self, name: str, text: str) -> re.Match[str] | None:
        """Look for the pattern called ``name``; the spaces of ``text`` count only where words are cut out."""
        return re.search(str(self.raw[name]), text if name in _CUTTING else SPACES.sub("", text))

    def tells(self, kind: str, text: str) -> bool:
        """Say whether ``text`` tells more than that somebody wants to report ``kind``."""
        left = SPACES.sub("", text)
        names: list[str] = self.raw["kinds"].get(kind, {}).get("names", [])
        for name in sorted(names, key=len, reverse=True):
            left = left.replace(name, " ")
        left = re.sub("|".join(self.raw["asking"]), " ", left)
        return len(left.replace(" ", "")) >= int(self.raw["least"])


def load() -> Words:
    return Words(yaml.safe_load(_FILE.read_text("utf-8")))
