"""What a person who takes over is told: ids and codes of the conversation, never its words."""

from typing import Any

from actions import language, request
from actions.complaints import state
from actions.turn import Turn

REQUESTED, NOT_UNDERSTOOD, EMOTION = "requested", "not_understood", "emotion"
EMERGENCY, PART_DOWN, PAPER, COMPLAINT = "emergency", "part_down", "paper", "complaint"
REASONS = frozenset({REQUESTED, NOT_UNDERSTOOD, EMOTION, EMERGENCY, PART_DOWN, PAPER, COMPLAINT})
_MISSES = frozenset({"utter_rephrase", "utter_rephrase_in_form", "utter_did_you_mean", "utter_fallback_offer"})


def item(turn: Turn, reason: str) -> dict[str, Any]:
    """Give ``{"reason", "team", "summary"}`` as the channel expects it."""
    return {"reason": reason, "team": team(turn, reason), "summary": summary(turn)}


def team(turn: Turn, reason: str) -> str:
    if reason == COMPLAINT or turn.form == state.FORM:
        return "complaints"
    return "papers" if reason == PAPER or turn.form == state.ISSUE_FORM else "general"


def summary(turn: Turn) -> dict[str, Any]:
    kind = request.kind(turn)
    told = {
        "topic": turn.slot("last_topic"),
        "form": turn.form,
        "step": turn.asked if turn.form else None,
        "document": kind.value if kind else None,
        "complaint": turn.slot(state.KEY),
        "paper": turn.slot("paper_number"),
        "language": language.ENGLISH if language.in_english(turn) else None,
        "misunderstood": sum(not _MISSES.isdisjoint(past.responses) for past in turn.before),
    }
    return {name: value for name, value in told.items() if value is not None}
