"""``c_nonce``: a short-lived signed word, good for one proof. Only spent ones are stored, so asking costs nothing."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from sqlalchemy import Connection, Engine, delete, insert
from sqlalchemy.exc import IntegrityError

from documents.ledger.transactions import run
from wallet_bridge.issuer.handles import digest
from wallet_bridge.issuer.refused import Refused
from wallet_bridge.issuer.tables import spent_nonce

NONCE_LASTS = timedelta(minutes=5)
_ALGORITHM, _TYPE = "HS256", "c-nonce+jwt"
_INVALID = "invalid_nonce"


@dataclass(frozen=True)
class Nonces:
    engine: Engine
    key: OctKey

    def draw(self, now: datetime) -> str:
        claims = {"jti": secrets.token_urlsafe(16), "exp": int((now + NONCE_LASTS).timestamp())}
        return jwt.encode({"alg": _ALGORITHM, "typ": _TYPE}, claims, self.key)

    def spend(self, nonce: str, now: datetime) -> None:
        """Take ``nonce`` out of use. Raise Refused("invalid_nonce") when not ours, too old, or spent before."""
        try:
            token = jwt.decode(nonce, self.key, algorithms=[_ALGORITHM])
            jwt.JWTClaimsRegistry(int(now.timestamp()), exp={"essential": True}).validate(token.claims)
        except (JoseError, ValueError) as error:
            raise Refused(_INVALID) from error
        if token.header.get("typ") != _TYPE:
            raise Refused(_INVALID)
        row = {"id": digest(nonce), "forget_at": now + NONCE_LASTS}

        def work(connection: Connection) -> None:
            connection.execute(delete(spent_nonce).where(spent_nonce.c.forget_at < now - NONCE_LASTS))
            connection.execute(insert(spent_nonce).values(**row))

        try:
            run(self.engine, work)
        except IntegrityError as error:
            raise Refused(_INVALID) from error
