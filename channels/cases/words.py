"""The sentences of complaints, read once from `words.yml`."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from channels.cases.complaint import State
from channels.cases.notices import Notice
from documents.service.clock import SEOUL

FILE = Path(__file__).with_name("words.yml")
_NOON = 12


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Chip(_Frozen):
    title: str
    payload: str


class Sentence(_Frozen):
    text: str
    buttons: tuple[Chip, ...]


class Action(Chip):
    states: tuple[State, ...]


class Clock(_Frozen):
    morning: str
    afternoon: str
    weekdays: str
    day: str
    minute: str

    def say(self, moment: datetime) -> str:
        """Write ``moment`` as people in Seoul say it: 11월 25일(수) 오후 3시."""
        there = moment.astimezone(SEOUL)
        half = self.morning if there.hour < _NOON else self.afternoon
        hour, weekday = (there.hour - 1) % _NOON + 1, self.weekdays[there.weekday()]
        day = self.day.format(month=there.month, day=there.day, weekday=weekday, half=half, hour=hour)
        return day + (self.minute.format(minute=there.minute) if there.minute else "")


class Spots(_Frozen):
    here: str
    photo: str


class Practice(_Frozen):
    answer: str


class Words(_Frozen):
    states: Mapping[State, str]
    notices: Mapping[Notice, Sentence]
    actions: Mapping[str, Action]
    clock: Clock
    spots: Spots
    practice: Practice
    problems: Mapping[str, str]


def read_words(file: Path = FILE) -> Words:
    return Words.model_validate(yaml.safe_load(file.read_text("utf-8")))
