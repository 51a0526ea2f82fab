"""The channels' own sentences, read once from `words.yml`."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from channels.conversation.message import Button, Draft, Speaker
from documents.service.clock import SEOUL

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
    weekdays: str | tuple[str, ...]
    day: str
    time: str


class ArrivalWords(_Frozen):
    """What the citizen hears when a person is called: ``{opens}`` is the hour, ``{number}`` that of a case."""

    asked: str
    emergency: str
    danger: str
    closed: str
    called_back: str
    some_day: str


class PeopleWords(ArrivalWords):
    """What the citizen hears around a person: ``{name}`` is the agent's."""

    callback: str
    callback_contact: str
    claimed: str
    lapsed: str
    forwarded: str
    held: str
    resumed: str
    returned: str
    closed_by_staff: str


class IdleWords(_Frozen):
    warned: Sentence
    closed: Sentence


class TranscriptWords(_Frozen):
    """``speakers`` names who said a line, ``cards`` says in words what a card showed."""

    title: str
    mark: str
    note: str
    made_at: str
    page: str
    speakers: Mapping[str, str]
    cards: Mapping[str, str]


class Words(_Frozen):
    greeting: Sentence
    greeting_in_english: Sentence
    slow: Sentence
    down: Sentence
    no_answer: Sentence
    news_failed: Sentence
    rrn_refused: Sentence
    problems: Mapping[str, str]
    problems_in_english: Mapping[str, str]
    clock: ClockWords
    clock_in_english: ClockWords
    people: PeopleWords
    people_in_english: ArrivalWords
    idle: IdleWords
    transcript: TranscriptWords


def said_moment(moment: datetime, words: ClockWords) -> tuple[str, str]:
    """Write a moment as said in Seoul: the day ("2026년 3월 5일 목요일") and the time ("오후 3:12")."""
    seoul = moment.astimezone(SEOUL)
    half = words.morning if seoul.hour < 12 else words.afternoon  # noqa: PLR2004 - noon
    day = words.day.format(year=seoul.year, month=seoul.month, day=seoul.day, weekday=words.weekdays[seoul.weekday()])
    return day, words.time.format(half=half, hour=(seoul.hour - 1) % 12 + 1, minute=seoul.minute)


def read_words(file: Path = FILE) -> Words:
    return Words.model_validate(yaml.safe_load(file.read_text("utf-8")))
