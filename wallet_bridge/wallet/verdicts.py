"""The public check's answer and its signed receipt."""

from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import BaseModel

from documents.domain.kind import PaperKind
from documents.domain.verdict import CheckStatus, Mark, Verdict

TYPE = "paper-check+jwt"
_ALGORITHM = "ES256"


class CheckAnswer(BaseModel):
    """What ``/verify`` says. No personal data; times are ISO 8601 in UTC."""

    status: CheckStatus
    mark: Mark
    indication: str | None
    sub_indication: str | None
    kind: PaperKind | None
    issued_at: datetime | None
    expires_at: datetime | None
    sha256_match: bool | None
    signed_at: datetime | None
    checked_at: datetime
    receipt: str
    """JWS (ES256, keys at /verify/keys) over all the other members, and ``about``: what was asked."""


def answer(verdict: Verdict, about: dict[str, str], issuer: str, key: ECKey) -> CheckAnswer:
    """Sign ``verdict``. ``about`` is the number, or the SHA-256 of the file, so that a receipt speaks of one paper."""
    unsigned = CheckAnswer(
        **{name: getattr(verdict, name) for name in CheckAnswer.model_fields if name != "receipt"}, receipt=""
    )
    claims: dict[str, Any] = unsigned.model_dump(mode="json", exclude={"receipt"})
    issued = int(verdict.checked_at.timestamp())
    header = {"alg": _ALGORITHM, "typ": TYPE, "kid": str(key.kid)}
    receipt = jwt.encode(header, {**claims, "about": about, "iss": issuer, "iat": issued}, key)
    return unsigned.model_copy(update={"receipt": receipt})
