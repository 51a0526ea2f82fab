"""The form's questions: which paper, how, who are you, and whose paper."""

from dataclasses import replace

from actions import request
from actions.action import CounterAction
from actions.change import LONGEST_PURPOSE, merged, purpose_too_long
from actions.desk import Desk
from actions.guardian import Guardian
from actions.identity_card import IdentityCards
from actions.options import Preset, options_card, together_card
from actions.outcome import Outcome, Say
from actions.request import CHILD, Wanted
from actions.summary import named, particled, short
from actions.turn import Turn
from actions.words import Words
from documents.domain.errors import MinwonError
from documents.domain.kind import PaperKind
from documents.service.clock import SEOUL, Clock

_JUST_ANSWERED = frozenset({"resend_identity", "other_identity_way", "identity_trouble", "identity_done"})


def _quiet(turn: Turn) -> bool:
    """Something was just said to this, and the card still stands: asking again would be noise."""
    return turn.intent in _JUST_ANSWERED or turn.intent.startswith("EXTERNAL_") or turn.handed_over


class AskDocument(CounterAction):
    title = "action_ask_document"

    def decide(self, turn: Turn) -> Outcome:
        if _quiet(turn):
            return Outcome(slots={"asked": "document"})
        response = "utter_ask_document_none_before" if turn.entities.get("like_before") else "utter_ask_document"
        return Outcome((Say(response),), {"asked": "document"})


class AskChoice(CounterAction):
    title = "action_ask_choice"

    def __init__(self, words: Words, clock: Clock) -> None:
        self._words, self._clock = words, clock

    def decide(self, turn: Turn) -> Outcome:
        slots = merged(turn, self._clock().astimezone(SEOUL).date())
        if turn.intent == "choose_custom" and request.together(turn):
            slots["one_by_one"] = True
        now = replace(turn, slots={**turn.slots, **slots})
        papers = request.unsettled(now)
        if not papers:
            return Outcome((Say("utter_ask_document"),), slots | {"asked": "document"})
        slots["asked"] = f"choice:{papers[0].kind}"
        if _quiet(turn) and turn.intent != "EXTERNAL_identity_approved":
            return Outcome(slots=slots)
        too_long = (Say("utter_purpose_too_long", {"most": LONGEST_PURPOSE}),) if purpose_too_long(turn) else ()
        return Outcome((*too_long, *self._own_only(turn, papers[0]), self._question(turn, now, papers)), slots)

    def _own_only(self, turn: Turn, paper: Wanted) -> tuple[Say, ...]:
        """Say that nobody gets this paper for a child; a 등본 names the whole household anyway."""
        wants_child = turn.entities.get("for_whom") == CHILD and turn.intent == "issue_document"
        if not wants_child or request.about_children(paper) or paper.kind is PaperKind.RESIDENT_REGISTER:
            return ()
        words = self._words.of(turn)
        return (Say("utter_own_only", {"topic": particled(words, short(words, paper.kind), "은/는")}),)

    def _question(self, turn: Turn, now: Turn, papers: list[Wanted]) -> Say:
        paper, preset, words = papers[0], Preset(now.slot("purpose"), now.slot("for_whom")), self._words.of(turn)
        again = turn.slot("asked") == f"choice:{paper.kind}" and turn.intent not in {"repeat", "choose_custom"}
        if request.together(now):
            card = together_card(words, papers, preset)
            names = {"papers": named(words, papers)}
            return Say("utter_ask_choice_again" if again else "utter_ask_choice_together", names, card)
        custom = turn.intent == "choose_custom" or bool(now.slot("options") or now.slot("one_by_one"))
        today, more = self._clock().astimezone(SEOUL).date(), len(papers) > 1
        card = options_card(words, paper, preset, today, custom=custom, more=more)
        response = f"utter_ask_choice_{'custom' if custom else paper.kind}"
        return Say("utter_ask_choice_again" if again else response, {"paper": short(words, paper.kind)}, card)


class AskIdentity(CounterAction):
    title = "action_ask_identity"

    def __init__(self, desk: Desk, cards: IdentityCards) -> None:
        self._desk, self._cards = desk, cards

    def decide(self, turn: Turn) -> Outcome:
        kinds = [paper.kind for paper in request.every(turn)]
        asked = f"identity:{request.kind(turn)}"
        if _quiet(turn) or not kinds:
            return Outcome(slots={"asked": asked})
        again = turn.slot("asked") == asked and turn.intent != "repeat"
        card = self._cards(self._desk.ask(turn.conversation, kinds))
        response = "utter_ask_identity_again" if again else "utter_ask_identity"
        return Outcome((Say(response, card=card),), {"asked": asked})


class AskAbout(CounterAction):
    """Which child: asked only of a verified person, by what tells the children apart and names none."""

    title = "action_ask_about"

    def __init__(self, desk: Desk, guardian: Guardian) -> None:
        self._desk, self._guardian = desk, guardian

    def decide(self, turn: Turn) -> Outcome:
        asked = {"asked": f"about:{request.kind(turn)}"}
        person = self._desk.live(turn.conversation)
        if person is None:
            return Outcome((Say("utter_identity_expired"),), asked | {"identity": None})
        try:
            children = self._guardian.children(person)
        except MinwonError:
            return Outcome((Say("utter_children_unknown"),), asked)
        response = "utter_ask_about" if children else "utter_no_children"
        return Outcome((Say(response, buttons=self._guardian.buttons(turn, children)),), asked)
