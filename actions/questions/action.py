"""The question bank in the conversation: three suggestions as buttons, and one answer with its source."""

import asyncio
import json

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions.action import CounterAction
from actions.outcome import Outcome, Say
from actions.questions.answer import Answer
from actions.questions.bank import QuestionBank
from actions.questions.plain import excerpt, shorten
from actions.turn import Turn

SUGGESTED = 3
_BUTTON = 60
_MESSAGE = 1_500
"""Signs of an answer in one message; what is longer ends between two sentences."""


class SuggestAnswers(CounterAction):
    """Offer the three answers that the newest message most likely asks for; ask once more when none is likely."""

    title = "action_suggest_answers"

    def __init__(self, bank: QuestionBank) -> None:
        self._bank = bank

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        text = str((tracker.latest_message or {}).get("text") or "")
        outcome = await asyncio.to_thread(self.suggest, text)
        return outcome.write(dispatcher)

    def suggest(self, text: str) -> Outcome:
        found = self._bank.search(text, SUGGESTED)
        if not found:
            return Outcome((Say("utter_rephrase"),))
        buttons = tuple({"title": shorten(each.title, _BUTTON), "payload": payload(each.id)} for each in found)
        return Outcome((Say("utter_suggest_answers", buttons=buttons),))


class OpenAnswer(CounterAction):
    title = "action_open_answer"

    def __init__(self, bank: QuestionBank) -> None:
        self._bank = bank

    def decide(self, turn: Turn) -> Outcome:
        answer = self._bank.find(str(turn.entities.get("answer_id") or ""))
        if answer is None:  # the operator has imported another file since
            return Outcome((Say("utter_rephrase"),))
        return Outcome((Say("utter_answer_from_bank", _values(answer)),))


def payload(answer_id: str) -> str:
    """Give what a button sends to open the answer."""
    return "/open_answer" + json.dumps({"answer_id": answer_id}, separators=(",", ":"))


def _values(answer: Answer) -> dict[str, str]:
    return {
        "title": answer.title,
        "answer": excerpt(answer.content, _MESSAGE),
        "category": answer.category,
        "source": answer.source,
    }
