"""Whether a message leans on the one before it ("그건 얼마예요?"), and what it asks. Pure; words in leaning.yml."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

KINDS = ("fee", "phone", "where", "when", "how")
"""What every answer knows of itself."""
LATE = "late"
"""What happens to those who come too late; only some answers know it."""
_WORDS = Path(__file__).with_name("leaning.yml")
_LONGEST = 24
"""Signs without spaces. What is longer brings something of its own."""
_HANGUL, _ENGLISH_WORD = re.compile(r"[가-힣]"), re.compile(r"[a-z']+")
_NOT_SAID = re.compile(r"[\s?!.,~…·;:'\"‘’“”()ㅋㅎㅠㅜ^]+")


class Leaning:
    """A message leans when it is made of the words that lean, and nothing else."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._kinds = {kind: re.compile("|".join(said)) for kind, said in words["kinds"].items()}
        # YAML reads some short words as other things than text
        self._small = {str(word) for name in ("leading", "pointing", "around") for word in words[name]}
        self._endings = set(words["endings"])
        self._never = re.compile("|".join(words["never"]))
        self._longest = max(map(len, self._small))
        self._english = {kind: re.compile("|".join(said)) for kind, said in words["english"].items()}

    def kind(self, text: str) -> str | None:
        """Give what ``text`` asks of the matter at hand (``KINDS``, ``LATE``); None when it stands for itself."""
        if english := self._in_english(text):
            return english
        said = _NOT_SAID.sub("", text.lower())
        if not said or len(said) > _LONGEST or self._never.search(said):
            return None
        cores = {kind: [each.span() for each in core.finditer(said)] for kind, core in self._kinds.items()}
        if not self._covered(said, [span for spans in cores.values() for span in spans]):
            return None
        return next((kind for kind, spans in cores.items() if spans), None)

    def _in_english(self, text: str) -> str | None:
        """Give it for a whole message in English; a name in Hangul makes it a question of its own."""
        said = "" if _HANGUL.search(text) else " ".join(_ENGLISH_WORD.findall(text.lower().replace("’", "'")))
        return next((kind for kind, whole in self._english.items() if whole.fullmatch(said)), None)

    def _covered(self, said: str, cores: Iterable[tuple[int, int]]) -> bool:
        """Tell whether ``said`` can be read, from its first sign to its last, as words that lean and their endings."""
        ends: dict[int, set[int]] = {}
        for start, end in cores:
            ends.setdefault(start, set()).add(end)
        reached = {0}
        for place in range(len(said)):
            if place in reached:
                reached |= ends.get(place, set())
                words = (place + length for length in range(1, self._longest + 1))
                reached |= {end for end in words if said[place:end] in self._small}
                reached |= {place + 1} if place and said[place] in self._endings else set()
        return len(said) in reached


def load() -> Leaning:
    return Leaning(yaml.safe_load(_WORDS.read_text("utf-8")))
