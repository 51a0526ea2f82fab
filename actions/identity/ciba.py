"""A client of OpenID Connect CIBA Core 1.0 in poll mode: the standard behind approval on the phone.

1. Discovery (OpenID Connect Discovery 4): the issuer must be the configured one, every endpoint on its own host.
2. Authentication request (CIBA 7.1): the person as a signed login_hint_token, never in a URL.
3. Status (CIBA 10.1): the token endpoint answers pending, slow_down, denied, expired, or an ID token.
4. The ID token is verified (``id_token.py``) before anything in it is believed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog

from actions.identity.client_key import ASSERTION_TYPE, ClientKey
from actions.identity.id_token import IdTokenRules, ProviderKeys
from actions.identity.provider import (
    Approved,
    AuthRequest,
    Expired,
    IdentityUnavailable,
    Pending,
    Refused,
    Status,
    TypedPerson,
    UnknownPerson,
)
from documents.service.clock import Clock

GRANT = "urn:openid:params:grant-type:ciba"
REQUESTED_EXPIRY = 300
DEFAULT_INTERVAL = 5
MOST_SECONDS = 3600
_log = structlog.get_logger(__name__)
_STATUSES: dict[str, Status] = {
    "authorization_pending": Pending(),
    "slow_down": Pending(slow_down=True),
    "access_denied": Refused(),
    "expired_token": Expired(),
    "invalid_grant": Expired(),
}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What discovery tells."""

    issuer: str
    authorize: str
    token: str
    keys: str


class CibaProvider:
    """An identity provider behind ``issuer``. ``http`` should have timeouts, and must not follow redirects."""

    def __init__(self, issuer: str, client: ClientKey, http: httpx.AsyncClient, clock: Clock) -> None:
        if http.follow_redirects:
            raise ValueError("redirects would lead to hosts that nobody configured")
        self._issuer, self._client, self._http, self._clock = issuer, client, http, clock
        self._endpoints: Endpoints | None = None
        self._keys: ProviderKeys | None = None

    async def request(self, person: TypedPerson, purpose: str, binding_code: str) -> AuthRequest:
        endpoints, now = await self._discover(), self._clock()
        parameters = {
            "scope": "openid",
            "login_hint_token": self._hint(person, now),
            "binding_message": binding_code,
            "purpose": purpose,  # OpenID Connect for Identity Assurance; a provider that does not know it ignores it
            "requested_expiry": str(REQUESTED_EXPIRY),
        }
        status, body = await self._post(endpoints.authorize, parameters, now)
        if status != httpx.codes.OK:
            raise self._refusal(status, body)
        return _auth_request(body, now)

    async def status(self, request_id: str) -> Status:
        endpoints = await self._discover()
        keys, now = await self._provider_keys(endpoints), self._clock()
        status, body = await self._post(endpoints.token, {"grant_type": GRANT, "auth_req_id": request_id}, now)
        if status == httpx.codes.OK:
            rules = IdTokenRules(endpoints.issuer, self._client.client_id, request_id)
            return Approved(await rules.person(body, keys, self._clock()))
        answer = _STATUSES.get(str(body.get("error")))
        if answer is None or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise self._refusal(status, body)
        return answer

    def _hint(self, person: TypedPerson, now: datetime) -> str:
        claims = {"name": person.name, "birthdate": person.born.isoformat(), "phone_number": person.phone}
        return self._client.sign(self._issuer, now, claims)

    async def _post(self, url: str, parameters: dict[str, str], now: datetime) -> tuple[int, dict[str, Any]]:
        proof = {
            "client_id": self._client.client_id,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._client.assertion(self._issuer, now),
        }
        return await self._send("POST", url, parameters | proof)

    async def _send(self, method: str, url: str, form: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        try:
            answer = await self._http.request(method, url, data=form)
            body = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise IdentityUnavailable from error
        if not isinstance(body, dict):
            raise IdentityUnavailable
        return answer.status_code, body

    async def _discover(self) -> Endpoints:
        if self._endpoints is None:
            status, body = await self._send("GET", f"{self._issuer}/.well-known/openid-configuration")
            if status != httpx.codes.OK:
                raise IdentityUnavailable
            self._endpoints = _endpoints(self._issuer, body)
        return self._endpoints

    async def _provider_keys(self, endpoints: Endpoints) -> ProviderKeys:
        async def fetch() -> dict[str, Any]:
            status, body = await self._send("GET", endpoints.keys)
            if status != httpx.codes.OK:
                raise IdentityUnavailable
            return body

        if self._keys is None:
            self._keys = ProviderKeys(fetch)
        await self._keys.ready()
        return self._keys

    def _refusal(self, status: int, body: dict[str, Any]) -> Exception:
        error = str(body.get("error"))
        if status < httpx.codes.INTERNAL_SERVER_ERROR and error == "unknown_user_id":
            return UnknownPerson()
        _log.warning("identity_provider_failed", status=status, error=error[:40])
        return IdentityUnavailable()


def _auth_request(body: dict[str, Any], now: datetime) -> AuthRequest:
    try:
        request_id, lifetime = str(body["auth_req_id"]), min(float(body["expires_in"]), MOST_SECONDS)
        interval = min(max(float(body.get("interval", DEFAULT_INTERVAL)), 0.2), 60)
    except (KeyError, TypeError, ValueError) as error:
        raise IdentityUnavailable from error
    return AuthRequest(request_id, now + timedelta(seconds=lifetime), interval)


def _endpoints(issuer: str, body: dict[str, Any]) -> Endpoints:
    names = ("backchannel_authentication_endpoint", "token_endpoint", "jwks_uri")
    urls = [str(body.get(name)) for name in names]
    own = _origin(issuer)
    if body.get("issuer") != issuer or any(_origin(url) != own for url in urls):
        _log.error("identity_provider_discovery_refused")
        raise IdentityUnavailable
    return Endpoints(issuer, *urls)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
