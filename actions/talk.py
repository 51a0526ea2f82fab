"""Stopping, going back, repeating, and the link to the public check of papers."""

from typing import Any

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import request
from actions.action import CounterAction
from actions.desk import Desk
from actions.outcome import Outcome, Say
from actions.turn import Turn
from actions.words import Words
from documents.domain.errors import InvalidNumber
from documents.domain.number import PaperNumber


class Stop(CounterAction):
    title = "action_stop"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def decide(self, turn: Turn) -> Outcome:
        self._desk.withdraw(turn.conversation)
        return Outcome((Say("utter_stopped"),), request.CLEARED)


class GoBack(CounterAction):
    """One step back in the form; what was chosen before stays chosen."""

    title = "action_go_back"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def decide(self, turn: Turn) -> Outcome:
        slots = request.back(turn)
        if slots is None:
            return Outcome((Say("utter_nothing_to_go_back"),))
        if turn.asked == "identity":
            self._desk.withdraw(turn.conversation)
        return Outcome((Say("utter_went_back"),), slots)


class Repeat(CounterAction):
    """Say the last answer again, word for word, with its buttons and card."""

    title = "action_repeat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        said = _last_answer(tracker.events)
        for event in said:
            data = event.get("data") or {}
            dispatcher.utter_message(
                text=event.get("text"), buttons=data.get("buttons"), json_message=data.get("custom")
            )
        if not said:
            dispatcher.utter_message(response="utter_help")
        return []


def _last_answer(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the bot's messages of the newest answered turn before this one, oldest first."""
    answer: list[dict[str, Any]] = []
    for event in reversed(events):
        if event["event"] == "bot":
            answer.append(event)
        elif event["event"] == "user" and answer:
            break
    return answer[::-1]


class VerifyDocument(CounterAction):
    title = "action_verify_document"

    def __init__(self, wallet_url: str, words: Words) -> None:
        self._url, self._words = f"{wallet_url}/verify", words

    def decide(self, turn: Turn) -> Outcome:
        url, response = self._url, "utter_verify_document"
        typed = turn.entities.get("document_number")
        try:
            url = f"{url}?number={PaperNumber.parse(typed).digits}" if typed else url
        except InvalidNumber:
            response = "utter_verify_bad_number"
        return Outcome((Say(response, card={"type": "link", "title": self._words.of(turn)["check_link"], "url": url}),))
