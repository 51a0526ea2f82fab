"""What was asked for before: in this conversation, and by the same person in others while the identity check lives."""

from dataclasses import dataclass
from datetime import timedelta

from documents.domain.kind import PaperKind
from documents.domain.request import PaperRequest, VerifiedPerson
from documents.domain.state import PromiseState
from documents.ledger.ledger import Ledger
from documents.ledger.promise import Promise
from documents.service.clock import Clock

KEPT_FOR = timedelta(days=90)
"""How long papers are kept."""


@dataclass(frozen=True, slots=True)
class PastRequests:
    """Blocks on the database."""

    ledger: Ledger
    clock: Clock

    def papers(self, conversation: str, person: VerifiedPerson | None) -> tuple[Promise, ...]:
        """Give the promises of the last 90 days, oldest first: of ``person``, or of the conversation alone."""
        since = self.clock() - KEPT_FOR
        if person is not None:
            return self.ledger.papers_of_person(person.ci, since)
        return tuple(each for each in self.ledger.papers_of(conversation) if each.created_at >= since)

    def newest(
        self, conversation: str, person: VerifiedPerson | None, kind: PaperKind | None = None
    ) -> PaperRequest | None:
        """Give the newest request that was not refused, of ``kind`` when given. Unverified: of an issued paper only."""
        for paper in reversed(self.papers(conversation, person)):
            if kind in {None, paper.kind} and paper.state is not PromiseState.REJECTED:
                request = self._request(paper, person)
                if request is not None:
                    return request
        return None

    def _request(self, paper: Promise, person: VerifiedPerson | None) -> PaperRequest | None:
        if person is not None:
            return self.ledger.request_of(paper.number, person.ci)
        kept = self.ledger.kept(paper.conversation, paper.number)
        return kept.request if kept else None
