"""The identity desk of the counter: verifications with the clock and the card words filled in."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions.identity.state import Verification
from actions.identity.verification import Verifications
from documents.domain.kind import PAPERS, PaperKind
from documents.domain.request import VerifiedPerson
from documents.service.clock import Clock


class Desk:
    """Blocks on the database, except ``submit`` and ``resend``."""

    def __init__(self, verifications: Verifications, words: Mapping[str, Any], clock: Clock) -> None:
        self._verifications, self._words, self._clock = verifications, words, clock

    def ask(self, conversation: str, kinds: Sequence[PaperKind]) -> Verification:
        """Open the panel for papers of ``kinds``, or give the open question as it stands.

        The phone shows every title; by them the card knows which agencies will be asked.
        """
        titles = ", ".join(dict.fromkeys(PAPERS[kind].title for kind in kinds))
        purpose = self._words["identity_purpose"].format(titles=titles)
        return self.ask_for(conversation, purpose)

    def ask_for(self, conversation: str, purpose: str) -> Verification:
        """Open the panel for what is no paper; the phone shows ``purpose``."""
        return self._verifications.ask(conversation, purpose)

    def current(self, conversation: str) -> Verification | None:
        """Give the newest question of the conversation, whatever became of it."""
        return self._verifications.current(conversation)

    def live(self, conversation: str) -> VerifiedPerson | None:
        return self._verifications.live(conversation, self._clock())

    def use(self, conversation: str) -> VerifiedPerson | None:
        return self._verifications.use(conversation, self._clock())

    def withdraw(self, conversation: str) -> bool:
        return self._verifications.withdraw(conversation)

    async def submit(self, conversation: str, name: str, birth_date: str, phone: str, provider: str) -> Verification:
        return await self._verifications.submit(conversation, name, birth_date, phone, provider)

    async def resend(self, conversation: str) -> Verification:
        return await self._verifications.resend(conversation)
