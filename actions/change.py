"""Choices made in words, in the middle of a request or before it: "뒷자리 빼고 최근 5년 주소 나오게"."""

from typing import Any

from actions import request
from actions.action import CounterAction
from actions.options import with_spoken
from actions.outcome import Outcome, Say
from actions.turn import Turn
from documents.domain.errors import InvalidOptions
from documents.domain.options import RegisterOptions


def merged(turn: Turn) -> dict[str, Any]:
    """Give ``options`` and ``purpose`` with what the newest message says; what a paper does not offer is left out."""
    options = turn.slot("options") or {}
    try:
        full = with_spoken(options, turn.every("option"), turn.entities.get("address_years"))
    except InvalidOptions:
        full = RegisterOptions.parse(options).as_dict()
    return {"options": chosen(full) or None, "purpose": turn.entities.get("purpose") or turn.slot("purpose")}


def chosen(full: dict[str, Any]) -> dict[str, Any]:
    private = RegisterOptions().as_dict()
    return {name: value for name, value in full.items() if value != private[name]}


class ChangeOption(CounterAction):
    title = "action_change_option"

    def decide(self, turn: Turn) -> Outcome:
        before = request.options(turn).as_dict()
        slots = merged(turn)
        after = request.parsed(slots["options"]).as_dict()
        says = [_say(name, after) for name in after if after[name] != before[name] and name != "address_years"]
        if "address_years" in turn.entities and not says:
            says = [_say("past_addresses", after)]
        if slots["purpose"] != turn.slot("purpose"):
            says.append(Say("utter_change_purpose", {"purpose": slots["purpose"]}))
        if not says:
            says = [self._nothing(turn, after)]
        if slots["options"] and turn.slot("choice") == "basic":
            slots["choice"] = "custom"
        return Outcome(tuple(says), slots)

    @staticmethod
    def _nothing(turn: Turn, after: dict[str, Any]) -> Say:
        asked = turn.every("option")
        if "period" in turn.entities or "영문" in asked:
            return Say("utter_option_not_offered")
        if "뒷자리 숨김" in asked or "뒷자리 공개" in asked:
            return _say("back_digits", after)
        if "과거 주소 제외" in asked or "과거 주소 전체" in asked:
            return _say("past_addresses", after)
        return Say("utter_option_unclear")


def _say(name: str, options: dict[str, Any]) -> Say:
    value = options[name]
    word = {True: "yes", False: "no"}.get(value, value)
    return Say(f"utter_change_{name}_{word}", {"years": options["address_years"]})
