"""Verify an ID token (OpenID Connect Core 3.1.3.7, CIBA 10.1.1) and read the person out of it.

1. Signed by a published key of the provider, asymmetrically; an unknown key id has the keys fetched once more.
2. ``iss`` is the provider, ``aud`` is us and nobody else, ``exp`` and ``iat`` are there and fit the time.
3. ``at_hash`` fits the access token, ``auth_req_id`` our request, where given (poll mode leaves both open).
4. ``ci``, ``name``, ``birthdate`` are there and well-formed.
"""

import base64
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from actions.identity.provider import IdentityUnavailable, ProvenPerson
from documents.domain.errors import Refusal
from documents.domain.resident import Ci

ALGORITHMS = ["ES256", "RS256", "PS256"]
AUTH_REQ_ID_CLAIM = "urn:openid:params:jwt:claim:auth_req_id"
CI_LENGTH = 88
LEEWAY_SECONDS = 30
OLDEST_SECONDS = 600


class IdTokenRejected(Refusal):
    """The provider's answer proves nothing. ``code`` says which rule broke; the approval is spent."""


class ProviderKeys:
    """The provider's public keys, fetched when first needed and when a key id is new."""

    def __init__(self, fetch: Callable[[], Awaitable[dict[str, Any]]]) -> None:
        self._fetch, self._keys = fetch, KeySet([])

    async def ready(self) -> None:
        """Fetch the keys before an approval is collected: once collected, it must be possible to check it."""
        if not self._keys:
            await self._renew()

    async def claims(self, token: str) -> dict[str, Any]:
        """Check the signature and give the claims. Raise JoseError."""
        try:
            return self._decode(token)
        except InvalidKeyIdError:
            await self._renew()  # the provider has rotated its keys
            return self._decode(token)

    async def _renew(self) -> None:
        try:
            self._keys = KeySet.import_key_set(await self._fetch())  # type: ignore[arg-type]  # checked in there
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise IdentityUnavailable from error

    def _decode(self, token: str) -> dict[str, Any]:
        return dict(jwt.decode(token, self._keys, algorithms=ALGORITHMS).claims)


@dataclass(frozen=True, slots=True)
class IdTokenRules:
    issuer: str
    client_id: str
    auth_req_id: str = field(repr=False)

    async def person(self, body: dict[str, Any], keys: ProviderKeys, now: datetime) -> ProvenPerson:
        """Verify the token endpoint's answer ``body``. Raise IdTokenRejected, or what fetching keys raises."""
        try:
            claims = await keys.claims(str(body.get("id_token")))  # 1
            self._registered(now).validate(claims)  # 2
        except (JoseError, ValueError):
            raise IdTokenRejected("id_token_invalid") from None
        self._same_exchange(claims, str(body.get("access_token")))  # 3
        return _person(claims, now)  # 4

    def _registered(self, now: datetime) -> JWTClaimsRegistry:
        return JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )

    def _same_exchange(self, claims: dict[str, Any], access_token: str) -> None:
        audience = claims["aud"]
        if isinstance(audience, list) and audience != [self.client_id]:
            raise IdTokenRejected("id_token_audience")
        if claims.get("azp", self.client_id) != self.client_id:
            raise IdTokenRejected("id_token_audience")
        expected = {"at_hash": _half_hash(access_token), AUTH_REQ_ID_CLAIM: self.auth_req_id}
        for name, value in expected.items():
            if name in claims and not hmac.compare_digest(str(claims[name]).encode(), value.encode()):
                raise IdTokenRejected("id_token_of_another_request")


def _person(claims: dict[str, Any], now: datetime) -> ProvenPerson:
    try:
        ci, name, born = claims["ci"], claims["name"], date.fromisoformat(claims["birthdate"])
        approved = datetime.fromtimestamp(min(claims.get("auth_time", claims["iat"]), now.timestamp()), UTC)
        issued_ago = now.timestamp() - claims["iat"]
    except (KeyError, TypeError, ValueError):
        raise IdTokenRejected("id_token_claims") from None
    if not (isinstance(ci, str) and len(ci) == CI_LENGTH and isinstance(name, str) and name):
        raise IdTokenRejected("id_token_claims")
    if issued_ago > OLDEST_SECONDS:
        raise IdTokenRejected("id_token_old")
    return ProvenPerson(Ci(ci), name, born, approved)


def _half_hash(token: str) -> str:
    """Give the left half of SHA-256, base64url (all accepted algorithms end in 256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()
