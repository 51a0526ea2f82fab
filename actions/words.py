"""Read the words on the cards once, at start: Korean ones, and the English that takes their place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.language import in_english
from actions.turn import Turn
from documents.news import card_words

_HERE = Path(__file__).parent
_LABELLED = ("options", "for_whom")
"""Parts whose structure is written once, in Korean; English changes their labels only."""


@dataclass(frozen=True, slots=True)
class Words(Mapping[str, Any]):
    """cards.yml; ``of`` gives cards.english.yml over it to who is answered in English."""

    korean: Mapping[str, Any]
    english: Mapping[str, Any]

    def of(self, turn: Turn) -> Mapping[str, Any]:
        return self.english if in_english(turn) else self.korean

    def __getitem__(self, name: str) -> Any:
        return self.korean[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.korean)

    def __len__(self) -> int:
        return len(self.korean)


def load() -> Words:
    """Read both files. A label that has no English stops the process at start (KeyError)."""
    korean, english = _read("cards.yml"), _read("cards.english.yml")
    labelled = {part: _labelled(korean[part], english["labels"]) for part in _LABELLED}
    titles = card_words()["english"]["titles"]
    return Words(korean, {**korean, **english, **labelled, "titles": titles})


def _read(name: str) -> Mapping[str, Any]:
    words: Mapping[str, Any] = yaml.safe_load((_HERE / name).read_text("utf-8"))
    return words


def _labelled(part: Any, labels: Mapping[str, str]) -> Any:
    if isinstance(part, list):
        return [_labelled(each, labels) for each in part]
    if not isinstance(part, dict):
        return part
    return {name: labels[value] if name == "label" else _labelled(value, labels) for name, value in part.items()}
