"""Validation of the form ``issue_form``: which paper, which options, and an identity check that the office really has.

A SlotSet is returned only for what this turn brought: with none the form gives way to the rule for a digression.
"""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import options, request, turn
from actions.change import chosen
from actions.desk import Desk
from documents.domain.errors import InvalidOptions
from documents.domain.kind import PAPERS

Slots = dict[str, Any]


class ValidateIssueForm(FormValidationAction):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def name(self) -> str:
        return "validate_issue_form"

    def validate_document(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Slots:
        before = _document_before(tracker)
        if value not in request.KINDS:
            dispatcher.utter_message(response="utter_document_not_here", document=value)
            return {"document": before}
        if before and before != value:
            dispatcher.utter_message(response="utter_document_changed", document=value)
            return {"document": value, "choice": None, "options": None, "identity": None}
        return {"document": value, **self._known(tracker, tracker.get_slot("choice"))}

    def validate_choice(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Slots:
        now = turn.read(tracker)
        purpose = {"purpose": now.entities.get("purpose") or now.slot("purpose")}
        if now.intent == "choose_basic":
            return {"choice": value, "options": None, **purpose, **self._known(tracker, value)}
        if now.intent != "choose_options":
            return {"choice": value, **self._known(tracker, value)}
        try:
            picked = options.from_card(now.entities)
        except InvalidOptions:
            dispatcher.utter_message(response="utter_options_invalid")
            return {"choice": None}
        return {"choice": value, "options": chosen(picked.as_dict()) or None, **purpose, **self._known(tracker, value)}

    def validate_identity(
        self, value: Any, _dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Slots:
        """Believe the office's own record, not the event that says so."""
        live = value == "verified" and self._desk.live(tracker.sender_id) is not None
        return {"identity": "verified" if live else None}

    def _known(self, tracker: Tracker, choice: Any) -> Slots:
        """Skip the identity question for a second paper in the same quarter of an hour."""
        if choice and self._desk.live(tracker.sender_id):
            return {"identity": "verified"}
        return {}


def _document_before(tracker: Tracker) -> str | None:
    """Give the paper that was accepted before this turn: the ask actions note it."""
    noted = str(tracker.get_slot("asked") or "")
    _, _, kind = noted.partition(":")
    return next((facts.spoken for known, facts in PAPERS.items() if known == kind), None)
