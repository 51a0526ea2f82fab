"""A citizen's request for one paper, and the key that makes the same request the same promise."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import date, datetime

from documents.domain.kind import PaperKind
from documents.domain.options import Options
from documents.domain.resident import Child, Ci


@dataclass(frozen=True, slots=True)
class VerifiedPerson:
    """Who approved on the phone. Comes from the identity provider's signed answer only, never from chat text."""

    verification: str
    ci: Ci = field(repr=False)
    name: str = field(repr=False)
    born: date = field(repr=False)
    approved_at: datetime = field()


@dataclass(frozen=True, slots=True)
class PaperRequest:
    conversation: str
    person: VerifiedPerson
    kind: PaperKind
    options: Options
    purpose: str | None
    child: Child | None = field(default=None, repr=False)
    """Whom the paper is about, when not the verified person: a child whose guardian that person is."""

    def promise_key(self, secret: bytes) -> str:
        """HMAC-SHA-256 over all that makes this request the same or another: the wallet's Idempotency-Key."""
        about = [self.child.ci] if self.child else []
        chosen = [self.kind, self.options.as_dict(), self.purpose]
        parts = [self.conversation, self.person.verification, *chosen, *about]
        message = json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()
        return hmac.new(secret, message, hashlib.sha256).hexdigest()
