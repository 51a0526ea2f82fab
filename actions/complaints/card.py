"""The card of a complaint: how far it is, until when, and who deals with it."""

from typing import Any

from actions.complaints.case import Complaint
from actions.complaints.payload import payload
from actions.complaints.words import Words


def card(words: Words, complaint: Complaint) -> dict[str, Any]:
    """Give the card ``complaint`` of the contract; with what can be done now."""
    return {
        "type": "complaint",
        "number": complaint.number,
        "kind": complaint.kind,
        "title": words.title(complaint.kind),
        "state": complaint.state,
        "state_title": words.state(complaint.state),
        "due_at": complaint.due_at,
        "accept_by": complaint.accept_by,
        "department": complaint.department,
        "handler": dict(complaint.handler),
        "actions": [
            {"title": action["title"], "payload": payload(action["intent"], complaint_number=complaint.number)}
            for action in words.raw["actions"]
            if complaint.state in words.raw[action["states"]]
        ],
    }
