"""The key by which one of our processes shows an identity provider who is asking (private_key_jwt)."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from wallet_bridge.keys import p256

ALGORITHM = "ES256"
ASSERTION_SECONDS = 60
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class ClientKey:
    """A client id with its P-256 key."""

    client_id: str
    key: ECKey = field(repr=False)

    def assertion(self, audience: str, now: datetime) -> str:
        """Sign a client assertion (RFC 7523, OpenID Connect Core 9) that is good for one minute and one use."""
        return self.sign(audience, now, {"sub": self.client_id})

    def sign(self, audience: str, now: datetime, claims: dict[str, Any]) -> str:
        """Sign ``claims`` with issuer, audience, times and a fresh ``jti``."""
        issued = int(now.timestamp())
        standard = {
            "iss": self.client_id,
            "aud": audience,
            "iat": issued,
            "exp": issued + ASSERTION_SECONDS,
            "jti": secrets.token_urlsafe(18),
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self.key.kid}, standard | claims, self.key, algorithms=[ALGORITHM])


def open_client_key(client_id: str, path: Path) -> ClientKey:
    """Read the private key in ``path`` or draw it; its public half beside it is what one registers with a provider."""
    return ClientKey(client_id, p256(path))
