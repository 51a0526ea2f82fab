"""The channels' own sentences, read once from `words.yml`."""

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from channels.conversation.message import Button, Draft, Speaker

FILE = Path(__file__).with_name("words.yml")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Chip(_Frozen):
    title: str
    payload: str


class Sentence(_Frozen):
    text: str
    buttons: tuple[Chip, ...]

    def draft(self, speaker: Speaker = Speaker.SYSTEM) -> Draft:
        return Draft(speaker, self.text, tuple(Button(chip.title, chip.payload) for chip in self.buttons))


class ClockWords(_Frozen):
    morning: str
    afternoon: str
    weekdays: str
    day: str


class Words(_Frozen):
    greeting: Sentence
    slow: Sentence
    down: Sentence
    no_answer: Sentence
    news_failed: Sentence
    rrn_refused: Sentence
    problems: Mapping[str, str]
    clock: ClockWords


def read_words(file: Path = FILE) -> Words:
    return Words.model_validate(yaml.safe_load(file.read_text("utf-8")))
