"""The identity card: panel, state, and the code that the phone shows too. Nothing in it tells who the person is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.identity.state import State, Verification
from documents.domain.kind import PAPERS

_SHOWN = {State.USED: State.APPROVED, State.WITHDRAWN: State.EXPIRED}
_RETRY = (State.PENDING, State.REFUSED, State.EXPIRED)


@dataclass(frozen=True, slots=True)
class IdentityCards:
    """Draws cards with the words of cards.yml. ``practice_phone_url`` is given where the provider is the sandbox."""

    words: Mapping[str, Any]
    practice_phone_url: str | None

    def __call__(self, verification: Verification) -> dict[str, Any]:
        state = _SHOWN.get(verification.state, verification.state)
        closed = verification.state is State.WITHDRAWN
        waiting = state in {State.PENDING, State.REQUESTED}
        card = {
            "type": "identity",
            "id": verification.id,
            "state": state.value,
            "purpose": verification.purpose,
            "providers": self.words["providers"],
            "consents": self._consents(verification.purpose),
            "binding_code": verification.binding_code,
            "expires_at": verification.expires_at.isoformat() if verification.expires_at else None,
            "actions": self.words["identity_actions"] if state in _RETRY and not closed else [],
            "closed": closed,
        }
        return card | ({"phone_url": self.practice_phone_url} if waiting and self.practice_phone_url else {})

    def _consents(self, purpose: str) -> list[Mapping[str, str]]:
        """Give what is agreed to: one line an agency behind the papers that ``purpose`` names, and the check itself."""
        agencies = dict.fromkeys(facts.agency for facts in PAPERS.values() if facts.title in purpose)
        return [self.words["consents"][name] for name in (*agencies, "identity")]
