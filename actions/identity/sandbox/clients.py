"""Who may ask the practice provider: registered clients, and how they show who they are."""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey
from joserfc.jwt import JWTClaimsRegistry

from actions.identity.client_key import ASSERTION_TYPE
from actions.identity.sandbox.errors import InvalidClient
from actions.identity.sandbox.replays import Replays
from wallet_bridge.keys import read_public

LEEWAY_SECONDS = 30
ALGORITHMS = ["ES256", "RS256", "HS256"]


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client. It signs with a key of ``keys_file`` (a JWK set), or holds ``secret``, or both."""

    id: str
    title: str
    """What the phone shows, e.g. 서울시 민원 카운터(연습용)."""
    keys_file: Path | None = None
    secret: str | None = field(default=None, repr=False)

    def verify(self, token: str, audiences: list[str], now: datetime) -> dict[str, Any]:
        """Check a JWT that this client signed and give its claims. Raise JoseError (ExpiredTokenError when too old)."""
        claims = dict(jwt.decode(token, self._verification_keys(), algorithms=ALGORITHMS).claims)
        rules = JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.id},
            aud={"essential": True, "values": audiences},
            exp={"essential": True},
            iat={"essential": True},
            jti={"essential": True},
        )
        rules.validate(claims)
        return claims

    def _verification_keys(self) -> KeySet:
        # The file is read at each use: the client's process may start, and draw its key, after this one.
        if self.keys_file is not None and self.keys_file.exists():
            return read_public(self.keys_file)
        if self.secret is not None:
            return KeySet([OctKey.import_key(self.secret)])
        raise InvalidClient


class Clients:
    """Authentication by private_key_jwt or client_secret_basic."""

    def __init__(self, clients: Mapping[str, Client], replays: Replays, audiences: list[str]) -> None:
        self._clients, self._replays, self._audiences = clients, replays, audiences

    def authenticate(self, authorization: str | None, form: Mapping[str, str], now: datetime) -> Client:
        """Tell which client sends ``form``. Raise InvalidClient."""
        if form.get("client_assertion_type") == ASSERTION_TYPE:
            return self._by_assertion(form.get("client_assertion", ""), now)
        if authorization is not None and authorization.startswith("Basic "):
            return self._by_secret(authorization.removeprefix("Basic "))
        raise InvalidClient

    def titled(self, client_id: str) -> str:
        return self._clients[client_id].title

    def _by_assertion(self, assertion: str, now: datetime) -> Client:
        client = self._claimed(assertion)
        try:
            claims = client.verify(assertion, self._audiences, now)
        except (JoseError, ValueError):
            raise InvalidClient from None
        if claims.get("sub") != client.id or not self._replays.first_use(client.id, claims["jti"], claims["exp"], now):
            raise InvalidClient
        return client

    def _claimed(self, assertion: str) -> Client:
        try:
            payload = assertion.split(".")[1]
            issuer = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))).get("iss")
        except (IndexError, ValueError, AttributeError, binascii.Error):
            raise InvalidClient from None
        return self._registered(issuer)

    def _by_secret(self, credentials: str) -> Client:
        try:
            client_id, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
        except ValueError:
            raise InvalidClient from None
        client = self._registered(unquote_plus(client_id))
        if client.secret is None or not hmac.compare_digest(client.secret.encode(), unquote_plus(secret).encode()):
            raise InvalidClient
        return client

    def _registered(self, client_id: object) -> Client:
        client = self._clients.get(client_id) if isinstance(client_id, str) else None
        if client is None:
            raise InvalidClient
        return client
