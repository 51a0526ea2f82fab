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
        """HMAC-SHA-256 over conversation, verification, kind, options, purpose and child: the wallet's Idempotency-Key."""
        parts: list[object] = [
            self.conversation,
            self.person.verification,
            self.kind,
            self.options.as_dict(),
            self.purpose,
        ]
        if self.child is not None:
            parts.append(self.child.ci)
        message = json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()
        return hmac.new(secret, message, hashlib.sha256).hexdigest()
