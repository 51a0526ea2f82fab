"""The question bank in the conversation: three suggestions as buttons, and one answer with its source."""

import json
from pathlib import Path

import yaml

from actions import topics
from actions.action import CounterAction
from actions.outcome import Outcome, Say
from actions.questions.answer import Answer, Found
from actions.questions.bank import QuestionBank
from actions.questions.plain import excerpt, shorten
from actions.turn import Turn

SUGGESTED = 3
_BUTTON = 60
_MESSAGE = 1_500
"""Signs of an answer in one message; what is longer ends between two sentences."""
_LINE: str = yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))["suggestion"]


def suggest(bank: QuestionBank, text: str) -> Outcome:
    """Offer the three answers that ``text`` most likely asks for, with source; say nothing when none is likely."""
    found = bank.search(text, SUGGESTED)
    if not found:
        return Outcome()
    buttons = tuple({"title": shorten(each.title, _BUTTON), "payload": payload(each.id)} for each in found)
    listed = "\n".join(_LINE.format(place=place, **_source(each)) for place, each in enumerate(found, 1))
    return Outcome((Say("utter_suggest_answers", {"answers": listed}, buttons=buttons),))


class OpenAnswer(CounterAction):
    title = "action_open_answer"

    def __init__(self, bank: QuestionBank) -> None:
        self._bank = bank

    def decide(self, turn: Turn) -> Outcome:
        answer = self._bank.find(str(turn.entities.get("answer_id") or ""))
        if answer is None:  # the operator has imported another file since
            return Outcome((Say("utter_rephrase"),))
        return Outcome((Say("utter_answer_from_bank", _values(answer)),), {"last_topic": topics.BANK})


def payload(answer_id: str) -> str:
    """Give what a button sends to open the answer."""
    return "/open_answer" + json.dumps({"answer_id": answer_id}, separators=(",", ":"))


def _values(answer: Answer) -> dict[str, str]:
    return {**_source(answer), "title": answer.title, "answer": excerpt(answer.content, _MESSAGE)}


def _source(answer: Answer | Found) -> dict[str, str]:
    return {"title": shorten(answer.title, _BUTTON), "category": answer.category, "source": answer.source}
