"""The words of words.yml, read once at start."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from actions.josa import with_josa
from actions.language import in_english, is_english
from actions.turn import Turn
from documents.service.clock import SEOUL

_HERE = Path(__file__).parent
SPACES = re.compile(r"[\s?!.,~…·'\"‘’“”()ㅠㅜㅋㅎ^]+")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_CUTTING = frozenset({"instead", "district", "spot"})


@dataclass(frozen=True)
class Words:
    """``raw`` is words.yml as it stands, ``english`` the same with what words.english.yml puts in its place."""

    raw: Mapping[str, Any]
    english: Mapping[str, Any] = field(default_factory=dict)

    def of(self, turn: Turn) -> "Words":
        """Give what is said in the language of ``turn``."""
        return replace(self, raw=self.english) if in_english(turn) else self

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
        return datetime.fromisoformat(moment).astimezone(SEOUL).strftime(str(self.raw["day"]))

    def particled(self, name: str, pair: str) -> str:
        """Give ``name`` with the fitting particle of ``pair``; in English there is none."""
        return with_josa(name, pair) if self.raw["particles"] else name

    def says(self, name: str, text: str) -> re.Match[str] | None:
        """Look for the pattern called ``name``; the spaces of ``text`` count only where words are cut out."""
        return re.search(str(self.raw[name]), text if name in _CUTTING else SPACES.sub("", text))

    def tells(self, kind: str, text: str) -> bool:
        """Say whether ``text`` tells more than that somebody wants to report ``kind``."""
        if is_english(text):
            return self._tells_in_english(kind, text)
        left = SPACES.sub("", text)
        names: list[str] = self.raw["kinds"].get(kind, {}).get("names", [])
        for name in sorted(names, key=len, reverse=True):
            left = left.replace(name, " ")
        left = re.sub("|".join(self.raw["asking"]), " ", left)
        return len(left.replace(" ", "")) >= int(self.raw["least"])

    def _tells_in_english(self, kind: str, text: str) -> bool:
        known = {*self.english["asking"], *self.english["kinds"].get(kind, {}).get("names", [])}
        return len([word for word in _WORD.findall(text.lower()) if word not in known]) >= int(self.english["least"])


def load() -> Words:
    korean, english = (yaml.safe_load((_HERE / name).read_text("utf-8")) for name in ("words.yml", "words.english.yml"))
    return Words(korean, {**korean, **english})
