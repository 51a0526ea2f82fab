"""The identity card: panel, state, and the code that the phone shows too. Nothing in it tells who the person is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.identity.state import State, Verification
from actions.words import Words
from documents.domain.kind import PAPERS

_SHOWN = {State.USED: State.APPROVED, State.WITHDRAWN: State.EXPIRED}
_RETRY = (State.PENDING, State.REFUSED, State.EXPIRED)


@dataclass(frozen=True, slots=True)
class IdentityCards:
    """Draws cards; ``practice_phone_url`` is given where the provider is the sandbox.

    A card may be drawn without a turn of the conversation, so it holds its words in Korean and, under ``english``, in
    English: the page takes those of its own language.
    """

    words: Words
    practice_phone_url: str | None

    def __call__(self, verification: Verification) -> dict[str, Any]:
        state = _SHOWN.get(verification.state, verification.state)
        closed = verification.state is State.WITHDRAWN
        waiting = state in {State.PENDING, State.REQUESTED}
        again = state in _RETRY and not closed
        card = {
            "type": "identity",
            "id": verification.id,
            "state": state.value,
            "purpose": verification.purpose,
            "binding_code": verification.binding_code,
            "expires_at": verification.expires_at.isoformat() if verification.expires_at else None,
            "closed": closed,
            **_said(self.words.korean, verification.purpose, again=again),
            "english": _said(self.words.english, verification.purpose, again=again),
        }
        return card | ({"phone_url": self.practice_phone_url} if waiting and self.practice_phone_url else {})


def _said(words: Mapping[str, Any], purpose: str, *, again: bool) -> dict[str, Any]:
    return {
        "providers": words["providers"],
        "consents": _consents(words["consents"], purpose),
        "actions": words["identity_actions"] if again else [],
    }


def _consents(words: Mapping[str, Mapping[str, str]], purpose: str) -> list[Mapping[str, str]]:
    """Give what is agreed to: one line an agency behind the papers that ``purpose`` names, and the check itself."""
    agencies = dict.fromkeys(facts.agency for facts in PAPERS.values() if facts.title in purpose)
    return [words[name] for name in (*agencies, "identity")]
