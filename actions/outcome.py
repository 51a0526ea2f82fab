"""The only writer: what an action decided becomes the engine's messages and events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.events import ActionExecuted, ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher


@dataclass(frozen=True, slots=True)
class Say:
    """One message: a response of the engine's domain by name, its variables, and at most one card beneath it."""

    response: str
    values: Mapping[str, Any] = field(default_factory=dict)
    card: Mapping[str, Any] | None = None
    buttons: tuple[Mapping[str, str], ...] = ()
    """``{"title", "payload"}`` beside those that the response has."""
    handover: Mapping[str, Any] | None = None
    """``{"reason", "team", "summary"}``: the channel puts the conversation into the queue of a person."""


@dataclass(frozen=True, slots=True)
class Outcome:
    says: tuple[Say, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    leave_form: bool = False
    next_action: str | None = None
    hears: Mapping[str, Any] | None = None
    """A message as the engine keeps it (``hearing``): the engine goes on as if the citizen had said that just now."""

    def write(self, dispatcher: CollectingDispatcher) -> list[EventType]:
        for say in self.says:
            custom = {
                **({"card": dict(say.card)} if say.card else {}),
                **({"handover": dict(say.handover)} if say.handover else {}),
            }
            buttons = [dict(button) for button in say.buttons]
            dispatcher.utter_message(response=say.response, json_message=custom or None, buttons=buttons, **say.values)
        events: list[EventType] = [SlotSet(name, value) for name, value in self.slots.items()]
        if self.leave_form:
            events += [ActiveLoop(None), SlotSet("requested_slot", None)]
        if self.next_action:
            events.append(FollowupAction(self.next_action))
        if self.hears:  # Rasa's own way to put other words into a turn: its two-stage fallback does so
            events += [ActionExecuted("action_listen"), dict(self.hears)]
        return events
