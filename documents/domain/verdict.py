"""The answer of the public check: separate facts, no personal data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from documents.domain.kind import PaperKind


class CheckStatus(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    TAMPERED = "tampered"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    NOT_OURS = "not_ours"


class Mark(StrEnum):
    GENUINE = "진본"
    TAMPERED = "변조"
    CERTIFICATE_FAILED = "인증서 검증 실패"
    UNCHECKED = "미검증"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Shape of ``/verify`` answers (ETSI EN 319 102-1 indication and sub-indication where a file was judged)."""

    status: CheckStatus
    mark: Mark
    checked_at: datetime
    indication: str | None = None
    sub_indication: str | None = None
    kind: PaperKind | None = None
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    sha256_match: bool | None = None
    signed_at: datetime | None = None
