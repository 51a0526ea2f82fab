"""Answers to the city's common questions: texts are data, one file a label, with its day of review and its sources."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from actions import districts
from actions.action import CounterAction
from actions.answer_sources import Source, Sources, load_sources
from actions.language import in_english
from actions.outcome import Outcome, Say
from actions.turn import Turn


@dataclass(frozen=True, slots=True)
class Answer:
    """One file of the answers folder."""

    label: str
    text: str
    reviewed: date
    link: Mapping[str, str] | None
    by_district: bool
    """Whether it differs from 구 to 구."""
    nearby: bool
    """Whether a place close by is looked for, rather than an office."""
    follow_ups: Mapping[str, str]
    """``fee``, ``phone``, ``where``, ``when``, ``how`` → what is said to a question that leans on this one."""
    sources: tuple[Source, ...]
    basis: str
    """When it was reviewed and by what, as the citizen reads it."""
    english: str = ""
    """The same facts in English, for who asks in English."""
    english_basis: str = ""
    english_follow_ups: Mapping[str, str] = field(default_factory=dict)


def load_answers(folder: Path) -> dict[str, Answer]:
    """Read every answer in ``folder``. A file without its fields stops the process at start (KeyError)."""
    known = load_sources(folder)
    found = (_answer(yaml.safe_load(path.read_text("utf-8")), known) for path in sorted(folder.glob("faq/*.yml")))
    return {answer.label: answer for answer in found}


def load_titles(folder: Path, name: str = "titles.yml") -> Mapping[str, str]:
    """Read the short name of every label, for buttons; those in English are in titles.english.yml."""
    titles: Mapping[str, str] = yaml.safe_load((folder / name).read_text("utf-8"))
    return titles


def _answer(raw: Mapping[str, Any], known: Sources) -> Answer:
    sources = known.named(raw["sources"])
    return Answer(
        raw["label"],
        raw["answer"],
        raw["reviewed"],
        raw.get("link"),
        raw["by_district"],
        raw.get("nearby", False),
        raw.get("follow_ups") or {},
        sources,
        known.told(raw["reviewed"], sources),
        raw.get("english", ""),
        known.told_in_english(raw["reviewed"]),
        raw.get("english_follow_ups") or {},
    )


class AnswerQuestion(CounterAction):
    """Say the answer with its link and, where it differs, which 구 it is about; remember what it was about."""

    title = "action_answer"

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = answers

    def decide(self, turn: Turn) -> Outcome:
        chosen = turn.entities.get("topic")  # a button says it outright
        answer = self._answers.get(f"faq/{chosen}" if chosen else turn.question or "")
        if answer is None:
            return Outcome((Say("utter_answer_missing"),))
        card = {"type": "link", **answer.link} if answer.link else None
        more, slots = districts.ask(turn, nearby=answer.nearby) if answer.by_district else ([], {})
        return Outcome((Say("utter_answer", _told(turn, answer), card), *more), {"last_topic": answer.label, **slots})


def _told(turn: Turn, answer: Answer) -> dict[str, str]:
    """Give the text and what it rests on; who asks in English gets Korean where staff has written nothing else."""
    if answer.english and in_english(turn):
        return {"answer": answer.english, "basis": answer.english_basis}
    return {"answer": answer.text, "basis": answer.basis}
