"""The sentences of the KakaoTalk skill, read once from `words.yml`."""

from pathlib import Path

import yaml

from channels.messenger.words import Frozen

FILE = Path(__file__).with_name("words.yml")


class KakaoWords(Frozen):
    waiting: str
    working: str
    with_staff: str
    nothing_new: str
    see: str
    more: str
    on_page: str
    links: str
    pressed_late: str
    unread: str


def read_words(file: Path = FILE) -> KakaoWords:
    return KakaoWords.model_validate(yaml.safe_load(file.read_text("utf-8")))
