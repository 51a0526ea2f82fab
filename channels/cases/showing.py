"""How a complaint is shown: its card, the answers of the interface, the notices in words."""

from typing import Any

from channels.cases.books import iso
from channels.cases.complaint import Complaint
from channels.cases.kinds import Kinds
from channels.cases.notices import Waiting
from channels.cases.words import Words
from channels.conversation.message import Button, Draft, Speaker


class Showing:
    def __init__(self, kinds: Kinds, words: Words) -> None:
        self._kinds, self._words = kinds, words

    def card(self, complaint: Complaint) -> dict[str, Any]:
        """Give the ``complaint`` card of the public interface, with what can be done with it now."""
        actions = [
            {"title": action.title, "payload": action.payload.format(number=complaint.number)}
            for action in self._words.actions.values()
            if complaint.state in action.states
        ]
        return {"type": "complaint", **self.wire(complaint), "actions": actions}

    def wire(self, complaint: Complaint) -> dict[str, Any]:
        """Give what the internal routes answer. Moments are ISO 8601 in UTC."""
        return {
            "number": complaint.number,
            "kind": complaint.kind,
            "title": self.title(complaint),
            "state": complaint.state,
            "state_title": self._words.states[complaint.state],
            "department": complaint.department,
            "handler": {"name": complaint.handler.name, "phone": complaint.handler.phone},
            "received_at": iso(complaint.received_at) if complaint.received_at else None,
            "accept_by": iso(complaint.accept_by) if complaint.accept_by else None,
            "due_at": iso(complaint.due_at) if complaint.due_at else None,
            "due_text": self._words.clock.say(complaint.due_at) if complaint.due_at else None,
            "extended": complaint.extended_at is not None,
            "score": complaint.score,
        }

    def title(self, complaint: Complaint) -> str:
        return self._kinds.of(complaint.kind).title

    def problem(self, code: str) -> str:
        return self._words.problems[code]

    def draft(self, waiting: Waiting) -> Draft:
        """Put a notice into words, with the card and, with the result, the question of satisfaction."""
        complaint, sentence = waiting.complaint, self._words.notices[waiting.notice]
        said = {
            "title": self.title(complaint),
            "number": complaint.number,
            "department": complaint.department,
            "handler": complaint.handler.name,
            "phone": complaint.handler.phone,
            "due": self._words.clock.say(complaint.due_at) if complaint.due_at else "",
            "note": waiting.note or "",
        }
        buttons = tuple(Button(chip.title, chip.payload.format(**said)) for chip in sentence.buttons)
        text = sentence.text.format(**said)
        return Draft(Speaker.SYSTEM, text, buttons, self.card(complaint), client_id=waiting.event)
