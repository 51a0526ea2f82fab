"""Write a complaint: what is told goes to the draft at once, and the form goes on with what the draft still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from actions.action import CounterAction
from actions.complaints import state
from actions.complaints.case import CaseRefused, CasesDown, Draft
from actions.complaints.room import Room
from actions.complaints.telling import Telling, Told
from actions.complaints.words import Words
from actions.desk import Desk
from actions.districts import called
from actions.outcome import Outcome, Say
from actions.turn import Turn

DOWN = "utter_complaint_down"
_TO = "으로/로"


@dataclass(frozen=True)
class Counter:
    """What taking complaints works with."""

    room: Room
    desk: Desk
    words: Words

    @property
    def telling(self) -> Telling:
        return Telling(self.words)

    def write(self, turn: Turn, key: str, kind: str, said: Mapping[str, str]) -> tuple[Draft, dict[str, Any]]:
        """Put ``said`` into the draft; give it with the slots that it answers. Raise CasesDown, CaseRefused."""
        district = {"district": str(turn.slot("district"))} if "place" in said and turn.slot("district") else {}
        person = self.desk.live(turn.conversation)
        proof = {"verification": person.verification} if person else {}
        draft = self.room.draft(turn.conversation, key, **{"kind": kind, **district, **said, **proof})
        slots = state.known(draft, self.words, kind, said)
        if person and not draft.contact:
            slots[state.CONTACT] = "verified"
        return draft, slots


def down(turn: Turn) -> Outcome:
    """Say so and wait: the words stand in the conversation, and trying again takes them from there.

    A paper that is being asked for goes on meanwhile.
    """
    waits = None if turn.form == state.ISSUE_FORM else "action_listen"
    return Outcome((Say(DOWN),), {"route": None}, next_action=waits)


def unheard(turn: Turn) -> Turn | None:
    """Give the newest turn whose words did not reach the draft, as if it were now; what was tried in vain is skipped.

    Only the label of a report is believed once more: what it was told for, the form knows.
    """
    failed = takewhile(lambda past: DOWN in past.responses, turn.before)
    past = next((past for past in failed if not past.text.startswith("/")), None)
    if past is None:
        return None
    intent = past.intent if state.is_kind(past.intent) else "nlu_fallback"
    return replace(turn, text=past.text, intent=intent, entities={}, mentions=(), confidence=1.0)


class OpenComplaint(CounterAction):
    """A report, or going on with one that was put aside. In the middle of a paper it is noted down for afterwards."""

    title = "action_open_complaint"

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        first = (unheard(turn) or turn) if turn.intent == "resume_complaint" else turn
        if state.is_kind(first.intent):
            return self._begin(turn, first)
        if turn.slot(state.KEY) is None:
            return Outcome((Say("utter_complaint_nothing_open"),), next_action="action_listen")
        return Outcome((Say("utter_complaint_goes_on"),), {"asked": None})

    def _begin(self, turn: Turn, first: Turn) -> Outcome:
        kind = first.intent
        again = turn.slot(state.KEY) if turn.slot(state.KIND) == kind else None
        key = str(again or state.new_key())
        try:
            _, slots = self._counter.write(turn, key, kind, self._counter.telling.opening(first, kind))
        except (CasesDown, CaseRefused):
            return down(turn)
        begun = {**state.CLEARED, state.KEY: key, state.KIND: kind, **slots}
        if turn.form == state.ISSUE_FORM:
            return Outcome(
                (Say("utter_complaint_noted", {"kind": self._counter.words.of(turn).title(kind)}),), _but_asked(begun)
            )
        return Outcome((Say(f"utter_{kind}"),), begun)


class TakeComplaint(CounterAction):
    """An answer in the form, or a correction of what was told before."""

    title = "action_take_complaint"

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        told = self._told(turn)
        if told.here:
            return Outcome((Say("utter_complaint_here"),), {"route": None}, next_action="action_listen")
        if told.no_photo:
            return self._on({state.PHOTO: state.NONE})
        if not told.said:
            return self._another(turn)
        return self._write(turn, told.said)

    def _told(self, turn: Turn) -> Told:
        if turn.pressed and state.is_kind(turn.intent):  # a button with a kind
            return Told({"kind": turn.intent})
        return self._counter.telling.told((unheard(turn) or turn) if turn.intent == "resume_complaint" else turn)

    def _write(self, turn: Turn, said: Mapping[str, str]) -> Outcome:
        kind = said.get("kind") or state.kind(turn)
        try:
            draft, slots = self._counter.write(turn, str(turn.slot(state.KEY)), kind, said)
        except (CasesDown, CaseRefused):
            return down(turn)
        slots[state.KIND] = kind
        if "place" in said or "district" in said:
            slots |= placed(turn, draft)
        return self._on(slots, *self._changes(turn, said, draft))

    def _changes(self, turn: Turn, said: Mapping[str, str], draft: Draft) -> list[Say]:
        """Confirm what was changed; what is new needs no words."""
        says, words = [], self._counter.words.of(turn)
        if "kind" in said and (turn.asked != state.STORY or turn.pressed):
            kind = words.particled(words.title(said["kind"]), _TO)
            says.append(Say("utter_complaint_kind_changed", {"kind": kind}))
        changed = turn.slot(state.PLACE) == "known" and ("place" in said or "district" in said)
        if changed and draft.place and draft.place.found and turn.asked != state.STORY:
            place = words.particled(where(turn, words, draft), _TO)
            says.append(Say("utter_complaint_place_changed", {"place": place}))
        return says

    def _another(self, turn: Turn) -> Outcome:
        """Take up what else is reported only after this one."""
        if not state.is_kind(turn.intent) or turn.intent == state.kind(turn):
            return self._on({})
        kind = self._counter.words.of(turn).title(state.kind(turn))
        return Outcome((Say("utter_complaint_one_at_a_time", {"kind": kind}),), {"route": None}, next_action=state.FORM)

    @staticmethod
    def _on(slots: Mapping[str, Any], *says: Say) -> Outcome:
        return Outcome(says, {**slots, "route": None}, next_action=state.FORM)


def where(turn: Turn, words: Words, draft: Draft) -> str:
    """Name the place in a line: its 구 before it, unless it says so itself. A spot has no words of its own."""
    said = (draft.place.said if draft.place else "") or str(words.raw["here_is"])
    district = (draft.place.district if draft.place else None) or ""
    return said if district in said else f"{called(turn, district)} {said}"


def placed(turn: Turn, draft: Draft) -> dict[str, Any]:
    """Ask for the 구 once when the place was not found; a second time the place stands as it was said."""
    if draft.place and draft.place.found:
        return {state.PLACE: "known", "asked": _before(turn)}
    if turn.slot("asked") == state.DISTRICT:
        return {state.PLACE: "said", "asked": None}
    return {state.PLACE: None, "asked": state.DISTRICT}


def _before(turn: Turn) -> Any:
    """Give what was asked before a correction: the same question comes again."""
    return None if turn.slot("asked") == state.DISTRICT else turn.slot("asked")


def _but_asked(slots: Mapping[str, Any]) -> dict[str, Any]:
    """Leave alone what the other form asks."""
    return {name: value for name, value in slots.items() if name != "asked"}
