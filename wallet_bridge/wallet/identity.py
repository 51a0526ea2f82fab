"""The wallet as an OpenID Connect CIBA client (poll mode): ask a phone, then collect the approval once.

Source: OpenID Connect CIBA Core 1.0 sections 7, 10 and 11; client authentication by private_key_jwt (RFC 7523).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, cast

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, KeySetSerialization

from documents.domain.errors import Refusal, Unavailable
from documents.domain.resident import Ci
from documents.service.clock import Clock

CLIENT_ID = "wallet"
TIMEOUT = httpx.Timeout(5, connect=2)
_ALGORITHM = "ES256"
_LEEWAY_SECONDS = 30
_GRANT = "urn:openid:params:grant-type:ciba"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_REQUEST_CLAIM = "urn:openid:params:jwt:claim:auth_req_id"


class Answer(StrEnum):
    PENDING = "pending"
    SLOWER = "slower"
    """Pending, and the provider wants five seconds more between two questions."""
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Person:
    """What the holder typed. ``phone`` is digits only."""

    name: str = field(repr=False)
    born: date = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    request: str = field(repr=False)
    expires_at: datetime
    interval: float
    """Seconds between two questions."""


class Identity:
    """Destinations are the configured issuer and what its own discovery document names below it."""

    def __init__(self, issuer: str, key: ECKey, client: httpx.Client, clock: Clock) -> None:
        self._issuer, self._key, self._client, self._clock = issuer, key, client, clock
        self._metadata: dict[str, Any] | None = None

    def ask(self, person: Person, purpose: str, binding_code: str) -> Asked:
        """Put a request on the phone. Raise Refusal("unknown_person") or Unavailable("identity_unavailable")."""
        claims = {"name": person.name, "birthdate": person.born.isoformat(), "phone_number": person.phone}
        form = {
            "scope": "openid",
            "binding_message": binding_code,
            "purpose": purpose,
            "login_hint_token": self._sign(claims),
        }
        status, body = self._post("backchannel_authentication_endpoint", form)
        if body.get("error") == "unknown_user_id":
            raise Refusal("unknown_person")
        try:
            lifetime = timedelta(seconds=float(body["expires_in"]))
            asked = Asked(str(body["auth_req_id"]), self._clock() + lifetime, float(body.get("interval", 5)))
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable("identity_unavailable") from error
        if status != httpx.codes.OK:
            raise Unavailable("identity_unavailable")
        return asked

    def collect(self, request: str) -> Ci | Answer:
        """Ask whether the phone answered; an approval gives the person's CI, once."""
        status, body = self._post("token_endpoint", {"grant_type": _GRANT, "auth_req_id": request})
        if status == httpx.codes.OK:
            return self._ci(str(body.get("id_token", "")), request)
        known = {
            "authorization_pending": Answer.PENDING,
            "slow_down": Answer.SLOWER,
            "access_denied": Answer.REFUSED,
            "expired_token": Answer.EXPIRED,
            "invalid_grant": Answer.EXPIRED,
        }
        if body.get("error") not in known:
            raise Unavailable("identity_unavailable")
        return known[body["error"]]

    def _ci(self, id_token: str, request: str) -> Ci:
        """Check the ID token (CIBA 10.1.1): signature, issuer, audience, times, and that it answers our request."""
        rules = jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": CLIENT_ID},
            exp={"essential": True},
            iat={"essential": True},
            ci={"essential": True},
        )
        try:
            keys = KeySet.import_key_set(cast("KeySetSerialization", self._get(self._endpoint("jwks_uri"))))
            claims = jwt.decode(id_token, keys, algorithms=[_ALGORITHM]).claims
            rules.validate(claims)
        except (JoseError, ValueError, KeyError) as error:
            raise Unavailable("identity_unavailable") from error
        if claims.get(_REQUEST_CLAIM) != request:
            raise Unavailable("identity_unavailable")
        return Ci(str(claims["ci"]))

    def _post(self, endpoint: str, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        signed = {"client_assertion_type": _ASSERTION, "client_assertion": self._sign({"sub": CLIENT_ID})}
        url = self._endpoint(endpoint)
        try:
            answer = self._client.post(url, data={**form, **signed}, timeout=TIMEOUT, follow_redirects=False)
            body = answer.json()
        except (httpx.TransportError, ValueError) as error:
            raise Unavailable("identity_unavailable") from error
        if not isinstance(body, dict):
            raise Unavailable("identity_unavailable")
        return answer.status_code, body

    def _endpoint(self, name: str) -> str:
        if self._metadata is None:
            self._metadata = self._get(f"{self._issuer}/.well-known/openid-configuration")
        url = str(self._metadata.get(name, ""))
        if not url.startswith(f"{self._issuer}/"):
            raise Unavailable("identity_unavailable")  # never talk to a host that settings do not name
        return url

    def _get(self, url: str) -> dict[str, Any]:
        try:
            answer = self._client.get(url, timeout=TIMEOUT, follow_redirects=False)
            body = answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise Unavailable("identity_unavailable") from error
        if not isinstance(body, dict):
            raise Unavailable("identity_unavailable")
        return body

    def _sign(self, claims: Mapping[str, str]) -> str:
        now = int(self._clock().timestamp())
        standard = {
            "iss": CLIENT_ID,
            "aud": self._issuer,
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_urlsafe(18),
        }
        return jwt.encode({"alg": _ALGORITHM, "kid": str(self._key.kid)}, {**standard, **claims}, self._key)
