"""Who may ask the practice provider: registered clients, and how they show who they are."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidClaimError, JoseError
from joserfc.jwt import JWTClaimsRegistry

from actions.identity.client_key import ASSERTION_TYPE
from actions.identity.sandbox.errors import InvalidClient
from actions.identity.sandbox.replays import Replays
from wallet_bridge.keys import read_public

LEEWAY_SECONDS = 30
LONGEST_SECONDS = 600
"""What a client signs may be good for so long: its identifier is kept until then."""
ALGORITHMS = ["ES256", "PS256"]


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client. It signs with a key of ``keys_file``, a JWK set."""

    id: str
    title: str
    """What the phone shows, e.g. 서울시 민원 카운터(연습용)."""
    keys_file: Path

    def verify(self, token: str, audiences: list[str], now: datetime) -> dict[str, Any]:
        """Check a JWT that this client signed and give its claims. Raise JoseError (ExpiredTokenError when too old)."""
        if not self.keys_file.exists():  # its process may start, and draw its key, after this one
            raise InvalidClient
        claims = dict(jwt.decode(token, read_public(self.keys_file), algorithms=ALGORITHMS).claims)
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
        if not claims["exp"] <= now.timestamp() + LONGEST_SECONDS:
            raise InvalidClaimError("exp")
        return claims


class Clients:
    """Authentication by private_key_jwt (OpenID Connect Core 9)."""

    def __init__(self, clients: Mapping[str, Client], replays: Replays, audiences: list[str]) -> None:
        self._clients, self._replays, self._audiences = clients, replays, audiences

    def authenticate(self, form: Mapping[str, str], now: datetime) -> Client:
        """Tell which client sends ``form``. Raise InvalidClient."""
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise InvalidClient
        client = self._claimed(form.get("client_assertion", ""))
        try:
            claims = client.verify(form["client_assertion"], self._audiences, now)
        except (JoseError, ValueError):
            raise InvalidClient from None
        once = self._replays.first_use(client.id, claims["jti"], claims["exp"], now)
        if not once or claims.get("sub") != client.id or form.get("client_id", client.id) != client.id:
            raise InvalidClient
        return client

    def titled(self, client_id: str) -> str:
        return self._clients[client_id].title

    def _claimed(self, assertion: str) -> Client:
        try:
            payload = assertion.split(".")[1]
            issuer = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))).get("iss")
        except (IndexError, ValueError, AttributeError, binascii.Error):
            raise InvalidClient from None
        return self._registered(issuer)

    def _registered(self, client_id: object) -> Client:
        client = self._clients.get(client_id) if isinstance(client_id, str) else None
        if client is None:
            raise InvalidClient
        return client
