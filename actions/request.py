"""What the slots say about the paper that is being asked for."""

from typing import Any

from actions.turn import Turn
from documents.domain.kind import PAPERS, PaperKind
from documents.domain.options import RegisterOptions

KINDS = {facts.spoken: kind for kind, facts in PAPERS.items()}
"""Canonical value of the entity ``document`` → kind; a paper that is missing here is not issued yet."""

CLEARED: dict[str, Any] = dict.fromkeys(("document", "choice", "identity", "options", "purpose", "asked"))
"""Slots of a request, emptied when it has been made or given up."""


def kind(turn: Turn) -> PaperKind | None:
    return KINDS.get(turn.slot("document") or "")


def options(turn: Turn) -> RegisterOptions:
    return parsed(turn.slot("options"))


def parsed(chosen: dict[str, Any] | None) -> RegisterOptions:
    """Read the slot ``options``: only what differs from the private default is kept there."""
    return RegisterOptions.parse(chosen or {})
