"""The form's three questions: which paper, how, and who are you."""

from collections.abc import Mapping
from typing import Any

from actions import request
from actions.action import CounterAction
from actions.change import merged
from actions.desk import Desk
from actions.identity_card import IdentityCards
from actions.options import options_card
from actions.outcome import Outcome, Say
from actions.turn import Turn
from documents.domain.kind import PaperKind

_JUST_ANSWERED = frozenset({"resend_identity", "other_identity_way", "identity_trouble", "identity_done"})


def _quiet(turn: Turn) -> bool:
    """Something was just said to this, and the card still stands: asking again would be noise."""
    return turn.intent in _JUST_ANSWERED or turn.intent.startswith("EXTERNAL_")


class AskDocument(CounterAction):
    title = "action_ask_document"

    def decide(self, turn: Turn) -> Outcome:
        says = () if _quiet(turn) else (Say("utter_ask_document"),)
        return Outcome(says, {"asked": "document"})


class AskChoice(CounterAction):
    title = "action_ask_choice"

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._words = words

    def decide(self, turn: Turn) -> Outcome:
        kind = request.kind(turn) or PaperKind.RESIDENT_REGISTER
        slots = {**merged(turn), "asked": f"choice:{kind}"}
        if _quiet(turn) and turn.intent != "EXTERNAL_identity_approved":
            return Outcome(slots=slots)
        custom = turn.intent == "choose_custom" or bool(slots["options"])
        card = options_card(self._words, kind, request.parsed(slots["options"]), custom=custom)
        return Outcome((Say(self._response(turn, kind, custom=custom), card=card),), slots)

    @staticmethod
    def _response(turn: Turn, kind: PaperKind, *, custom: bool) -> str:
        again = turn.slot("asked") == f"choice:{kind}" and turn.intent not in {"repeat", "choose_custom"}
        if again:
            return "utter_ask_choice_again"
        return "utter_ask_choice_custom" if custom else f"utter_ask_choice_{kind}"


class AskIdentity(CounterAction):
    title = "action_ask_identity"

    def __init__(self, desk: Desk, cards: IdentityCards) -> None:
        self._desk, self._cards = desk, cards

    def decide(self, turn: Turn) -> Outcome:
        kind = request.kind(turn) or PaperKind.RESIDENT_REGISTER
        if _quiet(turn):
            return Outcome(slots={"asked": f"identity:{kind}"})
        again = turn.slot("asked") == f"identity:{kind}" and turn.intent != "repeat"
        card = self._cards(self._desk.ask(turn.conversation, kind))
        response = "utter_ask_identity_again" if again else "utter_ask_identity"
        return Outcome((Say(response, card=card),), {"asked": f"identity:{kind}"})
