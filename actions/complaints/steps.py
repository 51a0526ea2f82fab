"""Moving about in the complaint form: yes and no, back, mending, stopping, a paper first, pictures and places."""

from contextlib import suppress

from actions import hearing
from actions.action import CounterAction
from actions.complaints import state
from actions.complaints.case import CaseRefused, CasesDown
from actions.complaints.writing import Counter, down, placed
from actions.outcome import Outcome, Say
from actions.turn import Turn

FILE, FIX = "action_file_complaint", "action_fix_complaint"
_PARTS = {"story": state.STORY, "place": state.PLACE}


class AnswerComplaint(CounterAction):
    """Yes and no mean something different at each question."""

    title = "action_answer_complaint"

    def decide(self, turn: Turn) -> Outcome:
        yes = turn.intent == "affirm"
        if turn.asked == state.CONFIRMED:
            return Outcome(next_action=FILE if yes else FIX)
        if turn.asked == state.PHOTO:
            if yes:
                return Outcome((Say("utter_complaint_photo_how"),), next_action="action_listen")
            return Outcome(slots={state.PHOTO: state.NONE}, next_action=state.FORM)
        return Outcome(next_action=state.FORM)


class NoPhoto(CounterAction):
    title = "action_no_photo"

    def decide(self, turn: Turn) -> Outcome:
        return Outcome(slots={state.PHOTO: turn.slot(state.PHOTO) or state.NONE})


class BackInComplaint(CounterAction):
    title = "action_back_in_complaint"

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        slots = state.back(turn)
        if slots is None:
            return Outcome((Say("utter_nothing_to_go_back"),))
        if turn.asked == state.CONTACT:
            self._counter.desk.withdraw(turn.conversation)
        return Outcome((Say("utter_went_back"),), slots)


class FixComplaint(CounterAction):
    """[고치기]: what of it; then that question once more."""

    title = FIX

    def decide(self, turn: Turn) -> Outcome:
        part = turn.entities.get("part")
        if part == "kind":
            return Outcome((Say("utter_ask_complaint_kind"),), next_action="action_listen")
        step = _PARTS.get(str(part))
        if step is None:
            return Outcome((Say("utter_complaint_fix"),), next_action="action_listen")
        return Outcome(slots={step: None, "asked": None}, next_action=state.FORM)


class StopComplaint(CounterAction):
    title = "action_stop_complaint"

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        if turn.asked == state.CONTACT:
            self._counter.desk.withdraw(turn.conversation)
        if key := turn.slot(state.KEY):
            with suppress(CasesDown, CaseRefused):  # another complaint, or its term, ends the draft as well
                self._counter.room.drop(turn.conversation, str(key))
        return Outcome((Say("utter_complaint_stopped"),), state.CLEARED)


class SetAside(CounterAction):
    """Leave the open form as it is for the other one: the message is heard again with none open."""

    title = "action_set_aside"

    def decide(self, turn: Turn) -> Outcome:
        paper = turn.form == state.ISSUE_FORM
        says = () if paper else (Say("utter_complaint_set_aside"),)
        slots = {"set_aside": "issue" if paper else "complaint", "asked": None}
        return Outcome(says, slots, leave_form=True, hears=hearing.again(turn))


class OfferResume(CounterAction):
    """When one thing is done or given up, the other is offered."""

    title = "action_offer_resume"

    def decide(self, turn: Turn) -> Outcome:
        if turn.slot(state.KEY) is not None:
            return self._end(Say("utter_complaint_waits"))
        if turn.slot("set_aside") == "issue" and turn.slot("document"):
            return self._end(Say("utter_paper_waits"))
        return self._end()

    @staticmethod
    def _end(*says: Say) -> Outcome:
        return Outcome(says, {"set_aside": None}, next_action="action_listen")


class TakePhoto(CounterAction):
    """``EXTERNAL_attachment``: pictures came, to the draft or to what was filed before."""

    title = "action_take_photo"

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        if turn.form == state.FORM:
            count = str(turn.entities.get("count") or 1)
            waited = turn.asked == state.PHOTO
            return Outcome(() if waited else (Say("utter_complaint_photo_taken"),), {state.PHOTO: count})
        if turn.slot("adding_to"):
            return self._add(turn, str(turn.slot("adding_to")))
        return Outcome((Say("utter_photo_for_what"),))

    def _add(self, turn: Turn, number: str) -> Outcome:
        """Say that there is something new: with it the complaint takes the pictures that wait."""
        words = str(self._counter.words.raw["photo_added"])
        try:
            self._counter.room.add(turn.conversation, number, state.new_key(), words)
        except CasesDown:
            return Outcome((Say("utter_complaints_down"),))
        except CaseRefused:
            return Outcome((Say("utter_complaint_not_possible"),), {"adding_to": None})
        return Outcome((Say("utter_complaint_photo_added"),))


class TakePlace(CounterAction):
    """``EXTERNAL_place_given``: the room knows the spot; its 구 comes along or is asked for."""

    title = "action_take_place"

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        if turn.form != state.FORM:
            return Outcome()
        district = turn.entities.get("district")
        said = {"district": str(district)} if district else {}
        try:
            draft, slots = self._counter.write(turn, str(turn.slot(state.KEY)), state.kind(turn), said)
        except (CasesDown, CaseRefused):
            return down(turn)
        return Outcome((Say("utter_complaint_place_taken"),), slots | placed(turn, draft))


class Identified(CounterAction):
    """Believe the office's own record, not the event that says so."""

    title = "action_complaint_identified"

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        person = self._counter.desk.live(turn.conversation)
        return Outcome(slots={state.CONTACT: "verified"} if person else {})
