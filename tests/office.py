"""Builds office parts for tests."""

from datetime import timedelta

from documents.domain.paper import PaperDraft
from documents.domain.resident import Name
from documents.ledger.promise import Claim
from tests.fakes_documents import NOON, record_of


def draft_for(claim: Claim) -> PaperDraft:
    promise, request = claim.promise, claim.request
    return PaperDraft(
        number=promise.number,
        check_code=promise.check_code,
        kind=request.kind,
        record=record_of(request.person),
        applicant=Name(request.person.name),
        options=request.options,
        purpose=request.purpose,
        issued_at=NOON,
        expires_at=NOON + timedelta(days=90),
        verify_url="http://wallet.test/verify",
    )
