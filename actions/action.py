"""The frame of every custom action: read the turn, decide off the event loop, write the outcome."""

import asyncio

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import turn
from actions.outcome import Outcome
from actions.turn import Turn


class CounterAction(Action):
    """Subclass with ``title`` (the engine's name for it) and ``decide``; dependencies come in by the constructor."""

    title: str

    def name(self) -> str:
        return self.title

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        outcome = await asyncio.to_thread(self.decide, turn.read(tracker))
        return outcome.write(dispatcher)

    def decide(self, turn: Turn) -> Outcome:
        raise NotImplementedError
