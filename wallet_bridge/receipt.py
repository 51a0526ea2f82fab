"""The wallet's delivery receipt: a JWS (ES256) over promise key, digest and time. The office keeps it as its proof."""

import json
from datetime import datetime

from joserfc import jws as joserfc_jws
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from documents.domain.receipt import Receipt

TYPE = "delivery-receipt+jwt"
_ALGORITHM = "ES256"


class ReceiptRefused(Exception):
    """The receipt is not the trusted wallet's, or speaks of another delivery."""


def write(key: ECKey, promise_key: str, sha256: str, delivered_at: datetime) -> str:
    """Sign a receipt; the header's ``typ`` keeps it from being taken for any other signed statement."""
    claims = {"promise_key": promise_key, "sha256": sha256, "delivered_at": delivered_at.isoformat()}
    return jwt.encode({"alg": _ALGORITHM, "typ": TYPE, "kid": str(key.kid)}, claims, key)


def read(jws: str, trusted: KeySet, promise_key: str, sha256: str) -> Receipt:
    """Check signature, type and content of a receipt. Raise ReceiptRefused for anything but the one expected."""
    try:
        token = jwt.decode(jws, trusted, algorithms=[_ALGORITHM])
        delivered_at = datetime.fromisoformat(str(token.claims["delivered_at"]))
        about = (token.claims["promise_key"], token.claims["sha256"])
    except (JoseError, ValueError, KeyError) as error:
        raise ReceiptRefused from error
    if token.header.get("typ") != TYPE or about != (promise_key, sha256) or delivered_at.tzinfo is None:
        raise ReceiptRefused
    return Receipt(promise_key, sha256, delivered_at, jws)


def content(own: str) -> Receipt:
    """Read a receipt that we wrote and kept ourselves, so that nothing is left to check."""
    claims = json.loads(joserfc_jws.extract_compact(own.encode()).payload)
    return Receipt(claims["promise_key"], claims["sha256"], datetime.fromisoformat(claims["delivered_at"]), own)
