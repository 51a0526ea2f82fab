"""Stopping, going back, repeating, and what is said when nothing was understood."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import request
from actions.action import CounterAction
from actions.desk import Desk
from actions.outcome import Outcome, Say
from actions.turn import Turn
from documents.domain.errors import InvalidNumber
from documents.domain.number import PaperNumber

Suggest = Callable[[str], Outcome]


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
        if turn.asked == "identity":
            self._desk.withdraw(turn.conversation)
            return Outcome((Say("utter_went_back"),), {"choice": None, "asked": None})
        if turn.asked == "choice":
            return Outcome((Say("utter_went_back"),), {"document": None, "asked": None})
        return Outcome((Say("utter_nothing_to_go_back"),))


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

    def __init__(self, wallet_url: str, words: Mapping[str, Any]) -> None:
        self._url, self._title = f"{wallet_url}/verify", words["check_link"]

    def decide(self, turn: Turn) -> Outcome:
        url, response = self._url, "utter_verify_document"
        typed = turn.entities.get("document_number")
        try:
            url = f"{url}?number={PaperNumber.parse(typed).digits}" if typed else url
        except InvalidNumber:
            response = "utter_verify_bad_number"
        return Outcome((Say(response, card={"type": "link", "title": self._title, "url": url}),))


class DefaultFallback(CounterAction):
    """Unsure: "혹시 … 말씀이세요?" with what came closest; unknown: one rephrase, an offer, then a person."""

    title = "action_default_fallback"

    _LADDER = ("utter_rephrase", "utter_fallback_offer", "utter_fallback_agent")
    _CLOSEST = 3
    _WORTH_ASKING = 0.05

    def __init__(self, titles: Mapping[str, str], suggest: Suggest) -> None:
        """Take the short name of each label, for the buttons, and the question bank's suggestions for a text."""
        self._titles, self._suggest = titles, suggest

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        missed = max(_misses_in_a_row(tracker.events), 1)
        closest = self._closest(tracker) if missed == 1 else []
        if closest:
            says = [Say("utter_did_you_mean", buttons=tuple(closest))]
        else:
            says = [Say(self._LADDER[min(missed, len(self._LADDER)) - 1])]
            if missed < len(self._LADDER):
                text = str((tracker.latest_message or {}).get("text") or "")
                says = list((await asyncio.to_thread(self._suggest, text)).says) or says
        Outcome(tuple(says)).write(dispatcher)
        return [FollowupAction("action_listen")]  # when no rule foresaw this turn, the engine would fall back for ever

    def _closest(self, tracker: Tracker) -> list[dict[str, str]]:
        ranking = (tracker.latest_message or {}).get("intent_ranking") or []
        likely = [each["name"] for each in ranking if each["confidence"] >= self._WORTH_ASKING]
        known = [name for name in likely if name in self._titles and name != "out_of_scope"]
        return [{"title": self._titles[name], "payload": _payload(name)} for name in known[: self._CLOSEST]]


def _payload(label: str) -> str:
    intent, _, topic = label.partition("/")
    return f"/{intent}{json.dumps({'topic': topic})}" if topic else f"/{intent}"


def _misses_in_a_row(events: list[dict[str, Any]]) -> int:
    missed = 0
    for event in reversed(events):
        if event["event"] != "user":
            continue
        if (event.get("parse_data") or {}).get("intent", {}).get("name") != "nlu_fallback":
            break
        missed += 1
    return missed
