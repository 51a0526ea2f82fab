"""Before the rules: does the message mean something only together with what went before? Then it is led elsewhere.

Runs in every turn, as the action that fills the slot ``route``. With a route the engine runs ``action_<route>`` (see
``bot/components/reception.py``); without one the rules decide by the label.
"""

from dataclasses import dataclass

from actions import doubt, follow_up, language, urgent
from actions.action import CounterAction
from actions.complaints import afterwards
from actions.complaints.telling import Telling
from actions.districts import Reply
from actions.fallback import ASKED_BACK
from actions.leaning import Leaning
from actions.outcome import Outcome
from actions.take_up import Choice
from actions.topics import topic_of
from actions.turn import Turn
from actions.urgent import Urgency

EMERGENCY, TAKE_UP, DISTRICT, FOLLOW_UP = "emergency", "take_up", "tell_district", "follow_up"
COMPLAINT, ADDITION = "take_complaint", "take_addition"
UNSURE = "default_fallback"
_OWN_WARNING = frozenset({"faq/emergency_welfare", "faq/shelter", "faq/night_clinic"})
"""Answers that name 119 in their first line."""
_CERTAIN = 0.8


@dataclass(frozen=True)
class Senses:
    """What tells the routes from each other."""

    urgency: Urgency
    choice: Choice
    reply: Reply
    leaning: Leaning
    telling: Telling


class Reception(CounterAction):
    title = "action_receive"

    def __init__(self, senses: Senses) -> None:
        self._senses = senses

    def decide(self, turn: Turn) -> Outcome:
        route = None if turn.pressed else self._route(turn)
        wanted = {"route": route, language.SLOT: language.found(turn)}
        if route is None and (topic := topic_of(turn)):
            wanted["last_topic"] = topic
        return Outcome(slots={name: value for name, value in wanted.items() if turn.slot(name) != value})

    def _route(self, turn: Turn) -> str | None:
        if self._emergency(turn):
            return EMERGENCY
        if self._senses.choice.payload(turn):
            return TAKE_UP
        if self._senses.reply.is_one(turn):
            return DISTRICT
        if follow_up.topic(turn) and self._senses.leaning.kind(turn.text):
            return FOLLOW_UP
        return self._passed_on(turn) or (UNSURE if _unsure(turn) else None)

    def _passed_on(self, turn: Turn) -> str | None:
        """Free words for a complaint are not to be understood, only to be taken."""
        if afterwards.adds(turn) and not doubt.is_order(turn):
            return ADDITION
        return COMPLAINT if self._senses.telling.told(turn) else None

    def _emergency(self, turn: Turn) -> bool:
        warns_itself = turn.intent == "faq" and turn.question in _OWN_WARNING and turn.confidence >= _CERTAIN
        just_warned = not urgent.WARNINGS.isdisjoint(turn.just_said)
        if just_warned and turn.before[0].text == turn.text:
            return False  # the same words, heard again for their answer
        if self._senses.urgency.warning(turn.text):
            return not warns_itself
        return just_warned and turn.intent in doubt.UNKNOWN


def _unsure(turn: Turn) -> bool:
    """Count a "no" to what was asked back as unsure; take a second guess that is the same as the first.

    What the engine itself calls unknown is led away too: a form that has declined a message would not hear the next.
    """
    asked_back = ASKED_BACK in turn.just_said
    if turn.intent == "deny" and asked_back:
        return True
    if turn.intent == "nlu_fallback":
        return True
    if doubt.is_sure(turn):
        return False
    label = turn.ranking[0][0] if turn.ranking else ""
    return not (asked_back and any(each["payload"] == doubt.payload(label, turn) for each in turn.before[0].buttons))
