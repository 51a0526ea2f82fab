"""Validation of the form ``issue_form``: which papers, which options, whose, and an identity check that the office has.

A SlotSet is returned only for what this turn brought: with none the form gives way to the rule for a digression.
"""

from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import language, request, turn
from actions.change import merged
from actions.desk import Desk
from actions.guardian import Guardian
from actions.naming import Naming
from actions.options import from_card
from actions.past_requests import PastRequests
from actions.request import CHILD, SELF, Wanted
from actions.summary import particled, short, summary
from actions.turn import Turn
from actions.words import Words
from documents.domain.errors import InvalidOptions, MinwonError
from documents.service.clock import SEOUL, Clock

Slots = dict[str, Any]
AGAIN = "again"
"""Value of ``choice`` for a paper like the last one."""
_INVALID = {"invalid_period": "utter_period_invalid"}


class ValidateIssueForm(FormValidationAction):
    def __init__(self, desk: Desk, guardian: Guardian, past: PastRequests, words: Words, clock: Clock) -> None:
        self._desk, self._guardian, self._past, self._words, self._clock = desk, guardian, past, words, clock

    def name(self) -> str:
        return "validate_issue_form"

    def extract_document(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Slots:
        """Read "지난번이랑 똑같이": what the newest paper was, of the kind that is said if one is."""
        now = turn.read(tracker)
        if not now.entities.get("like_before"):
            return {}
        last = self._past.newest(now.conversation, self._desk.live(now.conversation), request.kind(now))
        if last is None:
            return {}
        paper, words = Wanted(last.kind, last.options), self._words.of(now)
        said = summary(words, paper)
        named = particled(words, short(words, paper.kind), "을/를")
        response = "utter_like_before_chosen" if said else "utter_like_before"
        dispatcher.utter_message(response=response, paper=named, summary=said)
        whom = CHILD if last.child else SELF
        return {**request.settling([paper]), "purpose": last.purpose, "for_whom": whom, "choice": AGAIN}

    def validate_document(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Slots:
        now = turn.read(tracker)
        if now.slot("choice") == AGAIN:
            return {"document": value, **self._known(now)}
        naming = Naming(now, value)
        for say in naming.says(self._words.of(now)):
            dispatcher.utter_message(response=say.response, **say.values)
        slots = naming.slots()
        return slots | self._known(replace(now, slots={**now.slots, **slots}))

    def validate_choice(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Slots:
        now = turn.read(tracker)
        slots: Slots = {"choice": value, **merged(now, self._today()), **self._consent(now)}
        paper = request.in_hand(now)
        if paper is None:
            return {"choice": None}
        try:
            slots |= self._options(now, paper)
        except InvalidOptions as error:
            dispatcher.utter_message(response=_INVALID.get(error.code, "utter_options_invalid"))
            return slots | {"choice": None}
        after = replace(now, slots={**now.slots, **slots})
        if request.needs_consent(_asked_about(after)) and not slots["consent"]:
            dispatcher.utter_message(response="utter_consent_needed")
            return slots | {"choice": None}
        return slots | (_next(after) if request.one_by_one(after) else self._known(after))

    def validate_identity(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Slots:
        """Believe the office's own record, not the event that says so."""
        now = turn.read(tracker)
        person = self._desk.live(now.conversation) if value == "verified" else None
        return {"identity": "verified", **self._guardian.about(now, person)} if person else {"identity": None}

    def validate_about(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Slots:
        """Take only a child of the verified person; a reference of another check means nobody."""
        if value == SELF:
            return {"about": SELF, "for_whom": SELF}
        person = self._desk.live(tracker.sender_id)
        try:
            known = person is not None and self._guardian.child(person, str(value)) is not None
        except MinwonError:
            known = False
        return {"about": value if known else None}

    def _options(self, now: Turn, paper: Wanted) -> Slots:
        """Give what the newest press says about the paper in hand. Raise InvalidOptions."""
        if now.intent == "choose_options":
            sent = {name: value for name, value in now.entities.items() if name != "items"}
            picked = from_card(paper.kind, sent, now.every("items"), self._today())
            return {"options": request.chosen(picked) or None}
        return {"options": None} if now.intent == "choose_basic" and not request.left(now) else {}

    def _consent(self, now: Turn) -> Slots:
        """Note when health data were consented to, and in which language; the promise makes the record of it."""
        if now.entities.get("health_consent") == "yes":
            return {"consent": f"{self._clock().isoformat()} {now.slot(language.SLOT) or language.KOREAN}"}
        return {"consent": now.slot("consent")}

    def _known(self, now: Turn) -> Slots:
        """Skip the identity question for a second paper in the same quarter of an hour."""
        if not now.slot("choice"):
            return {}
        person = self._desk.live(now.conversation)
        return {**({"identity": "verified"} if person else {}), **self._guardian.about(now, person)}

    def _today(self) -> Any:
        return self._clock().astimezone(SEOUL).date()


def _asked_about(now: Turn) -> list[Wanted]:
    papers = request.unsettled(now)
    return papers[:1] if now.slot("one_by_one") else papers


def _next(now: Turn) -> Slots:
    """Put the paper in hand aside and ask about the one after it."""
    done, *others = request.unsettled(now)
    return {
        **request.settling(others),
        "papers_ready": request.packed([*request.ready(now), done]),
        "choice": None,
    }
