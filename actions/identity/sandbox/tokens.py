"""The tokens that an approval is exchanged for."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from actions.identity.client_key import ALGORITHM
from actions.identity.sandbox.requests import PhoneRequest
from actions.identity.sandbox.residents import PhoneHolder

AUTH_REQ_ID_CLAIM = "urn:openid:params:jwt:claim:auth_req_id"
ACR = "urn:minwon:acr:phone-approval"
LIFETIME = 300


@dataclass(frozen=True, slots=True)
class TokenMint:
    issuer: str
    key: ECKey = field(repr=False)

    def public_keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def tokens(self, request: PhoneRequest, holder: PhoneHolder, auth_req_id: str, now: datetime) -> dict[str, Any]:
        """Make the token endpoint's answer (CIBA 10.1.1). The access token opens nothing here: there is no userinfo."""
        access_token = secrets.token_urlsafe(32)
        id_token = self._sign(self._claims(request, holder, auth_req_id, access_token, now))
        body = {"access_token": access_token, "token_type": "Bearer", "expires_in": LIFETIME, "scope": "openid"}
        return body | {"id_token": id_token}

    def _claims(
        self, request: PhoneRequest, holder: PhoneHolder, auth_req_id: str, access_token: str, now: datetime
    ) -> dict[str, Any]:
        issued = int(now.timestamp())
        return {
            "iss": self.issuer,
            "sub": holder.subject(request.client),
            "aud": request.client,
            "iat": issued,
            "exp": issued + LIFETIME,
            "auth_time": int((request.answered_at or now).timestamp()),
            "acr": ACR,
            "at_hash": _half_hash(access_token),
            AUTH_REQ_ID_CLAIM: auth_req_id,
            "ci": holder.ci,
            "name": holder.name,
            "birthdate": holder.born.isoformat(),
        }

    def _sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": ALGORITHM, "kid": self.key.kid}, claims, self.key, algorithms=[ALGORITHM])


def _half_hash(token: str) -> str:
    """Give the left half of SHA-256, base64url (OpenID Connect Core 3.1.3.6)."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()
