"""The sentences of the Telegram adapter, read once from `words.yml` and `words.en.yml`."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from channels.messenger.words import Frozen
from channels.telegram.updates import Kind

FILE = Path(__file__).with_name("words.yml")
ENGLISH = FILE.with_name("words.en.yml")


class CommandWords(Frozen):
    menu: str
    said: str


class PeopleWords(Frozen):
    file: str
    place: str


class TelegramWords(Frozen):
    started_again: str
    resume_wrong: str
    resume_how: str
    door: str
    group: str
    kinds: Mapping[Kind, str]
    failed: str
    sent_to_people: PeopleWords
    deleted: str
    not_deleted: str
    pressed_late: str
    file_ask: str
    file_kept: str
    file_caption: str
    file_gone: str
    file_name: str
    place_offered: str
    lost: str
    commands: Mapping[str, CommandWords]


def read_words(file: Path = FILE) -> TelegramWords:
    return TelegramWords.model_validate(yaml.safe_load(file.read_text("utf-8")))
