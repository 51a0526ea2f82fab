"""What the slots say about the complaint that is being written: ids and codes; its text and place are in the draft."""

import secrets
from collections.abc import Mapping
from typing import Any

from actions.complaints.case import Draft
from actions.complaints.words import Words
from actions.turn import Turn

FORM, ISSUE_FORM = "complaint_form", "issue_form"
STORY, PLACE, PHOTO = "complaint_story", "complaint_place", "complaint_photo"
CONTACT, CONFIRMED = "complaint_contact", "complaint_confirmed"
STEPS = (STORY, PLACE, PHOTO, CONTACT, CONFIRMED)
KEY, KIND = "complaint_key", "complaint_kind"
FREE = "file_complaint"
"""The kind of what fits no label."""
DISTRICT = "complaint_district"
"""Value of ``asked`` while only the 구 of the place is missing."""
NONE = "none"

CLEARED: dict[str, Any] = dict.fromkeys((KEY, KIND, *STEPS, "asked"))


def new_key() -> str:
    return secrets.token_hex(16)


def is_kind(label: str) -> bool:
    return (label.startswith("report_") and label != "report_document_problem") or label in {FREE, "suggest_policy"}


def kind(turn: Turn) -> str:
    return str(turn.slot(KIND) or FREE)


def known(draft: Draft, words: Words, of: str, said: Mapping[str, str]) -> dict[str, Any]:
    """Give the steps that are answered now that ``said`` is in the draft.

    What the draft held before may belong to a complaint that was given up: it counts for nothing here.
    """
    slots: dict[str, Any] = {STORY: "told"} if "text" in said else {}
    if not words.needs_place(of):
        slots[PLACE] = NONE
    elif not {"place", "district"}.isdisjoint(said) and draft.place and draft.place.found:
        slots[PLACE] = "known"
    if draft.photos:
        slots[PHOTO] = str(draft.photos)
    if draft.contact:
        slots[CONTACT] = "known"
    if "district" in said:
        slots["district"] = said["district"]
    return slots


def back(turn: Turn) -> dict[str, Any] | None:
    """Give the slots of one step back, None at the beginning."""
    place = STEPS.index(turn.asked) if turn.asked in STEPS else 0
    before = [step for step in STEPS[:place] if turn.slot(step) not in (None, NONE) or step == PHOTO]
    if turn.asked == CONFIRMED:  # the identity check stands
        before = [step for step in before if step != CONTACT]
    return {before[-1]: None, "asked": None} if before else None
