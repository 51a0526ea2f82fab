"""What a wallet with a token asks for: the credential, at once or when its paper is sealed; and what it tells back.

1. The request names the kind that was offered and proves one key (invalid_…).
2. The nonce of the proof is spent (invalid_nonce).
3. The office's paper decides: refused or taken back: denied. Not sealed: deferred. Sealed: issued.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from documents.domain.errors import Halt
from documents.domain.kind import PaperKind
from wallet_bridge.issuer import proof
from wallet_bridge.issuer.copies import Copies
from wallet_bridge.issuer.copy_state import Copy, CopyState
from wallet_bridge.issuer.credentials import Credentials
from wallet_bridge.issuer.handles import Handles, same
from wallet_bridge.issuer.nonces import Nonces
from wallet_bridge.issuer.papers import OfficePaper, OfficePapers, Standing
from wallet_bridge.issuer.refused import Refused
from wallet_bridge.issuer.requests import CredentialRequest, NotificationRequest

_log = structlog.get_logger(__name__)
INTERVAL = 5
"""Seconds between two questions for a deferred credential."""
_OK, _LATER = 200, 202
_EVENTS = {
    "credential_accepted": CopyState.ACCEPTED,
    "credential_failure": CopyState.FAILED,
    "credential_deleted": CopyState.DELETED,
}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: dict[str, Any]


@dataclass(frozen=True)
class Issuance:
    issuer: str
    copies: Copies
    nonces: Nonces
    papers: OfficePapers
    credentials: Credentials
    handles: Handles

    def credential(self, copy: Copy, request: CredentialRequest, now: datetime) -> Answer:
        """Answer the credential endpoint. Raise Refused."""
        _require_offered(copy, request)  # 1
        proven = proof.read(request.proofs, self.issuer, now)
        self.nonces.spend(proven.nonce, now)  # 2
        paper = self._paper(copy, now)  # 3
        if paper.standing is Standing.PROMISED:
            self.copies.defer(copy.id, proven.holder_key)
            return self._later(copy)
        body = self._issue(paper, copy, proven.holder_key, now)
        return Answer(_OK, {**body, "notification_id": self.handles.notification(copy.id)})

    def deferred(self, copy: Copy, transaction_id: str, now: datetime) -> Answer:
        """Answer the deferred credential endpoint; a transaction ends with its credential. Raise Refused.

        No ``notification_id`` beside the credential: @openid4vc/openid4vci 0.4.6 refuses an answer that has both.
        """
        if not same(transaction_id, self.handles.transaction(copy.id)):
            raise Refused("invalid_transaction_id")
        if copy.state is not CopyState.DEFERRED or copy.holder_key is None:
            raise Refused("invalid_transaction_id")
        paper = self._paper(copy, now)
        if paper.standing is Standing.PROMISED:
            return self._later(copy)
        return Answer(_OK, self._issue(paper, copy, copy.holder_key, now))

    def notify(self, copy: Copy, told: NotificationRequest, now: datetime) -> None:
        """Store what became of the credential in the wallet. Raise Refused."""
        if not same(told.notification_id, self.handles.notification(copy.id)):
            raise Refused("invalid_notification_id")
        if told.event not in _EVENTS:
            raise Refused("invalid_notification_request")
        self.copies.tell(copy.id, _EVENTS[told.event], now)
        _log.info("copy_told", number=copy.number.digits, event_name=told.event)

    def _paper(self, copy: Copy, now: datetime) -> OfficePaper:
        paper = None if copy.revoked_at else self.papers.find(copy.number)
        if paper is None or paper.standing in {Standing.REFUSED, Standing.TAKEN_BACK}:
            raise Refused("credential_request_denied")
        if paper.expires_at is not None and now >= paper.expires_at:
            raise Refused("credential_request_denied")
        return paper

    def _issue(self, paper: OfficePaper, copy: Copy, holder_key: str, now: datetime) -> dict[str, Any]:
        try:
            subject = self.papers.subject(paper.number)
        except Halt as error:  # another's paper, a changed file, an erased person: nothing leaves
            _log.critical("alarm", code=error.code, number=paper.number.digits)
            raise Refused("credential_request_denied") from error
        issued = self.copies.issue(copy.id, holder_key, paper.expires_at or now, now)
        return {"credentials": [{"credential": self.credentials.write(paper, subject, issued, now)}]}

    def _later(self, copy: Copy) -> Answer:
        return Answer(_LATER, {"transaction_id": self.handles.transaction(copy.id), "interval": INTERVAL})


def _require_offered(copy: Copy, request: CredentialRequest) -> None:
    if request.credential_response_encryption is not None:
        raise Refused("invalid_encryption_parameters")
    if request.credential_identifier is not None:
        raise Refused("unknown_credential_identifier" if request.credential_configuration_id is None else _MALFORMED)
    if request.credential_configuration_id is None:
        raise Refused(_MALFORMED)
    if request.credential_configuration_id not in set(PaperKind):
        raise Refused("unknown_credential_configuration")
    if request.credential_configuration_id != copy.kind:
        raise Refused(_MALFORMED)


_MALFORMED = "invalid_credential_request"
