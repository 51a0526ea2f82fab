"""What is said when it is not sure, or not known at all, what was meant: ask back, look further, rephrase, a person."""

from collections.abc import Callable, Iterable, Mapping

from actions import doubt
from actions.action import CounterAction
from actions.handover.summary import NOT_UNDERSTOOD, item
from actions.language import in_english
from actions.outcome import Outcome, Say
from actions.past import Past
from actions.turn import Turn

Suggest = Callable[[str], Outcome]

ASKED_BACK, SUGGESTED = "utter_did_you_mean", "utter_suggest_answers"
_REPHRASE, _REPHRASE_IN_FORM = "utter_rephrase", "utter_rephrase_in_form"
_OFFER, _PERSON = "utter_fallback_offer", "utter_fallback_agent"
_MISSES = frozenset({ASKED_BACK, SUGGESTED, _REPHRASE, _REPHRASE_IN_FORM, _OFFER, _PERSON})
_PATIENCE = 3
"""At so many misses in a row a person takes over."""


class DefaultFallback(CounterAction):
    """Unsure: "혹시 … 말씀이세요?"; unknown: the question bank, one rephrase, then a person."""

    title = "action_default_fallback"

    def __init__(self, titles: Mapping[str, str], suggest: Suggest, english: Mapping[str, str] | None = None) -> None:
        """Take the short name of each label, for the buttons, and the question bank's suggestions for a text."""
        self._titles, self._suggest, self._english = titles, suggest, english or titles

    def decide(self, turn: Turn) -> Outcome:
        missed = misses(turn.before)
        said = self._say(turn, missed)
        waits = said.response in (ASKED_BACK, SUGGESTED, _PERSON) or turn.form is None
        return Outcome((said,), {"route": None}, next_action="action_listen" if waits else turn.form)

    def _say(self, turn: Turn, missed: tuple[str, ...]) -> Say:
        if len(missed) >= _PATIENCE - 1:
            return Say(_PERSON, handover=item(turn, NOT_UNDERSTOOD))
        said = self._ask_back(turn, missed) or self._look_further(turn, missed)
        if said is not None:
            return said
        if turn.form:
            return Say(_REPHRASE_IN_FORM)
        return Say(_OFFER if _REPHRASE in missed else _REPHRASE)

    def _ask_back(self, turn: Turn, missed: tuple[str, ...]) -> Say | None:
        titles = self._english if in_english(turn) else self._titles
        buttons = doubt.closest(turn, titles) if ASKED_BACK not in missed and turn.intent != "deny" else []
        return Say(ASKED_BACK, {"title": buttons[0]["title"]}, buttons=tuple(buttons)) if buttons else None

    def _look_further(self, turn: Turn, missed: tuple[str, ...]) -> Say | None:
        """Ask the question bank; a "no" to what was asked back is about the words before it."""
        text = turn.before[0].text if turn.intent == "deny" and turn.before else turn.text
        says = self._suggest(text).says if SUGGESTED not in missed else ()
        return says[0] if says else None


class OutOfScope(CounterAction):
    """No label of ours; the city's own questions may know it all the same."""

    title = "action_out_of_scope"

    def __init__(self, suggest: Suggest) -> None:
        self._suggest = suggest

    def decide(self, turn: Turn) -> Outcome:
        own = Say("utter_out_of_scope_in_form" if turn.form else "utter_out_of_scope")
        found = () if turn.pressed else self._suggest(turn.text).says
        return Outcome(found or (own,))


def misses(before: Iterable[Past]) -> tuple[str, ...]:
    """Give what was said in the turns directly before, as long as nothing was understood: one name a turn."""
    found: list[str] = []
    for past in before:
        missed = [name for name in past.responses if name in _MISSES]
        if not missed:
            break
        found.append(missed[0])
    return tuple(found)
