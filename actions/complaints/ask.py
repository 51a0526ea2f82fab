"""The questions of the complaint form: what, where, a picture, who, and whether all is right."""

from actions.action import CounterAction
from actions.complaints import state
from actions.complaints.case import CaseRefused, CasesDown, Draft
from actions.complaints.writing import Counter, down, where
from actions.identity_card import IdentityCards
from actions.outcome import Outcome, Say
from actions.turn import Turn

_JUST_ANSWERED = frozenset({"resend_identity", "other_identity_way", "identity_trouble", "identity_done"})


def _quiet(turn: Turn, question: str) -> bool:
    """Tell whether asking would be noise: the question stands, and something was just said to this."""
    just = turn.intent in _JUST_ANSWERED or turn.intent.startswith("EXTERNAL_")
    return turn.handed_over or (just and turn.slot("asked") == question)


class AskStory(CounterAction):
    title = f"action_ask_{state.STORY}"

    def decide(self, turn: Turn) -> Outcome:
        free = state.kind(turn) == state.FREE
        return _ask(turn, state.STORY, "utter_ask_complaint_story_free" if free else "utter_ask_complaint_story")


class AskPlace(CounterAction):
    title = f"action_ask_{state.PLACE}"

    def decide(self, turn: Turn) -> Outcome:
        if turn.slot("asked") == state.DISTRICT:
            return _ask(turn, state.DISTRICT, "utter_ask_complaint_district")
        return _ask(turn, state.PLACE, "utter_ask_complaint_place")


class AskPhoto(CounterAction):
    title = f"action_ask_{state.PHOTO}"

    def decide(self, turn: Turn) -> Outcome:
        return _ask(turn, state.PHOTO, "utter_ask_complaint_photo")


class AskContact(CounterAction):
    """The identity card of the papers, once; whoever was verified a moment ago is not asked."""

    title = f"action_ask_{state.CONTACT}"

    def __init__(self, counter: Counter, cards: IdentityCards) -> None:
        self._counter, self._cards = counter, cards

    def decide(self, turn: Turn) -> Outcome:
        if _quiet(turn, state.CONTACT):
            return Outcome()
        again = turn.slot("asked") == state.CONTACT and turn.intent != "repeat"
        asked = self._counter.desk.ask_for(turn.conversation, str(self._counter.words.raw["purpose"]))
        response = "utter_ask_identity_again" if again else "utter_ask_complaint_contact"
        return Outcome((Say(response, card=self._cards(asked)),), {"asked": state.CONTACT})


class AskConfirmed(CounterAction):
    """What will be filed, in a few lines; the same thing reported before is said first, once."""

    title = f"action_ask_{state.CONFIRMED}"

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def decide(self, turn: Turn) -> Outcome:
        if _quiet(turn, state.CONFIRMED):
            return Outcome()
        try:
            draft, _ = self._counter.write(turn, str(turn.slot(state.KEY)), state.kind(turn), {})
        except (CasesDown, CaseRefused):
            return down(turn)
        return Outcome((*self._similar(turn, draft), self._summary(turn, draft)), {"asked": state.CONFIRMED})

    def _similar(self, turn: Turn, draft: Draft) -> tuple[Say, ...]:
        said = turn.slot("asked") == state.CONFIRMED
        return () if said or not draft.similar else (Say("utter_complaint_similar", {"number": draft.similar[0]}),)

    def _summary(self, turn: Turn, draft: Draft) -> Say:
        words, kind = self._counter.words.of(turn), state.kind(turn)
        values = {"kind": words.title(kind), "place": where(turn, words, draft), "photos": words.photos(draft.photos)}
        nowhere = turn.slot(state.PLACE) == state.NONE
        return Say("utter_ask_complaint_confirm_no_place" if nowhere else "utter_ask_complaint_confirm", values)


def _ask(turn: Turn, question: str, response: str) -> Outcome:
    return Outcome(() if _quiet(turn, question) else (Say(response),), {"asked": question})
