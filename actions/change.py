"""Choices made in words, in the middle of a request or before it: "뒷자리 빼고 최근 5년 주소 나오게"."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from actions import request, spoken
from actions.action import CounterAction
from actions.outcome import Outcome, Say
from actions.request import SELF, Wanted
from actions.spoken import Wishes
from actions.summary import days, label, labels, named, particled
from actions.turn import Turn
from actions.words import Words
from documents.domain.errors import InvalidOptions
from documents.service.clock import SEOUL, Clock

_Words = Mapping[str, Any]
_PERIOD = frozenset({"since", "until"})
_OWN_WORDS = frozenset({"back_digits"})
"""Flags with sentences of their own."""
LONGEST_PURPOSE = 40
"""Characters. It is told to the citizen by ``utter_purpose_too_long``."""
_UNKNOWN = {"영문": "utter_option_not_offered_english", "period": "utter_option_not_offered_period"}


def merged(turn: Turn, today: date) -> dict[str, Any]:
    """Give the slots with what the newest message says; what no paper offers is left out.

    While no paper is named, wishes wait in a slot of their own.
    """
    now, entities = spoken.wishes(turn), turn.entities
    slots = {
        "purpose": _purpose(turn),
        "for_whom": entities.get("for_whom") or turn.slot("for_whom"),
    }
    papers = request.unsettled(turn)
    if not papers:
        return slots | {"wishes": now.packed() or turn.slot("wishes")}
    earlier = Wishes.unpacked(turn.slot("wishes"))
    after = [_granted(_granted(paper, earlier, today), now, today) for paper in papers]
    return slots | request.settling(after) | {"wishes": None}


def purpose_too_long(turn: Turn) -> bool:
    """Tell whether the purpose would have to be written smaller than the other facts of a paper."""
    return not _fits(turn.entities.get("purpose", turn.slot("purpose")))


def _purpose(turn: Turn) -> str | None:
    """Give the newest purpose that fits into its line; an empty one takes the earlier back."""
    fitting = filter(_fits, (turn.entities.get("purpose", turn.slot("purpose")), turn.slot("purpose")))
    return next(fitting, None) or None


def _fits(purpose: str | None) -> bool:
    return len(purpose or "") <= LONGEST_PURPOSE


def _granted(paper: Wanted, wished: Wishes, today: date) -> Wanted:
    try:
        return spoken.granted(paper, wished, today)
    except InvalidOptions:  # only days can be wrong: the rest stands
        return spoken.granted(paper, replace(wished, period=None), today)


class ChangeOption(CounterAction):
    title = "action_change_option"

    def __init__(self, words: Words, clock: Clock) -> None:
        self._words, self._clock = words, clock

    def decide(self, turn: Turn) -> Outcome:
        today, wished, before = self._clock().astimezone(SEOUL).date(), spoken.wishes(turn), request.unsettled(turn)
        slots = merged(turn, today)
        turn_after = replace(turn, slots={**turn.slots, **slots})
        after = request.unsettled(turn_after)
        words = self._words.of(turn)
        says = [*self._changes(words, before, after, wished), *self._others(turn, slots, after)]
        says += self._refusals(words, before, wished, today)
        if slots.get("options") and turn.slot("choice") == "basic":
            slots["choice"] = "custom"
        if turn.entities.get("for_whom"):
            slots["about"] = None if request.for_child(turn_after, after) else SELF
        if not says and after:
            says = [Say("utter_option_unclear")]
        return Outcome(tuple(says), slots)

    def _changes(self, words: _Words, before: list[Wanted], after: list[Wanted], wished: Wishes) -> list[Say]:
        """Say each change once, whatever the number of papers; what is so already is confirmed."""
        said: list[Say] = []
        for old, new in zip(before, after, strict=True):
            for say in self._of_paper(words, old, new, wished):
                if say not in said:
                    said.append(say)
        return said

    def _of_paper(self, words: _Words, old: Wanted, new: Wanted, wished: Wishes) -> Iterator[Say]:
        was, now = old.options.as_dict(), new.options.as_dict()
        names = {name for name in now if now[name] != was[name]} | spoken.known(new, wished).keys()
        if names & _PERIOD and now["since"]:
            yield Say("utter_change_period", days(words, now))
        elif names & _PERIOD and wished.whole_period:
            yield Say("utter_change_period_whole")
        for name in sorted(names - _PERIOD - {"address_years"}):
            yield self._change(words, new, name, now)

    @staticmethod
    def _change(words: _Words, paper: Wanted, name: str, now: Mapping[str, Any]) -> Say:
        value, kind = now[name], paper.kind
        if isinstance(value, list):
            chosen = labels(words, kind, name, value)
            return Say(f"utter_change_{name}", {"items": chosen}) if value else Say(f"utter_change_{name}_none")
        if isinstance(value, bool):
            word = "yes" if value else "no"
            shown = label(words, kind, name)
            values = {"label": shown, "topic": particled(words, shown, "은/는")}
            return Say(f"utter_change_{name}_{word}") if name in _OWN_WORDS else Say(f"utter_change_{word}", values)
        years = {"years": now["address_years"]} if name == "past_addresses" else {}
        return Say(f"utter_change_{name}_{value}", years)

    @staticmethod
    def _others(turn: Turn, slots: Mapping[str, Any], papers: list[Wanted]) -> Iterator[Say]:
        if purpose_too_long(turn):
            yield Say("utter_purpose_too_long", {"most": LONGEST_PURPOSE})
        if slots["purpose"] and slots["purpose"] != turn.slot("purpose"):
            yield Say("utter_change_purpose", {"purpose": slots["purpose"]})
        whom = slots["for_whom"]
        if turn.entities.get("for_whom") and any(request.about_children(paper) for paper in papers):
            yield Say(f"utter_change_for_whom_{whom}")

    @staticmethod
    def _refusals(words: _Words, papers: list[Wanted], wished: Wishes, today: date) -> Iterator[Say]:
        if not papers or not wished:
            return
        names = named(words, papers)
        unknown = (_UNKNOWN.get(each, "utter_option_not_offered") for each in spoken.unknown(papers, wished))
        for response in dict.fromkeys(unknown):
            yield Say(response, {"papers": names, "topic": particled(words, names, "은/는")})
        try:
            for paper in papers:
                spoken.granted(paper, wished, today)
        except InvalidOptions:
            yield Say("utter_period_invalid")
