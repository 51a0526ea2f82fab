"""The signed statement in the Data Matrix: what the paper is, checkable without a network.

Format ``MW1``: six fields joined by ``.``, in capitals and digits, which a Data Matrix packs tightly, for instance::

    MW1.1234567812345670.RESIDENT_REGISTER.20260301T093000Z.20260530.<103 characters>

1. ``MW1``: this format.  2. number, sixteen digits.  3. kind, in capitals.  4. time of issue, UTC.
5. last day of the public check (Seoul).  6. Ed25519 signature (RFC 8032) over fields 1-5 with their dots, base32
(RFC 4648) without padding.

No personal data. It says that such a paper was issued, not that the words around it are unchanged: that the seal says.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from documents.domain.errors import InvalidNumber
from documents.domain.number import PaperNumber
from documents.domain.paper import PaperDraft
from documents.service.clock import SEOUL

FORMAT = "MW1"
_FIELDS = 6


@dataclass(frozen=True, slots=True)
class Statement:
    number: PaperNumber
    kind: str
    issued_at: str
    expires_on: str


def sign_statement(draft: PaperDraft, key: Ed25519PrivateKey) -> str:
    issued, expires = draft.issued_at.astimezone(UTC), draft.expires_at.astimezone(SEOUL)
    fields = [FORMAT, draft.number.digits, draft.kind.value.upper(), f"{issued:%Y%m%dT%H%M%SZ}", f"{expires:%Y%m%d}"]
    body = ".".join(fields)
    return f"{body}.{_encode(key.sign(body.encode()))}"


def read_statement(text: str, key: Ed25519PublicKey) -> Statement | None:
    """Give the statement, or None when it is malformed or another key signed it."""
    fields = text.split(".")
    if len(fields) != _FIELDS or fields[0] != FORMAT:
        return None
    try:
        key.verify(_decode(fields[-1]), text.rpartition(".")[0].encode())
        return Statement(PaperNumber.parse(fields[1]), fields[2].lower(), fields[3], fields[4])
    except (InvalidSignature, InvalidNumber, binascii.Error, ValueError):
        return None


def _encode(raw: bytes) -> str:
    return base64.b32encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))
